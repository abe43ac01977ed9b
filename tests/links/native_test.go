package links_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"netonce/tests/lab"
)

func TestStacks(t *testing.T) {
	for _, s := range nativeStacks() {
		t.Run(s.name, func(t *testing.T) { t.Parallel(); s.run(t) })
	}
}

func nativeStacks() []stack {
	return []stack{
		{"bridge", []string{"eth1", "eth2"},
			map[string][]string{
				"ifcfg-br0":  {"DEVICE=br0", "TYPE=Bridge", "BRIDGING_OPTS='ageing_time=60 multicast_snooping=0 group_fwd_mask=8'", "IPADDR=192.0.2.10", "PREFIX=24"},
				"ifcfg-eth1": {"DEVICE=eth1", "BRIDGE=br0"},
				"ifcfg-eth2": {"DEVICE=eth2", "BRIDGE=br0", "BRIDGING_OPTS='path_cost=50 priority=16 hairpin_mode=yes'"},
			},
			[]string{"link br0 kind bridge", "link br0 up", "link br0 data ageing_time 6000", "link br0 data mcast_snooping 0", "link br0 data group_fwd_mask 0x8",
				"link br0 data stp_state 0", "link eth1 master br0", "link eth1 port cost 100", "link eth2 port cost 50", "link eth2 port priority 16",
				"link eth2 port hairpin true", "link eth1 up", "addr br0 192.0.2.10/24", "!addr eth1 fe80", "!addr eth2"},
			map[string][]string{
				"ifcfg-br0":  {"DEVICE=br0", "TYPE=Bridge", "BRIDGING_OPTS='multicast_snooping=1'", "IPADDR=192.0.2.10", "PREFIX=24"},
				"ifcfg-eth2": nil,
			},
			[]string{"link br0 data ageing_time 30000", "link br0 data mcast_snooping 1", "link eth1 master br0", "!link eth2 master", "addr br0 192.0.2.10/24"},
			[]string{"br0"}},
		{"bridge with the spanning tree", []string{"eth1"},
			map[string][]string{
				"ifcfg-br0":  {"DEVICE=br0", "TYPE=Bridge", "STP=yes", "DELAY=4", "BRIDGING_OPTS='hello_time=3 max_age=1200 priority=4096'"},
				"ifcfg-eth1": {"DEVICE=eth1", "BRIDGE=br0"},
			},
			[]string{"link br0 data stp_state 1", "link br0 data forward_delay 400", "link br0 data hello_time 300", "link br0 data max_age 1200", "link br0 data priority 4096"},
			map[string][]string{"ifcfg-br0": {"DEVICE=br0", "TYPE=Bridge"}},
			[]string{"link br0 data stp_state 0", "link br0 data forward_delay 1500", "link br0 data priority 32768"}, []string{"br0"}},
		{"macvlan", []string{"eth1"},
			map[string][]string{
				"ifcfg-eth1": {"DEVICE=eth1"},
				"ifcfg-mac0": {"DEVICE=mac0", "TYPE=Macvlan", "PHYSDEV=eth1", "IPADDR=192.0.2.3", "PREFIX=24", "IPV6INIT=yes", "IPV6ADDR=2001:db8::3/64", "IPV6_AUTOCONF=no"},
			},
			[]string{"link mac0 kind macvlan", "link mac0 parent eth1", "link mac0 data mode bridge", "addr mac0 192.0.2.3/24", "addr mac0 2001:db8::3/64"},
			map[string][]string{"ifcfg-mac0": {"DEVICE=mac0", "TYPE=Macvlan", "PHYSDEV=eth1", "MACVLAN_MODE=vepa", "IPADDR=192.0.2.3", "PREFIX=24"}},
			[]string{"link mac0 data mode vepa", "addr mac0 192.0.2.3/24", "!addr mac0 2001:db8::3/64"}, []string{"mac0"}},
		{"vxlan", []string{"eth1"},
			map[string][]string{
				"ifcfg-eth1": {"DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24"},
				"ifcfg-vx7":  {"DEVICE=vx7", "TYPE=Vxlan", "PHYSDEV=eth1", "VXLAN_ID=7", "VXLAN_LOCAL=192.0.2.1", "VXLAN_REMOTE=192.0.2.2", "IPADDR=10.7.0.1", "PREFIX=24"},
			},
			[]string{"link vx7 kind vxlan", "link vx7 data id 7", "link vx7 data remote 192.0.2.2", "link vx7 data local 192.0.2.1", "link vx7 data port 4789", "addr vx7 10.7.0.1/24"},
			map[string][]string{"ifcfg-vx7": {"DEVICE=vx7", "TYPE=Vxlan", "PHYSDEV=eth1", "VXLAN_ID=8", "VXLAN_LOCAL=192.0.2.1", "VXLAN_REMOTE=192.0.2.2", "IPADDR=10.7.0.1", "PREFIX=24"}},
			[]string{"link vx7 data id 8", "addr vx7 10.7.0.1/24"}, []string{"eth1"}},
		{"vxlan to another end over another port", []string{"eth1", "eth2"},
			map[string][]string{
				"ifcfg-eth1": {"DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24"},
				"ifcfg-eth2": {"DEVICE=eth2", "IPADDR=198.51.100.1", "PREFIX=24"},
				"ifcfg-vx7":  {"DEVICE=vx7", "TYPE=Vxlan", "PHYSDEV=eth1", "VXLAN_ID=7", "VXLAN_LOCAL=192.0.2.1", "IPADDR=10.7.0.1", "PREFIX=24"},
			},
			[]string{"link vx7 data local 192.0.2.1", "link vx7 data link eth1"},
			map[string][]string{"ifcfg-vx7": {"DEVICE=vx7", "TYPE=Vxlan", "PHYSDEV=eth2", "VXLAN_ID=7", "VXLAN_REMOTE=198.51.100.2", "IPADDR=10.7.0.1", "PREFIX=24"}},
			[]string{"link vx7 data remote 198.51.100.2", "!link vx7 data local", "link vx7 data link eth2", "link vx7 up", "addr vx7 10.7.0.1/24"}, []string{"vx7"}},
		{"vxlan from a group to one end", []string{"eth1"},
			map[string][]string{
				"ifcfg-eth1": {"DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24"},
				"ifcfg-vx7":  {"DEVICE=vx7", "TYPE=Vxlan", "PHYSDEV=eth1", "VXLAN_ID=7", "VXLAN_REMOTE=239.1.1.1", "IPADDR=10.7.0.1", "PREFIX=24"},
			},
			[]string{"link vx7 data group 239.1.1.1"},
			map[string][]string{"ifcfg-vx7": {"DEVICE=vx7", "TYPE=Vxlan", "PHYSDEV=eth1", "VXLAN_ID=7", "VXLAN_REMOTE=192.0.2.2", "IPADDR=10.7.0.1", "PREFIX=24"}},
			[]string{"link vx7 data remote 192.0.2.2", "!link vx7 data group", "link vx7 up", "addr vx7 10.7.0.1/24"}, []string{"vx7"}},
		{"vxlan over any port", []string{"eth1"},
			map[string][]string{
				"ifcfg-eth1": {"DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24"},
				"ifcfg-vx7":  {"DEVICE=vx7", "TYPE=Vxlan", "PHYSDEV=eth1", "VXLAN_ID=7", "VXLAN_REMOTE=192.0.2.2"},
			},
			[]string{"link vx7 data link eth1"},
			map[string][]string{"ifcfg-vx7": {"DEVICE=vx7", "TYPE=Vxlan", "VXLAN_ID=7", "VXLAN_REMOTE=192.0.2.2"}},
			[]string{"link vx7 data remote 192.0.2.2", "!link vx7 data link", "link vx7 up"}, []string{"eth1"}},
		{"veth", nil,
			map[string][]string{
				"ifcfg-va":  {"DEVICE=va", "TYPE=Veth", "PEER=vb", "IPADDR=192.0.2.1", "PREFIX=31"},
				"ifcfg-vb":  {"DEVICE=vb", "TYPE=Veth", "PEER=va", "BRIDGE=br0"},
				"ifcfg-br0": {"DEVICE=br0", "TYPE=Bridge", "BRIDGE_MACADDR=02:00:00:00:00:b0"},
			},
			[]string{"link va kind veth", "link vb master br0", "addr va 192.0.2.1/31", "link br0 mac 02:00:00:00:00:b0"}, nil, nil, nil},
	}
}

