package desired

// Glob reports whether text matches a shell pattern as a whole: fnmatch(3) without
// flags, where * and ? take any byte. A bracket that is never closed is itself.
func Glob(pattern, text string) bool {
	p, t := 0, 0
	star, from := -1, 0 // the last *, and where the text behind it was tried
	for t < len(text) {
		if p < len(pattern) && pattern[p] == '*' {
			star, from = p, t
			p++
			continue
		}
		if n, fits := one(pattern[p:], text[t]); fits {
			p, t = p+n, t+1
			continue
		}
		if star < 0 {
			return false
		}
		from++
		p, t = star+1, from
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// one matches a byte with the beginning of a pattern, of which it takes n bytes.
func one(pattern string, c byte) (n int, fits bool) {
	if pattern == "" {
		return 0, false
	}
	switch pattern[0] {
	case '?':
		return 1, true
	case '\\':
		if len(pattern) > 1 {
			return 2, pattern[1] == c
		}
	case '[':
		if n, fits, closed := bracket(pattern, c); closed {
			return n, fits
		}
	}
	return 1, pattern[0] == c
}

// bracket matches a byte with [abc], [a-c], [!abc] or [^abc]. A ] that comes first
// is one of the set.
func bracket(pattern string, c byte) (n int, fits, closed bool) {
	i, in := 1, false
	inverted := len(pattern) > 1 && (pattern[1] == '!' || pattern[1] == '^')
	if inverted {
		i++
	}
	for first := true; i < len(pattern); first = false {
		low := pattern[i]
		if low == ']' && !first {
			return i + 1, in != inverted, true
		}
		if low == '\\' && i+1 < len(pattern) {
			i++
			low = pattern[i]
		}
		i++
		high := low
		if i+1 < len(pattern) && pattern[i] == '-' && pattern[i+1] != ']' {
			high = pattern[i+1]
			i += 2
		}
		in = in || low <= c && c <= high
	}
	return 0, false, false
}
