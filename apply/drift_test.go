package apply_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/network"
)

// untouched is that no profile was edited since the last run.
func untouched(string) bool { return false }

func driftOf(s *apply.InterfaceStatus) (list []string) {
	for _, d := range s.Drift {
		list = append(list, d.String())
	}
	return list
}

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
	if diff := cmp.Diff(want, driftOf(s)); diff != "" || len(s.Missing) > 0 || s.State != "partly" {
		t.Errorf("%s missing %q, %s", diff, s.Missing, s.State)
	}
	s = status(f, true) // somebody may have edited the MTU, but not what was there
	if diff := cmp.Diff(want[1:], driftOf(s)); diff != "" || len(s.Missing) != 1 {
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

// Options of made links and of ports, VLANs of a bridge and queueing disciplines drift too.
func TestDriftOfOptions(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1), eth("eth1", 2))
	f := files{
		"ifcfg-bond0": "DEVICE=bond0\nTYPE=Bond\nBONDING_OPTS='mode=active-backup miimon=250'\n",
		"ifcfg-eth0":  "DEVICE=eth0\nMASTER=bond0\n",
		"ifcfg-br0":   "DEVICE=br0\nTYPE=Bridge\nSTP=no\nBRIDGING_OPTS='vlan_filtering=1'\n",
		"ifcfg-eth1":  "DEVICE=eth1\nBRIDGE=br0\nBRIDGING_OPTS=path_cost=42\nBRIDGE_PORT_VLANS='5-7'\n",
	}
	h.run(apply.Boot, f)
	status := func(edited bool) (drift, missing []string) {
		t.Helper()
		s, err := h.host().Status(apply.Request{Mode: apply.Reload, Profiles: f.profiles(t)}, func(string) bool { return edited })
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range s.Interfaces {
			for _, d := range driftOf(i) {
				drift = append(drift, i.Interface+" "+d)
			}
			missing = append(missing, i.Missing...)
		}
		return drift, missing
	}
	if drift, missing := status(false); len(drift)+len(missing) > 0 {
		t.Errorf("after the run: %q, %q", drift, missing)
	}
	index := func(name string) int {
		s, err := h.kernel.Snapshot(nil)
		if err != nil {
			t.Fatal(err)
		}
		return s.Interface(name).Link.Index
	}
	link := func(name, kind string, c network.LinkChange) network.Change {
		c.Kind = kind
		return network.Change{Op: network.OpSet, Interface: name, Index: index(name), Link: &c}
	}
	for n, err := range h.kernel.Apply([]network.Change{
		link("bond0", "bond", network.LinkChange{Options: network.Options{{Name: "miimon", Value: "100"}}}),
		link("br0", "bridge", network.LinkChange{Options: network.Options{{Name: "stp_state", Value: "1"}}}),
		link("eth1", "", network.LinkChange{PortOf: "bridge", Port: network.Options{{Name: "cost", Value: "9"}}}),
		{Op: network.OpDelete, Interface: "eth1", Index: index("eth1"), VLAN: &network.VLAN{First: 6, Last: 6}},
	}) {
		if err != nil {
			t.Fatal(n, err)
		}
	}
	want := []string{
		"bond0 link type bond miimon 250: is type bond miimon 100",
		"br0 link type bridge stp_state 0: is type bridge stp_state 1",
		"eth1 link type bridge_slave cost 42: is type bridge_slave cost 9",
		"eth1 VLAN vid 6: gone",
	}
	drift, missing := status(false)
	if diff := cmp.Diff(want, drift); diff != "" || len(missing) > 0 {
		t.Errorf("%s missing %q", diff, missing)
	}
	if drift, missing := status(true); len(drift) != 1 || len(missing) != 3 { // they may be somebody's edits, but not what was there
		t.Errorf("edited: %q, %q", drift, missing)
	}
	h.run(apply.Reload, f)
	if drift, missing := status(false); len(drift)+len(missing) > 0 {
		t.Errorf("mended: %q, %q", drift, missing)
	}
}
