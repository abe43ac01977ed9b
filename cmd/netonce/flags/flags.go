// Package flags reads the flags of a command line, as package flag of the standard library
// does, with what netonce needs of it: a fifth of the code.
package flags

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// ErrHelp is that of -h and --help, which need not be in a set.
var ErrHelp = errors.New("help is asked for")

// Flag is one of a set. What it takes is named in its usage, between backquotes.
type Flag struct {
	Name  string
	Usage string
	Given bool

	kind string // what it takes where the usage does not say; empty for nothing
	take func(value string) error
}

// Words are what the flag takes, empty for nothing, and its usage without backquotes.
func (f *Flag) Words() (takes, usage string) {
	before, rest, _ := strings.Cut(f.Usage, "`")
	word, after, quoted := strings.Cut(rest, "`")
	if !quoted {
		return f.kind, f.Usage
	}
	return word, before + word + after
}

// Set is a set of flags, sorted as their names are.
type Set []*Flag

// Func adds a flag that takes a value.
func (s *Set) Func(name, usage string, take func(value string) error) {
	s.add(name, usage, "value", take)
}

// Bool adds a flag without a value; it may have one behind an equals sign.
func (s *Set) Bool(p *bool, name, usage string) {
	s.add(name, usage, "", func(value string) (err error) {
		*p, err = strconv.ParseBool(value)
		return err
	})
}

// String adds a flag that takes a text.
func (s *Set) String(p *string, name, usage string) {
	s.add(name, usage, "string", func(value string) error { *p = value; return nil })
}

// Duration adds a flag that takes a time.
func (s *Set) Duration(p *time.Duration, name, usage string) {
	s.add(name, usage, "duration", func(value string) (err error) {
		*p, err = time.ParseDuration(value)
		return err
	})
}

func (s *Set) add(name, usage, kind string, take func(string) error) {
	at := len(*s)
	for at > 0 && (*s)[at-1].Name > name {
		at--
	}
	*s = append(*s, nil)
	copy((*s)[at+1:], (*s)[at:])
	(*s)[at] = &Flag{Name: name, Usage: usage, kind: kind, take: take}
}

// Parse takes the flags at the beginning of a command line, each with one dash or two, and
// returns what is behind them.
func (s Set) Parse(args []string) (rest []string, err error) {
	for len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' {
		word := strings.TrimPrefix(args[0][1:], "-")
		args = args[1:]
		if word == "" {
			return args, nil
		}
		name, value, given := strings.Cut(word, "=")
		f := s.find(name)
		switch {
		case f == nil && (name == "h" || name == "help"):
			return nil, ErrHelp
		case f == nil:
			return nil, errors.New("there is no flag -" + name)
		case given:
		case f.kind == "":
			value = "true"
		case len(args) == 0:
			return nil, errors.New("flag -" + name + " needs a value")
		default:
			value, args = args[0], args[1:]
		}
		if err := f.take(value); err != nil {
			return nil, errors.New("flag -" + name + " " + strconv.Quote(value) + ": " + err.Error())
		}
		f.Given = true
	}
	return args, nil
}

func (s Set) find(name string) *Flag {
	for _, f := range s {
		if f.Name == name {
			return f
		}
	}
	return nil
}
