package property_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg/property"
)

// properties are all properties of a connection that are not the default.
func properties(t testing.TB, c *property.Connection) map[string]any {
	t.Helper()
	b, err := json.Marshal(c.Document(false).Properties)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// roundTrip writes a connection unchanged, which must change no byte, and anew into
// an empty directory, which must give the same properties.
func roundTrip(t testing.TB, in dir, file string) {
	t.Helper()
	c := in.open(t, file)
	same := maps.Clone(in)
	if err := c.Save(same); err != nil {
		return // what does not verify is not written
	}
	if diff := cmp.Diff(in, same); diff != "" {
		t.Fatalf("written unchanged: %s", diff)
	}
	want := properties(t, in.open(t, file))
	out := dir{}
	if network, ok := in["network"]; ok {
		out["network"] = network
	}
	if err := c.Fresh().Save(out); err != nil {
		if strings.Contains(err.Error(), "never written") {
			return // a control character
		}
		t.Fatalf("written anew: %v", err)
	}
	name := profileIn(out)
	got := properties(t, out.open(t, name))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("read back from %q: %s", out[name], diff)
	}
	again := dir{}
	if network, ok := in["network"]; ok {
		again["network"] = network
	}
	if err := out.open(t, name).Fresh().Save(again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(out[name], again[profileIn(again)]); diff != "" {
		t.Fatalf("written anew twice: %s", diff)
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for name, m := range modifications() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if m.in == nil {
				m.in = dir{"ifcfg-eth1": office}
			}
			file := profileIn(m.in)
			c := m.in.open(t, file)
			if err := change(c, m.changes); err != nil {
				t.Fatal(err)
			}
			if err := c.Save(m.in); err != nil {
				t.Fatal(err)
			}
			roundTrip(t, m.in, file)
		})
	}
}

// FuzzRoundTrip takes any profile with its route files.
func FuzzRoundTrip(f *testing.F) {
	f.Add(office, "", "")
	for _, m := range modifications() {
		if m.in != nil {
			f.Add(m.in[profileIn(m.in)], m.in["route-eth0"], "")
		}
	}
	f.Add("DEVICE=eth0\nIPV6INIT=yes\nIPV6ADDR='2001:db8::1 2001:db8::2/48'\nIPV6_DEFAULTGW=fe80::1%eth0\n", "", "2001:db8::/32 via fe80::1 metric 5\nblackhole 2001:db9::/32\n")
	f.Add("DEVICE=eth0\nBOOTPROTO=dhcp\nMASTER=bond0\nSLAVE=yes\n", "default via 192.0.2.1 table 7 tos 0x10 scope link\n", "")
	f.Add("TYPE=Vlan\nPHYSDEV=eth1\nVLAN_ID=7\nVLAN_FLAGS=GVRP,LOOSE_BINDING\nVLAN_EGRESS_PRIORITY_MAP=1:2,3:4\n", "ADDRESS0=10.0.0.0\nNETMASK0=255.0.0.0\nOPTIONS0='onlink mtu lock 1400 src 10.1.1.1'\n", "")
	f.Add("TYPE=Bridge\nDEVICE=br0\nSTP=on\nDELAY=4\nBRIDGING_OPTS='priority=1 hello_time=3 multicast_snooping=0'\nBRIDGE_VLANS='1 pvid untagged,2-9'\n", "", "")
	f.Fuzz(func(t *testing.T, profile, routes, routes6 string) {
		in := dir{"ifcfg-eth0": profile}
		if routes != "" {
			in["route-eth0"] = routes
		}
		if routes6 != "" {
			in["route6-eth0"] = routes6
		}
		if strings.Contains(profile, "\x00") {
			return // no such file is a profile
		}
		roundTrip(t, in, "ifcfg-eth0")
	})
}

// FuzzChange takes any value for any property: it is refused, or written and read
// back, and never adds a line that nobody asked for.
func FuzzChange(f *testing.F) {
	for i, v := range []string{"yes", "192.0.2.1/24, 192.0.2.2", "x\nONBOOT=no", "-1", "a b,c\\,d", "priority 5 from 1.2.3.4 table 7", "02:00:00:00:00:01", "10.0.0.0/8 192.0.2.1 5 mtu=7 onlink=true"} {
		f.Add(i, v)
	}
	var all []*property.Property
	for _, s := range property.Table() {
		all = append(all, s.Properties...)
	}
	f.Fuzz(func(t *testing.T, n int, value string) {
		p := all[uint(n)%uint(len(all))]
		files := dir{"ifcfg-eth1": office}
		c := files.open(t, "ifcfg-eth1")
		if c.Set(p, value) != nil {
			return
		}
		if err := c.Save(files); err != nil {
			if files["ifcfg-eth1"] != office {
				t.Fatalf("%s: refused with %v, and yet written", p.FullName(), err)
			}
			return
		}
		got := properties(t, files.open(t, "ifcfg-eth1"))
		b, err := json.Marshal(c.Document(false).Properties)
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]any
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s = %q gave %q: %s", p.FullName(), value, files["ifcfg-eth1"], diff)
		}
	})
}
