package ifcfg_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"netonce/ifcfg"
)

// testdata/keys names all that NetworkManager and the old scripts read:
// KEY, KEYn for a numbered one, KEY:OPTION for a word within its value.
func TestEveryKeyIsKnown(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("testdata/keys")
	must(t, err)
	names := strings.Split(strings.TrimSpace(string(b)), "\n")
	if len(names) < 500 {
		t.Fatalf("%d names", len(names))
	}
	for _, name := range names {
		name, _, _ = strings.Cut(name, " (")
		name, option, isOption := strings.Cut(name, ":")
		stem := strings.TrimSuffix(name, "n")
		k, ok := ifcfg.KeyNamed(stem)
		switch {
		case !ok:
			t.Errorf("%s is not in the key table", name)
		case isOption && option == "feature names": // a group's words, tested with it
		case isOption:
			option, _, _ = strings.Cut(option, "/")
			if !slices.ContainsFunc(k.Options(), func(o ifcfg.Option) bool { return o.Name == option }) {
				t.Errorf("%s has no option %s", name, option)
			}
		case stem != name && !k.Numbered && !slices.ContainsFunc(ifcfg.RouteKeys(), func(k ifcfg.Key) bool { return k.Name == stem }):
			t.Errorf("%s takes no number", stem)
		}
	}
}

// Every row of the table says what a reader wants to know.
func TestAllKeys(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, k := range ifcfg.AllKeys() {
		if seen[k.Name] {
			t.Errorf("%s stands twice", k.Name)
		}
		seen[k.Name] = true
		if k.Scope == "" || k.Values == "" || k.Meaning == "" || !strings.HasSuffix(k.Meaning, ".") {
			t.Errorf("%s is not described: %+v", k.Name, k)
		}
		if (k.Why == "") == (k.Fate == ifcfg.NotApplied || k.Fate == ifcfg.Blocking) {
			t.Errorf("%s: fate %d, why %q", k.Name, k.Fate, k.Why)
		}
		if _, ok := ifcfg.KeyNamed(k.Instead); k.Instead != "" && !ok {
			t.Errorf("%s: there is no %s to write instead", k.Name, k.Instead)
		}
		for w := range strings.FieldsSeq(k.Nothing) {
			if err := ifcfg.CheckValue(k.Name, w); err != nil {
				t.Errorf("%s asks for nothing: %v", w, err)
			}
		}
		for _, w := range k.Takes.Words() {
			if err := k.Takes.Check(w); err != nil && !strings.HasPrefix(k.Name, "DCB_") {
				t.Errorf("%s: %v", k.Name, err)
			}
		}
		for _, o := range k.Options() {
			if o.Name == "" || !strings.HasSuffix(o.Meaning, ".") {
				t.Errorf("%s: %+v", k.Name, o)
			}
		}
	}
}

func TestKeyNamed(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"IPADDR": "IPADDR", "IPADDR12": "IPADDR", "IPADDR012": "", "ONBOOT1": "", "SRIOV_VF3": "SRIOV_VF", "ROUTING_RULE6_7": "ROUTING_RULE6_",
		"NM_USER_FOO": "NM_USER_*", "ipaddr": "", "": "", "KEY_PASSPHRASE4": "KEY_PASSPHRASE", "ADDRESS0": "ADDRESS",
	} {
		k, ok := ifcfg.KeyNamed(name)
		if k.Name != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", name, k.Name, ok)
		}
	}
	for name, secret := range map[string]bool{"WPA_PSK": true, "KEY1": true, "IEEE_8021X_PASSWORD": true, "IEEE_8021X_PASSWORD_FLAGS": false, "KEY_MGMT": false, "IPADDR": false} {
		if k, _ := ifcfg.KeyNamed(name); k.Secret != secret {
			t.Errorf("%s: secret %v", name, k.Secret)
		}
	}
}

