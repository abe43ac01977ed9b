package kernel_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sys/unix"

	"netonce/apply/kernel"
	"netonce/apply/network"
)

func TestAddressesReadBack(t *testing.T) {
	c := namespace(t)
	veth(t, "v0", "p0")
	quiet(t, c, "v0", "p0")
	do(t, c, "p0", up())
	do(t, c, "v0", up())
	changes := []network.Change{
		addAddress("v0", "192.0.2.2/24"), addAddress("v0", "198.51.100.1/31"), addAddress("v0", "203.0.113.1/32"),
		addAddress("v0", "169.254.1.1/16"), addAddress("v0", "2001:db8::2/64"), addAddress("v0", "2001:db8:1::1/128"), addAddress("v0", "fe80::77/64"),
	}
	for _, p := range []string{"10.0.0.1/8", "2001:db8:2::2/64"} {
		x := addAddress("v0", p)
		x.Address.NoPrefixRoute, x.Address.Valid, x.Address.Preferred = false, time.Hour, time.Minute
		changes = append(changes, x)
	}
	do(t, c, "v0", changes...)
	have := snapshot(t, c).Interface("v0").Addresses
	for _, x := range changes {
		i := slices.IndexFunc(have, func(a network.Address) bool { return a.Key() == x.Address.Key() })
		if i < 0 {
			t.Errorf("not read back: %s", x)
			continue
		}
		have[i].Tentative = false // the kernel's word: it decides a moment later, even without detection
		if diff := cmp.Diff(*x.Address, have[i], cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
			cmp.Comparer(func(a, b netip.Addr) bool { return a == b }),
			cmp.Comparer(func(a, b time.Duration) bool { return (a - b).Abs() <= 2*time.Second })); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", x, diff)
		}
	}
	// Lifetimes change in place.
	x := addAddress("v0", "10.0.0.1/8")
	x.Op, x.Address.Valid, x.Address.Preferred = network.OpChange, network.Forever, network.Forever
	do(t, c, "v0", x)
	for _, a := range snapshot(t, c).Interface("v0").Addresses {
		if a.Key() == x.Address.Key() && a.Valid != network.Forever {
			t.Errorf("valid = %s", a.Valid)
		}
	}
	for i := range changes {
		changes[i].Op = network.OpDelete
	}
	do(t, c, "v0", changes...)
	for _, a := range snapshot(t, c).Interface("v0").Addresses {
		if !a.Prefix.Addr().IsLinkLocalUnicast() {
			t.Errorf("left: %s", a)
		}
	}
}

