package state

import (
	"fmt"
	"time"
)

const lackingFile = "lacking.json"

// Lacking tells since when interfaces, or profiles without one, have not been as they are
// asked for, in each run, counted from boot.
type Lacking map[string]time.Duration

// Lacking reads it: nothing where all is as it should be. It is never nil.
func (s *Store) Lacking() (Lacking, error) {
	l, err := s.loadTimes(lackingFile)
	for name := range l {
		if err == nil && !word(name) {
			err = fmt.Errorf("%s: bad name %q", lackingFile, name)
		}
	}
	if err != nil {
		return Lacking{}, err
	}
	return l, nil
}

// SetLacking writes it.
func (s *Store) SetLacking(l Lacking) error { return s.save(lackingFile, l) }

// Note is what a run found of interfaces, or profiles without one: in order or not. One
// about the whole host forgets what it did not come upon. It reports whether that is news.
func (l Lacking) Note(found map[string]bool, whole bool, now time.Duration) (news bool) {
	for name := range l {
		if inOrder, seen := found[name]; inOrder || whole && !seen {
			delete(l, name)
			news = true
		}
	}
	for name, inOrder := range found {
		if _, known := l[name]; !known && !inOrder {
			l[name] = now
			news = true
		}
	}
	return news
}
