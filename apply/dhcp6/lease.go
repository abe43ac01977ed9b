package dhcp6

import (
	"math"
	"net/netip"
	"time"
)

// Forever is a time that does not end: the wire's 0xffffffff seconds (RFC 8415 7.7),
// some 136 years.
const Forever = math.MaxUint32 * time.Second

// Grant is an address, as a prefix of 128 bits, as the host is to configure it (RFC 5942
// 4), or a prefix that a server delegated (RFC 8415 6.3), with no bits set behind its
// length.
type Grant struct {
	Prefix netip.Prefix
	// Preferred is 0 for what is for old connections only; it is at most Valid, which
	// is never 0. Both can be Forever.
	Preferred, Valid time.Duration
}

// Lease is what a server gave: addresses, prefixes, or, when only that was asked for,
// information. All addresses are IPv6 proper and without zone.
type Lease struct {
	// Server is the server's DUID.
	Server []byte
	// Addresses is the content of the IA_NA.
	Addresses []Grant
	// Prefixes is the content of the IA_PD.
	Prefixes []Grant
	// DNS is option 23. A link-local server is one on the interface's link.
	DNS []netip.Addr
	// Search is option 24.
	Search []string
	// NTP is the addresses of option 56 (RFC 5908), then those of 31 (RFC 4075).
	NTP []netip.Addr
	// ClientDUID and IAID are the client's, as they were sent; the lease belongs to them.
	ClientDUID []byte
	IAID       uint32
	// Lifetime is the largest of the valid lifetimes, T1 when to renew and T2 when to
	// rebind: 0 < T1 <= T2 <= Lifetime. All are 0 where there is only information. All
	// times are whole seconds.
	Lifetime time.Duration
	T1       time.Duration
	T2       time.Duration
	// Refresh is when to ask again for mere information (option 32), at least ten
	// minutes, a day when the server did not say; 0 where there is more than that.
	Refresh time.Duration
	// SolMaxRT and InfMaxRT are how long to wait at most between two SOLICITs and two
	// INFORMATION-REQUESTs (options 82 and 83); 0 when the server did not say.
	SolMaxRT time.Duration
	InfMaxRT time.Duration
	// Age is how long ago, when Acquire returned, the times above began to count: since
	// the message was sent that the server answered, or since long before if a server
	// only confirmed the lease. It is not stored.
	Age time.Duration
}

// of is what a lease holds of a kind of IA.
func (l *Lease) of(kind uint16) *[]Grant {
	if kind == optIANA {
		return &l.Addresses
	}
	return &l.Prefixes
}
