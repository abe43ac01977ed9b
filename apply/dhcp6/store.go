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

// span is a Grant in JSON.
type span struct {
	Prefix    netip.Prefix `json:"prefix"`
	Preferred uint32       `json:"preferred"`
	Valid     uint32       `json:"valid"`
}

// MarshalJSON writes the lease with its times in seconds, and without its Age.
func (l Lease) MarshalJSON() ([]byte, error) {
	return json.Marshal(&storedLease{l.Server, stored(l.Addresses), stored(l.Prefixes), l.DNS, l.Search, l.NTP, l.ClientDUID, l.IAID,
		inSecs(l.Lifetime), inSecs(l.T1), inSecs(l.T2), inSecs(l.Refresh), inSecs(l.SolMaxRT), inSecs(l.InfMaxRT)})
}

// UnmarshalJSON reads what MarshalJSON wrote. It refuses what does not have the
// shape of a lease; whether it makes sense is for Validate to say.
func (l *Lease) UnmarshalJSON(data []byte) error {
	var s storedLease
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("lease: %w", err)
	}
	*l = Lease{s.Server, read(s.Addresses), read(s.Prefixes), s.DNS, s.Search, s.NTP, s.ClientDUID, s.IAID,
		ofSecs(s.Lifetime), ofSecs(s.T1), ofSecs(s.T2), ofSecs(s.Refresh), ofSecs(s.SolMaxRT), ofSecs(s.InfMaxRT), 0}
	return nil
}

func stored(all []Grant) (spans []span) {
	for _, g := range all {
		spans = append(spans, span{g.Prefix, inSecs(g.Preferred), inSecs(g.Valid)})
	}
	return spans
}

func read(spans []span) (all []Grant) {
	for _, s := range spans {
		all = append(all, Grant{s.Prefix, ofSecs(s.Preferred), ofSecs(s.Valid)})
	}
	return all
}

func inSecs(d time.Duration) uint32 { return uint32(d / time.Second) }

func ofSecs(n uint32) time.Duration { return time.Duration(n) * time.Second }
