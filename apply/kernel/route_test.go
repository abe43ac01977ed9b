package kernel_test

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"netonce/apply/kernel"
	"netonce/apply/network"
)

// wired is a namespace with a veth that is up and has addresses of both families.
func wired(t *testing.T) *kernel.Conn {
	t.Helper()
	c := namespace(t)
	veth(t, "v0", "p0")
	quiet(t, c, "v0", "p0")
	do(t, c, "p0", up())
	do(t, c, "v0", up(), addAddress("v0", "192.0.2.2/24"), addAddress("v0", "2001:db8::2/64"))
	do(t, c, "v0", route4("192.0.2.0/24", func(r *network.Route) { r.Scope = network.ScopeLink }),
		route6("2001:db8::/64", func(r *network.Route) {}))
	for end := time.Now().Add(10 * time.Second); tentative(t, c); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the IPv6 address never becomes usable")
		}
	}
	return c
}

func tentative(t *testing.T, c *kernel.Conn) bool {
	t.Helper()
	return slices.ContainsFunc(snapshot(t, c).Interface("v0").Addresses, func(a network.Address) bool { return a.Tentative })
}

func route4(to string, set func(*network.Route)) network.Change {
	r := network.Route{Interface: "v0", Destination: netip.MustParsePrefix(to), Table: network.TableMain,
		Protocol: network.ProtocolStatic, Type: network.Unicast}
	set(&r)
	if r.Type.Discards() {
		r.Interface = ""
	}
	return network.Change{Op: network.OpAdd, Route: &r}
}

func route6(to string, set func(*network.Route)) network.Change {
	return route4(to, func(r *network.Route) { r.Metric = 1024; set(r) })
}

func has(s *network.Snapshot, r network.Route) bool {
	i := s.Interface(r.Interface)
	return i != nil && slices.Contains(i.Routes, r)
}

