//go:build vm

package links_test

import (
	"testing"

	"netonce/tests/lab"
)

// What only a kernel with its modules has: bonds, VLANs, VRFs, dummies.
func TestStacksOfModules(t *testing.T) {
	for _, s := range vmStacks() {
		t.Run(s.name, s.run)
	}
}

func vmStacks() []stack {
	bonded := func(opts string, more ...string) map[string][]string {
		return map[string][]string{
			"ifcfg-bond0": append([]string{"DEVICE=bond0", "TYPE=Bond", "BONDING_MASTER=yes", "BONDING_OPTS='" + opts + "'"}, more...),
			"ifcfg-eth1":  {"DEVICE=eth1", "MASTER=bond0", "SLAVE=yes"},
			"ifcfg-eth2":  {"DEVICE=eth2", "MASTER=bond0", "SLAVE=yes"},
		}
	}
	with := func(files map[string][]string, more map[string][]string) map[string][]string {
		for name, lines := range more {
			files[name] = lines
		}
		return files
	}
	address := []string{"IPADDR=192.0.2.10", "PREFIX=24"}
	return []stack{
		{"bond", []string{"eth1", "eth2", "eth3"},
			bonded("mode=active-backup miimon=80 primary=eth2", address...),
			[]string{"link bond0 kind bond", "link bond0 data mode active-backup", "link bond0 data miimon 80", "link bond0 data primary eth2",
				"link eth1 master bond0", "link eth2 master bond0", "link eth1 up", "addr bond0 192.0.2.10/24", "!addr eth1", "!addr eth2"},
			map[string][]string{
				"ifcfg-bond0": {"DEVICE=bond0", "TYPE=Bond", "BONDING_MASTER=yes", "BONDING_OPTS='mode=active-backup updelay=100'", "IPADDR=192.0.2.10", "PREFIX=24"},
				"ifcfg-eth3":  {"DEVICE=eth3", "MASTER=bond0"},
				"ifcfg-eth1":  nil,
			},
			[]string{"link bond0 data miimon 100", "link bond0 data updelay 100", "!link bond0 data primary", "link eth3 master bond0", "!link eth1 master", "link eth2 master bond0", "addr bond0 192.0.2.10/24"},
			[]string{"bond0"}},
		{"bond whose mode changes", []string{"eth1", "eth2"},
			bonded("mode=1", address...),
			[]string{"link bond0 data mode active-backup", "link bond0 data miimon 100"},
			map[string][]string{"ifcfg-bond0": {"DEVICE=bond0", "TYPE=Bond", "BONDING_OPTS='mode=4 lacp_rate=fast xmit_hash_policy=layer3+4'", "IPADDR=192.0.2.10", "PREFIX=24"}},
			[]string{"link bond0 data mode 802.3ad", "link bond0 data ad_lacp_rate fast", "link bond0 data xmit_hash_policy layer3+4", "link eth1 master bond0", "link eth2 master bond0", "link bond0 up", "addr bond0 192.0.2.10/24"},
			[]string{"bond0"}},
		{"bond watched by ARP", []string{"eth1", "eth2"},
			bonded("mode=active-backup arp_interval=1000 arp_ip_target=192.0.2.1,192.0.2.2 arp_validate=all", address...),
			[]string{"link bond0 data miimon 0", "link bond0 data arp_interval 1000", "link bond0 data arp_ip_target 192.0.2.1,192.0.2.2", "link bond0 data arp_validate all"},
			map[string][]string{"ifcfg-bond0": {"DEVICE=bond0", "TYPE=Bond", "BONDING_OPTS='mode=active-backup arp_interval=500 arp_ip_target=192.0.2.3'", "IPADDR=192.0.2.10", "PREFIX=24"}},
			[]string{"link bond0 data arp_interval 500", "link bond0 data arp_ip_target 192.0.2.3"}, []string{"bond0"}},
		{"VLANs", []string{"eth1"},
			map[string][]string{
				"ifcfg-eth1":     {"DEVICE=eth1"},
				"ifcfg-eth1.10":  {"DEVICE=eth1.10", "VLAN=yes", "GVRP=yes", "VLAN_EGRESS_PRIORITY_MAP=0:1,3:5", "VLAN_INGRESS_PRIORITY_MAP=2:4", "IPADDR=10.10.0.1", "PREFIX=24", "MTU=1400"},
				"ifcfg-storage":  {"DEVICE=storage", "TYPE=Vlan", "PHYSDEV=eth1", "VLAN_ID=20", "VLAN_FLAGS=NO_REORDER_HDR", "IPADDR=10.20.0.1", "PREFIX=24"},
				"ifcfg-vlan30":   {"DEVICE=vlan30", "VLAN=yes", "PHYSDEV=eth1", "IPADDR=10.30.0.1", "PREFIX=24", "IPV6INIT=yes", "IPV6_AUTOCONF=no", "IPV6ADDR=2001:db8:30::1/64"},
				"ifcfg-eth1.7":   {"DEVICE=eth1.7", "VLAN=yes", "VLAN_PROTOCOL=802.1ad"},
				"ifcfg-eth1.7.8": {"DEVICE=inner", "TYPE=Vlan", "PHYSDEV=eth1.7", "VLAN_ID=8", "IPADDR=10.8.0.1", "PREFIX=24"},
			},
			[]string{"link eth1.10 kind vlan", "link eth1.10 parent eth1", "link eth1.10 data id 10", "link eth1.10 data flags REORDER_HDR,GVRP", "link eth1.10 mtu 1400",
				"link storage data id 20", "!link storage data flags", "link vlan30 data id 30", "addr vlan30 2001:db8:30::1/64", "link eth1.7 data protocol 802.1ad",
				"link inner parent eth1.7", "link inner data protocol 802.1Q", "addr inner 10.8.0.1/24",
				"route4 main 10.10.0.0/24 dev eth1.10 proto kernel scope link src 10.10.0.1 metric 400"},
			map[string][]string{
				"ifcfg-eth1.10": {"DEVICE=eth1.10", "VLAN=yes", "VLAN_EGRESS_PRIORITY_MAP=0:2", "IPADDR=10.10.0.1", "PREFIX=24"},
				"ifcfg-storage": {"DEVICE=storage", "TYPE=Vlan", "PHYSDEV=eth1", "VLAN_ID=21", "IPADDR=10.20.0.1", "PREFIX=24"},
			},
			[]string{"link eth1.10 data flags REORDER_HDR", "link eth1.10 mtu 1500", "link storage data id 21", "addr storage 10.20.0.1/24"}, []string{"eth1.10", "vlan30", "inner"}},
		{"bridge that tells VLANs apart", []string{"eth1", "eth2"},
			map[string][]string{
				"ifcfg-br0":  {"DEVICE=br0", "TYPE=Bridge", "BRIDGING_OPTS='vlan_filtering=1 default_pvid=5'", "BRIDGE_VLANS='10,20-22'", "IPADDR=192.0.2.10", "PREFIX=24"},
				"ifcfg-eth1": {"DEVICE=eth1", "BRIDGE=br0"},
				"ifcfg-eth2": {"DEVICE=eth2", "BRIDGE=br0", "BRIDGE_PORT_VLANS='10 pvid untagged,20-4000'"},
			},
			[]string{"link br0 data vlan_filtering 1", "link br0 data vlan_default_pvid 5", "vlan br0 5 PVID,Egress Untagged", "vlan br0 10", "vlan br0 20-22", "vlan eth1 5 PVID,Egress Untagged",
				"vlan eth2 5 Egress Untagged", "vlan eth2 10 PVID,Egress Untagged", "vlan eth2 20-4000"},
			map[string][]string{
				"ifcfg-br0":  {"DEVICE=br0", "TYPE=Bridge", "BRIDGING_OPTS='vlan_filtering=1 default_pvid=5'", "BRIDGE_VLANS='10,21'", "IPADDR=192.0.2.10", "PREFIX=24"},
				"ifcfg-eth1": {"DEVICE=eth1", "BRIDGE=br0", "BRIDGE_PORT_VLANS='5'"},
				"ifcfg-eth2": {"DEVICE=eth2", "BRIDGE=br0", "BRIDGE_PORT_VLANS='20-29,31-4000'"},
			},
			[]string{"vlan br0 21", "!vlan br0 20-22", "vlan eth1 5", "!vlan eth1 5 PVID", "vlan eth2 5 PVID,Egress Untagged", "!vlan eth2 10", "vlan eth2 20-29", "vlan eth2 31-4000"},
			[]string{"br0"}},
		{"bridge over VLAN over bond", []string{"eth1", "eth2"},
			with(bonded("mode=802.3ad"), map[string][]string{
				"ifcfg-bond0.5": {"DEVICE=bond0.5", "VLAN=yes", "BRIDGE=br5"},
				"ifcfg-br5":     {"DEVICE=br5", "TYPE=Bridge", "IPADDR=10.5.0.1", "PREFIX=24", "IPV6INIT=yes", "IPV6_AUTOCONF=no", "IPV6ADDR=2001:db8:5::1/64"},
			}),
			[]string{"link bond0.5 master br5", "link bond0.5 parent bond0", "link eth1 master bond0", "addr br5 10.5.0.1/24", "addr br5 2001:db8:5::1/64", "!addr bond0.5"},
			map[string][]string{"ifcfg-bond0.6": {"DEVICE=bond0.6", "VLAN=yes", "IPADDR=10.6.0.1", "PREFIX=24"}},
			[]string{"addr bond0.6 10.6.0.1/24", "link bond0.5 master br5"}, []string{"bond0", "bond0.5", "br5"}},
		{"VRF with VLANs, and a dummy", []string{"eth1"},
			map[string][]string{
				"ifcfg-red":     {"DEVICE=red", "TYPE=Vrf", "VRF_TABLE=100"},
				"ifcfg-eth1":    {"DEVICE=eth1"},
				"ifcfg-eth1.10": {"DEVICE=eth1.10", "VLAN=yes", "VRF=red", "IPADDR=10.10.0.1", "PREFIX=24"},
				"ifcfg-eth1.11": {"DEVICE=eth1.11", "VLAN=yes", "VRF=red", "IPADDR=10.11.0.1", "PREFIX=24"},
				"ifcfg-dummy0":  {"DEVICE=dummy0", "TYPE=Dummy", "IPADDR=192.0.2.9", "PREFIX=32"},
			},
			[]string{"link red kind vrf", "link red data table 100", "link eth1.10 master red", "link eth1.11 master red", "addr eth1.10 10.10.0.1/24",
				"route4 100 10.10.0.0/24 dev eth1.10 proto kernel scope link src 10.10.0.1 metric 400", "link dummy0 kind dummy", "addr dummy0 192.0.2.9/32"}, nil, nil, nil},
	}
}

