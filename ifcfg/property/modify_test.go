package property_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// office is a profile with something of everything.
const office = `# office uplink, do not touch
TYPE=Ethernet
BOOTPROTO=none
NAME=eth1
UUID=11111111-aaaa-4bbb-8ccc-000000000001
DEVICE=eth1
ONBOOT=yes
IPADDR=192.0.2.10
PREFIX=24
GATEWAY=192.0.2.1
DNS1=192.0.2.53 # the old one
DNS2="198.51.100.53"
DOMAIN="example.org corp.example.org"
IPV6INIT=no
X_LOCAL=kept
`

// modification is a row of the tests: files, changes, and the lines of the profile
// that go and come, as "-..." and "+...".
type modification struct {
	in      dir // office where nil
	changes string
	diff    string
	others  dir // what becomes of the other files; nil: nothing
}

func TestModify(t *testing.T) {
	t.Parallel()
	for name, tt := range modifications() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.run(t)
		})
	}
}

func (m modification) run(t *testing.T) {
	if m.in == nil {
		m.in = dir{"ifcfg-eth1": office}
	}
	file := profileIn(m.in)
	before := maps.Clone(m.in)
	c := m.in.open(t, file)
	if err := change(c, m.changes); err != nil {
		t.Fatal(err)
	}
	if err := c.Save(m.in); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lines(m.diff), changed(before[file], m.in[file])); diff != "" {
		t.Errorf("changed lines: %s", diff)
	}
	others := maps.Clone(m.in)
	delete(others, file)
	want := m.others
	if want == nil {
		want = maps.Clone(before)
		delete(want, file)
	}
	if diff := cmp.Diff(want, others); diff != "" {
		t.Errorf("other files: %s", diff)
	}
	again := maps.Clone(m.in)
	if err := again.open(t, file).Save(again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m.in, again); diff != "" {
		t.Errorf("written unchanged: %s", diff)
	}
	if diff := cmp.Diff(c.Document(false).Properties, m.in.open(t, file).Document(false).Properties); diff != "" {
		t.Errorf("read back: %s", diff)
	}
}

