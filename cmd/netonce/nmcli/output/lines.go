package output

import (
	"strconv"
	"strings"
)

// lines writes a line for each value. Values of a list are numbered; an empty
// list has no line. Nothing is escaped here: the first colon ends the name.
func (s Style) lines(b *strings.Builder, t Table) {
	for _, row := range t.Rows {
		for i, cell := range row {
			name := t.Columns[i]
			if t.Group != "" {
				name = t.Group + "." + name
			}
			if !cell.Many {
				s.line(b, name+":", cell.Text, cell.Color)
			}
			for n, text := range cell.List {
				s.line(b, name+"["+strconv.Itoa(n+1)+"]:", text, cell.Color)
			}
		}
		if s.Mode == Pretty {
			b.WriteString(strings.Repeat("-", lineWidth) + "\n")
		}
	}
}

func (s Style) line(b *strings.Builder, name, text, color string) {
	if s.Mode != Terse {
		name = padRight(name, valueStart)
	}
	b.WriteString(name + s.Colored(s.shown(text), color) + "\n")
}
