package desired

import (
	"net/netip"

	"netonce/apply/network"
	"netonce/ifcfg"
)

func (b *builder) ipv4(lease *Lease) {
	ip := &b.p.IPv4
	if ip.Method.Value == ifcfg.MethodDisabled {
		return
	}
	for _, a := range ip.Addresses {
		b.address(ip, a.Value, network.Forever, a.Because())
	}
	if lease != nil {
		b.address(ip, lease.Address, lease.Left, b.leased(lease))
	}
	b.pending = ip.Method.Value == ifcfg.MethodAuto && lease == nil || len(b.absent) > 0
	b.gateway(ip)
	b.static(ip)
	b.pending = false
	if lease != nil && !b.absent[lease.Address.Addr()] {
		b.leaseRoutes(lease)
	}
}

// linkLocal4 adds a link-local address. It leads no further, so it is behind all others.
func (b *builder) linkLocal4(p netip.Prefix) {
	if p.IsValid() {
		_, because := b.p.IPv4LinkLocal()
		b.address(&b.p.IPv4, p, network.Forever, because)
	}
}

// leased says who gave what a lease gives.
func (b *builder) leased(lease *Lease) string {
	return b.p.IPv4.Method.Because() + ", lease of " + lease.Server.String()
}

// address adds an address and its prefix route. The kernel would make that route
// with metric 0, the same for every interface in a subnet; ours has the
// interface's metric, as NetworkManager's has.
func (b *builder) address(ip *ifcfg.IP, p netip.Prefix, left lifetime, because string) {
	if b.absent[p.Addr()] {
		return
	}
	for _, have := range b.Addresses {
		if have.Object.Prefix == p {
			return
		}
	}
	if b.loopback {
		b.loopbackAddress(p, ip.Labels[p], because)
		return
	}
	a := network.Address{
		Interface: b.Name, Prefix: p, Broadcast: network.BroadcastOf(p), Label: ip.Labels[p], Scope: network.ScopeOf(p.Addr()),
		NoPrefixRoute: true, Valid: left, Preferred: left,
	}
	if p == ip.PeerOf {
		a.Peer, a.Broadcast = ip.Peer, netip.Addr{}
	}
	b.Addresses = append(b.Addresses, Wanted[network.Address]{a, because})
	r := b.route(ip, a.Subnet(), network.ProtocolKernel)
	if p.Addr().Is4() {
		if p.Bits() == 32 && !a.Peer.IsValid() {
			return
		}
		r.Source, r.Scope = p.Addr(), network.ScopeLink
	}
	b.addRoute(r, because)
}

// leaseRoutes adds the routes that the server offers, unless the profile wants
// none of them. A gateway of the profile's own stands in for the server's.
func (b *builder) leaseRoutes(lease *Lease) {
	ip := &b.p.IPv4
	if !ip.PeerRoutes.Value {
		return
	}
	add := func(to netip.Prefix, via netip.Addr) {
		if to.Bits() == 0 && (ip.NeverDefault.Value || ip.Gateway.IsSet()) {
			return
		}
		r := b.route(ip, to, network.ProtocolDHCP)
		r.Source, r.Gateway = lease.Address.Addr(), via
		if via.IsUnspecified() {
			r.Gateway, r.Scope = netip.Addr{}, network.ScopeLink
		}
		b.reachable(r, b.leased(lease))
	}
	for _, r := range lease.Routes {
		add(r.Destination.Masked(), r.Gateway)
	}
	if len(lease.Routers) > 0 {
		add(netip.PrefixFrom(netip.IPv4Unspecified(), 0), lease.Routers[0])
	}
}

// loopbackAddress adds an address of this host alone: it has no subnet, and no
// route but the one of the kernel's local table. 127.0.0.1 and ::1 are the
// kernel's own, with the link.
func (b *builder) loopbackAddress(p netip.Prefix, label, because string) {
	if p.Addr() == netip.AddrFrom4([4]byte{127, 0, 0, 1}) || p.Addr() == netip.IPv6Loopback() {
		return
	}
	a := network.Address{Interface: b.Name, Prefix: p, Label: label, Scope: network.ScopeOf(p.Addr()), Valid: network.Forever, Preferred: network.Forever}
	if p.Addr().Is4() {
		a.Scope = network.ScopeHost
	}
	b.Addresses = append(b.Addresses, Wanted[network.Address]{a, because})
}
