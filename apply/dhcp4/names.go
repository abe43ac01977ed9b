package dhcp4

import "strings"

// cleanName takes off what servers put behind a name that is not part of it: NULs,
// which RFC 2132 2 tells to expect, and the dot of the root.
func cleanName(raw string) string {
	return strings.TrimSuffix(strings.TrimRight(raw, "\x00"), ".")
}

// splitBlanks splits at what servers put between several names.
func splitBlanks(raw string) []string {
	return strings.FieldsFunc(raw, func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\x00'
	})
}

// printable is text from the network made fit for a message: without control
// characters, which move terminals and forge log lines, and not endless.
func printable(raw []byte) string {
	const longest = 200
	text := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, strings.TrimRight(string(raw), "\x00"))
	if len(text) > longest {
		text = text[:longest] + "..."
	}
	return strings.TrimSpace(text)
}
