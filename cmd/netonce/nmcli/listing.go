package nmcli

import (
	"fmt"

	"netonce/cmd/netonce/nmcli/output"
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
	t := output.Table{Title: l.title}
	for _, f := range l.fields {
		t.Columns = append(t.Columns, f.name)
	}
	for _, o := range objects {
		row, color := make([]output.Cell, len(l.fields)), l.color(o)
		for i, f := range l.fields {
			value := f.value
			if c.style.Mode == output.Terse && f.terse != nil {
				value = f.terse
			}
			row[i] = output.Cell{Text: value(o), Color: color}
		}
		t.Rows = append(t.Rows, row)
	}
	return c.printTable(t, output.Split(l.common))
}

// oneRow is a table of one row, written as pairs of a column and its text.
func oneRow(title, color string, pairs ...string) output.Table {
	t := output.Table{Title: title, Rows: [][]output.Cell{nil}}
	for i := 0; i+1 < len(pairs); i += 2 {
		t.Columns = append(t.Columns, pairs[i])
		t.Rows[0] = append(t.Rows[0], output.Cell{Text: pairs[i+1], Color: color})
	}
	return t
}

// printTable prints the columns that were asked for.
func (c *call) printTable(t output.Table, common []string) error {
	columns, err := output.Fields(c.fields, t.Columns, common)
	if err != nil {
		return misuse("%w", err)
	}
	t = t.Choose(columns)
	if c.json {
		return output.JSON(c.out, t.Objects())
	}
	fmt.Fprint(c.out, c.style.Format(t))
	return nil
}

// yes is nmcli's word for a truth.
func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
