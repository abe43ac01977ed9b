package desired

import (
	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/ifcfg"
)

func (b *builder) ipv6() {
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
	b.gateway(ip)
	b.static(ip)
}
