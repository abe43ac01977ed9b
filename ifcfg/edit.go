package ifcfg

import (
	"fmt"
	"strings"
)

// Edit is a change of one key: a new value for it, or its removal.
type Edit struct {
	Key    string
	Value  string // as Assignment has it, without quotes
	Remove bool
}

// Edited returns the file with the edits made and every other byte as it was. A
// key that is there gets its new value on the line that counts, in the quotes it
// had; its indentation, the word export and a comment behind it stay. A new key
// stands behind its kin: DNS2 behind DNS1, anything without kin at the end.
// Removing takes away all lines of a key, or an earlier one would count again.
//
// The error is for a value that no line can hold; nothing is edited then.
func (f *File) Edited(edits []Edit) ([]byte, error) {
	e := editor{lines: make([]string, len(f.lines)), newline: "\n"}
	for i, l := range f.lines {
		e.lines[i] = l.text
	}
	if len(f.lines) > 0 && strings.HasSuffix(f.lines[0].text, "\r\n") {
		e.newline = "\r\n"
	}
	for _, change := range edits {
		if err := checkEdit(change); err != nil {
			return nil, err
		}
		e.apply(f, change)
	}
	return []byte(strings.Join(e.lines, "")), nil
}

func checkEdit(e Edit) error {
	if n := skipName(e.Key, 0); n == 0 || n < len(e.Key) {
		return fmt.Errorf("%q is not a key", e.Key)
	}
	if e.Remove {
		return nil
	}
	if err := checkWritable(e.Value); err != nil {
		return fmt.Errorf("%s: %w", e.Key, err)
	}
	return nil
}

// editor holds the lines of a file that is being edited. A line may come to hold
// several, those that were put behind it.
type editor struct {
	lines   []string
	newline string
}

func (e *editor) apply(f *File, change Edit) {
	switch i := f.effective(change.Key, 0); {
	case change.Remove:
		for _, entry := range f.entries {
			if entry.key == change.Key {
				own := f.lines[entry.line].text
				e.lines[entry.line] = strings.TrimPrefix(e.lines[entry.line], own)
			}
		}
	case i >= 0:
		n := f.entries[i].line
		l := f.lines[n]
		ending := l.text[len(l.body()):]
		changed := l.text[:l.eq+1] + requote(l.raw(), change.Value) + ending
		e.lines[n] = changed + strings.TrimPrefix(e.lines[n], l.text)
	default:
		e.insert(f.kin(change.Key), change.Key+"="+Quote(change.Value))
	}
}

// insert puts a line behind the one with index n; -1 means at the end.
func (e *editor) insert(n int, text string) {
	if len(e.lines) == 0 {
		e.lines = []string{""}
	}
	if n < 0 {
		n = len(e.lines) - 1
	}
	switch s := e.lines[n]; {
	case s == "" || strings.HasSuffix(s, "\n"):
	case strings.HasSuffix(s, "\r"): // ends the last line too
		e.lines[n] += "\n"
	default:
		e.lines[n] += e.newline
	}
	e.lines[n] += text + e.newline
}

// kin is the index of the last line whose key has the same stem as a numbered
// key, -1 where there is none.
func (f *File) kin(key string) int {
	stem := strings.TrimRight(key, "0123456789")
	if stem == key && !twin(key) {
		return -1
	}
	last := -1
	for _, e := range f.entries {
		have := strings.TrimRight(e.key, "0123456789")
		if have == stem || twin(stem) && twin(have) {
			last = max(last, int(e.line))
		}
	}
	return last
}

// twin tells the keys that go together number by number.
func twin(stem string) bool { return stem == "IPADDR" || stem == "PREFIX" || stem == "NETMASK" }

// requote writes a value in place of a raw one, in the quotes that it has, and
// keeps what follows it on the line.
func requote(raw, value string) string {
	u := newUnescaper(raw)
	if f := u.run(); f != nil {
		return Quote(value)
	}
	rest := raw[u.stop:]
	switch {
	case strings.HasPrefix(raw, "'") && !strings.Contains(value, "'"):
		return "'" + value + "'" + rest
	case strings.HasPrefix(raw, `"`), strings.HasPrefix(raw, "'"):
		return doubleQuoted(value) + rest
	}
	return Quote(value) + rest
}
