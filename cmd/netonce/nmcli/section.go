package nmcli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"netonce/cmd/netonce/nmcli/output"
)

// section is a group of values of one thing: "IP4" of a device, "ipv4" of a
// profile.
type section struct {
	name   string
	title  string // of the name's column where it is a table
	fields []value
}

// value is one of a section.
type value struct {
	name string
	cell output.Cell
}

// texts are values of one text each, written as pairs of name and text: half the
// code of as many values.
func texts(pairs ...string) []value {
	list := make([]value, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, value{pairs[i], output.Text(pairs[i+1])})
	}
	return list
}

func text(name, v string) value { return value{name, output.Text(v)} }

func list(name string, v []string) value { return value{name, output.List(v)} }

// wanted is a section with those of its fields that were asked for; nil for all.
type wanted struct {
	section
	columns []string
}

// chooseSections finds what was asked for: sections, or fields of them, in the
// order of the question. There may be sections that are known but that the thing
// has not: they show nothing.
func chooseSections(asked []string, has []section, known []string) ([]wanted, error) {
	var list []wanted
	for _, word := range asked {
		name, column, one := strings.Cut(word, ".")
		i := slices.IndexFunc(has, func(s section) bool { return strings.EqualFold(s.name, name) })
		switch {
		case i < 0 && containsFold(known, name):
			continue
		case i < 0:
			return nil, &output.FieldError{Field: word, Allowed: known}
		case !one:
			list = append(list, wanted{has[i], nil})
			continue
		}
		columns, err := has[i].find(column)
		if err != nil {
			return nil, err
		}
		list = append(list, wanted{has[i], columns})
	}
	return list, nil
}

func containsFold(list []string, word string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, word) })
}

// find returns the field of that name as a list of one.
func (s section) find(name string) ([]string, error) {
	var allowed []string
	for _, f := range s.fields {
		if strings.EqualFold(f.name, name) {
			return []string{f.name}, nil
		}
		allowed = append(allowed, s.name+"."+f.name)
	}
	return nil, &output.FieldError{Field: s.name + "." + name, Allowed: allowed}
}

func (w wanted) table() output.Table {
	t := output.Table{Group: w.name, Rows: [][]output.Cell{nil}}
	for _, f := range w.fields {
		t.Columns = append(t.Columns, f.name)
		t.Rows[0] = append(t.Rows[0], f.cell)
	}
	if w.columns != nil {
		return t.Choose(w.columns)
	}
	t.GroupTitle = w.title
	return t
}

// printSections prints each section by itself; tables stand apart.
func (c *call) printSections(sections []wanted) {
	for i, w := range sections {
		if i > 0 && !c.style.Multiline && c.style.Mode != output.Terse {
			fmt.Fprintln(c.out)
		}
		fmt.Fprint(c.out, c.style.Format(w.table()))
	}
}

// detailed makes lines the form unless another was asked for.
func (c *call) detailed() {
	if !c.moded {
		c.style.Multiline = true
	}
}

// printTitle prints a heading where headings are wanted.
func (c *call) printTitle(title string) {
	if c.style.Mode == output.Pretty {
		fmt.Fprint(c.out, output.Header(title, c.style.Multiline))
	}
}

// objectOf is sections as programs read them: by name, the values by theirs.
func objectOf(sections []wanted) map[string]map[string]any {
	all := map[string]map[string]any{}
	for _, w := range sections {
		if all[w.name] == nil {
			all[w.name] = map[string]any{}
		}
		maps.Copy(all[w.name], w.table().Objects()[0])
	}
	return all
}
