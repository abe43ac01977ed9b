package apply_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/network"
)

// untouched is that no profile was edited since the last run.
func untouched(string) bool { return false }

// What somebody has taken away or changed is told apart from what nobody has made yet.
func TestDrift(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	f := files{"ifcfg-eth0": static + "IPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=2001:db8::2/64\n", "route-eth0": "198.51.100.0/24 via 192.0.2.9 metric 7\n"}
	status := func(f files, edited bool) *apply.InterfaceStatus {
		t.Helper()
		s, err := h.host().Status(apply.Request{Mode: apply.Reload, Profiles: f.profiles(t)}, func(string) bool { return edited })
		if err != nil {
			t.Fatal(err)
		}
		return s.Interfaces[0]
	}
	drift := func(s *apply.InterfaceStatus) (list []string) {
		for _, d := range s.Drift {
			list = append(list, d.String())
		}
		return list
	}
	if s := status(f, true); len(s.Drift) > 0 || len(s.Missing) == 0 || s.State != "partly" {
		t.Errorf("before the first run: %+v", s)
	}
	h.run(apply.Boot, f)
	if s := status(f, false); len(s.Drift)+len(s.Missing) > 0 || s.State != "up" {
		t.Errorf("after it: %+v", s)
	}
	const i = 2 // eth0's index
	route := network.Route{Interface: "eth0", Destination: prefix("198.51.100.0/24"), Gateway: prefix("192.0.2.9/32").Addr(), Metric: 7, Table: network.TableMain, Type: network.Unicast, Protocol: network.ProtocolStatic}
	for n, err := range h.kernel.Apply([]network.Change{
		{Op: network.OpSet, Interface: "eth0", Index: i, Link: &network.LinkChange{MTU: 1300}},
		{Op: network.OpDelete, Interface: "eth0", Index: i, Route: &route},
		{Op: network.OpDelete, Interface: "eth0", Index: i, Address: &network.Address{Interface: "eth0", Prefix: prefix("2001:db8::2/64")}},
	}) {
		if err != nil {
			t.Fatal(n, err)
		}
	}
	want := []string{
		"link mtu 1400: is mtu 1300",
		"address 2001:db8::2/64 scope global noprefixroute: gone",
		"route 198.51.100.0/24 via 192.0.2.9 proto static metric 7: gone",
	}
	s := status(f, false)
	if diff := cmp.Diff(want, drift(s)); diff != "" || len(s.Missing) > 0 || s.State != "partly" {
		t.Errorf("%s missing %q, %s", diff, s.Missing, s.State)
	}
	s = status(f, true) // somebody may have edited the MTU, but not what was there
	if diff := cmp.Diff(want[1:], drift(s)); diff != "" || len(s.Missing) != 1 {
		t.Errorf("edited: %s missing %q", diff, s.Missing)
	}
	f["ifcfg-eth0"] += "IPADDR2=192.0.2.3\nPREFIX2=24\n"
	if s = status(f, true); len(s.Missing) != 3 {
		t.Errorf("another address: missing %q", s.Missing)
	}
	h.run(apply.Reload, f)
	if s := status(f, false); len(s.Drift)+len(s.Missing) > 0 {
		t.Errorf("mended: %+v", s)
	}
}
