package state

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"netonce/apply/dhcp4"
	"netonce/apply/network"
	"netonce/ifcfg"
)

// Lease is a DHCPv4 lease with the time it was got, counted from boot.
type Lease struct {
	Lease    dhcp4.Lease   `json:"lease"`
	Acquired time.Duration `json:"acquired"`
	Tried    time.Duration `json:"tried,omitempty"` // when it was last to be renewed, in vain

	HardwareAddr net.HardwareAddr `json:"hardware_address,omitempty"` // of the card that it was given to
}

// Left returns what is left of the lease at the time now, counted from boot:
// 0 or less when it has expired.
func (l Lease) Left(now time.Duration) time.Duration {
	if l.Lease.Lifetime >= network.Forever {
		return network.Forever
	}
	return l.Acquired + l.Lease.Lifetime - now
}

// shortestPause is the least time between two messages that ask for the same lease to
// be renewed.
const shortestPause = time.Minute

// Due returns when the lease is to be renewed next, counted from boot: at T1, and as
// long as that is in vain each time that half of what is left until T2, and then until
// the end, has passed (RFC 2131 4.4.5).
func (l Lease) Due() time.Duration {
	return due(l.Acquired, l.Tried, l.Lease.T1, l.Lease.T2, l.Lease.Lifetime)
}

func due(acquired, tried, t1, t2, lifetime time.Duration) time.Duration {
	// A server that wants to be asked all the time does not get its way.
	if first := acquired + max(t1, min(shortestPause, lifetime/8)); tried < first {
		return first
	}
	end := acquired + t2
	if tried >= end {
		end = acquired + lifetime
	}
	return min(end, tried+max(shortestPause, (end-tried)/2))
}

func leaseFile(name string) (string, error) { return interfaceFile("lease-", name) }

// interfaceFile is the file of an interface.
func interfaceFile(kind, name string) (string, error) {
	if err := ifcfg.CheckInterfaceName(name); err != nil {
		return "", err
	}
	return kind + name + ".json", nil
}

var errAcquired = errors.New("acquired before the boot")

// Lease reads the lease of an interface; ok is false where there is none, or
// none that still holds at the time now.
func (s *Store) Lease(name string, now time.Duration) (l Lease, ok bool, err error) {
	file, err := leaseFile(name)
	if err != nil {
		return l, false, err
	}
	if there, err := s.loadLease(file, &l); !there {
		return Lease{}, false, err
	}
	return l, l.Acquired <= now && l.Left(now) > 0, nil
}

func (l *Lease) check() error { return cmp.Or(l.Lease.Validate(), checkTimes(l.Acquired, l.Tried)) }

// loadLease reads a lease that was written in this boot, and checks it.
func (s *Store) loadLease(file string, l interface{ check() error }) (there bool, err error) {
	err = s.load(file, l)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrOtherBoot) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := l.check(); err != nil {
		return false, fmt.Errorf("%s: %w", file, err)
	}
	return true, nil
}

func checkTimes(acquired, tried time.Duration) error {
	if acquired < 0 || tried < 0 {
		return errAcquired
	}
	return nil
}

// SetLease writes the lease of an interface.
func (s *Store) SetLease(name string, l Lease) error {
	file, err := leaseFile(name)
	if err != nil {
		return err
	}
	return s.save(file, &l)
}

// DropLease forgets the lease of an interface.
func (s *Store) DropLease(name string) error { return s.drop(leaseFile(name)) }

// RenameLeases keeps the leases of an interface, of DHCPv6 too, under its next name.
func (s *Store) RenameLeases(name, next string) error {
	if err := cmp.Or(ifcfg.CheckInterfaceName(name), ifcfg.CheckInterfaceName(next)); err != nil {
		return err
	}
	for _, kind := range [...]string{"/lease-", "/lease6-"} {
		err := os.Rename(s.dir+kind+name+".json", s.dir+kind+next+".json")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (s *Store) drop(file string, err error) error {
	if err != nil {
		return err
	}
	err = os.Remove(filepath.Join(s.dir, file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
