package initramfs

import (
	"net"
	"strings"

	"netonce/ifcfg"
)

// word is a parameter of the command line.
type word struct {
	key, value string
	pos        ifcfg.Pos // of the value; of the word where there is none
	given      bool      // there is a value, be it empty
}

// words takes a command line apart. Blanks within double quotes do not end a word, and
// what stands behind -- is for init (Documentation/admin-guide/kernel-parameters.rst).
func words(s Source) (list []word) {
	quoted, begin, number, line := false, -1, 1, 0
	for at := 0; at <= len(s.Text); at++ {
		if at < len(s.Text) && s.Text[at] >= ' ' && (quoted || s.Text[at] != ' ') { // control characters end a word in any case
			if begin < 0 {
				begin = at
			}
			quoted = quoted != (s.Text[at] == '"')
			continue
		}
		if begin >= 0 {
			if s.Text[begin:at] == "--" {
				return list
			}
			list = append(list, parseWord(ifcfg.Pos{File: s.Name, Line: number}, s.Text[begin:at], begin-line))
			begin = -1
		}
		if at < len(s.Text) && s.Text[at] == '\n' {
			number, line = number+1, at+1
		}
	}
	return list
}

// Keys lists the parameters that are on command lines.
func Keys(sources ...Source) map[string]bool {
	all := map[string]bool{}
	for _, s := range sources {
		for _, w := range words(s) {
			all[strings.ReplaceAll(w.key, "-", "_")] = true
		}
	}
	return all
}

// parseWord parses a word that stands so many bytes behind the beginning of a line.
func parseWord(line ifcfg.Pos, text string, at int) word {
	if len(text) > 1 && text[0] == '"' && strings.IndexByte(text[1:], '"') == len(text)-2 { // quoted as a whole
		text, at = text[1:len(text)-1], at+1
	}
	line.Col = at + 1
	w := word{pos: line}
	w.key, w.value, w.given = strings.Cut(text, "=")
	if w.given {
		w.pos.Col += len(w.key) + 1
	}
	w.key = strings.ReplaceAll(w.key, "\"", "")
	w.value = strings.ReplaceAll(w.value, "\"", "")
	return w
}

// on reports whether a switch is on (dracut's getargbool): without a value it is.
func (w word) on() bool {
	switch w.value {
	case "0", "no", "off", "false":
		return false
	}
	return true
}

// fields are the parts of a value between colons; those of an address in brackets do not
// count, and the brackets go.
type fields struct {
	rest string
	more bool
}

func (w word) fields() fields { return fields{w.value, true} }

// next takes the next one; empty where there is none any more.
func (f *fields) next() string {
	if !f.more {
		return ""
	}
	if inner, ok := strings.CutPrefix(f.rest, "["); ok {
		if address, behind, closed := strings.Cut(inner, "]"); closed {
			tail := ""
			tail, f.rest, f.more = strings.Cut(behind, ":")
			return address + tail
		}
	}
	field := ""
	field, f.rest, f.more = strings.Cut(f.rest, ":")
	return field
}

// hardwareAddr takes a hardware address where one is next, in either spelling, ended by a
// colon or the end.
func (f *fields) hardwareAddr() string {
	const length = len("00:00:00:00:00:00")
	if len(f.rest) < length || len(f.rest) > length && f.rest[length] != ':' {
		return ""
	}
	mac, err := net.ParseMAC(f.rest[:length])
	if err != nil {
		return ""
	}
	_, f.rest, f.more = strings.Cut(f.rest[length:], ":")
	return strings.ToUpper(mac.String())
}