func modifications() map[string]modification {
	return map[string]modification{
		"one server": {dir{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.168.11.2\nPREFIX=24\nDNS1=192.168.11.1\n"},
			"ipv4.dns 8.8.8.8", "-DNS1=192.168.11.1\n+DNS1=8.8.8.8", nil},
		"all servers replaced": {nil, "ipv4.dns 8.8.8.8", "-DNS1=192.0.2.53 # the old one\n-DNS2=\"198.51.100.53\"\n+DNS1=8.8.8.8 # the old one", nil},
		"a server more":        {nil, "+ipv4.dns 9.9.9.9", "+DNS3=9.9.9.9", nil},
		"a server less":        {nil, "-ipv4.dns 198.51.100.53", "-DNS2=\"198.51.100.53\"", nil},
		"a server less by place": {nil, "-ipv4.dns 0",
			"-DNS1=192.0.2.53 # the old one\n-DNS2=\"198.51.100.53\"\n+DNS1=198.51.100.53 # the old one", nil},
		"the same servers":        {nil, "ipv4.dns 192.0.2.53,198.51.100.53", "", nil},
		"the same, with blanks":   {nil, "ipv4.dns 192.0.2.53 198.51.100.53", "", nil},
		"no servers":              {nil, "ipv4.dns ", "-DNS1=192.0.2.53 # the old one\n-DNS2=\"198.51.100.53\"", nil},
		"an address more":         {nil, "+ipv4.addresses 192.0.2.11/24", "+IPADDR1=192.0.2.11\n+PREFIX1=24", nil},
		"an address, two":         {nil, "ipv4.addresses 192.0.2.10/24, 192.0.2.12/25", "+IPADDR1=192.0.2.12\n+PREFIX1=25", nil},
		"an address changed":      {nil, "ipv4.addresses 192.0.2.20/25", "-IPADDR=192.0.2.10\n-PREFIX=24\n+IPADDR=192.0.2.20\n+PREFIX=25", nil},
		"gateway":                 {nil, "ipv4.gateway 192.0.2.254", "-GATEWAY=192.0.2.1\n+GATEWAY=192.0.2.254", nil},
		"never default":           {nil, "ipv4.never-default yes", "-GATEWAY=192.0.2.1\n+DEFROUTE=no", nil},
		"search domain":           {nil, "ipv4.dns-search example.net", "-DOMAIN=\"example.org corp.example.org\"\n+DOMAIN=\"example.net\"", nil},
		"resolver options":        {nil, "ipv4.dns-options timeout:2 rotate", "+RES_OPTIONS=\"timeout:2 rotate\"", nil},
		"priority":                {nil, "ipv4.dns-priority 50", "+IPV4_DNS_PRIORITY=50", nil},
		"metric":                  {nil, "ipv4.route-metric 77", "+IPV4_ROUTE_METRIC=77", nil},
		"ignore what DHCP offers": {nil, "ipv4.ignore-auto-dns yes", "+PEERDNS=no", nil},
		"may not fail":            {nil, "ipv4.may-fail no", "+IPV4_FAILURE_FATAL=yes", nil},
		"conflict detection":      {nil, "ipv4.dad-timeout 500", "+ACD_TIMEOUT=500\n+ARPING_WAIT=1", nil},
		"MTU":                     {nil, "802-3-ethernet.mtu 9000", "+MTU=9000", nil},
		"an MTU of nothing":       {nil, "802-3-ethernet.mtu 00", "", nil},
		"hardware address":        {nil, "802-3-ethernet.cloned-mac-address 02:00:5e:00:53:01", "+MACADDR=02:00:5E:00:53:01", nil},
		"not at boot":             {nil, "connection.autoconnect no", "-ONBOOT=yes\n+ONBOOT=no", nil},
		"priority of the profile": {nil, "connection.autoconnect-priority 5", "+AUTOCONNECT_PRIORITY=5", nil},
		"zone":                    {nil, "connection.zone public", "+ZONE=public", nil},
		"name":                    {nil, "connection.id my uplink", "-NAME=eth1\n+NAME=\"my uplink\"", nil},
		"IPv6, static": {nil, "ipv6.method manual\nipv6.addresses 2001:db8::10/64\nipv6.gateway 2001:db8::1",
			"-IPV6INIT=no\n+IPV6INIT=yes\n+IPV6_AUTOCONF=no\n+IPV6ADDR=2001:db8::10/64\n+IPV6_DEFAULTGW=2001:db8::1", nil},
		"IPv6 server":  {nil, "ipv6.method auto\n+ipv6.dns 2001:db8::53", "+DNS3=2001:db8::53\n-IPV6INIT=no\n+IPV6INIT=yes\n+IPV6_AUTOCONF=yes", nil},
		"IPv6 off":     {nil, "ipv6.method disabled", "+IPV6_DISABLED=yes", nil},
		"IPv6 mode":    {nil, "ipv6.addr-gen-mode eui64", "+IPV6_ADDR_GEN_MODE=eui64", nil},
		"IPv6 privacy": {nil, "ipv6.ip6-privacy 2", "+IPV6_PRIVACY=rfc3041", nil},
		"IPv6 of two": {nil, "ipv6.method manual\nipv6.addresses 2001:db8::1/64,2001:db8::2/64",
			"-IPV6INIT=no\n+IPV6INIT=yes\n+IPV6_AUTOCONF=no\n+IPV6ADDR=2001:db8::1/64\n+IPV6ADDR_SECONDARIES=2001:db8::2/64", nil},
		"DHCP too":           {nil, "ipv4.method auto", "-BOOTPROTO=none\n+BOOTPROTO=dhcp", nil},
		"DHCP alone":         {nil, "ipv4.method auto\nipv4.addresses \nipv4.gateway ", "-BOOTPROTO=none\n+BOOTPROTO=dhcp\n-IPADDR=192.0.2.10\n-PREFIX=24\n-GATEWAY=192.0.2.1", nil},
		"DHCP's names":       {nil, "ipv4.dhcp-hostname box7\nipv4.dhcp-client-id 01:02:03:04", "+DHCP_HOSTNAME=box7\n+DHCP_CLIENT_ID=01:02:03:04", nil},
		"nothing":            {nil, "", "", nil},
		"rules":              {nil, "+ipv4.routing-rules priority 100 from 192.0.2.0/24 table 100", "+ROUTING_RULE_1=\"priority 100 from 192.0.2.0/24 table 100\"", nil},
		"route":              {nil, "+ipv4.routes 10.9.0.0/16 192.0.2.7 50", "", dir{"route-eth1": "ADDRESS0=10.9.0.0\nNETMASK0=255.255.0.0\nGATEWAY0=192.0.2.7\nMETRIC0=50\n"}},
		"route with options": {nil, "+ipv4.routes 10.8.0.0/16 192.0.2.7 table=100 mtu=1400", "", dir{"route-eth1": "ADDRESS0=10.8.0.0\nNETMASK0=255.255.0.0\nGATEWAY0=192.0.2.7\nOPTIONS0=\"mtu 1400 table 100\"\n"}},
		"a port": {nil, "connection.controller br7\nconnection.port-type bridge",
			"-BOOTPROTO=none\n-IPADDR=192.0.2.10\n-PREFIX=24\n-GATEWAY=192.0.2.1\n-DNS1=192.0.2.53 # the old one\n-DNS2=\"198.51.100.53\"\n-DOMAIN=\"example.org corp.example.org\"\n-IPV6INIT=no\n+BRIDGE=br7", nil},
		"forced speed": {nil, "802-3-ethernet.speed 100\n802-3-ethernet.duplex full", "+ETHTOOL_OPTS=\"autoneg off speed 100 duplex full\"", nil},

		"a server more beside one that is none": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\nDNS1=192.0.2.1\nDNS2=typo\nDNS3=192.0.2.3\n"},
			"+ipv4.dns 192.0.2.4", "+DNS4=192.0.2.4", nil},
		"a server less beside one that is none": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\nDNS1=192.0.2.1\nDNS2=typo\nDNS3=192.0.2.3\n"},
			"-ipv4.dns 192.0.2.1", "-DNS1=192.0.2.1\n+DNS1=192.0.2.3\n-DNS3=192.0.2.3", nil},
		"servers of a family that is off": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=none\nDNS1=192.0.2.1\nIPV6INIT=yes\n"},
			"ipv6.dns 2001:db8::1", "+DNS2=2001:db8::1", nil},
		"no search domain of either name": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\nDOMAIN=a.example\nSEARCH=b.example\n"},
			"ipv4.dns-search ", "-DOMAIN=a.example\n-SEARCH=b.example", nil},
		"an address more beside one that is none": {dir{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.1\nPREFIX=24\nIPADDR1=192.0.2\nIPADDR2=192.0.2.3\nPREFIX2=24\n"},
			"+ipv4.addresses 192.0.2.4/24", "+IPADDR3=192.0.2.4\n+PREFIX3=24", nil},
		"a gateway that does not count": {dir{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.1\nPREFIX=24\nGATEWAY=192.0.2.254\nGATEWAY1=192.0.2.253\n"},
			"ipv4.gateway 192.0.2.252", "-GATEWAY=192.0.2.254\n+GATEWAY=192.0.2.252", nil},
		"a bond's options in another order": {dir{"ifcfg-bond0": "DEVICE=bond0\nTYPE=Bond\nBONDING_OPTS='mode=4 miimon=100 lacp_rate=fast'\nBOOTPROTO=dhcp\n"},
			"+bond.options miimon=200", "-BONDING_OPTS='mode=4 miimon=100 lacp_rate=fast'\n+BONDING_OPTS='mode=802.3ad lacp_rate=fast miimon=200'", nil},
		"another name for a VLAN": {dir{"ifcfg-eth0.5": "DEVICE=eth0.5\nVLAN=yes\nBOOTPROTO=dhcp\n"},
			"connection.interface-name eth0.6", "-DEVICE=eth0.5\n+DEVICE=eth0.6\n+PHYSDEV=eth0\n+VLAN_ID=5", nil},
		"a hardware address that stays": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\n"}, "802-3-ethernet.cloned-mac-address Preserve", "+MACADDR=preserve", nil},
		"no interface":                  {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\n"}, "connection.interface-name ", "-DEVICE=eth0\n+TYPE=Ethernet", nil},
		"netmask stays a netmask": {dir{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.10\nNETMASK=255.255.255.0\n"},
			"ipv4.addresses 192.0.2.11/25", "-IPADDR=192.0.2.10\n-NETMASK=255.255.255.0\n+IPADDR=192.0.2.11\n+NETMASK=255.255.255.128", nil},
		"numbers stay": {dir{"ifcfg-eth0": "DEVICE=eth0\nIPADDR0=192.0.2.10\nPREFIX0=24\nIPADDR1=192.0.2.11\nPREFIX1=24\n"},
			"-ipv4.addresses 192.0.2.10/24", "-IPADDR0=192.0.2.10\n-IPADDR1=192.0.2.11\n-PREFIX1=24\n+IPADDR0=192.0.2.11", nil},
		"a yes that is spelled otherwise": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\nPEERDNS=TRUE\nDEFROUTE=1\n"},
			"ipv4.ignore-auto-dns no\nipv4.never-default no", "", nil},
		"the older name of DOMAIN": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\nSEARCH=a.example\n"},
			"+ipv4.dns-search b.example", "-SEARCH=a.example\n+SEARCH=\"a.example b.example\"", nil},
		"options of the host stay there": {dir{"network": "RES_OPTIONS=edns0\n", "ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\n"},
			"ipv4.dns-options rotate edns0", "+RES_OPTIONS=rotate", nil},
		"a route of ip(8)'s words": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\n", "route-eth0": "# to the lab\n10.1.0.0/16 via 192.0.2.1 # why\n\n10.2.0.0/16 via 192.0.2.1\nbroken\n"},
			"-ipv4.routes 10.2.0.0/16 192.0.2.1\n+ipv4.routes 10.3.0.0/16 192.0.2.1 5 onlink=true",
			"", dir{"route-eth0": "# to the lab\n10.1.0.0/16 via 192.0.2.1 # why\n\nbroken\n10.3.0.0/16 via 192.0.2.1 metric 5 onlink\n"}},
		"routes that go": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\n", "route-eth0": "ADDRESS0=10.1.0.0\nNETMASK0=255.255.0.0\nGATEWAY0=192.0.2.1\n"},
			"ipv4.routes ", "", dir{}},
		"the first route goes": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\n", "route-eth0": "ADDRESS0=10.1.0.0\nNETMASK0=255.255.0.0\nGATEWAY0=192.0.2.1\nADDRESS1=10.2.0.0\nNETMASK1=255.255.0.0\nOPTIONS1='table 7 mtu 1400'\n"},
			"-ipv4.routes 0", "", dir{"route-eth0": "ADDRESS0=10.2.0.0\nNETMASK0=255.255.0.0\nOPTIONS0=\"mtu 1400 table 7\"\n"}},
		"IPv6 routes": {dir{"ifcfg-eth0": "DEVICE=eth0\nIPV6INIT=yes\n"},
			"+ipv6.routes 2001:db8:1::/48 fe80::1 30", "", dir{"route6-eth0": "2001:db8:1::/48 via fe80::1 metric 30\n"}},
		"a rule goes, the others keep their numbers": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\nROUTING_RULE_3='priority 1 from 10.0.0.1 table 5'\nROUTING_RULE_7=\"priority 2 from 10.0.0.2 table 5\"\n"},
			"-ipv4.routing-rules 1\n+ipv4.routing-rules priority 9 from 10.0.0.9 table 5", "-ROUTING_RULE_7=\"priority 2 from 10.0.0.2 table 5\"\n+ROUTING_RULE_4=\"priority 9 from 10.0.0.9 table 5\"", nil},
		"an option of a bond": {dir{"ifcfg-bond0": "DEVICE=bond0\nTYPE=Bond\nBONDING_OPTS='mode=1 miimon=100'\nBOOTPROTO=dhcp\n"},
			"+bond.options miimon=200,primary=eth1", "-BONDING_OPTS='mode=1 miimon=100'\n+BONDING_OPTS='mode=active-backup miimon=200 primary=eth1'", nil},
		"what is no option of a bond stays": {dir{"ifcfg-bond0": "DEVICE=bond0\nTYPE=Bond\nBONDING_OPTS='mode=1 nonsense=7 miimon=100'\nBOOTPROTO=dhcp\n"},
			"+bond.options miimon=200", "-BONDING_OPTS='mode=1 nonsense=7 miimon=100'\n+BONDING_OPTS='mode=active-backup miimon=200 nonsense=7'", nil},
		"a bad item of a list stays": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\nHWADDR_BLACKLIST=\"02:00:00:00:00:01 bad\"\n"},
			"+802-3-ethernet.mac-address-denylist 02:00:00:00:00:02", "-HWADDR_BLACKLIST=\"02:00:00:00:00:01 bad\"\n+HWADDR_BLACKLIST=\"02:00:00:00:00:01 02:00:00:00:00:02 bad\"", nil},
		"a bad item of a map stays": {dir{"ifcfg-eth0.7": "DEVICE=eth0.7\nVLAN=yes\nBOOTPROTO=dhcp\nVLAN_EGRESS_PRIORITY_MAP=1:2,bad\n"},
			"+vlan.egress-priority-map 3:4", "-VLAN_EGRESS_PRIORITY_MAP=1:2,bad\n+VLAN_EGRESS_PRIORITY_MAP=1:2,3:4,bad", nil},
		"targets of a bond": {dir{"ifcfg-bond0": "DEVICE=bond0\nTYPE=Bond\nBONDING_OPTS=mode=1\nBOOTPROTO=dhcp\n"},
			"bond.options mode=active-backup,arp_interval=1000,arp_ip_target=192.0.2.1 192.0.2.2 arp_validate=all",
			"-BONDING_OPTS=mode=1\n+BONDING_OPTS=\"mode=active-backup arp_interval=1000 arp_ip_target=192.0.2.1,192.0.2.2 arp_validate=all\"", nil},
		"an option of a bridge": {dir{"ifcfg-br0": "DEVICE=br0\nTYPE=Bridge\nSTP=on\nBRIDGING_OPTS='priority=4096 odd=1'\nBOOTPROTO=dhcp\n"},
			"bridge.priority 8192\nbridge.hello-time 3", "-BRIDGING_OPTS='priority=4096 odd=1'\n+BRIDGING_OPTS='odd=1 priority=8192 hello_time=3'", nil},
		"virtual functions": {dir{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\nSRIOV_TOTAL_VFS=2\nSRIOV_VF0='trust=true   mac=02:00:00:00:00:01'\nSRIOV_VF1=trust=true\nSRIOV_VF2=bad\n"},
			"-sriov.vfs 1 trust=true\n+sriov.vfs 03 vlans=10.2.ad;20\nsriov.total-vfs 4\nsriov.autoprobe-drivers no",
			"-SRIOV_TOTAL_VFS=2\n-SRIOV_VF1=trust=true\n+SRIOV_TOTAL_VFS=4\n+SRIOV_VF3=\"vlans=10.2.ad;20\"\n+SRIOV_AUTOPROBE_DRIVERS=0", nil},
		"flags of a VLAN": {dir{"ifcfg-eth0.7": "DEVICE=eth0.7\nVLAN=yes\nBOOTPROTO=dhcp\n"},
			"vlan.flags 2", "+REORDER_HDR=no\n+GVRP=yes\n+MVRP=no\n+VLAN_FLAGS=NO_REORDER_HDR", nil},
	}
}
