package ifcfg

import (
	"fmt"
	"strings"
)

// Option is a word within the value of a key such as BONDING_OPTS.
type Option struct {
	Name    string
	Takes   Grammar
	Default string
	Meaning string
	Modes   string // of a bond in which it counts; empty for all
	With    string // what it counts with: other options, STP
	Reader  Reader
}

// Options returns the words that a key's value is made of, nil for most keys.
func (k Key) Options() []Option { return options(k.Takes.options) }

// options reads a table of options. Its columns are those of rows, and its marks a
// reader's, modes= with commas between them, and with=.
func options(table string) (list []Option) {
	for line := range strings.Lines(table) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, parseOption(line))
		}
	}
	return list
}

func parseOption(line string) Option {
	k := parseRow(line, "")
	return Option{Name: k.Name, Takes: k.Takes, Default: k.Default, Meaning: k.Meaning, Modes: k.Kinds, With: k.Instead, Reader: k.Reader}
}

// optionOf reads but one line of a table.
func optionOf(table, name string) (Option, bool) {
	_, rest, ok := strings.Cut(table, "\n"+name+" | ")
	if !ok || name == "" {
		return Option{}, false
	}
	line, _, _ := strings.Cut(rest, "\n")
	return parseOption(name + " | " + line), true
}

// checkOption checks one OPTION=VALUE.
func checkOption(table, item string) error {
	name, value, ok := strings.Cut(item, "=")
	if !ok || name == "" {
		return fmt.Errorf("%q is not OPTION=VALUE", item)
	}
	if o, ok := optionOf(table, name); ok {
		if err := o.Takes.Check(value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	}
	near, distance := "", 3
	for _, o := range options(table) {
		if d := editDistance(name, o.Name, distance); d < distance {
			near, distance = o.Name, d
		}
	}
	if near != "" {
		return fmt.Errorf("there is no option %q, perhaps %s is meant", name, near)
	}
	return fmt.Errorf("there is no option %q", name)
}
