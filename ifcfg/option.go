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
func (k Key) Options() []Option {
	if k.Takes.options == nil {
		return nil
	}
	return k.Takes.options()
}

// checkOption checks one OPTION=VALUE.
func checkOption(options []Option, item string) error {
	name, value, ok := strings.Cut(item, "=")
	if !ok || name == "" {
		return fmt.Errorf("%q is not OPTION=VALUE", item)
	}
	near, distance := "", 3
	for _, o := range options {
		if o.Name == name {
			if err := o.Takes.Check(value); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			return nil
		}
		if d := editDistance(name, o.Name, distance); d < distance {
			near, distance = o.Name, d
		}
	}
	if near != "" {
		return fmt.Errorf("there is no option %q, perhaps %s is meant", name, near)
	}
	return fmt.Errorf("there is no option %q", name)
}
