package network

import (
	"net/netip"
	"strconv"
	"time"
)

// Forever is the lifetime of an address that does not expire (IFA_CACHEINFO's
// 0xffffffff seconds).
const Forever = time.Duration(0xffffffff) * time.Second

// Scope is a route's or an address's reach, with rtnetlink's numbers.
type Scope uint8

// Scopes of rtnetlink(7).
const (
	ScopeGlobal  Scope = 0
	ScopeSite    Scope = 200
	ScopeLink    Scope = 253
	ScopeHost    Scope = 254
	ScopeNowhere Scope = 255
)

// String returns ip(8)'s word for the scope.
func (s Scope) String() string {
	switch s {
	case ScopeGlobal:
		return "global"
	case ScopeSite:
		return "site"
	case ScopeLink:
		return "link"
	case ScopeHost:
		return "host"
	case ScopeNowhere:
		return "nowhere"
	}
	return strconv.Itoa(int(s))
}

// Address is an address on an interface.
type Address struct {
	Interface     string
	Prefix        netip.Prefix // the address itself with its prefix length
	Peer          netip.Addr   // the other end's, which the prefix length is then of; zero for none
	Broadcast     netip.Addr   // IPv4 only; zero for none
	Label         string       // IPv4 only, for a new one: eth0:1; empty for the interface's name
	Scope         Scope
	NoPrefixRoute bool          // IFA_F_NOPREFIXROUTE: the prefix route is ours to make
	Valid         time.Duration // Forever, or what is left
	Preferred     time.Duration

	// What only the kernel says:
	Tentative bool // duplicate address detection is under way
	DADFailed bool // another host has the address
	Secondary bool
}

// Key identifies an address: the kernel allows each once per interface and
// prefix length.
type Key struct {
	Interface string       `json:"interface"`
	Prefix    netip.Prefix `json:"prefix"`
}

// Key returns what identifies the address.
func (a *Address) Key() Key { return Key{a.Interface, a.Prefix} }

// String formats the address in the words of ip-address(8), without its device.
func (a Address) String() string {
	var p phrase
	if a.Peer.IsValid() {
		p.say(true, a.Prefix.Addr().String(), "peer", a.Subnet().String())
	} else {
		p.say(true, a.Prefix.String())
	}
	p.say(a.Broadcast.IsValid(), "brd", a.Broadcast.String())
	p.say(true, "scope", a.Scope.String())
	p.say(a.Label != "", "label", a.Label)
	p.say(a.NoPrefixRoute, "noprefixroute")
	p.say(a.Valid != Forever, "valid_lft", seconds(a.Valid), "preferred_lft", seconds(a.Preferred))
	return p.String()
}

// Subnet is the prefix, without host bits, of what is on the other side.
func (a *Address) Subnet() netip.Prefix {
	if a.Peer.IsValid() {
		return netip.PrefixFrom(a.Peer, a.Prefix.Bits()).Masked()
	}
	return a.Prefix.Masked()
}

func seconds(d time.Duration) string { return strconv.Itoa(int(d.Seconds())) }

// BroadcastOf returns the highest address of an IPv4 prefix, which ip(8) and
// NetworkManager set as broadcast address; none for /31 (RFC 3021) and /32.
func BroadcastOf(p netip.Prefix) netip.Addr {
	if !p.Addr().Is4() || p.Bits() > 30 {
		return netip.Addr{}
	}
	b := p.Addr().As4()
	for i := p.Bits(); i < 32; i++ {
		b[i/8] |= 0x80 >> (i % 8)
	}
	return netip.AddrFrom4(b)
}

// ScopeOf returns the scope that ip(8) gives to an address.
func ScopeOf(a netip.Addr) Scope {
	switch {
	case a.IsLoopback():
		return ScopeHost
	case a.IsLinkLocalUnicast():
		return ScopeLink
	}
	return ScopeGlobal
}