// A profile that names a controller or a parent which is nowhere is told of and
// leaves its interface alone; so does a ring.
func TestNothingToStandOn(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth1", "eth2")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "BRIDGE=br7")
	h.Profile("ifcfg-mac0", "DEVICE=mac0", "TYPE=Macvlan", "PHYSDEV=eth9")
	h.Profile("ifcfg-br0", "DEVICE=br0", "TYPE=Bridge", "ONBOOT=no")
	h.Profile("ifcfg-eth2", "DEVICE=eth2", "MASTER=br0")
	h.Profile("ifcfg-r1", "DEVICE=r1", "TYPE=Macvlan", "PHYSDEV=r2")
	h.Profile("ifcfg-r2", "DEVICE=r2", "TYPE=Macvlan", "PHYSDEV=r1")
	r := h.Netonce("boot")
	for _, words := range []string{"eth1 needs br7, and there is no such interface", "mac0 needs eth9, and there is no such interface", "r1 needs, by way of others, itself", "MASTER names br0, which is of the kind Bridge"} {
		if !strings.Contains(r.Log, words) {
			t.Errorf("it does not say %q:\n%s", words, r.Log)
		}
	}
	if r.Code != 1 || len(h.Links()) != 4 {
		t.Errorf("exit %d, %d links\n%s", r.Code, len(h.Links()), r.Log)
	}
}

