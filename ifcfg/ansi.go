package ifcfg

import "unicode/utf8"

// ansi reads $'...', beginning at the '$'.
func (u *unescaper) ansi() *fault {
	open := u.i
	for u.i += 2; u.i < len(u.raw); {
		switch u.raw[u.i] {
		case '\'':
			u.i++
			return nil
		case '\\':
			if u.i+1 == len(u.raw) {
				u.i = open
				return faultANSI
			}
			if f := u.ansiEscape(); f != nil {
				return f
			}
		default:
			j := u.i + 1
			for j < len(u.raw) && u.raw[j] != '\'' && u.raw[j] != '\\' {
				j++
			}
			u.keep(u.i, j)
			u.i = j
		}
	}
	u.i = open
	return faultANSI
}

// ansiEscape reads one escape of $'...', beginning at a backslash that has a
// byte after it. What is no escape is kept with its backslash.
func (u *unescaper) ansiEscape() *fault {
	start, c := u.i, u.raw[u.i+1]
	switch {
	case '0' <= c && c <= '7':
		v, n := digits(u.raw[start+1:], 8, 3)
		u.put(start, byte(v)) // as bash does: \772 is 0xfa
		u.i += 1 + n
		return nil
	case c == 'x' || c == 'u' || c == 'U':
		return u.hexEscape(c)
	}
	if b, ok := ansiByte(c); ok {
		u.put(start, b)
	} else {
		u.keep(start, start+2)
	}
	u.i += 2
	return nil
}

func (u *unescaper) hexEscape(c byte) *fault {
	start, most := u.i, 2
	switch c {
	case 'u':
		most = 4
	case 'U':
		most = 8
	}
	v, n := digits(u.raw[start+2:], 16, most)
	switch {
	case n == 0:
		u.keep(start, start+2)
	case c == 'x':
		u.put(start, byte(v))
	case v > utf8.MaxRune || !utf8.ValidRune(rune(v)):
		return faultEscape
	default:
		var b [utf8.UTFMax]byte
		u.put(start, b[:utf8.EncodeRune(b[:], rune(v))]...)
	}
	u.i += 2 + n
	return nil
}

// digits reads up to most digits of a base at the start of s.
func digits(s string, base uint32, most int) (v uint32, n int) {
	for n < most && n < len(s) {
		d, ok := hexDigit(s[n])
		if !ok || uint32(d) >= base {
			break
		}
		v = v*base + uint32(d)
		n++
	}
	return v, n
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

func ansiByte(c byte) (byte, bool) {
	switch c {
	case 'a':
		return '\a', true
	case 'b':
		return '\b', true
	case 'e', 'E':
		return 0x1b, true
	case 'f':
		return '\f', true
	case 'n':
		return '\n', true
	case 'r':
		return '\r', true
	case 't':
		return '\t', true
	case 'v':
		return '\v', true
	case '?', '"', '\\', '\'':
		return c, true
	}
	return 0, false
}
