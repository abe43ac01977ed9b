package property

import (
	"strings"

	"github.com/netonce/netonce/ifcfg"
)

// row is a property that one key of the profile's file holds.
//
//go:noinline
func row(name, key, fallback string, f *form, meaning string) *Property {
	p := &Property{Name: name, Keys: key, Default: fallback, Meaning: meaning, form: f}
	p.read = func(s *source) []string {
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
	p.store = func(sh *sheet, words []string, keepsSome bool) {
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
	return p
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

// absent is a property that no key of ifcfg can hold: it has its default, and
// nothing else can be asked for.
//
//go:noinline
func absent(name, fallback string, f *form, meaning string) *Property {
	return &Property{Name: name, Default: fallback, Meaning: meaning, form: f, read: func(*source) []string { return nil }}
}

// derived is a property whose value follows from several keys or companions.
//
//go:noinline
func derived(name, keys, fallback string, f *form, meaning string, read func(*source) []string, write func(*Connection, *sheet) error) *Property {
	return &Property{Name: name, Keys: keys, Default: fallback, Meaning: meaning, form: f, read: read, write: write}
}

// switchOff makes the row of a boolean that is no by default, and written as such where
// its key is there.
//
//go:noinline
func switchOff(name, key string, inverted bool, meaning string) *Property {
	f := boolean(inverted)
	f.explicit = f.toKey([]string{"no"})
	return row(name, key, "no", f, meaning)
}

// switchOn is switchOff for a boolean that is yes by default.
//
//go:noinline
func switchOn(name, key string, inverted bool, meaning string) *Property {
	f := boolean(inverted)
	f.explicit = f.toKey([]string{"yes"})
	return row(name, key, "yes", f, meaning)
}
