package acd

import (
	"bytes"
	"net"
	"net/netip"
	"slices"
	"time"
)

// Config says what to look for, and where.
type Config struct {
	Interface    string           // for messages only
	HardwareAddr net.HardwareAddr // of the interface
	Own          []net.HardwareAddr
	Addresses    []netip.Addr
	// Timeout is how long to look. RFC 5227 takes some 7 s; it is NetworkManager's
	// way, for links that are not as slow as those of its day, to do the same in less.
	Timeout time.Duration
}

// probes is PROBE_NUM of RFC 5227 section 1.1.
const probes = 3

// machine decides when to ask for addresses and what an answer means. It has no clock
// and does no I/O.
type machine struct {
	cfg       Config
	rand      func() uint32
	end       time.Time
	sent      int
	conflicts map[netip.Addr]net.HardwareAddr
}

// start returns when to ask first: PROBE_WAIT is a ninth of the whole.
func (m *machine) start(now time.Time) (wake time.Time) {
	m.end = now.Add(m.cfg.Timeout)
	return now.Add(m.between(0, m.cfg.Timeout/9))
}

// expire returns for which addresses to ask now, and when to call it again. Nothing
// is left to be done when it is the end.
func (m *machine) expire(now time.Time) (ask []netip.Addr, wake time.Time, done bool) {
	if !now.Before(m.end) || len(m.conflicts) == len(m.cfg.Addresses) {
		return nil, time.Time{}, true
	}
	if m.sent == probes {
		return nil, m.end, false
	}
	for _, a := range m.cfg.Addresses {
		if m.conflicts[a] == nil {
			ask = append(ask, a)
		}
	}
	if m.sent++; m.sent == probes {
		return ask, m.end, false
	}
	return ask, now.Add(m.between(m.cfg.Timeout/4, m.cfg.Timeout/3)), false
}

// between is PROBE_MIN to PROBE_MAX, spread so that hosts that start together do not
// ask together.
func (m *machine) between(low, high time.Duration) time.Duration {
	return low + time.Duration(uint64(high-low)*uint64(m.rand())>>32)
}

// receive takes a packet: whoever sends from one of the addresses has it, and whoever
// else asks for it as we do is about to (RFC 5227 section 2.1.1). It reports whether
// it told something new.
func (m *machine) receive(p message) bool {
	a := p.senderIP
	if p.operation == request && a.IsUnspecified() {
		a = p.target
	}
	if !slices.Contains(m.cfg.Addresses, a) || m.conflicts[a] != nil || m.own(p.senderHW) {
		return false
	}
	m.conflicts[a] = bytes.Clone(p.senderHW)
	return true
}

// own reports whether a hardware address is one of this host, which may have the
// address on another interface yet.
func (m *machine) own(hw net.HardwareAddr) bool {
	return bytes.Equal(hw, m.cfg.HardwareAddr) || slices.ContainsFunc(m.cfg.Own, func(o net.HardwareAddr) bool { return bytes.Equal(o, hw) })
}
