package resolv

import (
	"strconv"
	"strings"
	"unicode"
)

// why is the one line that explains a decision, built pair by pair.
type why string

// add appends a pair; what came from the file system is quoted where it would
// not stay one word on one line.
func (w *why) add(key, value string) {
	if value == "" || strings.ContainsFunc(value, needsQuotes) {
		value = strconv.Quote(value)
	}
	if *w != "" {
		*w += " "
	}
	*w += why(key + "=" + value)
}

func needsQuotes(r rune) bool {
	return r == '"' || r == '=' || unicode.IsSpace(r) || !unicode.IsPrint(r)
}
