package desired

import (
	"github.com/netonce/netonce/apply/dhcp6"
	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/ifcfg"
)

func (b *builder) ipv6(lease *Lease6) {
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
	if lease != nil {
		for _, a := range lease.Addresses {
			b.leased6(ip, a)
		}
	}
	b.gateway(ip)
	b.static(ip)
}

// leased6 adds an address of a DHCPv6 lease, which tells nothing of what is on the link
// (RFC 8415 18.2.10.1).
func (b *builder) leased6(ip *ifcfg.IP, a dhcp6.Grant) {
	n := len(b.Addresses)
	b.address(ip, a.Prefix, a.Valid, ip.Method.Because()+", DHCPv6 lease")
	if len(b.Addresses) > n {
		b.Addresses[n].Object.Preferred = a.Preferred
	}
}
