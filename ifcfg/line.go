package ifcfg

import "strings"

const bom = "\ufeff"

// line is one line with its ending, as it stands in the file. Where it is an
// assignment, name and eq are the offsets of its name and its '='; otherwise eq
// is 0, which no '=' after a name can be.
type line struct {
	text     string
	name, eq int32
}

// body is the line without its ending.
func (l line) body() string {
	// "\r\n" and a last "\r" end a line too, so that a file from another system
	// means the same as before the trip.
	return strings.TrimSuffix(strings.TrimSuffix(l.text, "\n"), "\r")
}

func (l line) key() string { return l.text[l.name:l.eq] }

func (l line) raw() string { return l.body()[l.eq+1:] }

// kind is what a line turned out to be.
type kind uint8

const (
	blank kind = iota // or a comment
	assignment
	exported // an assignment after the word export
	invalid
)

// scan finds out what a line without its ending is, looking from offset at on:
// where the name and the '=' of an assignment are, where the word export or the
// name of anything else begins, and for an invalid line the byte that is wrong.
func scan(body string, at int) (k kind, name, eq int) {
	at = skipSpace(body, at)
	if at == len(body) || body[at] == '#' {
		return blank, at, at
	}
	end := skipName(body, at)
	if end < len(body) && body[end] == '=' && end > at {
		return assignment, at, end
	}
	if body[at:end] == "export" {
		if next := skipSpace(body, end); next > end {
			if last := skipName(body, next); last > next && last < len(body) && body[last] == '=' {
				return exported, next, last
			}
		}
	}
	if end == len(body) {
		return invalid, at, at
	}
	return invalid, at, end
}

func skipSpace(s string, i int) int {
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	return i
}

// skipName skips a key, which does not begin with a digit.
func skipName(s string, i int) int {
	if i < len(s) && '0' <= s[i] && s[i] <= '9' {
		return i
	}
	for i < len(s) && isName(s[i]) {
		i++
	}
	return i
}

// complain says what is wrong with an invalid line and what to write instead.
// wrong is the offset of the first byte that fits no assignment.
func complain(body string, name, wrong int) (message, hint string) {
	if strings.IndexByte(body, 0) >= 0 {
		return "NUL byte: this is not text; line ignored", ""
	}
	message = "neither KEY=value nor a comment; line ignored"
	rest := skipSpace(body, wrong)
	switch {
	case wrong > name && rest > wrong && rest < len(body) && body[rest] == '=':
		return message, "remove the spaces around '='"
	case strings.HasPrefix(body[wrong:], "+=") && wrong > name:
		return message, "nothing can be appended: write KEY= with the whole value"
	case wrong == name && '0' <= body[wrong] && body[wrong] <= '9':
		return message, "a key begins with a letter or '_'"
	case strings.HasPrefix(body[wrong:], "//") || body[wrong] == '!':
		return message, "a comment begins with '#'"
	case wrong > name && strings.IndexByte(body[wrong:], '=') > 0 && !strings.ContainsAny(body, " \t"):
		return message, "a key has only letters, digits and '_'"
	}
	return message, "only KEY=value lines are read; shell code is never run"
}
