package ifcfg_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

// What the keys of tunnels make of a profile.
func TestTunnel(t *testing.T) {
	t.Parallel()
	const gre = "DEVICE=gre1\nTYPE=GRE\n"
	for _, c := range []struct {
		name, text string
		kind       ifcfg.Kind
		addresses  string // of both families
		peer       string
		mistakes   []string
	}{
		{"the peer's prefix length counts", gre + "MY_INNER_IPADDR=10.0.0.1/30\nPEER_INNER_IPADDR=10.0.0.2\n", ifcfg.KindGRE, "10.0.0.1/32", "10.0.0.2", nil},
		{"an address alone is one host's", gre + "MY_INNER_IPADDR=10.0.0.1\n", ifcfg.KindGRE, "10.0.0.1/32", "", nil},
		{"IPv6 inside", gre + "IPV6INIT=yes\nMY_INNER_IPADDR=2001:db8::1\nPEER_INNER_IPADDR=2001:db8::2/64\n", ifcfg.KindGRE, "2001:db8::1/64", "2001:db8::2", nil},
		{"a peer inside that is the one outside is none", gre + "PEER_OUTER_IPADDR=192.0.2.2\nPEER_INNER_IPADDR=192.0.2.2\nMY_INNER_IPADDR=10.0.0.1/24\n", ifcfg.KindGRE, "10.0.0.1/24", "", nil},
		{"families mixed inside", gre + "MY_INNER_IPADDR=10.0.0.1/24\nPEER_INNER_IPADDR=2001:db8::2\n", ifcfg.KindGRE, "10.0.0.1/24", "",
			[]string{"ifcfg-eth0:4:19: error: PEER_INNER_IPADDR: 2001:db8::2 is of another family than 10.0.0.1/24 [value]"}},
		{"the wrong family outside", gre + "MY_OUTER_IPADDR=2001:db8::1\n", ifcfg.KindGRE, "", "",
			[]string{"ifcfg-eth0:3:17: error: MY_OUTER_IPADDR: 2001:db8::1 is of the wrong family for the outside of a tunnel of the kind GRE; the profile is not applied [rejected]"}},
		{"the kernel's own", "DEVICE=sit0\nTYPE=sit\nIPV6TUNNELIPV4=192.0.2.1\n", ifcfg.KindSIT, "", "",
			[]string{"ifcfg-eth0:1:8: error: DEVICE: sit0 is the kernel's own, for packets of no other tunnel; the profile is not applied [rejected]"}},
		{"a key that is none", gre + "KEY=s:abcde\n", ifcfg.KindGRE, "", "",
			[]string{"ifcfg-eth0:3:5: error: KEY: the key of a tunnel is a number in 0..4294967295, or dotted like an IPv4 address; the profile is not applied [rejected]"}},
		{"sit by its ends alone", "DEVICE=sit1\nIPV6TUNNELIPV4=192.0.2.1\nIPV6INIT=yes\nIPV6ADDR=2001:db8::1/64\n", ifcfg.KindSIT, "2001:db8::1/64", "", nil},
		{"keys of another kind", "DEVICE=eth0\nTTL=7\n", ifcfg.KindEthernet, "", "",
			[]string{"ifcfg-eth0:2:5: warning: TTL: it is for the kind GRE or Gretap or IPIP or SIT or GRE6 or Gretap6 or IPIP6 or IP6IP6, and this is the kind Ethernet [not-applied]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := profileOf(t, c.text)
			var addresses []string
			for _, f := range append(p.IPv4.Addresses, p.IPv6.Addresses...) {
				addresses = append(addresses, f.Value.String())
			}
			peer := ""
			for _, ip := range []ifcfg.IP{p.IPv4, p.IPv6} {
				if ip.Peer.IsValid() {
					peer = ip.Peer.String()
				}
			}
			var mistakes []string
			for _, d := range p.Diagnostics {
				mistakes = append(mistakes, d.String())
			}
			if p.Kind.Value != c.kind || strings.Join(addresses, " ") != c.addresses || peer != c.peer {
				t.Errorf("kind %s, addresses %v, peer %q", p.Kind.Value, addresses, peer)
			}
			if d := cmp.Diff(c.mistakes, mistakes); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestTunnelKey(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]uint32{"0": 0, "7": 7, "4294967295": 1<<32 - 1, "0.0.1.2": 258, "192.0.2.1": 0xc0000201} {
		if n, err := ifcfg.TunnelKey(s); err != nil || n != want {
			t.Errorf("%s: %d, %v", s, n, err)
		}
	}
	for _, s := range []string{"", "-1", "4294967296", "0x7", "1.2.3", "::1"} {
		if n, err := ifcfg.TunnelKey(s); err == nil {
			t.Errorf("%s: %d", s, n)
		}
	}
}
