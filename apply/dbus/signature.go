package dbus

import "strings"

// Limits of the specification (Valid Signatures, Message Protocol).
const (
	maxSignature = 255 // bytes
	maxNesting   = 32  // arrays in one signature, and as many structs
	maxDepth     = 64  // containers in one another, variants included
)

// basicTypes are the types that hold no other; they alone may be keys of a dict.
const basicTypes = "ybnqiuxtdsogh"

// validSignature reports whether a text is a sequence of complete types.
func validSignature(signature string) bool {
	if len(signature) > maxSignature {
		return false
	}
	for ok := true; signature != ""; {
		if signature, ok = cutType(signature, 0, 0); !ok {
			return false
		}
	}
	return true
}

// singleType reports whether a signature is one complete type, as a variant has.
func singleType(signature string) bool {
	rest, ok := cutType(signature, 0, 0)
	return ok && rest == "" && len(signature) <= maxSignature
}

// cutType cuts off the first complete type, inside so many arrays and structs. What
// is left begins behind it.
func cutType(signature string, arrays, structs int) (rest string, ok bool) {
	if signature == "" {
		return "", false
	}
	code, rest := signature[0], signature[1:]
	switch code {
	case 'a':
		if arrays == maxNesting {
			return "", false
		}
		if entry, isDict := strings.CutPrefix(rest, "{"); isDict {
			return cutEntry(entry, arrays+1, structs)
		}
		return cutType(rest, arrays+1, structs)
	case '(':
		if structs == maxNesting {
			return "", false
		}
		return cutMembers(rest, arrays, structs+1)
	}
	return rest, code == 'v' || strings.IndexByte(basicTypes, code) >= 0
}

// cutMembers cuts off what is in a struct, of which there must be something, and
// its end.
func cutMembers(signature string, arrays, structs int) (rest string, ok bool) {
	rest, ok = cutType(signature, arrays, structs)
	for ok && !strings.HasPrefix(rest, ")") {
		rest, ok = cutType(rest, arrays, structs)
	}
	return strings.TrimPrefix(rest, ")"), ok
}

// cutEntry cuts off the key and the value of a dict, and its end.
func cutEntry(signature string, arrays, structs int) (rest string, ok bool) {
	if signature == "" || strings.IndexByte(basicTypes, signature[0]) < 0 {
		return "", false
	}
	if rest, ok = cutType(signature[1:], arrays, structs); !ok {
		return "", false
	}
	return strings.CutPrefix(rest, "}")
}

// alignment is where a value of a type may begin: at a multiple of so many bytes.
func alignment(code byte) int {
	switch code {
	case 'n', 'q':
		return 2
	case 'b', 'i', 'u', 'h', 's', 'o', 'a':
		return 4
	case 'x', 't', 'd', '(', '{':
		return 8
	}
	return 1 // y, g, v
}

// numberSize is the size of a type all of whose bit patterns are values, 0 of any
// other.
func numberSize(code byte) int {
	switch code {
	case 'y', 'n', 'q', 'i', 'u', 'h', 'x', 't', 'd':
		return alignment(code)
	}
	return 0
}

// validPath reports whether a text is an object path (Valid Object Paths).
func validPath(path string) bool {
	if path == "/" {
		return true
	}
	names, ok := strings.CutPrefix(path, "/")
	if !ok {
		return false
	}
	for _, name := range strings.Split(names, "/") {
		if name == "" {
			return false
		}
		for i := range len(name) {
			c := name[i]
			if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_') {
				return false
			}
		}
	}
	return true
}
