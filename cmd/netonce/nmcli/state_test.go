package nmcli_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/network"
	"netonce/apply/resolv"
	"netonce/cmd/netonce/nmcli"
)

// link changes the link of that name.
func link(f *nmcli.Facts, name string, change func(*network.Link)) {
	l := f.Network.Interface(name).Link
	change(&l)
	f.Network.SetLink(l)
}

func TestStates(t *testing.T) {
	t.Parallel()
	type change = func(*nmcli.Facts)
	for name, tt := range map[string]struct {
		files  map[string]string
		up     map[string]string
		change change
		line   string
		want   string
	}{
		"nothing": {line: "nmcli -t dev", want: "lo:loopback:connected (externally):lo\neth1:ethernet:disconnected:\neth2:ethernet:disconnected:\neth3:ethernet:disconnected:\n"},
		"no carrier": {line: "nmcli -g GENERAL.STATE dev show eth3", want: "20 (unavailable)\n",
			change: func(f *nmcli.Facts) { link(f, "eth3", func(l *network.Link) { l.Carrier = false }) }},
		"not brought up": {line: "nmcli -g GENERAL.STATE dev show eth3", want: "30 (disconnected)\n",
			change: func(f *nmcli.Facts) { link(f, "eth3", func(l *network.Link) { l.Up, l.Carrier = false, false }) }},
		"of others": {line: "nmcli -t -f DEVICE,STATE,CONNECTION,IP4-CONNECTIVITY dev",
			want:   "eth3:connected (externally):eth3:unknown\nlo:connected (externally):lo:unknown\neth1:disconnected::none\neth2:disconnected::none\n",
			change: func(f *nmcli.Facts) { address(f, "eth3", "203.0.113.1/24") }},
		"left to another tool": {files: map[string]string{"ifcfg-eth3": "DEVICE=eth3\nNM_CONTROLLED=no\nBOOTPROTO=dhcp\n"},
			line: "nmcli -g GENERAL.STATE,GENERAL.NM-MANAGED dev show eth3", want: "10 (unmanaged)\nno\n"},
		"its link was taken down": {files: map[string]string{"ifcfg-eth1": "DEVICE=eth1\n"}, up: map[string]string{"eth1": "ifcfg-eth1"},
			line: "nmcli -t -f NAME con show --active", want: "lo\n",
			change: func(f *nmcli.Facts) { link(f, "eth1", func(l *network.Link) { l.Up, l.Carrier = false, false }) }},
		"taken down by hand": {files: map[string]string{"ifcfg-eth1": "DEVICE=eth1\n"}, up: map[string]string{"eth1": "ifcfg-eth1"},
			line: "nmcli -t -f NAME,STATE con show --active", want: "lo:activated\n",
			change: func(f *nmcli.Facts) {
				o := f.Owned["eth1"]
				o.Down = true
				f.Owned["eth1"] = o
			}},
		"its profile is gone": {up: map[string]string{"eth1": "ifcfg-gone"}, line: "nmcli -g GENERAL.STATE,GENERAL.CONNECTION dev show eth1", want: "30 (disconnected)\n\n"},
		"nothing is up":       {line: "nmcli -t -f STATE,CONNECTIVITY general", want: "disconnected:none\n"},
		"no way out": {files: map[string]string{"ifcfg-eth3": "DEVICE=eth3\n"}, up: map[string]string{"eth3": "ifcfg-eth3"},
			line: "nmcli -t -f STATE,CONNECTIVITY general", want: "connected (local only):limited\n"},
		"a way out": {up: map[string]string{"eth2": "ifcfg-eth2"}, files: map[string]string{"ifcfg-eth2": "DEVICE=eth2\n"},
			line: "nmcli networking connectivity check", want: "full\n"},
		"port": {files: map[string]string{"ifcfg-eth3": "DEVICE=eth3\nNAME=port\n"}, up: map[string]string{"eth3": "ifcfg-eth3"},
			line: "nmcli -g NAME,PORT con show --active", want: "port:bridge\nlo:\n",
			change: func(f *nmcli.Facts) {
				f.Network.SetLink(network.Link{Index: 9, Name: "br0", Kind: "bridge", Ethernet: true})
				link(f, "eth3", func(l *network.Link) { l.Master = 9 })
			}},
		"name servers of both families": {files: map[string]string{"ifcfg-eth1": "DEVICE=eth1\n"}, up: map[string]string{"eth1": "ifcfg-eth1"},
			line: "nmcli -t -f IP4.DNS,IP4.SEARCHES,IP6.DNS,IP6.SEARCHES,IP6.DOMAIN dev show eth1",
			want: "IP4.DNS[1]:192.0.2.53\nIP4.SEARCHES[1]:four.example\nIP6.DNS[1]:2001:db8::53\nIP6.DNS[2]:fe80::1\nIP6.SEARCHES[1]:six.example\nIP6.DOMAIN[1]:ra.example\n",
			change: func(f *nmcli.Facts) {
				addr := netip.MustParseAddr
				o := f.Owned["eth1"]
				o.DNS = []resolv.Source{
					{Origin: "static", Servers: []netip.Addr{addr("192.0.2.53")}, Search: []string{"four.example"}},
					{Origin: "static", Servers: []netip.Addr{addr("2001:db8::53")}, Search: []string{"six.example"}},
					{Origin: "ra", Servers: []netip.Addr{addr("fe80::1")}, Domains: []string{"ra.example"}},
				}
				f.Owned["eth1"] = o
			}},
		"not to be shown": {up: map[string]string{"eth3": "ifcfg-eth3"}, files: map[string]string{"ifcfg-eth3": "DEVICE=eth3\n"},
			line: "nmcli -t -f IP4.ROUTE,IP6.ADDRESS dev show eth3", want: "IP4.ROUTE[1]:dst = 10.0.0.0/8, nh = 192.0.2.1, mt = 0, table=100\n",
			change: func(f *nmcli.Facts) {
				f.Network.AddRoute(network.Route{Interface: "eth3", Destination: netip.MustParsePrefix("10.0.0.0/8"),
					Gateway: netip.MustParseAddr("192.0.2.1"), Table: 100, Type: network.Unicast})
				f.Network.AddRoute(network.Route{Interface: "eth3", Destination: netip.MustParsePrefix("10.0.0.0/8"), Table: network.TableLocal, Type: network.Unicast})
				f.Network.AddRoute(network.Route{Interface: "eth3", Destination: netip.MustParsePrefix("10.1.0.0/16"), Table: network.TableMain, Type: network.Local})
				f.Network.SetAddress(network.Address{Interface: "eth3", Prefix: netip.MustParsePrefix("2001:db8::1/64"), Tentative: true})
				f.Network.SetAddress(network.Address{Interface: "eth3", Prefix: netip.MustParsePrefix("2001:db8::2/64"), DADFailed: true})
			}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHost(tt.files)
			h.facts = tt.change
			if tt.up != nil {
				h.up = tt.up
			}
			out, errOut, code := h.nmcli(tt.line)
			if diff := cmp.Diff(tt.want, out); diff != "" || code != 0 || errOut != "" {
				t.Errorf("%s: exit code %d, %s\n%s", tt.line, code, errOut, diff)
			}
		})
	}
}
