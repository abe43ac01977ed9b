package apply

import (
	"encoding/binary"
	"net"
	"net/netip"
	"time"

	"netonce/ifcfg"
)

// linkLocal4 is the link-local IPv4 address of an interface (RFC 3927). Nobody stays to
// defend it (2.5): another host that takes it is found by the next run that sets it.
type linkLocal4 struct {
	address   netip.Prefix // to try, or had before
	conflicts int          // addresses that other hosts have
}

const (
	// maxConflicts is how many addresses are tried (RFC 3927 9, MAX_CONFLICTS).
	maxConflicts = 10
	// linkLocalProbe is how long to look for others with the address where the profile
	// says nothing, or not to look: here it must be done (RFC 3927 2.2).
	linkLocalProbe = 200 * time.Millisecond
)

// linkLocal returns the link-local address that an interface is to have, the zero
// Prefix for none.
func (l *link) linkLocal() netip.Prefix {
	switch how, _ := l.Profile.IPv4LinkLocal(); {
	case how == ifcfg.NoLinkLocal, l.down, l.linkLocal4.conflicts >= maxConflicts:
		return netip.Prefix{}
	case how == ifcfg.LinkLocalFallback && (l.lease != nil || l.quiet > 0 || l.leaseErr == nil && l.tries == 0):
		return netip.Prefix{}
	}
	if !l.linkLocal4.address.IsValid() {
		l.linkLocal4.address = linkLocalAddress(l.Link.MAC, l.linkLocal4.conflicts)
	}
	return l.linkLocal4.address
}

// keepLinkLocal has an interface keep the address that it has of us.
func (l *link) keepLinkLocal() {
	for _, a := range l.owned.Addresses {
		if to := a.Prefix.Addr(); to.Is4() && to.IsLinkLocalUnicast() {
			l.linkLocal4.address = a.Prefix
		}
	}
}

// nextLinkLocal goes on to another address.
func (l *link) nextLinkLocal() {
	l.linkLocal4 = linkLocal4{conflicts: l.linkLocal4.conflicts + 1}
}

// linkLocalAddress is the nth address to try for a card, in 169.254.1.0 to
// 169.254.254.255, the same with every boot and hardly the same as another card's
// (RFC 3927 2.1).
func linkLocalAddress(mac net.HardwareAddr, n int) netip.Prefix {
	const first, count = 0xa9fe0100, 254 * 256
	sum := ifcfg.Digest(string(append([]byte(mac), byte(n))))
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], first+binary.BigEndian.Uint32(sum[:])%count)
	return netip.PrefixFrom(netip.AddrFrom4(b), 16)
}
