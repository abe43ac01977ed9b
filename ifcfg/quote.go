package ifcfg

import "strings"

func (u *unescaper) backslash() *fault {
	if u.i+1 == len(u.raw) {
		return faultBackslash
	}
	u.keep(u.i+1, u.i+2)
	u.i += 2
	return nil
}

func (u *unescaper) single() *fault {
	n := strings.IndexByte(u.raw[u.i+1:], '\'')
	if n < 0 {
		return faultSingle
	}
	u.keep(u.i+1, u.i+1+n)
	u.i += n + 2
	return nil
}

func (u *unescaper) double() *fault {
	open := u.i
	for u.i++; u.i < len(u.raw); {
		switch u.raw[u.i] {
		case '"':
			u.i++
			return nil
		case '$', '`':
			if u.raw[u.i] == '`' || startsExpansion(u.raw[u.i+1:]) {
				return faultExpansion
			}
			return faultDollar
		case '\\':
			if u.i+1 == len(u.raw) {
				u.i = open
				return faultDouble
			}
			if !u.dropsBackslash(u.raw[u.i+1]) {
				u.keep(u.i, u.i+1)
			}
			u.keep(u.i+1, u.i+2)
			u.i += 2
		default:
			j := u.i + 1
			for j < len(u.raw) && !isEscapee(u.raw[j]) {
				j++
			}
			u.keep(u.i, j)
			u.i = j
		}
	}
	u.i = open
	return faultDouble
}

// dropsBackslash reports whether a backslash before c vanishes in double quotes.
func (u *unescaper) dropsBackslash(c byte) bool {
	switch c {
	case '$', '`', '"', '\\':
		return true
	case '\'', '~':
		// Asked once per value: a long one may have many of these.
		if u.old == 0 {
			u.old = -1
			if fromOldWriter(u.raw) {
				u.old = 1
			}
		}
		return u.old > 0
	}
	return false
}

// fromOldWriter reports whether raw is what NetworkManager's first writer made
// of a value: all of it in one pair of double quotes, with a backslash before
// quotes and tildes too, where no shell would remove it again.
func fromOldWriter(raw string) bool {
	if raw == "" || raw[0] != '"' {
		return false
	}
	for k := 1; k < len(raw); k++ {
		switch c := raw[k]; {
		case !isEscapee(c) && c != '\'' && c != '~':
		case c == '"':
			return k+1 == len(raw)
		case c != '\\':
			return false
		default:
			k++
			if k == len(raw) || !isEscapee(raw[k]) && raw[k] != '\'' && raw[k] != '~' {
				return false
			}
		}
	}
	return false
}