// A port that joins a bond, and one that leaves, cost no packet of those that pass over
// another; nor does a VLAN on it.
func TestBondTraffic(t *testing.T) {
	h := lab.New(t)
	h.Cables("eth1", "eth2")
	h.Peer("eth1", "192.0.2.2/24")
	h.Profile("ifcfg-bond0", "DEVICE=bond0", "TYPE=Bond", "BONDING_OPTS='mode=active-backup primary=eth1'", "IPADDR=192.0.2.1", "PREFIX=24")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "MASTER=bond0")
	boot(t, h, "boot")
	h.Settle()
	passing(t, h, "192.0.2.2", func() {
		h.Profile("ifcfg-eth2", "DEVICE=eth2", "MASTER=bond0")
		boot(t, h, "reload")
		h.Profile("ifcfg-bond0.5", "DEVICE=bond0.5", "VLAN=yes", "IPADDR=198.51.100.1", "PREFIX=24")
		boot(t, h, "reload")
		h.Profile("ifcfg-bond0", "DEVICE=bond0", "TYPE=Bond", "BONDING_OPTS='mode=active-backup primary=eth1 miimon=50'", "IPADDR=192.0.2.1", "PREFIX=24")
		boot(t, h, "reload")
		h.Remove(lab.Profiles + "/ifcfg-eth2")
		boot(t, h, "reload")
	})
	has(t, h, []string{"!link eth2 master", "link bond0 data miimon 50", "addr bond0.5 198.51.100.1/24"})
}