// Taken down, a link that was made is gone, and its ports are free; a reload leaves
// it so, and up brings all of it back.
func TestDownAndUp(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth1")
	h.Profile("ifcfg-br0", "DEVICE=br0", "TYPE=Bridge", "IPADDR=192.0.2.1", "PREFIX=24")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "BRIDGE=br0")
	boot(t, h, "boot")
	if r := h.Netonce("down", "br0"); r.Code != 0 {
		t.Fatalf("down: %d\n%s", r.Code, r.Log)
	}
	has(t, h, []string{"!link br0", "!link eth1 master"})
	boot(t, h, "reload")
	has(t, h, []string{"!link br0"})
	if r := h.Netonce("up", "br0"); r.Code != 0 {
		t.Fatalf("up: %d\n%s", r.Code, r.Log)
	}
	has(t, h, []string{"link br0 up", "link eth1 master br0", "addr br0 192.0.2.1/24"})
}

// The plan of what is not there yet names every step and takes none.
func TestPlanOfMaking(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth1")
	h.Profile("ifcfg-br0", "DEVICE=br0", "TYPE=Bridge", "STP=yes", "IPADDR=192.0.2.1", "PREFIX=24")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "BRIDGE=br0")
	before := fmt.Sprint(facts(t, h))
	r := h.Netonce("plan")
	at := 0
	for _, step := range []string{"name br0 type bridge", "master br0", "192.0.2.1/24"} {
		i := strings.Index(r.Out[at:], step)
		if i < 0 {
			t.Fatalf("no %q behind the others in:\n%s%s", step, r.Out, r.Log)
		}
		at += i
	}
	if after := fmt.Sprint(facts(t, h)); after != before {
		t.Errorf("the plan changed something:\n%s\n%s", before, after)
	}
}

// What comes to a bridge elsewhere, a port and options of it, costs no packet of those
// that pass.
func TestBridgeTraffic(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth1", "eth2")
	h.Peer("eth1", "192.0.2.2/24")
	h.Profile("ifcfg-br0", "DEVICE=br0", "TYPE=Bridge", "IPADDR=192.0.2.1", "PREFIX=24")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "BRIDGE=br0")
	boot(t, h, "boot")
	h.Settle()
	passing(t, h, "192.0.2.2", func() {
		h.Profile("ifcfg-eth2", "DEVICE=eth2", "BRIDGE=br0", "BRIDGING_OPTS=path_cost=7")
		boot(t, h, "reload")
		h.Profile("ifcfg-br0", "DEVICE=br0", "TYPE=Bridge", "BRIDGING_OPTS='ageing_time=60 multicast_querier=1'", "IPADDR=192.0.2.1", "PREFIX=24", "IPADDR2=198.51.100.1", "PREFIX2=24")
		boot(t, h, "reload")
		h.Profile("ifcfg-up", "DEVICE=up", "TYPE=Macvlan", "PHYSDEV=br0", "IPADDR=203.0.113.1", "PREFIX=24")
		boot(t, h, "reload")
	})
	has(t, h, []string{"link eth2 master br0", "link eth2 port cost 7", "link br0 data mcast_querier 1", "addr br0 198.51.100.1/24", "link up kind macvlan"})
}

// passing makes changes while packets pass, none of which may be lost.
func passing(t *testing.T, h *lab.Host, to string, change func()) {
	t.Helper()
	stop := h.Flood(to)
	change()
	sent, lost := stop()
	if lost > 0 || sent < 10 {
		t.Errorf("of %d packets %d were lost", sent, lost)
	}
	t.Logf("%d packets", sent)
}

// A bridge has no carrier before the spanning tree lets its port forward, here after
// six seconds: DHCP waits for it, longer than for a card.
func TestDHCPBehindTheSpanningTree(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth1")
	h.Peer("eth1", "192.0.2.1/24")
	h.Serve("eth1", lab.DHCP{Address: netip.MustParseAddr("192.0.2.1"), Lifetime: time.Hour,
		Leases: map[string]netip.Prefix{"02:00:00:00:00:b0": netip.MustParsePrefix("192.0.2.100/24")}})
	h.Profile("ifcfg-br0", "DEVICE=br0", "TYPE=Bridge", "STP=yes", "DELAY=3", "BRIDGE_MACADDR=02:00:00:00:00:b0", "BOOTPROTO=dhcp")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "BRIDGE=br0")
	boot(t, h, "boot")
	has(t, h, []string{"addr br0 192.0.2.100/24"})
}

// What is there under the name of a link that is to be made, and is another kind of
// link that netonce has not made, stays as it is.
func TestForeignLink(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth1")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "TYPE=Bridge", "IPADDR=192.0.2.1", "PREFIX=24")
	before := fmt.Sprint(facts(t, h))
	if r := h.Netonce("plan"); strings.Contains(r.Out, "eth1") {
		t.Errorf("the plan: %s", r.Out)
	}
	r := h.Netonce("boot")
	if r.Code != 1 || !strings.Contains(r.Log, "ifcfg-eth1: it is a veth, not a bridge, and netonce has not made it: it is left alone") {
		t.Errorf("exit %d\n%s", r.Code, r.Log)
	}
	if after := fmt.Sprint(facts(t, h)); after != before {
		t.Errorf("something changed:\n%s\n%s", before, after)
	}
}
