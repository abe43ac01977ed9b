package dhcp4

import (
	"encoding/json"
	"fmt"
	"math"
	"net/netip"
	"time"
)

// Forever is the Lifetime, T1 and T2 of a lease that does not end: the wire's
// 0xffffffff seconds (RFC 2131 3.3), some 136 years.
const Forever = math.MaxUint32 * time.Second

// Route is a route a server handed out.
type Route struct {
	// Destination has no bits set behind its prefix length.
	Destination netip.Prefix `json:"destination"`
	// Gateway 0.0.0.0 means that the destination is on the link (RFC 3442).
	Gateway netip.Addr `json:"gateway"`
}

// Lease is what a server acknowledged. All addresses are IPv4 proper.
type Lease struct {
	// Address is yiaddr with the prefix length of option 1, classful when absent.
	Address netip.Prefix `json:"address"`
	// Broadcast is option 28; the zero Addr when absent.
	Broadcast netip.Addr `json:"broadcast,omitzero"`
	// Server is the server identifier, option 54.
	Server netip.Addr `json:"server"`
	// Routers is option 3 in order of preference; empty when options 121 or 249
	// gave Routes (RFC 3442).
	Routers []netip.Addr `json:"routers,omitempty"`
	// Routes is option 121, else 249, else 33, of which only the last stands
	// beside Routers.
	Routes []Route `json:"routes,omitempty"`
	// DNS is option 6.
	DNS []netip.Addr `json:"dns,omitempty"`
	// Domains is option 15, split at blanks, as many servers put several there.
	Domains []string `json:"domains,omitempty"`
	// Search is option 119 (RFC 3397).
	Search []string `json:"search,omitempty"`
	// NTP is option 42.
	NTP []netip.Addr `json:"ntp,omitempty"`
	// MTU is option 26 in bytes, 576 or more; 0 when absent.
	MTU int `json:"mtu,omitempty"`
	// Hostname is option 12; "" when absent.
	Hostname string `json:"hostname,omitempty"`
	// NextServer is siaddr, the server of the next step of a boot; the zero Addr for none.
	NextServer netip.Addr `json:"next_server,omitzero"`
	// RootPath is option 17 and BootFile option 67, else the field file: what an initramfs
	// hands to others. Neither has a control character in it.
	RootPath string `json:"root_path,omitempty"`
	BootFile string `json:"boot_file,omitempty"`
	// ClientID is option 61 as it was sent; the lease belongs to it.
	ClientID []byte `json:"client_id,omitempty"`
	// Lifetime counts from the sending of the REQUEST that was acknowledged, as do
	// T1, when to renew, and T2, when to rebind: T1 < T2 < Lifetime, or all Forever.
	// In JSON all three are numbers of seconds.
	Lifetime time.Duration `json:"lifetime"`
	T1       time.Duration `json:"t1"`
	T2       time.Duration `json:"t2"`
	// Age is how long ago, when Acquire returned, these began to count. It is not stored.
	Age time.Duration `json:"-"`
}

// bareLease is a Lease without its methods, so that encoding it does not recurse.
type bareLease Lease

// storedLease is a Lease in JSON: its three outer fields hide those of the same
// JSON name within.
type storedLease struct {
	bareLease
	Lifetime seconds `json:"lifetime"`
	T1       seconds `json:"t1"`
	T2       seconds `json:"t2"`
}

// MarshalJSON writes the lease with its times in seconds.
func (l Lease) MarshalJSON() ([]byte, error) {
	return json.Marshal(storedLease{bareLease(l), seconds(l.Lifetime), seconds(l.T1), seconds(l.T2)})
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
	return nil
}

// seconds is a duration that JSON sees as a number of seconds. The fractions that
// occur, eighths from the default T2, survive the way through a float64.
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
