package ifcfg

import (
	"fmt"
	"net/netip"
	"strings"

	"netonce/ifcfg/lists"
)

// nameServers gives each server to its family, as NetworkManager keeps them, and
// the search domains to IPv4, or to IPv6 where IPv4 is off.
func (r *reader) nameServers() {
	p := r.p
	byIndex(r.dns)
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
		if v.Bad == nil {
			r.nameServer(v)
		}
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
	r.resolverOptions()
}

// resolverOptions adds the global options to the profile's own. They are
// IPv4's, as NetworkManager has it, and go unread without it.
func (r *reader) resolverOptions() {
	ip := &r.p.IPv4
	if ip.Method.Value == MethodDisabled {
		if len(ip.Options) > 0 {
			r.report(ip.Options[0].Pos, Warning, "unread", ip.Options[0].Key, "not used: IPv4 is not configured here", "write IPV6_RES_OPTIONS")
		}
		ip.Options = nil
		return
	}
	for _, o := range r.defaults.Options {
		if !lists.Any(ip.Options, func(have *Field[string]) bool { return have.Value == o.Value }) {
			ip.Options = append(ip.Options, o)
		}
	}
}

func (r *reader) nameServer(v value) {
	s := strings.TrimSpace(v.Value)
	a, err := nameServerAddress(s)
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
	for _, have := range ip.DNS {
		if have.Value == a.Unmap() {
			r.warn(v, "duplicate", fmt.Sprintf("%s is %s already", a, have.Key), "remove the line")
			return
		}
	}
	ip.DNS = append(ip.DNS, Field[netip.Addr]{Value: a.Unmap(), Pos: v.Pos, Key: v.Key})
}

// nameServerAddress reads an address of either family. A zone, which link-local
// servers need, is an interface's name and nothing that could break out of a
// line of resolv.conf.
func nameServerAddress(s string) (netip.Addr, error) {
	if a, err := ParseIPv4(s); err == nil {
		return a, nil
	}
	return ParseIPv6Zone(s)
}
