package dhcp4

import (
	"net/netip"
	"slices"

	"netonce/apply/dnsname"
)

func (in *interpreter) broadcast(own netip.Prefix) netip.Addr {
	v := in.option(optBroadcastAddress)
	if v == nil {
		return netip.Addr{}
	}
	if len(v) == 4 {
		if b := netip.AddrFrom4([4]byte(v)); validBroadcast(b, own) {
			return b
		}
	}
	in.drop(optBroadcastAddress, "no broadcast address of %v: %x", own, clip(v))
	return netip.Addr{}
}

// hosts reads an option that is a list of addresses. Bytes left over at its end
// cost only themselves.
func (in *interpreter) hosts(code uint8) []netip.Addr {
	var hosts []netip.Addr
	for v := in.option(code); len(v) > 0; v = v[4:] {
		if len(v) < 4 {
			in.drop(code, "%d bytes left over", len(v))
			break
		}
		a := netip.AddrFrom4([4]byte(v))
		switch {
		case !validHost(a):
			in.drop(code, "address %v", a)
		case slices.Contains(hosts, a):
		case len(hosts) == maxServers:
			in.drop(code, "all after the first %d", maxServers)
			return hosts
		default:
			hosts = append(hosts, a)
		}
	}
	return hosts
}

// routing fills in Routers and Routes. 121 beats 249, and both beat 3 and 33
// (RFC 3442); one that is spoilt, or holds nothing of use, beats nothing.
func (in *interpreter) routing(l *Lease) {
	for _, code := range []uint8{optClasslessStaticRoute, optPrivateRoutes} {
		if l.Routes = in.routes(code, parseClassless); len(l.Routes) > 0 {
			return
		}
	}
	l.Routers = in.hosts(optRouter)
	l.Routes = in.routes(optStaticRoutingTable, parseStatic)
}

func (in *interpreter) routes(code uint8, parse func([]byte) ([]Route, error)) []Route {
	all, err := parse(in.option(code))
	if err != nil {
		in.drop(code, "all routes: %v", err)
		return nil
	}
	var routes []Route
	for _, r := range all {
		switch {
		case !validRoute(r), code == optStaticRoutingTable && !validStatic(r):
			in.drop(code, "route %v via %v", r.Destination, r.Gateway)
		case len(routes) == maxRoutes:
			in.drop(code, "all routes after the first %d", maxRoutes)
			return routes
		default:
			routes = append(routes, r)
		}
	}
	return routes
}

// validStatic reports whether a route may come from option 33, which has neither
// a default route (RFC 2132 5.8) nor routes without a router.
func validStatic(r Route) bool {
	return r.Destination.Bits() > 0 && r.Gateway != unspecified
}

// search reads option 119 (RFC 3397). The codec's own decoder does not take a pointer
// that leads to a pointer, which RFC 1035 4.1.4 allows.
func (in *interpreter) search() []string {
	// One more than is kept, so that what is left out is noted.
	names, err := dnsname.Decode(in.option(optDNSDomainSearchList), true, maxSearch+1)
	if err != nil {
		in.drop(optDNSDomainSearchList, "%v", err)
		return nil
	}
	return in.names(optDNSDomainSearchList, names)
}

// names keeps the valid ones of a list of names, each once.
func (in *interpreter) names(code uint8, raw []string) []string {
	var names []string
	for _, r := range raw {
		name := cleanName(r)
		switch {
		case !dnsname.Valid(name):
			in.drop(code, "name %q", clip([]byte(r)))
		case slices.Contains(names, name):
		case len(names) == maxSearch:
			in.drop(code, "all names after the first %d", maxSearch)
			return names
		default:
			names = append(names, name)
		}
	}
	return names
}

func (in *interpreter) hostname() string {
	v := in.option(optHostName)
	name := cleanName(string(v))
	if name == "" || dnsname.Valid(name) {
		return name
	}
	in.drop(optHostName, "name %q", clip(v))
	return ""
}
