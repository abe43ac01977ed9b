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
	r.addresses6()
	if ip.Method.Value == MethodManual && len(ip.Addresses) == 0 {
		ip.Method.Value = MethodLinkLocal // as without the key
	}
	r.neverDefault6()
	r.gateway6Settled()
	r.settleSettings6()
	if mtu := r.p.MTU; mtu.Value != 0 && mtu.Value < minMTU6 {
		r.report(mtu.Pos, Warning, "mtu", mtu.Key, fmt.Sprintf("IPv6 needs %d bytes: with less the kernel turns it off on the link", minMTU6), "")
	}
}

// minMTU6 is the least that a link must carry for IPv6 (RFC 8200 section 5).
const minMTU6 = 1280

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

func (r *reader) addresses6() {
	ip := &r.p.IPv6
	all := append(r.addr6, r.secondaries6...)
	seen := make(map[netip.Prefix]bool, len(all))
	for _, f := range all {
		a := f.Value.Addr()
		switch {
		case a.IsUnspecified() || a.IsMulticast() || a.IsLoopback():
			r.report(f.Pos, Error, "value", f.Key, fmt.Sprintf("%s is not an address for an interface", a), "")
		case seen[f.Value]:
			r.report(f.Pos, Warning, "duplicate", f.Key, fmt.Sprintf("%s is there already", f.Value), "")
		default:
			seen[f.Value] = true
			ip.Addresses = append(ip.Addresses, f)
		}
	}
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

// gateway6Settled takes the profile's gateway, the global one where the profile
// has none of its own. A bad one is not made up for by the global one.
func (r *reader) gateway6Settled() {
	ip := &r.p.IPv6
	v := r.gateway6
	if v.Key == "" {
		if g := r.defaults.IPv6Gateway; len(ip.Addresses) > 0 && !ip.NeverDefault.Value && g.IsSet() {
			g.Value = g.Value.WithZone("")
			ip.Gateway = g
		}
		return
	}
	a, err := ParseIPv6Zone(strings.TrimSpace(v.Value))
	switch zone := a.Zone(); {
	case err != nil:
		r.fail(v, "value", err.Error()+"; the addresses and the other routes stay", "")
		return
	case !canForward(a.WithZone("")):
		r.fail(v, "value", fmt.Sprintf("%s cannot be a gateway", a), "")
		return
	case len(ip.Addresses) == 0:
		r.warn(v, "unread", "not used: there is no static IPv6 address", "write IPV6ADDR")
		return
	case ip.NeverDefault.Value:
		r.warn(v, "unread", "not used: "+ip.NeverDefault.Because()+" forbids a default route here", "")
		return
	case zone != "" && r.p.Device.IsSet() && zone != r.p.Device.Value:
		r.warn(v, "unread", fmt.Sprintf("%%%s is not read: the gateway is reached over the profile's own interface", zone), "")
	}
	ip.Gateway = Field[netip.Addr]{Value: a.WithZone(""), Pos: v.Pos, Key: v.Key}
}

// unusedIPv6 says which keys go unused because IPv6 is not configured. What
// installers write into every file, the likes of IPV6_DEFROUTE, is not among them.
func (r *reader) unusedIPv6() {
	hint := "write IPV6INIT=yes"
	if r.ipv6Disabled.Value {
		hint = "remove IPV6_DISABLED, and write IPV6INIT=yes"
	}
	const unused = "not used: IPv6 is not configured here"
	for _, a := range append(r.addr6, r.secondaries6...) {
		r.report(a.Pos, Warning, "unread", a.Key, unused, hint)
	}
	if v := r.gateway6; v.Key != "" {
		r.warn(v, "unread", unused, hint)
	}
	r.unusedSettings6(unused, hint)
	if !r.p.IPv6.Method.IsSet() { // not even IPV6INIT=no
		if b, ok := ParseBool(r.autoconf.Value); b && ok {
			r.report(r.autoconf.Pos, Warning, "inferred", r.autoconf.Key, unused+" without IPV6INIT", hint)
		}
		if r.dhcp6.Value {
			r.report(r.dhcp6.Pos, Warning, "inferred", r.dhcp6.Key, unused+" without IPV6INIT", hint)
		}
	}
	for _, list := range []*[]Field[string]{&r.p.IPv6.Search, &r.p.IPv6.Options} {
		if len(*list) > 0 {
			r.report((*list)[0].Pos, Warning, "unread", (*list)[0].Key, unused, hint)
		}
		*list = nil
	}
}
