//go:build vm

package links_test

import "testing"

func TestTunnels(t *testing.T) {
	for _, s := range tunnels() {
		t.Run(s.name, s.run)
	}
}

// tunnels are those of the old scripts, and the kinds that are netonce's own.
func tunnels() []stack {
	eth1 := []string{"DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24", "IPV6INIT=yes", "IPV6_AUTOCONF=no", "IPV6ADDR=2001:db8::1/64"}
	outer6 := []string{"MY_OUTER_IPADDR=2001:db8::1", "PEER_OUTER_IPADDR=2001:DB8:0::2"}
	return []stack{
		{"tunnels over IPv4", []string{"eth1"},
			map[string][]string{
				"ifcfg-eth1": eth1,
				"ifcfg-gre1": {"DEVICE=gre1", "TYPE=GRE", "BOOTPROTO=none", "MY_OUTER_IPADDR=192.0.2.1", "PEER_OUTER_IPADDR=192.0.2.2", "KEY=0.0.1.2",
					"MY_INNER_IPADDR=10.1.0.1", "PEER_INNER_IPADDR=10.1.0.2", "TTL=32", "MTU=1400"},
				"ifcfg-tun1": {"DEVICE=tun1", "TYPE=IPIP", "MY_OUTER_IPADDR=192.0.2.1", "PEER_OUTER_IPADDR=192.0.2.3", "MY_INNER_IPADDR=10.2.0.1/30", "IPV6INIT=no"},
				"ifcfg-tap1": {"DEVICE=tap1", "TYPE=Gretap", "PHYSDEV=eth1", "PEER_OUTER_IPADDR=192.0.2.4", "BRIDGE=br0"},
				"ifcfg-br0":  {"DEVICE=br0", "TYPE=Bridge", "IPADDR=10.3.0.1", "PREFIX=24"},
				"ifcfg-sit1": {"DEVICE=sit1", "BOOTPROTO=none", "IPV6INIT=yes", "IPV6_AUTOCONF=no", "IPV6TUNNELIPV4=192.0.2.5", "IPV6TUNNELIPV4LOCAL=192.0.2.1", "IPV6ADDR=2001:db8:4::2/64", "IPV6_DEFAULTGW=2001:db8:4::1"},
			},
			[]string{"link gre1 kind gre", "link gre1 data remote 192.0.2.2", "link gre1 data local 192.0.2.1", "link gre1 data ttl 32", "link gre1 data ikey 0.0.1.2", "link gre1 data okey 0.0.1.2",
				"link gre1 mtu 1400", "link gre1 up", "addr gre1 10.1.0.1/32", "route4 main 10.1.0.2 dev gre1 proto kernel scope link src 10.1.0.1 metric 675",
				"link tun1 kind ipip", "link tun1 data remote 192.0.2.3", "!link tun1 data ttl 64", "addr tun1 10.2.0.1/30", "route4 main 10.2.0.0/30 dev tun1 proto kernel scope link src 10.2.0.1 metric 677",
				"link tap1 kind gretap", "link tap1 data link eth1", "link tap1 master br0",
				"link sit1 kind sit", "link sit1 data remote 192.0.2.5", "link sit1 data ttl 64", "addr sit1 2001:db8:4::2/64"},
			map[string][]string{
				"ifcfg-gre1": {"DEVICE=gre1", "TYPE=GRE", "BOOTPROTO=none", "PEER_OUTER_IPADDR=192.0.2.22",
					"MY_INNER_IPADDR=10.1.0.1", "PEER_INNER_IPADDR=10.1.0.3", "MTU=1400"},
				"ifcfg-sit1": nil,
			},
			[]string{"link gre1 data remote 192.0.2.22", "!link gre1 data local 192.0.2.1", "!link gre1 data ikey", "!link gre1 data ttl 32", "addr gre1 10.1.0.1/32",
				"route4 main 10.1.0.3 dev gre1 proto kernel scope link src 10.1.0.1 metric 675", "!route4 main 10.1.0.2"},
			[]string{"gre1", "tun1", "tap1"}},
		{"tunnels over IPv6", []string{"eth1"},
			map[string][]string{
				"ifcfg-eth1":  eth1,
				"ifcfg-six4":  append([]string{"DEVICE=six4", "TYPE=IPIP6", "MY_INNER_IPADDR=10.1.0.1/24"}, outer6...),
				"ifcfg-six6":  append([]string{"DEVICE=six6", "TYPE=IP6IP6", "TTL=9", "IPV6_AUTOCONF=no", "MY_INNER_IPADDR=2001:db8:6::1", "PEER_INNER_IPADDR=2001:db8:6::2", "IPV6INIT=yes", "PHYSDEV=eth1"}, outer6...),
				"ifcfg-sixg":  append([]string{"DEVICE=sixg", "TYPE=GRE6", "KEY=7", "MY_INNER_IPADDR=10.2.0.1/24"}, outer6...),
				"ifcfg-sixt":  append([]string{"DEVICE=sixt", "TYPE=Gretap6", "IPADDR=10.3.0.1", "PREFIX=24"}, outer6...),
				"ifcfg-sixt5": {"DEVICE=sixt.5", "VLAN=yes", "IPADDR=10.4.0.1", "PREFIX=24"},
			},
			[]string{"link six4 kind ip6tnl", "link six4 data proto ipip6", "link six4 data remote 2001:db8::2", "link six4 data local 2001:db8::1", "link six4 data ttl 64", "link six4 data encap_limit 4", "addr six4 10.1.0.1/24",
				"link six6 data proto ip6ip6", "link six6 data ttl 9", "link six6 data link eth1", "addr six6 2001:db8:6::1/128", "link sixg kind ip6gre", "link sixg data ikey 0.0.0.7", "addr sixg 10.2.0.1/24",
				"link sixt kind ip6gretap", "addr sixt 10.3.0.1/24", "link sixt.5 parent sixt", "addr sixt.5 10.4.0.1/24"},
			map[string][]string{"ifcfg-six4": {"DEVICE=six4", "TYPE=IP6IP6", "PEER_OUTER_IPADDR=2001:db8::2", "MY_INNER_IPADDR=10.1.0.1/24"},
				"ifcfg-sixg": append([]string{"DEVICE=sixg", "TYPE=GRE6", "KEY=8", "MY_INNER_IPADDR=10.2.0.1/24"}, outer6...)},
			[]string{"link six4 data proto ip6ip6", "!link six4 data local 2001:db8::1", "addr six4 10.1.0.1/24", "link sixg data okey 0.0.0.8", "addr sixg 10.2.0.1/24"},
			[]string{"six4", "six6", "sixg", "sixt", "sixt.5"}},
	}
}
