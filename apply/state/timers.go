package state

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"netonce/ifcfg"
)

const timersFile = "timers.json"

// Timers tells when systemd has been told to see to the lease of an interface, counted
// from boot.
type Timers map[string]time.Duration

// Timers reads what systemd has been told in this boot.
func (s *Store) Timers() (Timers, error) {
	t, err := s.loadTimes(timersFile)
	if err != nil {
		return nil, err
	}
	for name := range t {
		if err := ifcfg.CheckInterfaceName(name); err != nil {
			return Timers{}, fmt.Errorf("%s: %w", timersFile, err)
		}
	}
	return t, nil
}

// loadTimes reads times counted from boot; none where nothing was written in this boot.
func (s *Store) loadTimes(file string) (map[string]time.Duration, error) {
	t := map[string]time.Duration{}
	err := s.load(file, &t)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrOtherBoot) {
		err = nil
	}
	if t == nil { // it says null
		t = map[string]time.Duration{}
	}
	return t, err
}

// SetTimers writes what systemd has been told.
func (s *Store) SetTimers(t Timers) error { return s.save(timersFile, t) }
