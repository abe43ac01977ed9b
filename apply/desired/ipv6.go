package desired

import (
	"net/netip"

	"netonce/apply/dhcp6"
	"netonce/apply/network"
	"netonce/ifcfg"
)

func (b *builder) ipv6(given Given) {
	ip := &b.p.IPv6
	switch ip.Method.Value {
	case ifcfg.MethodDisabled:
		if ip.Method.IsSet() {
			b.sysctl("ipv6", "disable_ipv6", "1", ip.Method.Because())
		}
		return
	case ifcfg.MethodIgnore:
		b.static(ip) // a route6 file counts whatever the method
		return
	}
	b.sysctls6(b.p.IPv6Settings())
	for _, a := range ip.Addresses {
		b.address(ip, a.Value, network.Forever, a.Because())
	}
	because := ip.Method.Because() + ", DHCPv6 lease"
	if l := given.Lease6; l != nil {
		for _, a := range l.Addresses {
			b.leased6(ip, a, because)
		}
		for _, g := range l.Prefixes {
			b.unreachable(ip, g.Prefix, because)
		}
	}
	for _, a := range given.Delegated {
		b.leased6(ip, a, "delegated by DHCPv6")
	}
	b.gateway(ip)
	b.static(ip)
}

// leased6 adds an address of a DHCPv6 lease, which tells nothing of what is on the link
// (RFC 8415 18.2.10.1).
func (b *builder) leased6(ip *ifcfg.IP, a dhcp6.Grant, because string) {
	n := len(b.Addresses)
	if b.address(ip, a.Prefix, a.Valid, because); len(b.Addresses) > n {
		b.Addresses[n].Object.Preferred = a.Preferred
	}
}

// unreachable keeps what is sent to unused parts of a delegated prefix from going back
// to where it came from (RFC 7084 4.3, WPD-5).
func (b *builder) unreachable(ip *ifcfg.IP, to netip.Prefix, because string) {
	r := b.route(ip, to, network.ProtocolDHCP)
	r.Interface, r.Type, r.Metric = "", network.Unreachable, unreachableMetric
	b.addRoute(settled(r), because)
}

// unreachableMetric is behind every route that leads somewhere.
const unreachableMetric = 1<<31 - 1
