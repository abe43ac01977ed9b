package dhcp6

import (
	"encoding/binary"
	"strings"
	"time"

	"netonce/apply/dnsname"
)

// asks is the message that a client sends in a state (RFC 8415 18.2.1 to 18.2.6).
func (s State) asks() Type {
	switch s {
	case Soliciting:
		return TypeSolicit
	case Requesting:
		return TypeRequest
	case Confirming:
		return TypeConfirm
	case Renewing:
		return TypeRenew
	case Rebinding:
		return TypeRebind
	}
	return TypeInformationRequest
}

// message is the message of the machine's state.
func (m *Machine) message(now time.Time) *Message {
	kind := m.state.asks()
	all := m.head(now)
	switch kind {
	case TypeSolicit:
		if !m.cfg.NoRapid {
			all = all.add(optRapidCommit)
		}
	case TypeRequest, TypeRenew:
		all = all.add(optServerID, m.asked.Server...)
	case TypeConfirm:
		// Lifetimes stay 0, and all but the addresses out (RFC 8415 18.2.3).
		return &Message{kind, m.xid, m.association(all, optIANA)}
	case TypeInformationRequest:
		all = all.add(optRequest, requested(optDNS, optSearch, optSNTP, optNTP, optRefresh, optInfMaxRT)...)
		return &Message{kind, m.xid, all}
	}
	want := []uint16{optDNS, optSearch, optSNTP, optNTP, optSolMaxRT}
	if m.cfg.FQDN != "" {
		want = append(want, optFQDN)
		all = all.add(optFQDN, fqdnOption(m.cfg.FQDNFlags, m.cfg.FQDN)...)
	}
	all = all.add(optRequest, requested(want...)...)
	for _, ia := range kinds() {
		if m.cfg.asks(ia) {
			all = m.association(all, ia)
		}
	}
	return &Message{kind, m.xid, all}
}

// head is what every message begins with: who asks, and for how long by now.
func (m *Machine) head(now time.Time) options {
	return options(nil).add(optClientID, m.cfg.DUID...).add(optElapsed, elapsed(m.began, now)...)
}

// elapsed is option 8: hundredths of a second since the first message of the
// transaction (RFC 8415 21.9), which stop counting where the field ends.
func elapsed(began, now time.Time) []byte {
	n := now.Sub(began) / (10 * time.Millisecond)
	return binary.BigEndian.AppendUint16(nil, uint16(max(0, min(n, 0xffff))))
}

func requested(codes ...uint16) []byte {
	var v []byte
	for _, c := range codes {
		v = binary.BigEndian.AppendUint16(v, c)
	}
	return v
}

// association adds an IA, with what is to be had or kept of it. T1, T2 and lifetimes are
// for the server to choose, and 0 (RFC 8415 21.6, 21.22).
func (m *Machine) association(to options, kind uint16) options {
	ia := append(options(binary.BigEndian.AppendUint32(nil, m.cfg.IAID)), make([]byte, 8)...)
	all := *m.asked.of(kind)
	if kind == optIAPD && len(all) == 0 && m.cfg.Hint.IsValid() {
		all = []Grant{{Prefix: m.cfg.Hint}}
	}
	for _, g := range all {
		address, times := g.Prefix.Addr().AsSlice(), make([]byte, 8)
		if kind == optIANA {
			ia = ia.add(optIAAddr, append(address, times...)...)
		} else {
			ia = ia.add(optIAPrefix, append(append(times, byte(g.Prefix.Bits())), address...)...)
		}
	}
	return to.add(kind, ia...)
}

// fqdnOption is option 39 (RFC 4704 4): a full name is ended by the root, one of a
// single label is not full unless it has a dot.
func fqdnOption(flags byte, name string) []byte {
	v := dnsname.AppendLabels([]byte{flags}, strings.TrimSuffix(name, "."))
	if strings.Contains(name, ".") {
		v = append(v, 0)
	}
	return v
}
