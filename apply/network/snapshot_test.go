package network_test

import (
	"net"
	"slices"
	"testing"

	"netonce/apply/network"
)

func filled() *network.Snapshot {
	s := network.NewSnapshot()
	s.SetLink(network.Link{Index: 3, Name: "b", MTU: 1500})
	s.SetLink(network.Link{Index: 2, Name: "a"})
	s.SetAddress(network.Address{Interface: "b", Prefix: prefix("10.0.0.1/8"), Tentative: true})
	s.AddRoute(network.Route{Interface: "b", Destination: prefix("10.0.0.0/8")})
	s.AddRoute(network.Route{Destination: prefix("10.9.0.0/16"), Type: network.Blackhole})
	return s
}

func TestSnapshot(t *testing.T) {
	t.Parallel()
	s := filled()
	if l := s.Links(); len(l) != 2 || l[0].Name != "a" || l[1].Name != "b" {
		t.Errorf("links = %+v", l)
	}
	s.SetAddress(network.Address{Interface: "nowhere", Prefix: prefix("10.0.0.1/8")})
	s.AddRoute(network.Route{Interface: "nowhere", Destination: prefix("10.0.0.0/8")})
	s.RemoveAddress(network.Key{Interface: "nowhere"})
	s.SetSysctl(network.Sysctl{Interface: "nowhere", Key: "k", Value: "v"})
	b := s.Interface("b")
	if len(b.Addresses) != 1 || len(b.Routes) != 1 || len(s.Interface("").Routes) != 1 || s.Interface("nowhere") != nil || s.ByIndex(3) != b {
		t.Errorf("b = %+v", b)
	}
	s.RemoveRoute(network.Route{Interface: "b", Destination: prefix("10.0.0.0/8")})
	s.RemoveAddress(network.Key{Interface: "b", Prefix: prefix("10.0.0.1/8")})
	s.RemoveRoute(network.Route{Destination: prefix("10.9.0.0/16"), Type: network.Blackhole})
	if len(b.Addresses)+len(b.Routes)+len(s.Interface("").Routes) != 0 {
		t.Errorf("b = %+v", b)
	}
	s = filled()
	s.DropAddresses()
	s.DropRoutes()
	if b := s.Interface("b"); len(b.Addresses)+len(b.Routes)+len(s.Interface("").Routes) != 0 || b.Link.MTU != 1500 {
		t.Errorf("b = %+v", b)
	}
	s.RemoveLink(3)
	s.RemoveLink(3)
	if s.Interface("b") != nil || s.ByIndex(3) != nil {
		t.Error("b is still there")
	}
}

// A link that is renamed takes along what is on it; two may trade their names.
func TestRename(t *testing.T) {
	t.Parallel()
	s := filled()
	s.SetLink(network.Link{Index: 3, Name: "a"}) // a's own event is still to come
	s.SetLink(network.Link{Index: 2, Name: "b"})
	a := s.Interface("a")
	if a == nil || a.Link.Index != 3 || a.Addresses[0].Interface != "a" || a.Routes[0].Interface != "a" {
		t.Errorf("a = %+v", a)
	}
	if b := s.Interface("b"); b == nil || b.Link.Index != 2 || len(b.Addresses) != 0 {
		t.Errorf("b = %+v", b)
	}
}

// The hardware addresses are those of now, whatever they were when they were last
// asked for.
func TestHardwareAddrs(t *testing.T) {
	t.Parallel()
	s := network.NewSnapshot()
	link := func(index int, last byte) network.Link {
		return network.Link{Index: index, Name: string(rune('a' + index)), MAC: net.HardwareAddr{2, 0, 0, 0, 0, last}}
	}
	for _, step := range []struct {
		name string
		do   func()
		want []string
	}{
		{"none", func() {}, nil},
		{"one comes", func() { s.SetLink(link(1, 1)) }, []string{"02:00:00:00:00:01"}},
		{"another comes", func() { s.SetLink(link(2, 2)) }, []string{"02:00:00:00:00:01", "02:00:00:00:00:02"}},
		{"it tells the same again", func() { s.SetLink(link(2, 2)) }, []string{"02:00:00:00:00:01", "02:00:00:00:00:02"}},
		{"it changes its own", func() { s.SetLink(link(2, 3)) }, []string{"02:00:00:00:00:01", "02:00:00:00:00:03"}},
		{"netonce changes it", func() {
			mac := net.HardwareAddr{2, 0, 0, 0, 0, 4}
			s.Apply(network.Change{Op: network.OpSet, Interface: link(2, 0).Name, Link: &network.LinkChange{MAC: mac}})
		}, []string{"02:00:00:00:00:01", "02:00:00:00:00:04"}},
		{"one goes", func() { s.RemoveLink(1) }, []string{"02:00:00:00:00:04"}},
	} {
		step.do()
		var got []string
		for _, a := range s.HardwareAddrs() {
			got = append(got, a.String())
		}
		slices.Sort(got)
		if !slices.Equal(got, step.want) {
			t.Errorf("%s: %v, want %v", step.name, got, step.want)
		}
	}
}

func TestApplyChanges(t *testing.T) {
	t.Parallel()
	s := filled()
	b := s.Interface("b")
	k := network.Sysctl{Family: "ipv6", Interface: "b", Key: "accept_ra", Value: "0"}
	a := network.Address{Interface: "b", Prefix: prefix("10.0.0.1/8"), Valid: network.Forever}
	r := network.Route{Interface: "b", Destination: prefix("10.0.0.0/8")}
	mac := net.HardwareAddr{2, 0, 0, 0, 0, 1}
	for _, c := range []network.Change{
		{Op: network.OpSet, Interface: "b", Link: &network.LinkChange{MAC: mac, MTU: 1400, Up: true}},
		{Op: network.OpSet, Sysctl: &k}, {Op: network.OpChange, Address: &a}, {Op: network.OpAdd, Route: &r},
	} {
		s.Apply(c)
	}
	if !b.Link.Up || b.Link.MTU != 1400 || b.Link.MAC.String() != mac.String() || b.Sysctls[k.Of()] != "0" || len(b.Routes) != 2 {
		t.Errorf("b = %+v", b)
	}
	if got := b.Addresses[0]; !got.Tentative || got.Valid != network.Forever {
		t.Errorf("a change of lifetimes makes an address usable: %+v", got)
	}
	s.Apply(network.Change{Op: network.OpDelete, Address: &a})
	s.Apply(network.Change{Op: network.OpDelete, Route: &r})
	s.Apply(network.Change{Op: network.OpSet, Interface: "b", Link: &network.LinkChange{Down: true}})
	if len(b.Addresses)+len(b.Routes) != 0 || b.Link.Up {
		t.Errorf("b = %+v", b)
	}
}

func TestBurntIn(t *testing.T) {
	t.Parallel()
	one, two := net.HardwareAddr{1}, net.HardwareAddr{2}
	if got := (&network.Link{MAC: one, Permanent: two}).BurntIn(); got.String() != "02" {
		t.Error(got)
	}
	if got := (&network.Link{MAC: one}).BurntIn(); got.String() != "01" {
		t.Error(got)
	}
}
