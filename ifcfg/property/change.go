package property

import (
	"slices"
	"strings"

	"netonce/ifcfg"
)

// Set gives a property the words that a text stands for, in place of those that
// it has. An empty text stands for the default.
func (c *Connection) Set(p *Property, value string) error {
	p = c.target(p)
	words, err := c.parse(p, value)
	if err != nil {
		return err
	}
	if p.form.list {
		words = unique(words)
	}
	c.put(p.FullName(), words...)
	return nil
}

// Add is Set that keeps the words which a list has.
func (c *Connection) Add(p *Property, value string) error {
	p = c.target(p)
	if !p.form.list {
		return c.Set(p, value)
	}
	words, err := c.parse(p, value)
	if err != nil {
		return err
	}
	have := c.values[p.FullName()]
	if p.form.options {
		have = slices.DeleteFunc(slices.Clone(have), func(w string) bool { return replaced(w, words) })
	}
	c.put(p.FullName(), unique(slices.Concat(have, words))...)
	return nil
}

// replaced reports whether one of the words is for the same option as w.
func replaced(w string, words []string) bool {
	name, _, _ := strings.Cut(w, "=")
	return slices.ContainsFunc(words, func(n string) bool { return strings.HasPrefix(n, name+"=") })
}

// Remove takes words from a list, by what they are or by their place, counted
// from 0. Without a value, or where there is no list, the property gets its
// default.
func (c *Connection) Remove(p *Property, value string) error {
	p = c.target(p)
	if p.ReadOnly {
		return &ValueError{p.FullName(), "the property can't be changed"}
	}
	have := c.values[p.FullName()]
	if !p.form.list || value == "" {
		c.put(p.FullName())
		return nil
	}
	if n, ok := index(value); ok {
		if n < len(have) {
			c.put(p.FullName(), slices.Delete(slices.Clone(have), n, n+1)...)
		}
		return nil
	}
	if p.form.options && !strings.Contains(value, "=") { // options go by their names
		c.put(p.FullName(), slices.DeleteFunc(slices.Clone(have), func(w string) bool { return replaced(w, []string{value + "="}) })...)
		return nil
	}
	words, err := c.parse(p, value)
	if err != nil {
		return err
	}
	c.put(p.FullName(), slices.DeleteFunc(slices.Clone(have), func(w string) bool { return slices.Contains(words, w) })...)
	return nil
}

func index(s string) (int, bool) {
	n, err := ifcfg.ParseInt(s, 10, 0, 1<<30)
	return int(n), err == nil
}

func (c *Connection) parse(p *Property, value string) ([]string, error) {
	if p.ReadOnly {
		return nil, &ValueError{p.FullName(), "the property can't be changed"}
	}
	words, err := p.form.parseAll(value)
	if err != nil {
		return nil, &ValueError{p.FullName(), err.Error()}
	}
	return words, nil
}

func unique(words []string) []string {
	var out []string
	for _, w := range words {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
