package dnsname

import "strings"

// maxName and maxLabel are RFC 1035 2.3.4's limits, in bytes of text.
const (
	maxName  = 253
	maxLabel = 63
)

// Valid reports whether name is letters, digits, '-' and '_' in labels parted by
// dots, without a dot at its end. Names go on to resolv.conf, the kernel's host
// name and logs, where anything else could pass for syntax; and a name that began
// with '-' could pass for an option.
func Valid(name string) bool {
	if name == "" || len(name) > maxName {
		return false
	}
	for _, label := range strings.Split(name, ".") {
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
