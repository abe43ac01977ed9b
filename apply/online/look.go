package online

import "netonce/apply/network"

const absent = "none"

// lacks tells why a condition does not hold by what the kernel has, empty where it does.
// The empty name stands for any interface. Of what others have to be asked it tells what
// there is to ask first.
func (c Condition) lacks(s *network.Snapshot, name string) string {
	if c.ofHost() {
		return ""
	}
	reason := absent
	if name != "" {
		reason = "no such interface"
	}
	for _, i := range interfaces(s, name) {
		why := "no carrier"
		switch {
		case !i.Link.Carrier:
		case c == defaultRoute || c == gatewayHears:
			why = lacksRoute(s, i)
		default:
			why = c.lacksAddress(i)
		}
		if why == "" {
			return ""
		}
		if name != "" || reason == absent && i.Link.Carrier {
			reason = why
		}
	}
	return reason
}

// interfaces are those of a name, the empty one standing for all.
func interfaces(s *network.Snapshot, name string) (all []*network.Interface) {
	if name == "" {
		for _, l := range s.Links() {
			all = append(all, s.ByIndex(l.Index))
		}
	} else if i := s.Interface(name); i != nil {
		all = append(all, i)
	}
	return all
}

// lacksAddress tells why an interface has no address that can be used.
func (c Condition) lacksAddress(i *network.Interface) string {
	reason := absent
	for n := range i.Addresses {
		a := &i.Addresses[n]
		six := a.Prefix.Addr().Is6()
		switch {
		case c == ipv4Address && six, c == ipv6Address && !six, !global(a):
		case a.DADFailed:
			reason = "another host has " + a.Prefix.Addr().String()
		case a.Tentative:
			reason = a.Prefix.Addr().String() + " is tentative"
		default:
			return ""
		}
	}
	return reason
}

func global(a *network.Address) bool {
	ip := a.Prefix.Addr()
	return !ip.IsLinkLocalUnicast() && !ip.IsLoopback()
}

// lacksRoute tells why there is no default route over an interface that packets can take:
// one without an address of its family leads nowhere, as that of an IPv6 router does which
// gives no addresses.
func lacksRoute(s *network.Snapshot, i *network.Interface) string {
	reason := absent
	for n := range i.Routes {
		r := &i.Routes[n]
		if !r.IsDefault() {
			continue
		}
		c := Condition(ipv4Address)
		if r.Is6() {
			c = ipv6Address
		}
		if c.lacks(s, "") == "" {
			return ""
		}
		reason = "no " + string(c) + " address"
	}
	return reason
}