// Every route that can be asked for is read back as it was written: else a second
// run would write it again.
func TestRoutesReadBack(t *testing.T) {
	c := wired(t)
	via4, via6 := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")
	all := network.Metrics{MTU: 1300, Window: 4000, CWND: 5, AdvMSS: 1200, InitCWND: 10, InitRWND: 11, HopLimit: 9, RTOMin: 50, QuickACK: 1}
	locked := all
	locked.Lock = 1<<2 | 1<<8
	var changes []network.Change
	for name, set := range map[string]func(*network.Route){
		"10.1.0.0/16":  func(r *network.Route) { r.Scope = network.ScopeLink },
		"10.2.0.0/16":  func(r *network.Route) { r.Gateway = via4 },
		"0.0.0.0/0":    func(r *network.Route) { r.Gateway, r.Metric = via4, 100 },
		"10.3.0.0/16":  func(r *network.Route) { r.Gateway, r.Metric = via4, 1<<32-1 },
		"10.4.0.0/16":  func(r *network.Route) { r.Gateway, r.Table = via4, 200 },
		"10.5.0.0/16":  func(r *network.Route) { r.Gateway, r.Table = via4, 70000 },
		"10.6.0.0/16":  func(r *network.Route) { r.Gateway, r.Table = via4, 256 },
		"10.7.0.0/16":  func(r *network.Route) { r.Gateway, r.OnLink = netip.MustParseAddr("203.0.113.9"), true },
		"10.8.0.0/16":  func(r *network.Route) { r.Gateway, r.TOS = via4, 0x10 },
		"10.9.0.0/16":  func(r *network.Route) { r.Gateway, r.Source = via4, netip.MustParseAddr("192.0.2.2") },
		"10.10.0.0/16": func(r *network.Route) { r.Gateway, r.Metrics = via4, all },
		"10.11.0.0/16": func(r *network.Route) { r.Gateway, r.Metrics = via4, locked },
		"10.12.0.0/16": func(r *network.Route) { r.Type = network.Blackhole },
		"10.13.0.0/16": func(r *network.Route) { r.Type = network.Unreachable },
		"10.14.0.0/16": func(r *network.Route) { r.Type, r.Metric = network.Prohibit, 5 },
		"10.15.0.0/16": func(r *network.Route) { r.Type, r.Table = network.Throw, 300 },
		"10.16.0.5/32": func(r *network.Route) { r.Type, r.Scope = network.Local, network.ScopeHost },
		"10.17.0.5/32": func(r *network.Route) { r.Type, r.Scope = network.Broadcast, network.ScopeLink },
		"224.0.0.0/4":  func(r *network.Route) { r.Type, r.Scope = network.Multicast, network.ScopeLink },
		"10.18.0.0/16": func(r *network.Route) { r.Gateway, r.Protocol = via4, network.ProtocolDHCP },
		"10.19.0.0/16": func(r *network.Route) { r.Scope = network.ScopeSite },
	} {
		changes = append(changes, route4(name, set))
	}
	for name, set := range map[string]func(*network.Route){
		"2001:db8:1::/48":   func(*network.Route) {},
		"2001:db8:2::/48":   func(r *network.Route) { r.Gateway = via6 },
		"::/0":              func(r *network.Route) { r.Gateway, r.Metric = netip.MustParseAddr("fe80::1"), 100 },
		"2001:db8:3::/48":   func(r *network.Route) { r.Gateway, r.Table, r.Metric = via6, 200, 1 },
		"2001:db8:4::/48":   func(r *network.Route) { r.Gateway, r.Table = via6, 70000 },
		"2001:db8:5::/48":   func(r *network.Route) { r.Gateway, r.OnLink = netip.MustParseAddr("2001:db8:ffff::9"), true },
		"2001:db8:6::/48":   func(r *network.Route) { r.Gateway, r.Source = via6, netip.MustParseAddr("2001:db8::2") },
		"2001:db8:7::/48":   func(r *network.Route) { r.Gateway, r.Metrics = via6, all },
		"2001:db8:8::/48":   func(r *network.Route) { r.Gateway, r.Metrics = via6, locked },
		"2001:db8:9::/48":   func(r *network.Route) { r.Type = network.Blackhole },
		"2001:db8:a::/48":   func(r *network.Route) { r.Type = network.Unreachable },
		"2001:db8:b::/48":   func(r *network.Route) { r.Type = network.Prohibit },
		"2001:db8:c::/48":   func(r *network.Route) { r.Type, r.Table = network.Throw, 300 },
		"2001:db8:d::5/128": func(r *network.Route) { r.Type = network.Local },
	} {
		changes = append(changes, route6(name, set))
	}
	do(t, c, "v0", changes...)
	s := snapshot(t, c)
	for _, x := range changes {
		if !has(s, *x.Route) {
			t.Errorf("not read back: %s\nhave %+v", x, s.Interface(x.Route.Interface).Routes)
		}
	}
	for i := range changes { // and the same words take it away again
		changes[i].Op = network.OpDelete
	}
	do(t, c, "v0", changes...)
	s = snapshot(t, c)
	for _, x := range changes {
		if has(s, *x.Route) {
			t.Errorf("not removed: %s", x)
		}
	}
}

// A source-specific route needs a kernel with CONFIG_IPV6_SUBTREES; one without
// refuses it, but must not take it for another.
func TestSourceSpecificRoute(t *testing.T) {
	c := wired(t)
	x := route6("2001:db8:e::/48", func(r *network.Route) { r.From = netip.MustParsePrefix("2001:db8:f::/48") })
	err := try(t, c, "v0", x)[0]
	if there := has(snapshot(t, c), *x.Route); there != (err == nil) {
		t.Errorf("err = %v, there = %v", err, there)
	}
}

// The kernel makes one route with two ways of two IPv6 routes to the same place.
func TestSeveralWays(t *testing.T) {
	c := wired(t)
	a := route6("2001:db8:1::/48", func(r *network.Route) { r.Gateway = netip.MustParseAddr("2001:db8::8") })
	b := route6("2001:db8:1::/48", func(r *network.Route) { r.Gateway = netip.MustParseAddr("2001:db8::9") })
	do(t, c, "v0", a, b)
	s := snapshot(t, c)
	if !has(s, *a.Route) || !has(s, *b.Route) {
		t.Errorf("routes = %+v", s.Interface("v0").Routes)
	}
	a.Op = network.OpDelete
	do(t, c, "v0", a)
	s = snapshot(t, c)
	if has(s, *a.Route) || !has(s, *b.Route) {
		t.Errorf("after a delete: routes = %+v", s.Interface("v0").Routes)
	}
}
