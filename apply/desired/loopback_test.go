package desired_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/ifcfg"
)

func TestLoopback(t *testing.T) {
	t.Parallel()
	text := "DEVICE=lo\nONBOOT=yes\nIPADDR=127.0.0.1\nNETMASK=255.0.0.0\nIPADDR1=10.255.0.1\nPREFIX1=32\nIPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=\"::1/128 2001:db8::1/128\"\n"
	host, err := ifcfg.Check(strings.NewReader(text), "ifcfg-lo")
	if err != nil {
		t.Fatal(err)
	}
	lo := network.Link{Index: 1, Name: "lo", Loopback: true, Up: true, MTU: 65536}
	assigned, left := desired.Assign(host.Profiles, []network.Link{lo})
	if len(assigned) != 1 || len(left) != 0 {
		t.Fatalf("assigned %v, left %v", assigned, left)
	}
	if m := desired.Metrics(assigned, nil); len(m) != 0 {
		t.Errorf("metrics %v: no route of lo needs one", m)
	}
	i := desired.Build(host.Profiles[0], lo, 0, desired.Given{}, nil)
	var got []string
	for _, a := range i.Addresses {
		got = append(got, a.Object.String())
	}
	want := []string{"10.255.0.1/32 scope host", "2001:db8::1/128 scope global"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(i.Routes) != 0 {
		t.Errorf("routes %v", i.Routes)
	}
}

// Addresses of aliases have their labels, on the loopback and elsewhere.
func TestLabels(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{}
	for name, text := range map[string]string{
		"ifcfg-lo": "DEVICE=lo\nIPADDR=127.0.0.1\nPREFIX=8\n", "ifcfg-lo:0": "DEVICE=lo:0\nIPADDR=192.0.2.80\nPREFIX=32\n",
		"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.1\nPREFIX=24\n", "ifcfg-eth0:a": "DEVICE=eth0:a\nIPADDR=192.0.2.2\n",
	} {
		tree[ifcfg.ScriptsDir+"/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	host, err := ifcfg.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, l := range []network.Link{{Index: 2, Name: "eth0", Ethernet: true}, {Index: 1, Name: "lo", Loopback: true}} {
		for _, a := range desired.Build(host.Profiles[i], l, 0, desired.Given{}, nil).Addresses {
			got = append(got, a.Object.String())
		}
	}
	want := []string{
		"192.0.2.1/24 brd 192.0.2.255 scope global noprefixroute",
		"192.0.2.2/24 brd 192.0.2.255 scope global label eth0:a noprefixroute",
		"192.0.2.80/32 scope host label lo:0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A profile for any Ethernet is not one for lo.
func TestLoopbackTakesNoOther(t *testing.T) {
	t.Parallel()
	host, err := ifcfg.Check(strings.NewReader("TYPE=Ethernet\nIPADDR=192.0.2.1\nPREFIX=24\n"), "ifcfg-any")
	if err != nil {
		t.Fatal(err)
	}
	if assigned, _ := desired.Assign(host.Profiles, []network.Link{{Index: 1, Name: "lo", Loopback: true}}); len(assigned) != 0 {
		t.Errorf("assigned %v", assigned)
	}
}
