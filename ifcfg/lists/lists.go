// Package lists does for lists of structs what package slices does, in a tenth of the
// machine code: generic functions are compiled anew for each type, and those there copy
// the structs to and fro.
package lists

// Without is a new list of the elements that drop does not tell to leave out, nil for
// none.
func Without[E any](list []E, drop func(*E) bool) (kept []E) {
	for i := range list {
		if !drop(&list[i]) {
			kept = append(kept, list[i:i+1]...) // less code than to append one
		}
	}
	return kept
}

// Delete is Without in the memory of list, which nobody may use any more.
func Delete[E any](list []E, drop func(*E) bool) []E {
	kept := 0
	for i := range list {
		if !drop(&list[i]) {
			kept += copy(list[kept:kept+1], list[i:i+1])
		}
	}
	clear(list[kept:])
	return list[:kept]
}

// Any reports whether is holds for any element.
func Any[E any](list []E, is func(*E) bool) bool {
	for i := range list {
		if is(&list[i]) {
			return true
		}
	}
	return false
}

// Has reports whether an element is in a list.
func Has[E comparable](list []E, e *E) bool {
	for i := range list {
		if list[i] == *e {
			return true
		}
	}
	return false
}

// With is a list with an element, appended where it is not there.
func With[E comparable](list []E, e *E) []E {
	if Has(list, e) {
		return list
	}
	return append(list, *e)
}
