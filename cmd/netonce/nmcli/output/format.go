package output

import (
	"strings"
	"unicode"
)

// Mode is how much nmcli puts around the values.
type Mode uint8

// The modes: as it is, --terse and --pretty.
const (
	Normal Mode = iota
	Terse
	Pretty
)

// Style is how tables are formatted.
type Style struct {
	Mode      Mode
	Multiline bool // a line for each value instead of one for each row
	Escape    bool // ":" and "\" in the values of terse tables
	Color     bool
}

// Cell is one value, or several.
type Cell struct {
	Text  string
	List  []string
	Many  bool // List counts, be it empty
	Color string
}

// Text is a cell of one value.
func Text(s string) Cell { return Cell{Text: s} }

// List is a cell of any number of values.
func List(s []string) Cell { return Cell{List: s, Many: true} }

// Table is a number of rows with the same columns.
type Table struct {
	Title   string   // above a pretty table
	Columns []string // without the group
	Rows    [][]Cell
	// Group is what the columns belong to: "IP4" of "IP4.ADDRESS". In a table it is
	// a column of its own under GroupTitle, unless that is empty.
	Group      string
	GroupTitle string
}

// unset is what stands for an empty value where people read.
const unset = "--"

const (
	lineWidth  = 79 // of the lines that nmcli draws between sections
	valueStart = 40 // column at which the values of lines begin
)

// Format returns the table as text.
func (s Style) Format(t Table) string {
	var b strings.Builder
	drawn := 0
	if s.Mode == Pretty && t.Title != "" {
		b.WriteString(Header(t.Title, s.Multiline))
		drawn = headerWidth(t.Title)
	}
	if s.Multiline {
		s.lines(&b, t)
	} else {
		s.table(&b, withGroup(t), drawn)
	}
	return b.String()
}

func headerWidth(title string) int { return Width(title) + 4 }

// Header is the title of a pretty table between two lines.
func Header(title string, multiline bool) string {
	width, drawn := headerWidth(title), headerWidth(title)
	if multiline {
		width, drawn = max(width, lineWidth), lineWidth
	}
	line := strings.Repeat("=", drawn) + "\n"
	return line + padLeft(title, (width+Width(title))/2) + "\n" + line
}

// withGroup makes the group a column.
func withGroup(t Table) Table {
	if t.GroupTitle == "" {
		return t
	}
	t.Columns = append([]string{t.GroupTitle}, t.Columns...)
	rows := make([][]Cell, len(t.Rows))
	for i, r := range t.Rows {
		rows[i] = append([]Cell{Text(t.Group)}, r...)
	}
	t.Rows = rows
	return t
}

// shown is the text of a value: scripts see an empty one as such. A control
// character, which a file may bring, is a '?': it could begin another line for a
// script, and do what it likes to a terminal.
func (s Style) shown(text string) string {
	if text == "" && s.Mode != Terse {
		return unset
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '?'
		}
		return r
	}, text)
}

// Colored wraps text in the colour, a list of SGR numbers.
func (s Style) Colored(text, color string) string {
	if !s.Color || color == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}