func TestLinkReadBack(t *testing.T) {
	c := namespace(t)
	veth(t, "v0", "p0")
	do(t, c, "p0", up())
	mac := net.HardwareAddr{2, 0, 0, 0, 0, 9}
	do(t, c, "v0", network.Change{Op: network.OpSet, Link: &network.LinkChange{MAC: mac, MTU: 1300, Up: true}})
	want := network.Link{Name: "v0", Kind: "veth", Ethernet: true, MAC: mac, MTU: 1300, Up: true, Carrier: true}
	if diff := cmp.Diff(want, snapshot(t, c).Interface("v0").Link, cmpopts.IgnoreFields(network.Link{}, "Index"), cmpopts.EquateComparable(netip.Addr{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, token := range []string{"::53", "::"} {
		do(t, c, "v0", network.Change{Op: network.OpSet, Link: &network.LinkChange{Token: netip.MustParseAddr(token)}})
		if l := snapshot(t, c).Interface("v0").Link; !l.HasToken(netip.MustParseAddr(token)) {
			t.Errorf("token %s is not %s", l.Token, token)
		}
	}
	do(t, c, "v0", network.Change{Op: network.OpSet, Link: &network.LinkChange{Down: true}})
	if l := snapshot(t, c).Interface("v0").Link; l.Up || l.Carrier {
		t.Errorf("link = %+v", l)
	}
	if l := snapshot(t, c).Interface("lo").Link; !l.Loopback || l.Ethernet {
		t.Errorf("lo = %+v", l)
	}
}

// The kernel's own words reach the user.
func TestRefusals(t *testing.T) {
	c := wired(t)
	for _, test := range []struct {
		change network.Change
		errno  error
		text   string
	}{
		{route4("10.1.0.0/16", func(r *network.Route) { r.Gateway = netip.MustParseAddr("203.0.113.9") }), unix.ENETUNREACH, "network is unreachable: Nexthop has invalid gateway"},
		{route4("192.0.2.0/24", func(r *network.Route) { r.Scope = network.ScopeLink }), unix.EEXIST, "file exists"},
		{network.Change{Op: network.OpSet, Link: &network.LinkChange{MTU: 60}}, unix.EINVAL, "invalid argument: mtu less than device minimum"},
	} {
		err := try(t, c, "v0", test.change)[0]
		if !errors.Is(err, test.errno) || err.Error() != test.text {
			t.Errorf("%s: %v, want %s", test.change, err, test.text)
		}
	}
	gone := route4("10.99.0.0/16", func(r *network.Route) { r.Gateway = netip.MustParseAddr("192.0.2.1") })
	gone.Op = network.OpDelete
	if err := try(t, c, "v0", gone)[0]; !errors.Is(err, unix.ESRCH) {
		t.Errorf("%s: %v", gone, err)
	}
	away := addAddress("v0", "198.51.100.9/24")
	away.Op = network.OpDelete
	if err := try(t, c, "v0", away)[0]; !errors.Is(err, unix.EADDRNOTAVAIL) {
		t.Errorf("%s: %v", away, err)
	}
}

// One that is refused stops none of three thousand, and each gets its own answer.
func TestManyChanges(t *testing.T) {
	c := wired(t)
	var changes []network.Change
	for i := range 3000 {
		changes = append(changes, route4(fmt.Sprintf("10.%d.%d.0/24", i/250, i%250), func(r *network.Route) {
			r.Gateway = netip.MustParseAddr("192.0.2.1")
			if i%500 == 7 {
				r.Gateway = netip.MustParseAddr("203.0.113.9")
			}
		}))
	}
	for i, err := range try(t, c, "v0", changes...) {
		if refused := i%500 == 7; refused != errors.Is(err, unix.ENETUNREACH) || !refused && err != nil {
			t.Errorf("%s: %v", changes[i], err)
		}
	}
	if n := len(snapshot(t, c).Interface("v0").Routes); n < 2994 {
		t.Errorf("%d routes are there", n)
	}
}

func TestManyLinks(t *testing.T) {
	c := namespace(t)
	list := names("v", 1000)
	for _, name := range list {
		veth(t, name, "p"+name)
	}
	s := snapshot(t, c)
	if n := len(s.Links()); n != 2001 {
		t.Fatalf("%d links", n)
	}
	var changes []network.Change
	for i, name := range list {
		for _, p := range []string{fmt.Sprintf("10.%d.%d.1/24", i/250, i%250), fmt.Sprintf("172.%d.%d.1/24", 16+i/250, i%250)} {
			x := addAddress(name, p)
			x.Interface, x.Index = name, s.Interface(name).Link.Index
			changes = append(changes, x)
		}
	}
	if err := errors.Join(c.Apply(changes)...); err != nil {
		t.Fatal(err)
	}
	s = snapshot(t, c)
	for _, x := range changes {
		if !slices.ContainsFunc(s.Interface(x.Interface).Addresses, func(a network.Address) bool { return a.Key() == x.Address.Key() }) {
			t.Fatalf("not there: %s", x)
		}
	}
}

func TestSysctl(t *testing.T) {
	c := namespace(t)
	veth(t, "v0", "p0")
	s := network.Sysctl{Family: "ipv6", Interface: "v0", Key: "accept_ra", Value: "0"}
	do(t, c, "v0", network.Change{Op: network.OpSet, Sysctl: &s})
	if v, err := c.Sysctl(s); v != "0" || err != nil {
		t.Errorf("%q, %v", v, err)
	}
	for _, bad := range []network.Sysctl{
		{Family: "ipv4", Interface: "all", Key: "forwarding", Value: "1"},
		{Family: "ipv4", Interface: "..", Key: "x", Value: "1"},
		{Family: "ipv4", Interface: "v0", Key: "../all/forwarding", Value: "1"},
		{Family: "ipv4", Interface: "", Key: "forwarding", Value: "1"},
	} {
		err := c.Apply([]network.Change{{Op: network.OpSet, Sysctl: &bad}})[0]
		if err == nil || !strings.Contains(err.Error(), "not an interface's") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if _, err := c.Sysctl(network.Sysctl{Family: "ipv4", Interface: "v0", Key: "nonsense"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("err = %v", err)
	}
}

func TestWatch(t *testing.T) {
	c := namespace(t)
	veth(t, "v0", "p0")
	quiet(t, c, "v0", "p0")
	events, stop, err := kernel.Watch()
	if err != nil {
		t.Fatal(err)
	}
	do(t, c, "p0", up())
	do(t, c, "v0", up(), addAddress("v0", "2001:db8::2/64"))
	index := snapshot(t, c).Interface("v0").Link.Index
	var carrier, address bool
	for !carrier || !address {
		select {
		case e := <-events:
			carrier = carrier || e.Link != nil && e.Index == index && e.Link.Up && e.Link.Carrier
			address = address || e.Address != nil && e.Index == index && e.Address.Prefix == netip.MustParsePrefix("2001:db8::2/64") && !e.Address.Tentative
		case <-time.After(10 * time.Second):
			t.Fatalf("carrier %v, address %v", carrier, address)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	for range events { // is closed
	}
}

// A veth takes features and numbers of channels, and is no card that has rings.
func TestEthtoolOfVeth(t *testing.T) {
	c := namespace(t)
	veth(t, "v0", "p0")
	set := func(words ...string) network.Change {
		var o network.Options
		for i := 0; i < len(words); i += 2 {
			o = o.With(words[i], words[i+1])
		}
		return network.Change{Op: network.OpSet, Ethtool: o}
	}
	do(t, c, "v0", set("features tso", "off", "features gro", "on"), network.Change{Op: network.OpSet, Link: &network.LinkChange{Promisc: "on"}}, up())
	link := snapshot(t, c).Interface("v0").Link
	if !link.Promisc || !link.Up {
		t.Errorf("%+v", link)
	}
	asked := network.Options{{Name: "features tso", Value: "off"}, {Name: "features gro", Value: "on"}, {Name: "features lro", Value: "on"},
		{Name: "features nonsense", Value: "on"}, {Name: "rings rx", Value: "7"}}
	want := network.Options{{Name: "features tso", Value: "off"}, {Name: "features gro", Value: "on"}, {Name: "features lro", Value: "off [fixed]"}}
	if diff := cmp.Diff(want, c.Ethtool(link.Index, asked)); diff != "" {
		t.Error(diff)
	}
	errs := try(t, c, "v0", set("rings rx", "7"), set("features nonsense", "on", "features tso", "on"), network.Change{Op: network.OpSet, Link: &network.LinkChange{Promisc: "off"}})
	if !errors.Is(errs[0], unix.EOPNOTSUPP) || errs[2] != nil {
		t.Errorf("%v", errs)
	}
	if errs[1] == nil || !strings.Contains(errs[1].Error(), "nonsense: operation not supported: bit name not found") {
		t.Errorf("%v", errs[1])
	}
	if on := c.Ethtool(link.Index, asked).Find("features tso"); on == nil || on.Value != "on" || snapshot(t, c).Interface("v0").Link.Promisc {
		t.Errorf("tso %v, or promiscuous", on)
	}
}
