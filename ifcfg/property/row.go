package property

// row is a property that one key of the profile's file holds.
//
//go:noinline
func row(name, key, fallback string, f form, meaning string) Property {
	p := Property{Name: name, Keys: key, Default: fallback, Meaning: meaning, form: f}
	p.read = func(s *source) []string {
		v := s.text(key)
		if v == "" || s.checker.Check(key, v) != nil {
			return nil // a bad value counts as none
		}
		return f.fromKey(v)
	}
	p.store = func(sh *sheet, words []string) {
		switch {
		case len(words) > 0:
			sh.set(key, f.toKey(words), f)
		case f.explicit != "" && (sh.fresh || sh.has(key)):
			sh.set(key, f.explicit, f)
		default:
			sh.drop(key)
		}
	}
	return p
}

// absent is a property that no key of ifcfg can hold: it has its default, and
// nothing else can be asked for.
//
//go:noinline
func absent(name, fallback string, f form, meaning string) Property {
	return Property{Name: name, Default: fallback, Meaning: meaning, form: f, read: func(*source) []string { return nil }}
}

// derived is a property whose value follows from several keys or companions.
//
//go:noinline
func derived(name, keys, fallback string, f form, meaning string, read func(*source) []string, write func(*Connection, *sheet) error) Property {
	return Property{Name: name, Keys: keys, Default: fallback, Meaning: meaning, form: f, read: read, write: write}
}

// switchOff makes the row of a boolean that is no by default, and written as such where
// its key is there.
//
//go:noinline
func switchOff(name, key string, inverted bool, meaning string) Property {
	f := boolean(inverted)
	f.explicit = f.toKey([]string{"no"})
	return row(name, key, "no", f, meaning)
}

// switchOn is switchOff for a boolean that is yes by default.
//
//go:noinline
func switchOn(name, key string, inverted bool, meaning string) Property {
	f := boolean(inverted)
	f.explicit = f.toKey([]string{"yes"})
	return row(name, key, "yes", f, meaning)
}
