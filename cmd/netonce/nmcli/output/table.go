package output

import "strings"

// listSeparator stands between the values of a list in a table.
const listSeparator = " | "

// table writes a line for each row. In a pretty table the line below the names of
// the columns is as long as nmcli makes it: by the length of what was drawn above
// longer than the table.
func (s Style) table(b *strings.Builder, t Table, drawn int) {
	if s.Mode == Terse {
		for _, row := range t.Rows {
			b.WriteString(s.terse(row) + "\n")
		}
		return
	}
	widths := s.widths(t)
	names := make([]Cell, len(t.Columns))
	for i, name := range t.Columns {
		names[i] = Text(name)
		drawn += widths[i] + 1
	}
	if len(t.Columns) > 0 {
		s.row(b, names, widths)
	}
	if s.Mode == Pretty {
		b.WriteString(strings.Repeat("-", drawn) + "\n")
	}
	for _, row := range t.Rows {
		s.row(b, row, widths)
	}
}

// terse joins a row's values with colons, those within them escaped.
func (s Style) terse(row []Cell) string {
	values := make([]string, len(row))
	for i, cell := range row {
		values[i] = s.joined(cell)
		if s.Escape {
			values[i] = Escape(values[i])
		}
	}
	return strings.Join(values, ":")
}

// Escape puts a backslash before each colon and backslash, as nmcli --terse does.
func Escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, ":", `\:`).Replace(text)
}

func (s Style) joined(c Cell) string {
	if c.Many {
		return s.shown(strings.Join(c.List, listSeparator))
	}
	return s.shown(c.Text)
}

// widths are those of the columns, with the blank behind each.
func (s Style) widths(t Table) []int {
	widths := make([]int, len(t.Columns))
	for i, name := range t.Columns {
		widths[i] = Width(name) + 1
	}
	for _, row := range t.Rows {
		for i, cell := range row {
			widths[i] = max(widths[i], Width(s.joined(cell))+1)
		}
	}
	return widths
}

// row writes one line; its last column keeps its blanks.
func (s Style) row(b *strings.Builder, row []Cell, widths []int) {
	for i, cell := range row {
		text := s.joined(cell)
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s.Colored(text, cell.Color) + blanks(widths[i]-Width(text)))
	}
	b.WriteByte('\n')
}
