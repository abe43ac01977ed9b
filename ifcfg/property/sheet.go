package property

import (
	"bytes"
	"slices"

	"netonce/ifcfg"
)

// sheet gathers what is to become of the files of a connection.
type sheet struct {
	file  *ifcfg.File // the profile's own, as it stands
	edits []ifcfg.Edit

	checker ifcfg.Checker
	fresh   bool // the file is new: what is the default need not be said

	companions map[string][]byte // new text by prefix: "route-"; empty removes the file
}

func newSheet(f *ifcfg.File, checker ifcfg.Checker) *sheet {
	s := &sheet{file: f, checker: checker, companions: map[string][]byte{}}
	if f == nil {
		s.file, _ = ifcfg.Parse(bytes.NewReader(nil), "") // nothing to fail on
		s.fresh = true
	}
	return s
}

// has reports whether the file has a key with a value.
func (s *sheet) has(key string) bool {
	a, ok := s.file.Lookup(key)
	return ok && (a.Value != "" || a.Bad != nil)
}

// set gives a key a value, unless the one it has means the same.
func (s *sheet) set(key, value string, f *form) {
	a, ok := s.file.Lookup(key)
	if ok && a.Bad == nil && (a.Value == value || f.fromKey != nil && a.Value != "" && value != "" && slices.Equal(f.fromKey(a.Value), f.fromKey(value))) {
		return
	}
	s.edits = append(s.edits, ifcfg.Edit{Key: key, Value: value})
}

// put is set for a value that only one spelling means.
func (s *sheet) put(key, value string) { s.set(key, value, &form{}) }

// drop removes a key.
func (s *sheet) drop(keys ...string) {
	for _, key := range keys {
		if _, ok := s.file.Lookup(key); ok {
			s.edits = append(s.edits, ifcfg.Edit{Key: key, Remove: true})
		}
	}
}

// Dir is a directory of profiles that can be written. What it returns names the
// file.
type Dir interface {
	// Replace writes a whole file at once. One that is there keeps its mode, owner
	// and label; a new one gets mode 0644, or 0600 with secret.
	Replace(name string, data []byte, secret bool) error
	Remove(name string) error
}
