package dhcp4

import (
	"errors"
	"strings"
)

// errSearch is a search list that is not RFC 1035 labels.
var errSearch = errors.New("malformed labels")

// parseSearch decodes option 119 (RFC 3397): names in wire form, the whole option
// being what compression pointers point into. The names are not checked. The
// codec's own decoder does not take a pointer that leads to a pointer, which
// RFC 1035 4.1.4 allows.
func parseSearch(data []byte) ([]string, error) {
	var names []string
	for at := 0; at < len(data); {
		name, next, err := readName(data, at)
		if err != nil {
			return nil, err
		}
		// Beyond this no name is kept, and with pointers a short option can hold
		// much text.
		if len(names) <= maxSearch {
			names = append(names, name)
		}
		at = next
	}
	return names, nil
}

// readName reads the name at an offset; next is where the following one begins.
func readName(data []byte, at int) (name string, next int, err error) {
	var labels []string
	next = -1
	for size := 0; ; {
		if at >= len(data) {
			return "", 0, errSearch
		}
		n := int(data[at])
		switch {
		case n == 0:
			if next < 0 {
				next = at + 1
			}
			return strings.Join(labels, "."), next, nil
		case n&0xc0 == 0xc0:
			if at+1 >= len(data) {
				return "", 0, errSearch
			}
			target := n&0x3f<<8 | int(data[at+1])
			// Only ever backward: this is what ends every chain of pointers.
			if target >= at {
				return "", 0, errSearch
			}
			if next < 0 {
				next = at + 2
			}
			at = target
		case n > maxLabel || at+1+n > len(data):
			return "", 0, errSearch
		default:
			if size += n + 1; size > maxName+1 {
				return "", 0, errSearch
			}
			labels = append(labels, string(data[at+1:at+1+n]))
			at += 1 + n
		}
	}
}
