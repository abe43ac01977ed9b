package dhcp6

import "net/netip"

// validOwn reports whether a is an address that a server may give a host: global or
// unique local unicast.
func validOwn(a netip.Addr) bool {
	return a.Is6() && !a.Is4In6() && a.Zone() == "" && a.IsGlobalUnicast()
}

// validHost reports whether a is an IPv6 address that a server of any kind can have. A
// link-local one is that: many home routers name themselves so.
func validHost(a netip.Addr) bool {
	return validOwn(a) || a.Is6() && a.Zone() == "" && a.IsLinkLocalUnicast()
}

// minDelegated is the shortest delegated prefix taken. No provider gives away more,
// and what the host would send nowhere for it (RFC 7084 W-3) must not be half the
// Internet.
const minDelegated = 16

// validDelegated reports whether p may be delegated, without bits behind its length.
func validDelegated(p netip.Prefix) bool {
	return p.IsValid() && validOwn(p.Addr()) && p.Bits() >= minDelegated && p == p.Masked()
}

// validHint reports whether p may be asked for: a prefix, or only a length.
func validHint(p netip.Prefix) bool {
	return validDelegated(p) || p.IsValid() && p.Addr() == netip.IPv6Unspecified() && p.Bits() > 0
}
