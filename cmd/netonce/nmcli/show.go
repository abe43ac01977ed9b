package nmcli

import (
	"fmt"

	"github.com/netonce/netonce/cmd/netonce/nmcli/output"
)

// field is a column of a table over some kind of object: its name, what it shows,
// and what scripts are given where that differs.
type field[T any] struct {
	name  string
	value func(T) string
	terse func(T) string
}

// listing is how a table of objects looks.
type listing[T any] struct {
	title  string
	fields []field[T]
	common string // the fields that are shown unless others are asked for
	color  func(T) string
}

// print prints a row for each object, with the fields that were asked for.
func (l listing[T]) print(c *call, objects []T) error {
	columns, err := output.Fields(c.fields, l.names(), output.Split(l.common))
	if err != nil {
		return misuse("%w", err)
	}
	t := output.Table{Title: l.title, Columns: l.names()}
	for _, o := range objects {
		var row []output.Cell
		for _, f := range l.fields {
			row = append(row, output.Cell{Text: l.text(c, f, o), Color: l.color(o)})
		}
		t.Rows = append(t.Rows, row)
	}
	fmt.Fprint(c.out, c.style.Format(t.Choose(columns)))
	return nil
}

func (l listing[T]) text(c *call, f field[T], o T) string {
	if c.style.Mode == output.Terse && f.terse != nil {
		return f.terse(o)
	}
	return f.value(o)
}

func (l listing[T]) names() []string {
	var names []string
	for _, f := range l.fields {
		names = append(names, f.name)
	}
	return names
}

// yes is nmcli's word for a truth.
func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
