package state

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

const timelineFile = "report.json"

// Timeline is what runs have waited for: the last one of each command, the oldest first.
// All times are in microseconds.
type Timeline []*Timed

// Timed is a run with the time that it took.
type Timed struct {
	Command    string   `json:"command"`
	Time       int64    `json:"time"` // seconds since 1970, of its start
	Uptime     int64    `json:"uptime_us"`
	Took       int64    `json:"took_us"`
	Applied    int64    `json:"applied_us"` // until all was done that had to wait for nothing
	Changes    int      `json:"changes"`
	Interfaces []Waiter `json:"interfaces"`
}

// Waiter is an interface, or a profile without one, that something was waited for on, or
// that failed.
type Waiter struct {
	Name   string `json:"name"`
	Failed bool   `json:"failed,omitempty"`
	Spans  []Span `json:"spans"`
}

// Span is a wait, from the start of the run.
type Span struct {
	What string `json:"what"`
	From int64  `json:"from_us"`
	To   int64  `json:"to_us"`
}

// Timeline reads it; none where none was ever written in this boot.
func (s *Store) Timeline() (t Timeline, err error) {
	err = s.load(timelineFile, &t)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrOtherBoot) {
		return nil, nil
	}
	for n := range t {
		if err == nil && !t[n].sound() {
			err = fmt.Errorf("%s: bad run", timelineFile)
		}
	}
	if err != nil {
		return nil, err
	}
	return t, nil
}

// sound reports whether the times are in their order, and the words ones to be shown.
func (r *Timed) sound() bool {
	const day = 86_400_000_000
	if r == nil {
		return false
	}
	ok := word(r.Command) && r.Applied >= 0 && r.Applied <= r.Took && r.Took < day
	for _, i := range r.Interfaces {
		ok = ok && word(i.Name)
		for _, s := range i.Spans {
			ok = ok && word(s.What) && s.From >= 0 && s.From <= s.To && s.To <= r.Took
		}
	}
	return ok
}

func word(text string) bool {
	return text != "" && len(text) < 300 && strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) < 0
}

// AddTimed adds a run to the timeline in place of the one before of its command.
func (s *Store) AddTimed(r *Timed) error {
	t, err := s.Timeline()
	t = slices.DeleteFunc(t, func(o *Timed) bool { return o.Command == r.Command })
	return errors.Join(err, s.save(timelineFile, append(t, r)))
}
