package dhcp6

import (
	"encoding/binary"
	"strings"
	"time"

	"github.com/netonce/netonce/apply/dnsname"
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
		return &Message{kind, m.xid, m.addresses(all)}
	case TypeInformationRequest:
		all = all.add(optRequest, requested(optDNS, optSearch, optSNTP, optNTP, optRefresh, optInfMaxRT)...)
		return &Message{kind, m.xid, m.classes(all)}
	}
	want := []uint16{optDNS, optSearch, optSNTP, optNTP, optSolMaxRT}
	if m.cfg.FQDN != "" {
		want = append(want, optFQDN)
		all = all.add(optFQDN, fqdnOption(m.cfg.FQDNFlags, m.cfg.FQDN)...)
	}
	all = all.add(optRequest, requested(want...)...)
	if m.cfg.Address {
		all = m.addresses(all)
	}
	if m.cfg.Delegate {
		all = m.prefixes(all)
	}
	return &Message{kind, m.xid, m.classes(all)}
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

// association is the beginning of an IA: T1 and T2 are the server's to choose.
func (m *Machine) association() options {
	return append(binary.BigEndian.AppendUint32(nil, m.cfg.IAID), make([]byte, 8)...)
}

// addresses adds the IA_NA, with the addresses that are to be had or kept. Their
// lifetimes, too, are for the server to choose, and 0 (RFC 8415 21.6).
func (m *Machine) addresses(to options) options {
	ia := m.association()
	for _, a := range m.asked.Addresses {
		ia = ia.add(optIAAddr, append(a.Addr.AsSlice(), make([]byte, 8)...)...)
	}
	return to.add(optIANA, ia...)
}

// prefixes adds the IA_PD.
func (m *Machine) prefixes(to options) options {
	ia := m.association()
	all := m.asked.Prefixes
	if len(all) == 0 && m.cfg.Hint.IsValid() {
		all = []Delegation{{Prefix: m.cfg.Hint}}
	}
	for _, d := range all {
		v := append(make([]byte, 8), byte(d.Prefix.Bits()))
		ia = ia.add(optIAPrefix, append(v, d.Prefix.Addr().AsSlice()...)...)
	}
	return to.add(optIAPD, ia...)
}

// classes adds options 15 and 16.
func (m *Machine) classes(to options) options {
	if len(m.cfg.UserClass) > 0 {
		to = to.add(optUserClass, counted(nil, m.cfg.UserClass)...)
	}
	if len(m.cfg.VendorClass) > 0 {
		to = to.add(optVendorClass, counted(binary.BigEndian.AppendUint32(nil, m.cfg.Enterprise), m.cfg.VendorClass)...)
	}
	return to
}

// counted appends texts, each behind its length.
func counted(to []byte, texts []string) []byte {
	for _, t := range texts {
		to = append(binary.BigEndian.AppendUint16(to, uint16(len(t))), t...)
	}
	return to
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
