package dhcp6

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"time"
)

// storedLease is a Lease in JSON, all times in seconds.
type storedLease struct {
	Server     []byte       `json:"server"`
	Addresses  []span       `json:"addresses,omitempty"`
	Prefixes   []span       `json:"prefixes,omitempty"`
	DNS        []netip.Addr `json:"dns,omitempty"`
	Search     []string     `json:"search,omitempty"`
	NTP        []netip.Addr `json:"ntp,omitempty"`
	ClientDUID []byte       `json:"client_duid"`
	IAID       uint32       `json:"iaid"`
	Lifetime   uint32       `json:"lifetime"`
	T1         uint32       `json:"t1"`
	T2         uint32       `json:"t2"`
	Refresh    uint32       `json:"refresh,omitempty"`
	SolMaxRT   uint32       `json:"sol_max_rt,omitempty"`
	InfMaxRT   uint32       `json:"inf_max_rt,omitempty"`
}

// span is an address, of 128 bits then, or a prefix, with its times.
type span struct {
	Prefix    netip.Prefix `json:"prefix"`
	Preferred uint32       `json:"preferred"`
	Valid     uint32       `json:"valid"`
}

// MarshalJSON writes the lease with its times in seconds, and without its Age.
func (l Lease) MarshalJSON() ([]byte, error) {
	s := storedLease{l.Server, nil, nil, l.DNS, l.Search, l.NTP, l.ClientDUID, l.IAID,
		inSecs(l.Lifetime), inSecs(l.T1), inSecs(l.T2), inSecs(l.Refresh), inSecs(l.SolMaxRT), inSecs(l.InfMaxRT)}
	for _, a := range l.Addresses {
		s.Addresses = append(s.Addresses, span{netip.PrefixFrom(a.Addr, 128), inSecs(a.Preferred), inSecs(a.Valid)})
	}
	for _, d := range l.Prefixes {
		s.Prefixes = append(s.Prefixes, span{d.Prefix, inSecs(d.Preferred), inSecs(d.Valid)})
	}
	return json.Marshal(&s)
}

// UnmarshalJSON reads what MarshalJSON wrote. It refuses what does not have the
// shape of a lease; whether it makes sense is for Validate to say.
func (l *Lease) UnmarshalJSON(data []byte) error {
	var s storedLease
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("lease: %w", err)
	}
	*l = Lease{s.Server, nil, nil, s.DNS, s.Search, s.NTP, s.ClientDUID, s.IAID,
		ofSecs(s.Lifetime), ofSecs(s.T1), ofSecs(s.T2), ofSecs(s.Refresh), ofSecs(s.SolMaxRT), ofSecs(s.InfMaxRT), 0}
	for _, a := range s.Addresses {
		if a.Prefix.Bits() != 128 {
			return fmt.Errorf("lease: address %v: not of 128 bits", a.Prefix)
		}
		l.Addresses = append(l.Addresses, Address{a.Prefix.Addr(), ofSecs(a.Preferred), ofSecs(a.Valid)})
	}
	for _, d := range s.Prefixes {
		l.Prefixes = append(l.Prefixes, Delegation{d.Prefix, ofSecs(d.Preferred), ofSecs(d.Valid)})
	}
	return nil
}

func inSecs(d time.Duration) uint32 { return uint32(d / time.Second) }

func ofSecs(n uint32) time.Duration { return time.Duration(n) * time.Second }
