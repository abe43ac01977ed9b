package state

import (
	"cmp"
	"net"
	"time"

	"netonce/apply/dhcp6"
	"netonce/apply/network"
)

// Lease6 is what a DHCPv6 server gave, with the time it was got, counted from boot.
type Lease6 struct {
	Lease    dhcp6.Lease   `json:"lease"`
	Acquired time.Duration `json:"acquired"`
	Tried    time.Duration `json:"tried,omitempty"` // when it was last to be renewed, in vain

	HardwareAddr net.HardwareAddr `json:"hardware_address,omitempty"` // of the card that it was given to
}

// Informs reports whether it is mere information, which has no end.
func (l Lease6) Informs() bool { return l.Lease.Refresh > 0 }

// Left returns what is left at the time now of a part of the lease with a lifetime.
func (l Lease6) Left(lifetime, now time.Duration) time.Duration {
	if lifetime >= network.Forever {
		return network.Forever
	}
	return l.Acquired + lifetime - now
}

// Grants returns addresses or prefixes of the lease with what is left of their times at
// the time now; what is over is left out.
func (l Lease6) Grants(list []dhcp6.Grant, now time.Duration) (left []dhcp6.Grant) {
	for _, g := range list {
		g.Valid, g.Preferred = l.Left(g.Valid, now), max(0, l.Left(g.Preferred, now))
		if g.Valid > 0 {
			left = append(left, g)
		}
	}
	return left
}

// Due returns when the lease is to be renewed next, as Lease.Due does; information is
// asked for again when it is old, and then now and then (RFC 8415 18.2.6).
func (l Lease6) Due() time.Duration {
	if l.Informs() {
		return max(l.Acquired+l.Lease.Refresh, l.Tried+lastRetry)
	}
	return due(l.Acquired, l.Tried, l.Lease.T1, l.Lease.T2, l.Lease.Lifetime)
}

func lease6File(name string) (string, error) { return interfaceFile("lease6-", name) }

// Lease6 reads the DHCPv6 lease of an interface; ok is false where there is none, or
// none that still holds at the time now.
func (s *Store) Lease6(name string, now time.Duration) (l Lease6, ok bool, err error) {
	file, err := lease6File(name)
	if err != nil {
		return l, false, err
	}
	if there, err := s.loadLease(file, &l); !there {
		return Lease6{}, false, err
	}
	return l, l.Acquired <= now && (l.Informs() || l.Left(l.Lease.Lifetime, now) > 0), nil
}

func (l *Lease6) check() error { return cmp.Or(l.Lease.Validate(), checkTimes(l.Acquired, l.Tried)) }

// SetLease6 writes the DHCPv6 lease of an interface.
func (s *Store) SetLease6(name string, l Lease6) error {
	file, err := lease6File(name)
	if err != nil {
		return err
	}
	return s.save(file, &l)
}

// DropLease6 forgets the DHCPv6 lease of an interface.
func (s *Store) DropLease6(name string) error { return s.drop(lease6File(name)) }
