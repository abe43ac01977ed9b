package ifcfg

import (
	"fmt"
	"net/netip"
	"strings"
)

func (r *reader) ipv6() {
	ip := &r.p.IPv6
	r.method6()
	r.peers(ip)
	ip.Fatal = ip.Fatal.Or(false)
	ip.Metric = metricField(r.metric6)
	switch ip.Method.Value {
	case MethodIgnore, MethodDisabled:
		r.unusedIPv6()
		return
	}
	for _, a := range append(r.addr6, r.secondaries6...) {
		r.addAddress6(a)
	}
	r.neverDefault6()
	r.gateway6Settled()
}

// method6 settles the method as NetworkManager does: nothing at all without
// IPV6INIT, else router advertisements unless told otherwise.
func (r *reader) method6() {
	m := &r.p.IPv6.Method
	init := r.ipv6Init
	if !init.IsSet() {
		init = r.defaults.IPv6Init
	}
	auto := !r.ipv6Forwarding.Value
	if r.autoconf.IsSet() {
		b, ok := ParseBool(r.autoconf.Value)
		switch {
		case ok:
			auto = b
		case strings.EqualFold(r.autoconf.Value, "shared"):
			r.report(r.autoconf.Pos, Warning, "not-applied", r.autoconf.Key, "shared: netonce serves no router advertisements; the addresses are set", "")
			auto = false
		default:
			r.report(r.autoconf.Pos, Warning, "value", r.autoconf.Key, fmt.Sprintf("%q is neither yes nor no; %s is taken", r.autoconf.Value, yesOrNo(auto)), "")
		}
	}
	switch {
	case r.ipv6Disabled.Value:
		*m = Field[Method]{MethodDisabled, r.ipv6Disabled.Pos, r.ipv6Disabled.Key}
	case !init.Value:
		*m = Field[Method]{MethodIgnore, init.Pos, init.Key}
	case auto:
		*m = Field[Method]{MethodAuto, init.Pos, init.Key}
		if r.autoconf.IsSet() {
			m.Pos, m.Key = r.autoconf.Pos, r.autoconf.Key
		}
	case r.dhcp6.Value:
		*m = Field[Method]{MethodDHCP, r.dhcp6.Pos, r.dhcp6.Key}
		r.report(r.dhcp6.Pos, Error, "not-applied", r.dhcp6.Key, "DHCPv6 is not built yet; the static addresses are set", "")
	case len(r.addr6)+len(r.secondaries6) > 0:
		*m = Field[Method]{MethodManual, init.Pos, init.Key}
	default:
		*m = Field[Method]{MethodLinkLocal, init.Pos, init.Key}
	}
}

func yesOrNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func (r *reader) addAddress6(f Field[netip.Prefix]) {
	a := f.Value.Addr()
	if a.IsUnspecified() || a.IsMulticast() || a.IsLoopback() {
		r.report(f.Pos, Error, "value", f.Key, fmt.Sprintf("%s is not an address for an interface", a), "")
		return
	}
	for _, have := range r.p.IPv6.Addresses {
		if have.Value == f.Value {
			r.report(f.Pos, Warning, "duplicate", f.Key, fmt.Sprintf("%s is there already", f.Value), "")
			return
		}
	}
	r.p.IPv6.Addresses = append(r.p.IPv6.Addresses, f)
}

// neverDefault6 settles IPV6_DEFROUTE; a device named for the default route in
// the global file overrules it in both directions.
func (r *reader) neverDefault6() {
	d := r.defRoute6
	r.p.IPv6.NeverDefault = Field[bool]{Value: d.IsSet() && !d.Value, Pos: d.Pos, Key: d.Key}
	if g := r.defaults.IPv6DefaultDevice(); g.IsSet() && r.p.Device.IsSet() {
		r.p.IPv6.NeverDefault = Field[bool]{Value: r.p.Device.Value != g.Value, Pos: g.Pos, Key: g.Key}
	}
}

func (r *reader) gateway6Settled() {
	ip := &r.p.IPv6
	own := r.gateway6.IsSet()
	g := r.gateway6
	if !own {
		g = r.defaults.IPv6Gateway
	}
	if !g.IsSet() {
		return
	}
	g.Value = g.Value.WithZone("")
	switch {
	case len(ip.Addresses) == 0:
		if own {
			r.report(g.Pos, Warning, "unread", g.Key, "not used: there is no static IPv6 address", "write IPV6ADDR")
		}
	case ip.NeverDefault.Value:
		if own {
			r.report(g.Pos, Warning, "unread", g.Key, "not used: "+ip.NeverDefault.Because()+" forbids a default route here", "")
		}
	case g.Value.IsUnspecified() || g.Value.IsMulticast() || g.Value.IsLoopback():
		r.report(g.Pos, Error, "value", g.Key, fmt.Sprintf("%s cannot be a gateway", g.Value), "")
	default:
		ip.Gateway = g
	}
}

// unusedIPv6 says which keys go unused because IPv6 is left to the kernel.
func (r *reader) unusedIPv6() {
	for _, a := range append(r.addr6, r.secondaries6...) {
		r.report(a.Pos, Warning, "unread", a.Key, "not used: IPv6 is not configured here", "write IPV6INIT=yes")
	}
}
