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
func words(name, line string) (list []word) {
	quoted, begin := false, -1
	for at := 0; at <= len(line); at++ {
		switch {
		case at < len(line) && line[at] >= ' ' && (quoted || line[at] != ' '): // control characters end a word in any case
			if begin < 0 {
				begin = at
			}
			quoted = quoted != (line[at] == '"')
			continue
		case begin < 0:
			continue
		case line[begin:at] == "--":
			return list
		}
		list = append(list, parseWord(name, line[begin:at], begin))
		begin = -1
	}
	return list
}

func parseWord(name, text string, at int) word {
	if len(text) > 1 && text[0] == '"' && strings.IndexByte(text[1:], '"') == len(text)-2 { // quoted as a whole
		text, at = text[1:len(text)-1], at+1
	}
	w := word{pos: ifcfg.Pos{File: name, Line: 1, Col: at + 1}}
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
