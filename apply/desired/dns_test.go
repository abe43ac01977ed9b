package desired_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/resolv"
	"netonce/ifcfg"
)

// Whoever has no servers says so, and stands behind those that have.
func TestSourcesOfSilent(t *testing.T) {
	t.Parallel()
	link := network.Link{Index: 2, Name: "eth0"}
	server := resolv.Source{Interface: "eth1", Index: 3, Profile: "ifcfg-eth1", Origin: "static", Priority: 100,
		Servers: []netip.Addr{netip.MustParseAddr("192.0.2.1")}}
	got := desired.Sources([]desired.Interface{
		desired.Build(&ifcfg.Profile{File: "ifcfg-eth0"}, link, 100, desired.Given{}, nil),
		desired.Empty(&ifcfg.Profile{File: "ifcfg-eth2"}, network.Link{Index: 4, Name: "eth2"}),
		{Name: "eth1", Profile: &ifcfg.Profile{File: "ifcfg-eth1"}, DNS: []resolv.Source{server}},
	})
	want := []resolv.Source{server,
		{Interface: "eth0", Index: 2, Profile: "ifcfg-eth0"},
		{Interface: "eth2", Index: 4, Profile: "ifcfg-eth2"},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(netip.Addr{})); diff != "" {
		t.Error(diff)
	}
}
