package ifcfg

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// nameServers gives each server to its family, as NetworkManager keeps them, and
// the search domains to IPv4, or to IPv6 where IPv4 is off.
func (r *reader) nameServers() {
	p := r.p
	slices.SortStableFunc(r.dns, func(a, b value) int { return cmp.Compare(a.index, b.index) })
	next := 1
	for _, v := range r.dns {
		if v.index < 1 {
			r.warn(v, "unread", "name servers are numbered from DNS1", "write DNS1="+v.Value)
			continue
		}
		if v.index != next {
			r.warn(v, "gap", fmt.Sprintf("there is no DNS%d before it; it counts all the same", next), fmt.Sprintf("number it DNS%d", next))
		}
		next = v.index + 1
		r.nameServer(v)
	}
	search := r.domain
	if len(search) == 0 {
		search = r.search
	}
	switch {
	case p.IPv4.Method.Value != MethodDisabled:
		p.IPv4.Search = search
	case p.IPv6.Method.Value != MethodDisabled && p.IPv6.Method.Value != MethodIgnore:
		p.IPv6.Search = append(search, p.IPv6.Search...)
	case len(search) > 0:
		r.report(search[0].Pos, Warning, "unread", search[0].Key, "not used: neither IPv4 nor IPv6 is configured here", "")
	}
	p.IPv4.Options = append(p.IPv4.Options, r.defaults.Options...)
}

func (r *reader) nameServer(v value) {
	s := strings.TrimSpace(v.Value)
	a, err := netip.ParseAddr(s)
	switch {
	case strings.ContainsAny(s, "#/"):
		r.fail(v, "not-applied", fmt.Sprintf("%q: encrypted name service is not built yet; write the plain address", s), "")
		return
	case err != nil:
		r.fail(v, "value", fmt.Sprintf("%q is not an IP address; the other servers stay", s), "")
		return
	case a.IsUnspecified() || a.IsMulticast():
		r.fail(v, "value", fmt.Sprintf("%s cannot be a name server", a), "")
		return
	}
	ip := &r.p.IPv4
	if a.Unmap().Is6() {
		ip = &r.p.IPv6
	}
	if m := ip.Method.Value; m == MethodDisabled || m == MethodIgnore {
		r.warn(v, "unread", "not used: the server's address family is not configured here", "")
		return
	}
	ip.DNS = append(ip.DNS, Field[netip.Addr]{Value: a.Unmap(), Pos: v.Pos, Key: v.Key})
}
