package ifcfg

import (
	"strconv"
	"strings"
)

// most is how many diagnostics of one Code a file gets. A binary file or a log
// put in the wrong place would otherwise fill the screen.
const most = 20

// collector reads the lines of a file and gathers what is wrong with them.
type collector struct {
	file  *File
	found []Diagnostic
	tally []tally
}

// tally counts the diagnostics of one Code; rest is the first one left out.
type tally struct {
	n    int
	code string
	rest Diagnostic
}

// opening looks at the first bytes of a file for the marks of an encoding.
func (c *collector) opening(text string) {
	switch {
	case strings.HasPrefix(text, "\xff\xfe"), strings.HasPrefix(text, "\xfe\xff"):
		c.add(Diagnostic{
			Pos: c.file.pos(0, 0), Severity: Error, Code: "encoding",
			Message: "the file is UTF-16",
			Hint:    "save the file as UTF-8: iconv -f UTF-16 -t UTF-8",
		})
	}
}

// line reads the line with index i.
func (c *collector) line(i int) {
	l := &c.file.lines[i]
	body := l.body()
	if i == 0 && strings.HasPrefix(body, bom) {
		c.add(marked(body, c.file.pos(0, 0)))
		return
	}
	k, name, eq := scan(body, 0)
	switch k {
	case blank:
		return
	case invalid:
		message, hint := complain(body, name, eq)
		c.add(Diagnostic{
			Pos: c.file.pos(i, eq), Severity: Error, Code: "syntax",
			Message: message, Hint: hint,
		})
		return
	}
	l.name, l.eq = int32(name), int32(eq)
	if k == exported {
		c.add(Diagnostic{
			Pos: c.file.pos(i, skipSpace(body, 0)), Severity: Warning, Code: "export", Key: l.key(),
			Message: "taken without the word export; NetworkManager ignores such a line",
			Hint:    "remove the word export",
		})
	}
	c.value(i)
}

// marked tells of a first line with a byte order mark. To NetworkManager the mark
// is part of the line, which it ignores.
func marked(body string, at Pos) Diagnostic {
	d := Diagnostic{Pos: at, Severity: Error, Code: "bom", Message: "byte order mark: the line is ignored", Hint: "save the file as UTF-8 without byte order mark"}
	if k, _, _ := scan(body, len(bom)); k == blank {
		d.Severity, d.Message = Warning, "byte order mark; it costs nothing here"
	}
	return d
}

// value reads the value of the assignment in the line with index i.
func (c *collector) value(i int) {
	l := c.file.lines[i]
	u := newUnescaper(l.raw())
	value, bad := u.value()
	if u.trap >= 0 {
		// Every trap comes before the fault that ended the walk.
		value, bad, u.i = "", faultExpansion, u.trap
	}
	e := entry{key: l.key(), value: value, bad: bad, line: int32(i)}
	c.file.entries = append(c.file.entries, e)

	d := Diagnostic{Key: e.key}
	switch {
	case bad != nil:
		d.Pos, d.Severity = c.file.pos(i, int(l.eq)+1+u.i), Error
		d.Code, d.Message, d.Hint = bad.code, bad.text+"; the value counts as empty", bad.hint
	case u.odd >= 0:
		d.Pos, d.Severity = c.file.pos(i, int(l.eq)+1+u.odd), Warning
		d.Code, d.Message, d.Hint = "expansion", "'$' taken as it stands; a shell would replace it", hintSingle
	default:
		return
	}
	c.add(d)
}

// duplicates warns about every assignment that a later one undoes.
func (c *collector) duplicates() {
	f := c.file
	for i, e := range f.entries {
		if int(e.winner) == i || c.full("duplicate") {
			continue
		}
		c.add(Diagnostic{
			Pos:      f.pos(int(e.line), int(f.lines[e.line].name)),
			Severity: Warning, Code: "duplicate", Key: e.key,
			Message: "assigned again: line " + strconv.Itoa(int(f.entries[e.winner].line)+1) + " wins",
			Hint:    "remove this line",
		})
	}
}

func (c *collector) add(d Diagnostic) {
	t := c.count(d.Code)
	t.n++
	switch {
	case t.n <= most:
		c.found = append(c.found, d)
	case t.n == most+1:
		t.rest = d
	}
}

// full counts a diagnostic and leaves it out if there are enough of its Code. It
// spares making up words for each of a million.
func (c *collector) full(code string) bool {
	t := c.count(code)
	if t.n <= most {
		return false
	}
	t.n++
	return true
}

func (c *collector) count(code string) *tally {
	for i := range c.tally {
		if c.tally[i].code == code {
			return &c.tally[i]
		}
	}
	c.tally = append(c.tally, tally{code: code})
	return &c.tally[len(c.tally)-1]
}

// finish returns the diagnostics in file order.
func (c *collector) finish() []Diagnostic {
	for _, t := range c.tally {
		switch {
		case t.n == most+1:
			c.found = append(c.found, t.rest)
		case t.n > most:
			c.found = append(c.found, Diagnostic{
				Pos: t.rest.Pos, Severity: t.rest.Severity, Code: t.code,
				Message: "and " + strconv.Itoa(t.n-most) + " more like this in the file",
			})
		}
	}
	inFileOrder(c.found)
	return c.found
}