// Which VLANs a port of a bridge is in, and the bridge itself, changes without a loss for
// those that pass over two other ports.
func TestBridgeVLANTraffic(t *testing.T) {
	h := lab.New(t)
	h.Cables("eth1", "eth2", "eth3")
	h.Peer("eth1", "192.0.2.2/24")
	h.Peer("eth2", "198.51.100.2/24")
	bridge := func(vlans ...string) {
		h.Profile("ifcfg-br0", append([]string{"DEVICE=br0", "TYPE=Bridge", "BRIDGING_OPTS=vlan_filtering=1", "IPADDR=192.0.2.1", "PREFIX=24", "IPADDR2=198.51.100.1", "PREFIX2=24"}, vlans...)...)
	}
	port := func(name string, vlans ...string) {
		h.Profile("ifcfg-"+name, append([]string{"DEVICE=" + name, "BRIDGE=br0"}, vlans...)...)
	}
	bridge()
	port("eth1")
	port("eth2", "BRIDGE_PORT_VLANS='1 pvid untagged,100'")
	port("eth3")
	boot(t, h, "boot")
	h.Settle()
	passing(t, h, "192.0.2.2", func() {
		passing(t, h, "198.51.100.2", func() {
			port("eth3", "BRIDGE_PORT_VLANS='10 pvid untagged,20-4000'")
			boot(t, h, "reload")
			has(t, h, []string{"vlan eth3 10 PVID,Egress Untagged", "vlan eth3 20-4000"})
			bridge("BRIDGE_VLANS='10,20-2000'")
			boot(t, h, "reload")
			has(t, h, []string{"vlan br0 10", "vlan br0 20-2000"})
			port("eth3", "BRIDGE_PORT_VLANS='20-29'")
			bridge("BRIDGE_VLANS=30")
			boot(t, h, "reload")
			port("eth3")
			bridge()
			boot(t, h, "reload")
		})
	})
	has(t, h, []string{"vlan eth3 1 PVID,Egress Untagged", "!vlan eth3 20-29", "!vlan br0 30", "vlan eth2 100"})
}
