package ifcfg_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// crossTest is a host's files with what is said of them together.
type crossTest struct {
	files map[string]string
	want  []string
}

func readCrossed(t *testing.T, tests map[string]crossTest) {
	t.Helper()
	for name, r := range tests {
		h := hostOf(t, r.files)
		if diff := cmp.Diff(r.want, told(h.Diagnostics)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		for _, d := range h.Diagnostics {
			if d.Pos.IsSet() && h.Line(d) == "" {
				t.Errorf("%s: no source line for %s", name, d)
			}
		}
	}
}

func TestClaims(t *testing.T) {
	t.Parallel()
	const dhcp = "BOOTPROTO=dhcp\nDEVICE=eth0\n"
	claim := func(loser, winner, why string) []string {
		return []string{loser + ":2:8: warning: DEVICE: " + winner + " is for eth0 too and is taken instead: " + why + " [claimed] (write ONBOOT=no, or remove one of the files)"}
	}
	readCrossed(t, map[string]crossTest{
		"by name":           {map[string]string{"ifcfg-a": dhcp, "ifcfg-eth0": dhcp}, claim("ifcfg-a", "ifcfg-eth0", "its file is named after the interface")},
		"by order":          {map[string]string{"ifcfg-a": dhcp, "ifcfg-b": dhcp}, claim("ifcfg-b", "ifcfg-a", "its file has the first name")},
		"by priority":       {map[string]string{"ifcfg-a": dhcp + "AUTOCONNECT_PRIORITY=1\n", "ifcfg-eth0": dhcp}, claim("ifcfg-eth0", "ifcfg-a", "its AUTOCONNECT_PRIORITY is higher")},
		"by hardware":       {map[string]string{"ifcfg-a": dhcp + "HWADDR=52:54:00:00:00:01\n", "ifcfg-eth0": dhcp}, claim("ifcfg-eth0", "ifcfg-a", "it names the hardware address too")},
		"one for each card": {map[string]string{"ifcfg-a": dhcp + "HWADDR=52:54:00:00:00:01\n", "ifcfg-b": dhcp + "HWADDR=52:54:00:00:00:02\n"}, nil},
		"one by hand":       {map[string]string{"ifcfg-a": dhcp + "ONBOOT=no\n", "ifcfg-eth0": dhcp}, nil},
		"one unusable":      {map[string]string{"ifcfg-a": dhcp, "ifcfg-eth0": dhcp + "HWADDR=x\n"}, nil},
	})
}

func TestInferences(t *testing.T) {
	t.Parallel()
	readCrossed(t, map[string]crossTest{
		"a bond's name":   {map[string]string{"ifcfg-bond0": "DEVICE=bond0\nBOOTPROTO=dhcp\n"}, []string{"ifcfg-bond0:1:8: warning: DEVICE: without TYPE it is taken for an Ethernet card, not a bond [inferred] (write TYPE=Bond)"}},
		"a VLAN's name":   {map[string]string{"ifcfg-v": "DEVICE=eth0.7\nBOOTPROTO=dhcp\n"}, []string{"ifcfg-v:1:8: warning: DEVICE: without TYPE it is taken for an Ethernet card, not a VLAN [inferred] (write TYPE=Vlan)"}},
		"with TYPE":       {map[string]string{"ifcfg-br0": "DEVICE=br0\nTYPE=Ethernet\n"}, nil},
		"a card's name":   {map[string]string{"ifcfg-brick": "DEVICE=brick\n", "ifcfg-br": "DEVICE=br\n"}, nil},
		"DHCP without":    {map[string]string{"ifcfg-eth0": "DEVICE=eth0\nDHCP_HOSTNAME=a\nDHCP_FQDN=a.b\n"}, []string{"ifcfg-eth0:2:15: warning: DHCP_HOSTNAME: not used: without BOOTPROTO there is no DHCP [inferred] (write BOOTPROTO=dhcp)"}},
		"static and DHCP": {map[string]string{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=none\nDHCP_HOSTNAME=a\n"}, nil},
	})
}

func TestStacks(t *testing.T) {
	t.Parallel()
	const port = "DEVICE=eth0\n"
	missing := func(place, name, more string) []string {
		return []string{place + ": no profile describes " + name + more + " [missing] (write ifcfg-" + name + ")"}
	}
	const top = ", which this interface is on top of"
	readCrossed(t, map[string]crossTest{
		"bond":              {map[string]string{"ifcfg-eth0": port + "MASTER=bond0\nSLAVE=yes\n"}, missing("ifcfg-eth0:2:8: warning: MASTER", "bond0", "")},
		"bond that is":      {map[string]string{"ifcfg-eth0": port + "MASTER=bond0\n", "ifcfg-x": "DEVICE=bond0\nTYPE=Bond\n"}, nil},
		"bond by UUID":      {map[string]string{"ifcfg-eth0": port + "MASTER=5FB06BD0-0bb0-7ffb-45f1-d6edd65f3e03\n", "ifcfg-x": "DEVICE=bond0\nTYPE=Bond\nUUID=5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03\n"}, nil},
		"bridge":            {map[string]string{"ifcfg-eth0": port + "BRIDGE=br0\n"}, missing("ifcfg-eth0:2:8: warning: BRIDGE", "br0", "")},
		"no VLANs apart":    {map[string]string{"ifcfg-eth0": port + "BRIDGE=br0\nBRIDGE_PORT_VLANS=7\n", "ifcfg-br0": "DEVICE=br0\nTYPE=Bridge\n"}, []string{"ifcfg-eth0:3:19: warning: BRIDGE_PORT_VLANS: the bridge does not tell VLANs apart [not-applied] (write vlan_filtering=1 into BRIDGING_OPTS of ifcfg-br0)"}},
		"VLAN on a card":    {map[string]string{"ifcfg-eth0.7": "DEVICE=eth0.7\nVLAN=yes\n"}, nil},
		"VLAN on no bond":   {map[string]string{"ifcfg-bond0.7": "DEVICE=bond0.7\nVLAN=yes\n"}, missing("ifcfg-bond0.7:1:8: warning: DEVICE", "bond0", top)},
		"VLAN on no VLAN":   {map[string]string{"ifcfg-x": "DEVICE=x\nTYPE=Vlan\nPHYSDEV=eth0.7\nVLAN_ID=8\n"}, missing("ifcfg-x:3:9: warning: PHYSDEV", "eth0.7", top)},
		"VLAN on a bridge":  {map[string]string{"ifcfg-x": "DEVICE=x\nTYPE=Vlan\nPHYSDEV=br-1\n", "ifcfg-b": "DEVICE=br-1\nTYPE=Bridge\n"}, nil},
		"other parent":      {map[string]string{"ifcfg-v": "DEVICE=eth0.7\nVLAN=yes\nPHYSDEV=eth1\n"}, []string{"ifcfg-v:3:9: warning: PHYSDEV: the interface's name says eth0; NetworkManager goes by this key, the old scripts went by the name [name] (write one of them)"}},
		"other number":      {map[string]string{"ifcfg-v": "DEVICE=eth0.7\nVLAN=yes\nVLAN_ID=8\n"}, []string{"ifcfg-v:3:9: warning: VLAN_ID: the interface's name says 7; NetworkManager goes by this key, the old scripts went by the name [name] (write one of them)"}},
		"the same parent":   {map[string]string{"ifcfg-v": "DEVICE=eth0.7\nVLAN=yes\nPHYSDEV=eth0\nVLAN_ID=7\n"}, nil},
		"parent by UUID":    {map[string]string{"ifcfg-v": "DEVICE=eth0.7\nVLAN=yes\nPHYSDEV=5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03\n"}, nil},
		"no number in name": {map[string]string{"ifcfg-v": "DEVICE=eth0.dmz\nVLAN=yes\nPHYSDEV=eth1\n"}, nil},
	})
}

func TestSharedAddresses(t *testing.T) {
	t.Parallel()
	at := func(device, more string) string { return "DEVICE=" + device + "\nIPADDR=192.0.2.1\nPREFIX=24\n" + more }
	readCrossed(t, map[string]crossTest{
		"two cards": {map[string]string{"ifcfg-eth0": at("eth0", ""), "ifcfg-eth1": at("eth1", "")},
			[]string{"ifcfg-eth1:2:8: warning: IPADDR: 192.0.2.1 is an address of ifcfg-eth0 too (ifcfg-eth0:2:8: IPADDR) [duplicate]"}},
		"other prefix lengths": {map[string]string{"ifcfg-eth0": at("eth0", ""), "ifcfg-lo": "DEVICE=lo\nIPADDR=192.0.2.1\nPREFIX=32\n"},
			[]string{"ifcfg-lo:2:8: warning: IPADDR: 192.0.2.1 is an address of ifcfg-eth0 too (ifcfg-eth0:2:8: IPADDR) [duplicate]"}},
		"alias": {map[string]string{"ifcfg-eth0": at("eth0", ""), "ifcfg-eth1": "DEVICE=eth1\nBOOTPROTO=dhcp\n", "ifcfg-eth1:0": "DEVICE=eth1:0\nIPADDR=192.0.2.1\nPREFIX=24\n"},
			[]string{"ifcfg-eth1:0:2:8: warning: IPADDR: 192.0.2.1 is an address of ifcfg-eth0 too (ifcfg-eth0:2:8: IPADDR) [duplicate]"}},
		"IPv6": {map[string]string{"ifcfg-eth0": "DEVICE=eth0\nIPV6INIT=yes\nIPV6ADDR=2001:db8::1\n", "ifcfg-eth1": "DEVICE=eth1\nIPV6INIT=yes\nIPV6ADDR_SECONDARIES='fe80::1 2001:db8::1/128'\n", "ifcfg-eth2": "DEVICE=eth2\nIPV6INIT=yes\nIPV6ADDR=fe80::1\n"},
			[]string{"ifcfg-eth1:3:31: warning: IPV6ADDR_SECONDARIES: 2001:db8::1 is an address of ifcfg-eth0 too (ifcfg-eth0:3:10: IPV6ADDR) [duplicate]"}},
		"one by hand": {map[string]string{"ifcfg-eth0": at("eth0", ""), "ifcfg-eth1": at("eth1", "ONBOOT=no\n")}, nil},
	})
}

func TestGateways(t *testing.T) {
	t.Parallel()
	const static = "DEVICE=eth0\nIPADDR=192.0.2.10\nPREFIX=24\n"
	outside := "ifcfg-eth0:4:9: warning: GATEWAY: 198.51.100.1 is in none of the networks of ifcfg-eth0; it is looked for on the link [gateway] (correct the address or its prefix length)"
	readCrossed(t, map[string]crossTest{
		"inside":       {map[string]string{"ifcfg-eth0": static + "GATEWAY=192.0.2.1\n"}, nil},
		"outside":      {map[string]string{"ifcfg-eth0": static + "GATEWAY=198.51.100.1\n"}, []string{outside}},
		"by a route":   {map[string]string{"ifcfg-eth0": static + "GATEWAY=198.51.100.1\n", "route-eth0": "198.51.100.1/32\n"}, nil},
		"by DHCP":      {map[string]string{"ifcfg-eth0": static + "GATEWAY=198.51.100.1\nBOOTPROTO=dhcp\n"}, nil},
		"IPv6":         {map[string]string{"ifcfg-eth0": "DEVICE=eth0\nIPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=2001:db8::1\nIPV6_DEFAULTGW=2001:db8:1::1\n"}, []string{"ifcfg-eth0:5:16: warning: IPV6_DEFAULTGW: 2001:db8:1::1 is in none of the networks of ifcfg-eth0; it is looked for on the link [gateway] (correct the address or its prefix length)"}},
		"IPv6 on link": {map[string]string{"ifcfg-eth0": "DEVICE=eth0\nIPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=2001:db8::1\nIPV6_DEFAULTGW=fe80::1\n"}, nil},
		"no such interface": {map[string]string{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\n", "network": "GATEWAYDEV=eth9\nIPV6_DEFAULTDEV=eth0\n"},
			[]string{"network:1:12: warning: GATEWAYDEV: no profile is for eth9: no interface gets an IPv4 default route [gateway]"}},
		"global": {map[string]string{"ifcfg-eth0": static, "ifcfg-eth1": "DEVICE=eth1\nIPADDR=198.51.100.2\nPREFIX=24\n", "network": "GATEWAY=198.51.100.1\n"}, nil},
		"global that nobody reaches": {map[string]string{"ifcfg-eth0": static, "network": "GATEWAY=198.51.100.1\n"},
			[]string{"network:1:9: warning: GATEWAY: no profile has an address in the network of 198.51.100.1 [gateway]"}},
	})
}

func TestRivals(t *testing.T) {
	t.Parallel()
	static := func(n int, more string) string {
		return fmt.Sprintf("DEVICE=eth%d\nIPADDR=192.0.%d.10\nPREFIX=24\nGATEWAY=192.0.%d.1\n%s", n, n, n, more)
	}
	rival := func(place, file string) []string {
		return []string{place + file + " has a default route with the metric 50 too: which one is used is left to chance [metric] (write another metric)"}
	}
	const metric = "IPV4_ROUTE_METRIC=50\n"
	readCrossed(t, map[string]crossTest{
		"without metrics": {map[string]string{"ifcfg-eth0": static(0, ""), "ifcfg-eth1": static(1, "")}, nil},
		"one metric":      {map[string]string{"ifcfg-eth0": static(0, metric), "ifcfg-eth1": static(1, metric)}, rival("ifcfg-eth1:5:19: warning: IPV4_ROUTE_METRIC: ", "ifcfg-eth0")},
		"by DHCP":         {map[string]string{"ifcfg-eth0": static(0, metric), "ifcfg-eth1": "DEVICE=eth1\nBOOTPROTO=dhcp\n" + metric}, rival("ifcfg-eth1:3:19: warning: IPV4_ROUTE_METRIC: ", "ifcfg-eth0")},
		"in a file":       {map[string]string{"ifcfg-eth0": static(0, metric), "ifcfg-eth1": static(1, ""), "route-eth1": "default via 192.0.1.1 metric 50\n"}, rival("route-eth1:1:1: warning: ", "ifcfg-eth0")},
		"other tables":    {map[string]string{"ifcfg-eth0": static(0, metric), "ifcfg-eth1": static(1, metric+"IPV4_ROUTE_TABLE=7\n")}, nil},
		"other metrics":   {map[string]string{"ifcfg-eth0": static(0, metric), "ifcfg-eth1": static(1, "IPV4_ROUTE_METRIC=51\n")}, nil},
		"no default":      {map[string]string{"ifcfg-eth0": static(0, metric), "ifcfg-eth1": "DEVICE=eth1\nBOOTPROTO=dhcp\nDEFROUTE=no\n" + metric}, nil},
	})
}

func TestUnreachableServers(t *testing.T) {
	t.Parallel()
	const static = "DEVICE=eth0\nIPADDR=192.0.2.10\nPREFIX=24\nDNS1=198.51.100.53\n"
	unreachable := []string{"ifcfg-eth0:4:6: warning: DNS1: no profile has a route to 198.51.100.53 [unreachable] (write a GATEWAY or a route- file)"}
	readCrossed(t, map[string]crossTest{
		"no route":          {map[string]string{"ifcfg-eth0": static}, unreachable},
		"gateway":           {map[string]string{"ifcfg-eth0": static + "GATEWAY=192.0.2.1\n"}, nil},
		"route":             {map[string]string{"ifcfg-eth0": static, "route-eth0": "198.51.100.0/24 via 192.0.2.1\n"}, nil},
		"other interface":   {map[string]string{"ifcfg-eth0": static, "ifcfg-eth1": "DEVICE=eth1\nIPADDR=198.51.100.10\nPREFIX=24\n"}, nil},
		"DHCP elsewhere":    {map[string]string{"ifcfg-eth0": static, "ifcfg-eth1": "DEVICE=eth1\nBOOTPROTO=dhcp\n"}, nil},
		"by hand elsewhere": {map[string]string{"ifcfg-eth0": static, "ifcfg-eth1": "DEVICE=eth1\nBOOTPROTO=dhcp\nONBOOT=no\n"}, unreachable},
		"own":               {map[string]string{"ifcfg-eth0": strings.Replace(static, "198.51.100.53", "127.0.0.1", 1)}, nil},
	})
}
