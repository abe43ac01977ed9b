package ifcfg

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Quote writes a value so that NetworkManager, a shell and netonce read it alike:
// bare where no character of it means anything to any of them, else in double
// quotes. The value must be one that checkWritable lets through.
func Quote(value string) string {
	for i := range len(value) {
		if !isBare(value[i]) {
			return doubleQuoted(value)
		}
	}
	return value
}

// isBare tells the characters that need no quotes anywhere in a value.
func isBare(c byte) bool {
	return isName(c) || strings.IndexByte("%+,-./:=@^", c) >= 0
}

func doubleQuoted(value string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(value) {
		if isEscapee(value[i]) {
			b.WriteByte('\\')
		}
		b.WriteByte(value[i])
	}
	b.WriteByte('"')
	return b.String()
}

// checkWritable refuses what could end a line or hide from the eye: a value with
// a newline would let whoever may set one key write any other (CVE-2011-3364).
func checkWritable(value string) error {
	if !utf8.ValidString(value) {
		return errors.New("the value is not UTF-8")
	}
	for _, r := range value {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return fmt.Errorf("the value holds a control character (%U), which is never written", r)
		}
	}
	return nil
}
