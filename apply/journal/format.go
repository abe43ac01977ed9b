package journal

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// appendPairs appends " key=value" for each pair.
func appendPairs(b []byte, pairs []any) []byte {
	for n := 0; n+1 < len(pairs); n += 2 {
		key, _ := pairs[n].(string)
		b = appendPrintable(append(b, ' '), key)
		b = appendValue(append(b, '='), pairs[n+1])
	}
	return b
}

// appendValue has the common kinds spelled out: they need no reflection.
func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return appendText(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case bool:
		return strconv.AppendBool(b, v)
	case time.Duration:
		return append(b, v.String()...)
	case error:
		return appendText(b, v.Error())
	case fmt.Stringer:
		return appendText(b, v.String())
	}
	return appendText(b, fmt.Sprint(v))
}

// appendText quotes a value where it would not stay one word.
func appendText(b []byte, s string) []byte {
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return r == '"' || r == '=' || unicode.IsSpace(r) }) {
		return strconv.AppendQuote(b, s)
	}
	return appendPrintable(b, s)
}

// appendPrintable keeps what came from files and packets from moving the cursor
// or faking a line.
func appendPrintable(b []byte, s string) []byte {
	for i, r := range s {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return appendEscaped(append(b, s[:i]...), s[i:])
		}
	}
	return append(b, s...)
}

func appendEscaped(b []byte, s string) []byte {
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			b = fmt.Appendf(b, `\x%02x`, s[0])
		case unicode.IsPrint(r):
			b = append(b, s[:size]...)
		default:
			quoted := strconv.QuoteRune(r)
			b = append(b, quoted[1:len(quoted)-1]...)
		}
		s = s[size:]
	}
	return b
}
