package dhcp6

import (
	"encoding/json"
	"fmt"
	"math"
	"net/netip"
	"time"
)

// Forever is a time that does not end: the wire's 0xffffffff seconds (RFC 8415 7.7),
// some 136 years.
const Forever = math.MaxUint32 * time.Second

// Address is an address a server gave.
type Address struct {
	Addr netip.Addr
	// Preferred is 0 for an address that is for old connections only; it is at most
	// Valid, which is never 0. Both can be Forever.
	Preferred, Valid time.Duration
}

// Delegation is a prefix a server delegated (RFC 8415 6.3), times as in Address.
type Delegation struct {
	// Prefix has no bits set behind its length.
	Prefix           netip.Prefix
	Preferred, Valid time.Duration
}

// Lease is what a server gave: addresses, prefixes, or, when only that was asked for,
// information. All addresses are IPv6 proper and without zone.
type Lease struct {
	// Server is the server's DUID.
	Server []byte `json:"server"`
	// Addresses is the content of the IA_NA.
	Addresses []Address `json:"addresses,omitempty"`
	// Prefixes is the content of the IA_PD.
	Prefixes []Delegation `json:"prefixes,omitempty"`
	// DNS is option 23. A link-local server is one on the interface's link.
	DNS []netip.Addr `json:"dns,omitempty"`
	// Search is option 24.
	Search []string `json:"search,omitempty"`
	// NTP is the addresses of option 56 (RFC 5908), then those of 31 (RFC 4075).
	NTP []netip.Addr `json:"ntp,omitempty"`
	// ClientDUID and IAID are the client's, as they were sent; the lease belongs to them.
	ClientDUID []byte `json:"client_duid"`
	IAID       uint32 `json:"iaid"`
	// Lifetime is the largest of the valid lifetimes, T1 when to renew and T2 when to
	// rebind: 0 < T1 <= T2 <= Lifetime. All are 0 where there is only information. In
	// JSON all times are numbers of seconds.
	Lifetime time.Duration `json:"lifetime"`
	T1       time.Duration `json:"t1"`
	T2       time.Duration `json:"t2"`
	// Refresh is when to ask again for mere information (option 32), at least ten
	// minutes, a day when the server did not say; 0 where there is more than that.
	Refresh time.Duration `json:"refresh,omitempty"`
	// SolMaxRT and InfMaxRT are how long to wait at most between two SOLICITs and two
	// INFORMATION-REQUESTs (options 82 and 83); 0 when the server did not say.
	SolMaxRT time.Duration `json:"sol_max_rt,omitempty"`
	InfMaxRT time.Duration `json:"inf_max_rt,omitempty"`
	// Age is how long ago, when Acquire returned, the times above began to count: since
	// the message was sent that the server answered, or since long before if a server
	// only confirmed the lease. It is not stored.
	Age time.Duration `json:"-"`
}

// bareLease is a Lease without its methods, so that encoding it does not recurse.
type bareLease Lease

// storedLease is a Lease in JSON: its outer fields hide those of the same JSON name
// within.
type storedLease struct {
	bareLease
	Lifetime seconds `json:"lifetime"`
	T1       seconds `json:"t1"`
	T2       seconds `json:"t2"`
	Refresh  seconds `json:"refresh,omitempty"`
	SolMaxRT seconds `json:"sol_max_rt,omitempty"`
	InfMaxRT seconds `json:"inf_max_rt,omitempty"`
}

// MarshalJSON writes the lease with its times in seconds.
func (l Lease) MarshalJSON() ([]byte, error) {
	return json.Marshal(storedLease{bareLease(l), seconds(l.Lifetime), seconds(l.T1), seconds(l.T2),
		seconds(l.Refresh), seconds(l.SolMaxRT), seconds(l.InfMaxRT)})
}

// UnmarshalJSON reads what MarshalJSON wrote. It refuses what does not have the
// shape of a lease; whether it makes sense is for Validate to say.
func (l *Lease) UnmarshalJSON(data []byte) error {
	var s storedLease
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("lease: %w", err)
	}
	*l = Lease(s.bareLease)
	l.Lifetime, l.T1, l.T2 = time.Duration(s.Lifetime), time.Duration(s.T1), time.Duration(s.T2)
	l.Refresh, l.SolMaxRT, l.InfMaxRT = time.Duration(s.Refresh), time.Duration(s.SolMaxRT), time.Duration(s.InfMaxRT)
	return nil
}

// storedAddress and storedDelegation are an Address and a Delegation in JSON.
type storedAddress struct {
	Addr      netip.Addr `json:"address"`
	Preferred seconds    `json:"preferred"`
	Valid     seconds    `json:"valid"`
}

type storedDelegation struct {
	Prefix    netip.Prefix `json:"prefix"`
	Preferred seconds      `json:"preferred"`
	Valid     seconds      `json:"valid"`
}

// MarshalJSON writes the address with its times in seconds.
func (a Address) MarshalJSON() ([]byte, error) {
	return json.Marshal(storedAddress{a.Addr, seconds(a.Preferred), seconds(a.Valid)})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Address) UnmarshalJSON(data []byte) error {
	var s storedAddress
	err := json.Unmarshal(data, &s)
	*a = Address{s.Addr, time.Duration(s.Preferred), time.Duration(s.Valid)}
	return err
}

// MarshalJSON writes the prefix with its times in seconds.
func (d Delegation) MarshalJSON() ([]byte, error) {
	return json.Marshal(storedDelegation{d.Prefix, seconds(d.Preferred), seconds(d.Valid)})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (d *Delegation) UnmarshalJSON(data []byte) error {
	var s storedDelegation
	err := json.Unmarshal(data, &s)
	*d = Delegation{s.Prefix, time.Duration(s.Preferred), time.Duration(s.Valid)}
	return err
}

// seconds is a duration that JSON sees as a number of seconds. The fractions that
// occur, tenths from the default T1 and T2, survive the way through a float64.
type seconds time.Duration

func (s seconds) MarshalJSON() ([]byte, error) {
	return json.Marshal(time.Duration(s).Seconds())
}

func (s *seconds) UnmarshalJSON(data []byte) error {
	var f float64
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	if !(f >= 0 && f <= Forever.Seconds()) {
		return fmt.Errorf("%v seconds: want 0 to %.0f", f, Forever.Seconds())
	}
	// Whole and fraction apart: as nanoseconds, years are more than a float64 holds.
	whole, fraction := math.Modf(f)
	*s = seconds(time.Duration(whole)*time.Second + time.Duration(math.Round(fraction*1e9)))
	return nil
}