// The words that a key takes are there for who offers them.
func TestWords(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"ONBOOT": "yes no", "BOOTPROTO": "none static dhcp bootp autoip shared ibft", "MACADDR": "preserve permanent random stable stable-ssid", "IPADDR": "", "STP": "yes no",
	} {
		k, _ := ifcfg.KeyNamed(name)
		if got := strings.Join(k.Takes.Words(), " "); got != want {
			t.Errorf("%s takes %q, want %q", name, got, want)
		}
	}
}

func TestCheckValue(t *testing.T) {
	t.Parallel()
	for _, r := range []struct{ key, value, want string }{
		{"ONBOOT", "Yes", ""},
		{"ONBOOT", "", ""},
		{"ONBOOT", "maybe", `ONBOOT: "maybe" is neither yes nor no; yes is taken`},
		{"NOSUCH", "1", "NOSUCH: no such key"},
		{"ONBOOT", "a\x00", "ONBOOT: NUL byte in the value"},
		{"NAME", "\xff", "NAME: not valid UTF-8"},
		{"NAME", "anything | goes", ""},
		{"DEVICE", "eth0:1", `DEVICE: "eth0:1" is not an interface name: ':' cannot be in one`},
		{"TYPE", "bond", ""},
		{"TYPE", "Carrot", `TYPE: "Carrot" is not Ethernet, Bond, Bridge, Vlan, Team, InfiniBand, Wireless, CTC, Dummy, Vrf, Macvlan, Ipvlan, Veth, Vxlan, GRE, Gretap, IPIP, SIT, GRE6, Gretap6, IPIP6, IP6IP6`},
		{"BOOTPROTO", "DHCP", ""},
		{"BOOTPROTO", "dhpc", `BOOTPROTO: "dhpc" is not none, static, dhcp, bootp, autoip, shared, ibft`},
		{"IPADDR3", "192.0.2.7", ""},
		{"IPADDR3", "192.0.2.7/24", `IPADDR3: "192.0.2.7/24" is not an IPv4 address`},
		{"PREFIX", "33", "PREFIX: 33 is not in 0..32"},
		{"NETMASK0", "255.255.255.0", ""},
		{"NETMASK0", "255.0.255.0", `NETMASK0: "255.0.255.0" is not a netmask: a 1 comes after a 0 in its bits`},
		{"DNS1", "2001:db8::53", ""},
		{"DNS1", "192.0.2.53#dns.example", ""},
		{"DNS1", "dns.example", `DNS1: "dns.example" is not an IPv6 address`},
		{"MACADDR", "random", ""},
		{"MACADDR", "52:54:00:00:00", `MACADDR: "52:54:00:00:00" is not hardware address or preserve, permanent, random, stable, stable-ssid`},
		{"HWADDR", "52-54-00-0-0-1", ""},
		{"MTU", "0x5dc", ""},
		{"MTU", "70000", "MTU: 70000 is not in 0..65535"},
		{"IPV6ADDR", "2001:db8::1/64 2001:db8::2", ""},
		{"IPV6ADDR", "2001:db8::1/129", `IPV6ADDR: prefix length of "2001:db8::1/129": 129 is not in 0..128`},
		{"IPV6_AUTOCONF", "shared", ""},
		{"IPV6_DEFAULTGW", "fe80::1%eth0", ""},
		{"IPV4_ROUTE_METRIC", "-1", ""},
		{"IPV4_ROUTE_METRIC", "-2", "IPV4_ROUTE_METRIC: -2 is not in -1..4294967295"},
		{"DEVTIMEOUT", "2.5", ""},
		{"UUID", "x", `UUID: "x" is not a UUID`},
		{"SECONDARY_UUIDS", "5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03 x", `SECONDARY_UUIDS: "x" is not a UUID`},
		{"VLAN_ID", "4095", ""},
		{"VLAN_ID", "0x10", `VLAN_ID: "0x10" is not a number`},
		{"PKEY_ID", "0x8001", ""},
		{"PHYSDEV", "5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03", ""},
		{"VLAN_FLAGS", "GVRP,LOOSE_BINDING", ""},
		{"VLAN_FLAGS", "gvrp", `VLAN_FLAGS: "gvrp" is not GVRP, LOOSE_BINDING, NO_REORDER_HDR`},
		{"VLAN_EGRESS_PRIORITY_MAP", "0:1 2:3,4:5", ""},
		{"VLAN_EGRESS_PRIORITY_MAP", "0-1", `VLAN_EGRESS_PRIORITY_MAP: "0-1" is not FROM:TO, two numbers`},
		{"BONDING_OPTS", "mode=4 miimon=100 arp_ip_target=192.0.2.1,192.0.2.2", ""},
		{"BONDING_OPTS", "mode=active-backup primary=eth0", ""},
		{"BONDING_OPTS", "mode=7", `BONDING_OPTS: mode: "7" is not 0..6 or balance-rr, active-backup, balance-xor, broadcast, 802.3ad, balance-tlb, balance-alb`},
		{"BONDING_OPTS", "mimon=100", `BONDING_OPTS: there is no option "mimon", perhaps miimon is meant`},
		{"BONDING_OPTS", "frobnicate=1", `BONDING_OPTS: there is no option "frobnicate"`},
		{"BONDING_OPTS", "miimon", `BONDING_OPTS: "miimon" is not OPTION=VALUE`},
		{"BRIDGING_OPTS", "priority=100 vlan_protocol=802.1ad multicast_router=enabled", ""},
		{"BRIDGING_OPTS", "default_pvid=5000", "BRIDGING_OPTS: default_pvid: 5000 is not in 0..4094"},
		{"BRIDGE_VLANS", "1 pvid untagged, 100-200", ""},
		{"BRIDGE_VLANS", "100-200 pvid", `BRIDGE_VLANS: "100-200 pvid": a range cannot be the port's own VLAN`},
		{"BRIDGE_VLANS", "200-100", `BRIDGE_VLANS: VLAN of "200-100": 100 is not in 200..4094`},
		{"BRIDGE_VLANS", "7 tagged", `BRIDGE_VLANS: "tagged" in "7 tagged" is neither pvid nor untagged`},
		{"ETHTOOL_OPTS", "speed 1000 duplex full autoneg on; -K eth0 gro off tso on; -G eth0 rx 4096", ""},
		{"ETHTOOL_OPTS", "-s eth0 wol g sopass 00:11:22:33:44:55;-A eth0 rx on tx off;-C eth0 adaptive-rx on rx-usecs 10", ""},
		{"ETHTOOL_OPTS", "wol x", `ETHTOOL_OPTS: wol: "x" has other letters than p u m b a g s d`},
		{"ETHTOOL_OPTS", "duplex", `ETHTOOL_OPTS: "duplex" has no value`},
		{"ETHTOOL_OPTS", "sped 100", `ETHTOOL_OPTS: "sped" is no word of ethtool that is known here`},
		{"ETHTOOL_OPTS", "-K eth0 grow off", `ETHTOOL_OPTS: -K: "grow" is not known`},
		{"ETHTOOL_OPTS", "-K gro off", "ETHTOOL_OPTS: -K takes the interface's name, then names with their values"},
		{"ETHTOOL_OPTS", "-X eth0 1", `ETHTOOL_OPTS: "-X" is no option of ethtool that is known here`},
		{"ETHTOOL_OPTS", "-s", ""},
		{"SUBCHANNELS", "0.0.0600,0.0.0601,0.0.0602", ""},
		{"SUBCHANNELS", "0.0.0600", `SUBCHANNELS: "0.0.0600" is not two or three s390 device numbers with ',' between`},
		{"OPTIONS", "layer2=1 portno=0", ""},
		{"OPTIONS", "layer2", `OPTIONS: "layer2" is not KEY=VALUE`},
		{"QDISC1", "root handle 10: fq_codel limit 500 target 5ms memory_limit 4m ecn", ""},
		{"QDISC1", "ingress", ""},
		{"QDISC1", "fq_codel", "QDISC1: it says neither root nor parent"},
		{"QDISC2", "root fq_codle", `QDISC2: "fq_codle" is none of fq_codel, sfq, tbf, bfifo, cake, clsact, codel, drr, fq, fq_pie, ingress, mq, noqueue, pfifo, pfifo_fast, pie, prio, qfq`},
		{"QDISC3", "root tbf rate 1mbit burst 10kb", "QDISC3: tbf needs rate, burst, and limit or latency"},
		{"FILTER1", "parent ffff: matchall action mirred egress mirror dev eth1", ""},
		{"FILTER1", "root matchall action simple", "FILTER1: simple needs sdata"},
		{"SRIOV_VF0", "mac=52:54:00:00:00:01 spoof-check=true vlans=100.2.ad;7", ""},
		{"SRIOV_VF0", "trust=yes", `SRIOV_VF0: trust: "yes" is not true, false`},
		{"SRIOV_VF0", "vlans=5000", `SRIOV_VF0: VLAN "5000": 5000 is not in 0..4095`},
		{"SRIOV_VF0", "vlans=1.2.x", `SRIOV_VF0: VLAN "1.2.x": it takes ID.QOS.q or ID.QOS.ad`},
		{"SRIOV_VF0", "speed=1", `SRIOV_VF0: "speed" is none of mac, spoof-check, trust, min-tx-rate, max-tx-rate, vlans`},
		{"DCB_PFC_UP", "01010101", ""},
		{"DCB_PFC_UP", "0101010", `DCB_PFC_UP: "0101010" is not 8 characters of 01`},
		{"DCB_PG_ID", "0123456F", ""},
		{"DCB_PG_PCT", "10,10,10,10,10,10,20,20", ""},
		{"DCB_PG_PCT", "10", `DCB_PG_PCT: "10" has 1 numbers, not 8`},
		{"DCB_PG_PCT", "0,0,0,0,0,0,0,101", "DCB_PG_PCT: 101 is not in 0..100"},
		{"WPA_PSK", "short", "WPA_PSK: the value is not 8..63 characters, or 64 hexadecimal digits"},
		{"WPA_PSK", "long enough", ""},
		{"WPA_PSK", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", ""},
		{"KEY1", "s:abcde", ""},
		{"KEY1", "01-2345-6789", ""},
		{"KEY", "abc", "KEY: the value is not 10 or 26 hexadecimal digits, or s: and 5 or 13 characters; of a tunnel 0..4294967295"},
		{"KEY_PASSPHRASE1", "x", ""},
		{"ESSID", "0xabc", ""},
		{"ESSID", "a name that is longer than 32 bytes", "ESSID: 35 bytes are not in 1..32"},
		{"IEEE_8021X_EAP_METHODS", "peap TTLS", ""},
		{"IEEE_8021X_PASSWORD_RAW", "0x00ff", ""},
		{"IEEE_8021X_PASSWORD_RAW", "0x0", "IEEE_8021X_PASSWORD_RAW: the value is not hexadecimal bytes"},
		{"MPTCP_FLAGS", "signal,subflow", ""},
		{"MPTCP_FLAGS", "3", ""},
		{"LLDP", "rx", ""},
		{"MY_INNER_IPADDR", "10.0.0.1/30", ""},
		{"MY_INNER_IPADDR", "2001:db8::1", ""},
		{"MY_INNER_IPADDR", "x", `MY_INNER_IPADDR: "x" is not an IP address or prefix`},
		{"TTL", "inherit", ""},
		{"MDNS", "resolve", ""},
		{"MDNS", "3", `MDNS: "3" is not -1..2 or yes, no, resolve, default`},
		{"NETWORKDELAY", "1.5", ""},
		{"DHCPV6_DUID", "00:01:ab", ""},
		{"DHCPV6_DUID", "stable-ll", ""},
	} {
		got := ""
		if err := ifcfg.CheckValue(r.key, r.value); err != nil {
			got = err.Error()
		}
		if got != r.want {
			t.Errorf("%s=%s:\n%s\nwant\n%s", r.key, r.value, got, r.want)
		}
	}
}
