package desired

import (
	"net/netip"
	"time"

	"netonce/apply/network"
	"netonce/ifcfg"
)

type lifetime = time.Duration

// defaultMetric6 is the metric that the kernel gives to an IPv6 route without
// one (IP6_RT_PRIO_USER).
const defaultMetric6 = 1024

// route returns a unicast route with the family's table and metric.
func (b *builder) route(ip *ifcfg.IP, to netip.Prefix, protocol network.Protocol) network.Route {
	r := network.Route{Interface: b.Name, Destination: to, Table: network.TableMain, Metric: b.metric,
		Protocol: protocol, Type: network.Unicast}
	if ip.Table.Value != 0 {
		r.Table = ip.Table.Value
	}
	if ip.Metric.IsSet() {
		r.Metric = ip.Metric.Value
	}
	return settled(r)
}

// InTable moves the routes that would be in the main table to a VRF's: in the main
// table the addresses of its ports count for nothing (vrf.rst).
func (i *Interface) InTable(table uint32) {
	if table == 0 {
		return
	}
	for n := range i.Routes {
		if i.Routes[n].Object.Table == network.TableMain {
			i.Routes[n].Object.Table = table
		}
	}
}

// settled puts a route as the kernel will show it.
func settled(r network.Route) network.Route {
	if r.Is6() {
		r.Scope = network.ScopeGlobal
		if r.Metric == 0 {
			r.Metric = defaultMetric6
		}
	}
	return r
}

// addRoute adds a route once.
func (b *builder) addRoute(r network.Route, because string) {
	for _, have := range b.Routes {
		if have.Object == r {
			return
		}
	}
	b.Routes = append(b.Routes, Wanted[network.Route]{r, because})
}

// reachable adds a route and, where its gateway is on no subnet of the interface,
// first one that leads to the gateway itself: clouds hand out /32 addresses. As
// long as a lease is to come, which may bring the subnet, the route waits for it.
func (b *builder) reachable(r network.Route, because string) {
	if b.pending && r.Interface != "" && len(b.Addresses) == 0 {
		return
	}
	if r.Gateway.IsValid() && !r.OnLink && !(r.Is6() && r.Gateway.IsLinkLocalUnicast()) && !b.onLink(r.Gateway) {
		if b.pending {
			return
		}
		host := r
		host.Destination = netip.PrefixFrom(r.Gateway, r.Gateway.BitLen())
		host.Gateway, host.Metrics, host.TOS = netip.Addr{}, network.Metrics{}, 0
		if !r.Is6() {
			host.Scope = network.ScopeLink
		}
		b.addRoute(host, because)
	}
	b.addRoute(r, because)
}

func (b *builder) onLink(gateway netip.Addr) bool {
	for _, r := range b.Routes {
		if !r.Object.Gateway.IsValid() && r.Object.Interface != "" && r.Object.Destination.Contains(gateway) {
			return true
		}
	}
	return false
}

// gateway adds the profile's own default route.
func (b *builder) gateway(ip *ifcfg.IP) {
	if !ip.Gateway.IsSet() {
		return
	}
	zero := netip.IPv4Unspecified()
	if ip.Gateway.Value.Is6() {
		zero = netip.IPv6Unspecified()
	}
	r := b.route(ip, netip.PrefixFrom(zero, 0), network.ProtocolStatic)
	r.Gateway = ip.Gateway.Value
	b.reachable(r, ip.Gateway.Because())
}

// static adds the routes of a route file.
func (b *builder) static(ip *ifcfg.IP) {
	for _, f := range ip.Routes {
		r := b.route(ip, f.Destination, network.ProtocolStatic)
		r.Gateway, r.Source, r.From, r.TOS, r.OnLink = f.Gateway, f.Source, f.From, f.TOS, f.OnLink && f.Gateway.IsValid()
		if f.Metric.IsSet() {
			r.Metric = f.Metric.Value
		}
		if f.Table.IsSet() && f.Table.Value != 0 {
			r.Table = f.Table.Value
		}
		if f.Protocol.IsSet() {
			r.Protocol = network.Protocol(f.Protocol.Value)
		}
		r.Type = routeType(f.Type)
		r.Metrics = routeMetrics(f.Options)
		r.Scope = routeScope(r, f.Scope)
		if r.Type.Discards() {
			r.Interface = ""
		}
		b.reachable(settled(r), f.Pos.String())
	}
}

func routeType(word string) network.RouteType {
	for _, t := range network.RouteTypes() {
		if t.Word == word {
			return t.Type
		}
	}
	return network.Unicast
}

// routeScope is the scope that ip-route(8) takes for a route without one.
func routeScope(r network.Route, given ifcfg.Field[uint8]) network.Scope {
	switch {
	case given.IsSet():
		return network.Scope(given.Value)
	case r.Type == network.Local:
		return network.ScopeHost
	case r.Type == network.Unicast && !r.Gateway.IsValid(), r.Type == network.Broadcast, r.Type == network.Multicast:
		return network.ScopeLink
	}
	return network.ScopeGlobal
}

func routeMetrics(options []ifcfg.RouteOption) (m network.Metrics) {
	for _, o := range options {
		m.Set(o.Word, o.Value, o.Lock)
	}
	return m
}
