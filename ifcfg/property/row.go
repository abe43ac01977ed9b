package property

import (
	"strings"

	"netonce/ifcfg"
)

// row has one key of the profile's file hold the property.
func (p *Property) row(key string) {
	p.read = func(s *source) []string { return p.form.read(s, key) }
	p.store = func(sh *sheet, words []string, keepsSome bool) { p.form.store(sh, key, words, keepsSome) }
}

// read reads the words of a property from its key.
func (f *form) read(s *source, key string) []string {
	v := s.text(key)
	if v == "" {
		return nil
	}
	if s.checker.Check(key, v) != nil { // a bad value counts as none, a bad item of a list as well
		if v, _ = f.sorted(s.checker, key, v); v == "" {
			return nil
		}
	}
	return f.fromKey(v)
}

// store writes the words of a property into its key.
func (f *form) store(sh *sheet, key string, words []string, keepsSome bool) {
	switch {
	case len(words) > 0:
		value := f.toKey(words)
		if old, _ := sh.file.Lookup(key); keepsSome && f.items != "" {
			if _, bad := f.sorted(sh.checker, key, old.Value); bad != "" {
				value += f.items[:1] + bad
			}
		}
		sh.set(key, value, f)
	case f.explicit != "" && (sh.fresh || sh.has(key)):
		sh.set(key, f.explicit, f)
	default:
		sh.drop(key)
	}
}

// sorted tells the items of a list's key that can be read from those that cannot,
// and joins both again. What is no list is bad as a whole.
func (f *form) sorted(checker ifcfg.Checker, key, value string) (good, bad string) {
	if f.items == "" {
		return "", value
	}
	var lists [2][]string
	for _, item := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(f.items, r) }) {
		n := 0
		if checker.Check(key, item) != nil {
			n = 1
		}
		lists[n] = append(lists[n], item)
	}
	return strings.Join(lists[0], f.items[:1]), strings.Join(lists[1], f.items[:1])
}
