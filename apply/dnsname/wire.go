package dnsname

import (
	"errors"
	"strings"
)

// errLabels is a list of names that is not RFC 1035 labels.
var errLabels = errors.New("malformed labels")

// Decode reads a list of names in wire form (RFC 1035 3.1), at most some of them;
// the rest only has to be well-formed. With compressed a name may point into the data
// (4.1.4), which the lists of DHCPv6 and router advertisements may not (RFC 8415 10,
// RFC 8106 5.2). The names are not checked; the root, and padding, are "".
func Decode(data []byte, compressed bool, most int) ([]string, error) {
	var names []string
	for at := 0; at < len(data); {
		name, next, err := readName(data, at, compressed)
		if err != nil {
			return nil, err
		}
		// With pointers a short list can hold much text.
		if len(names) < most {
			names = append(names, name)
		}
		at = next
	}
	return names, nil
}

// readName reads the name at an offset; next is where the following one begins.
func readName(data []byte, at int, compressed bool) (name string, next int, err error) {
	var labels []string
	next = -1
	for size := 0; ; {
		if at >= len(data) {
			return "", 0, errLabels
		}
		n := int(data[at])
		switch {
		case n == 0:
			if next < 0 {
				next = at + 1
			}
			return strings.Join(labels, "."), next, nil
		case n&0xc0 == 0xc0 && compressed:
			if at+1 >= len(data) {
				return "", 0, errLabels
			}
			target := n&0x3f<<8 | int(data[at+1])
			// Only ever backward: this is what ends every chain of pointers.
			if target >= at {
				return "", 0, errLabels
			}
			if next < 0 {
				next = at + 2
			}
			at = target
		case n > maxLabel || at+1+n > len(data):
			return "", 0, errLabels
		default:
			if size += n + 1; size > maxName+1 {
				return "", 0, errLabels
			}
			labels = append(labels, label(data[at+1:at+1+n]))
			at += 1 + n
		}
	}
}

// label is the text of a label. A dot in it must not pass for one between two
// (RFC 1035 5.1).
func label(raw []byte) string { return strings.ReplaceAll(string(raw), ".", `\.`) }

// AppendLabels appends a valid name in wire form, without the root's label at its end.
func AppendLabels(to []byte, name string) []byte {
	for _, label := range strings.Split(name, ".") {
		to = append(append(to, byte(len(label))), label...)
	}
	return to
}
