package kernel_test

import (
	"errors"
	"net/netip"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// Of the routes of others the kernel does not even tell, and those that are asked for are
// all there, in whatever table.
func TestRouteGroups(t *testing.T) {
	c := wired(t)
	const foreign, others = network.Protocol(12), 300
	var changes []network.Change
	for i := range others {
		to4, to6 := netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), 0}), netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, byte(i >> 8), byte(i)})
		for _, table := range []uint32{network.TableMain, 70000} {
			changes = append(changes,
				route4(netip.PrefixFrom(to4, 24).String(), func(r *network.Route) {
					r.Gateway, r.Protocol, r.Table = netip.MustParseAddr("192.0.2.1"), foreign, table
				}),
				route6(netip.PrefixFrom(to6, 48).String(), func(r *network.Route) {
					r.Gateway, r.Protocol, r.Table = netip.MustParseAddr("2001:db8::1"), foreign, table
				}))
		}
	}
	do(t, c, "v0", changes...)
	ours := []network.Change{
		route4("0.0.0.0/0", func(r *network.Route) { r.Gateway, r.Metric = netip.MustParseAddr("192.0.2.1"), 100 }),
		route4("172.16.0.0/12", func(r *network.Route) { r.Gateway, r.Table = netip.MustParseAddr("192.0.2.1"), 70000 }),
		route4("172.16.0.0/12", func(r *network.Route) { r.Type = network.Blackhole }),
		route6("::/0", func(r *network.Route) { r.Gateway, r.Protocol = netip.MustParseAddr("fe80::1"), network.ProtocolRA }),
	}
	do(t, c, "v0", ours...)
	var groups []network.RouteGroup
	for _, x := range ours {
		if g := x.Route.Group(); !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
		if n, err := c.Told(x.Route.Group()); err != nil || n > 10 {
			t.Errorf("%s: the kernel tells of %d routes: %v", x.Route.Group(), n, err)
		}
	}
	none := network.RouteGroup{Table: 99999, Protocol: network.ProtocolStatic}
	if _, err := c.Told(none); !errors.Is(err, unix.ENOENT) {
		t.Errorf("of a table that is not there: %v", err)
	}
	s, err := c.Snapshot(append(groups, none))
	if err != nil {
		t.Fatal(err)
	}
	onlyOurs := func(what string) {
		t.Helper()
		for _, x := range ours {
			if !has(s, *x.Route) {
				t.Errorf("%s: not there: %s", what, x)
			}
		}
		if n := len(s.Interface("v0").Routes); n > 20 {
			t.Errorf("%s: %d routes are read", what, n)
		}
	}
	onlyOurs("groups")
	routing := route4("0.0.0.0/0", func(r *network.Route) { r.Gateway, r.Protocol, r.Metric = netip.MustParseAddr("192.0.2.2"), foreign, 7 })
	do(t, c, "v0", routing)
	s, err = c.Snapshot(append(groups, network.DefaultRoutes()...))
	if err != nil {
		t.Fatal(err)
	}
	defaults := 0
	for _, r := range s.Interface("v0").Routes {
		if r.IsDefault() {
			defaults++
		}
	}
	if n := len(s.Interface("v0").Routes); n > 20 || defaults != 3 || !has(s, *routing.Route) {
		t.Errorf("with the default routes %d are read, %d of them default ones", n, defaults)
	}
	if s, err = c.Snapshot(network.PlainRoutes()); err != nil {
		t.Fatal(err)
	}
	onlyOurs("plain routes")
	if n := len(snapshot(t, c).Interface("v0").Routes); n < 4*others {
		t.Errorf("of all routes %d are read", n)
	}
}
