package ifcfg

import (
	"strings"
	"unicode/utf8"
)

// Unescape reads the text after the '=' of an assignment the way NetworkManager
// does: bare, '...', "..." and $'...' pieces put together, ended by white space
// or one ';' and perhaps a comment. It expands nothing: outside of double quotes
// '$' and '`' are ordinary characters.
//
// On error the value is empty and offset is the offending byte of raw; for a
// quote that is never closed that is the opening one.
func Unescape(raw string) (value string, offset int, err error) {
	u := newUnescaper(raw)
	value, f := u.value()
	if f != nil {
		return "", u.i, f
	}
	return value, 0, nil
}

// unescaper walks over a raw value. The value so far is raw[from:to] as long as
// it can be had without copying, buf afterwards.
type unescaper struct {
	raw      string
	i        int // next byte to read; the offending one after a fault
	from, to int
	buf      []byte
	copied   bool

	old  int8 // whether raw is fromOldWriter: 1 yes, -1 no, 0 not looked at
	trap int  // first text outside of quotes that a shell would expand, or -1
	odd  int  // first '$' with a meaning to a shell that is taken as it is, or -1

	stop int // where the value ends and what may follow it begins

	want int // a byte of the value whose origin in raw is asked for, or -1
	at   int // the answer
}

func newUnescaper(raw string) unescaper {
	return unescaper{raw: raw, trap: -1, odd: -1, stop: len(raw), want: -1}
}

func (u *unescaper) value() (string, *fault) {
	if f := u.run(); f != nil {
		return "", f
	}
	v := u.raw[u.from:u.to]
	if u.copied {
		v = string(u.buf)
	}
	if k, f := checkText(v); f != nil {
		u.i = u.origin(k)
		if f == faultUTF8 && u.raw[u.i] == '\\' {
			f = faultEscape
		}
		return "", f
	}
	return v, nil
}

// checkText finds the first byte of a value that is NUL or not UTF-8.
func checkText(v string) (int, *fault) {
	plain := true
	for i := 0; i < len(v); i++ {
		if v[i] == 0 {
			return i, faultNUL
		}
		plain = plain && v[i] < utf8.RuneSelf
	}
	if plain || utf8.ValidString(v) {
		return 0, nil
	}
	for i, r := range v {
		if r != utf8.RuneError {
			continue
		}
		if _, n := utf8.DecodeRuneInString(v[i:]); n == 1 {
			return i, faultUTF8
		}
	}
	return 0, nil
}

// origin walks once more to find which byte of raw made byte k of the value.
func (u *unescaper) origin(k int) int {
	again := newUnescaper(u.raw)
	again.want = k
	again.run()
	return again.at
}

func (u *unescaper) size() int {
	if u.copied {
		return len(u.buf)
	}
	return u.to - u.from
}

// keep adds raw[i:j] to the value.
func (u *unescaper) keep(i, j int) {
	if n := u.want - u.size(); u.want >= 0 && n >= 0 && n < j-i {
		u.at = i + n
	}
	switch {
	case u.copied:
		u.buf = append(u.buf, u.raw[i:j]...)
	case u.from == u.to:
		u.from, u.to = i, j
	case u.to == i:
		u.to = j
	default:
		u.spill()
		u.buf = append(u.buf, u.raw[i:j]...)
	}
}

// put adds bytes that an escape beginning at raw[i] stands for.
func (u *unescaper) put(i int, b ...byte) {
	if n := u.want - u.size(); u.want >= 0 && n >= 0 && n < len(b) {
		u.at = i
	}
	u.spill()
	u.buf = append(u.buf, b...)
}

func (u *unescaper) spill() {
	if u.copied {
		return
	}
	u.copied = true
	u.buf = make([]byte, 0, len(u.raw))
	u.buf = append(u.buf, u.raw[u.from:u.to]...)
}

func (u *unescaper) run() *fault {
	for u.i < len(u.raw) {
		var f *fault
		switch c := u.raw[u.i]; {
		case isSpace(c) || c == ';':
			return u.end()
		case c == '\\':
			f = u.backslash()
		case c == '\'':
			f = u.single()
		case c == '"':
			f = u.double()
		case c == '$':
			f = u.dollar()
		case c == '`':
			u.mark(&u.trap)
			u.keep(u.i, u.i+1)
			u.i++
		case isOperator(c):
			return faultOperator
		default:
			u.plain()
		}
		if f != nil {
			return f
		}
	}
	return nil
}

func (u *unescaper) mark(p *int) {
	if *p < 0 {
		*p = u.i
	}
}

func (u *unescaper) plain() {
	j := u.i + 1
	for j < len(u.raw) && isPlain(u.raw[j]) {
		j++
	}
	u.keep(u.i, j)
	u.i = j
}

// end accepts what may follow a value: white space, at most one ';', a comment.
func (u *unescaper) end() *fault {
	start, semicolon := u.i, false
	u.stop = start
	for ; u.i < len(u.raw); u.i++ {
		switch c := u.raw[u.i]; {
		case isSpace(c):
		case c == ';' && !semicolon:
			semicolon = true
		case c == '#':
			return nil
		case semicolon:
			return faultSemicolon
		case start == 0:
			return faultBlank
		default:
			return faultWord
		}
	}
	return nil
}

func (u *unescaper) dollar() *fault {
	rest := u.raw[u.i+1:]
	if rest != "" && rest[0] == '\'' {
		return u.ansi()
	}
	if startsExpansion(rest) {
		u.mark(&u.trap)
	} else if rest != "" && strings.IndexByte("$?!#@*-[\"", rest[0]) >= 0 {
		u.mark(&u.odd)
	}
	u.keep(u.i, u.i+1)
	u.i++
	return nil
}

// startsExpansion reports whether a '$' before rest names a variable or command.
func startsExpansion(rest string) bool {
	return rest != "" && (isName(rest[0]) || rest[0] == '{' || rest[0] == '(')
}
