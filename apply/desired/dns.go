package desired

import (
	"net/netip"

	"netonce/apply/resolv"
	"netonce/ifcfg"
)

const defaultDNSPriority = 100 // NetworkManager's, for all but VPNs

// dns lists the name servers: each family's own with those that it was given. Where
// there are none it says so, for a resolver that keeps what a link had before.
func (b *builder) dns(given Given) {
	for _, ip := range []*ifcfg.IP{&b.p.IPv4, &b.p.IPv6} {
		s := resolv.Source{Interface: b.Name, Index: b.Index, Profile: b.p.File, Origin: "static",
			Priority: defaultDNSPriority, Servers: values(ip.DNS), Search: values(ip.Search), Options: values(ip.Options)}
		if ip.DNSPriority.Value != 0 {
			s.Priority = ip.DNSPriority.Value
		}
		b.source(s)
		if !ip.PeerDNS.Value {
			continue
		}
		s.Options = nil
		if l := given.Lease; ip == &b.p.IPv4 && l != nil {
			b.told(s, "dhcp4", l.DNS, l.Search, l.Domains)
		}
		if r := given.Routers; ip == &b.p.IPv6 && ip.Method.Value == ifcfg.MethodAuto {
			b.told(s, "ra", r.Servers, r.Search, nil)
		}
		if l := given.Lease6; ip == &b.p.IPv6 && l != nil {
			b.told(s, "dhcp6", l.DNS, l.Search, nil)
		}
	}
}

// told adds what the profile s does not have of its own: its search list stands in for
// that which others tell.
func (b *builder) told(s resolv.Source, origin string, servers []netip.Addr, search, domains []string) {
	s.Origin, s.Servers = origin, servers
	if len(s.Search) == 0 {
		s.Search, s.Domains = search, domains
	} else {
		s.Search = nil
	}
	b.source(s)
}

func (b *builder) source(s resolv.Source) {
	if len(s.Servers)+len(s.Search)+len(s.Domains)+len(s.Options) > 0 {
		b.DNS = append(b.DNS, s)
	}
}

func values[T any](fields []ifcfg.Field[T]) []T {
	var v []T
	for _, f := range fields {
		v = append(v, f.Value)
	}
	return v
}

// Sources lists the name servers of all interfaces in the order of the
// interfaces, and marks those on the interface with the best default route. An
// interface without any has an empty source, behind all others.
func Sources(interfaces []Interface) []resolv.Source {
	best := BestDefault(interfaces)
	var all, silent []resolv.Source
	for _, i := range interfaces {
		if len(i.DNS) == 0 {
			silent = append(silent, resolv.Source{Interface: i.Name, Index: i.Index, Profile: i.Profile.File})
		}
		for _, s := range i.DNS {
			s.Default = i.Name == best
			all = append(all, s)
		}
	}
	return append(all, silent...)
}

// BestDefault names the interface whose default route has the lowest metric,
// IPv4's before IPv6's; empty where there is none.
func BestDefault(interfaces []Interface) string {
	best, lowest := "", uint64(1<<63)
	for _, i := range interfaces {
		for _, r := range i.Routes {
			rank := uint64(r.Object.Metric)
			if r.Object.Is6() {
				rank += 1 << 32
			}
			if r.Object.IsDefault() && rank < lowest {
				best, lowest = i.Name, rank
			}
		}
	}
	return best
}
