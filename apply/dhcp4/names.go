package dhcp4

import "strings"

// maxName and maxLabel are RFC 1035 2.3.4's limits, in bytes of text.
const (
	maxName  = 253
	maxLabel = 63
)

// validName reports whether name is letters, digits, '-' and '_' in labels parted
// by dots, without a dot at its end. Names go on to resolv.conf, the kernel's host
// name and logs, where anything else could pass for syntax; and a name that began
// with '-' could pass for an option.
func validName(name string) bool {
	if name == "" || len(name) > maxName {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if !validLabel(label) {
			return false
		}
	}
	return true
}

func validLabel(label string) bool {
	if label == "" || len(label) > maxLabel || label[0] == '-' {
		return false
	}
	for i := range len(label) {
		switch c := label[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return true
}

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
