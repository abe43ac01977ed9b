package network_test

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"netonce/apply/network"
)

func prefix(s string) netip.Prefix { return netip.MustParsePrefix(s) }

func TestWords(t *testing.T) {
	t.Parallel()
	static := network.Route{Interface: "eth0", Destination: prefix("10.0.0.0/8"), Table: network.TableMain, Protocol: network.ProtocolStatic, Type: network.Unicast}
	route := func(set func(*network.Route)) network.Change {
		r := static
		set(&r)
		return network.Change{Op: network.OpAdd, Interface: r.Interface, Route: &r}
	}
	address := func(a network.Address) network.Change {
		return network.Change{Op: network.OpAdd, Interface: "eth0", Address: &a}
	}
	link := func(c network.LinkChange) network.Change {
		return network.Change{Op: network.OpSet, Interface: "eth0", Link: &c}
	}
	for want, c := range map[string]network.Change{
		"ip route append 10.0.0.0/8 proto static dev eth0": route(func(*network.Route) {}),
		"ip route append default via 10.0.0.1 proto dhcp src 10.0.0.2 metric 100 dev eth0": route(func(r *network.Route) {
			r.Destination, r.Gateway, r.Source, r.Metric, r.Protocol = prefix("0.0.0.0/0"), netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2"), 100, network.ProtocolDHCP
		}),
		"ip -6 route append 2001:db8::/32 from 2001:db8:1::/48 proto ra dev eth0": route(func(r *network.Route) {
			r.Destination, r.From, r.Protocol, r.Scope = prefix("2001:db8::/32"), prefix("2001:db8:1::/48"), network.ProtocolRA, network.ScopeLink
		}),
		"ip route append 10.0.0.0/8 tos 0x10 table 200 proto 99 scope link dev eth0": route(func(r *network.Route) {
			r.TOS, r.Table, r.Protocol, r.Scope = 16, 200, 99, network.ScopeLink
		}),
		"ip route append blackhole 10.0.0.0/8 proto boot": route(func(r *network.Route) {
			r.Interface, r.Type, r.Protocol = "", network.Blackhole, network.ProtocolBoot
		}),
		"ip route append 10.0.0.0/8 via 10.0.0.1 proto kernel onlink mtu lock 1300 window 1 cwnd 2 advmss 3 hoplimit 4 initcwnd 5 rto_min 6 initrwnd 7 quickack 1 dev eth0": route(func(r *network.Route) {
			r.Gateway, r.OnLink, r.Protocol = netip.MustParseAddr("10.0.0.1"), true, network.ProtocolKernel
			r.Metrics = network.Metrics{MTU: 1300, Lock: 4, Window: 1, CWND: 2, AdvMSS: 3, HopLimit: 4, InitCWND: 5, RTOMin: 6, InitRWND: 7, QuickACK: 1}
		}),
		"ip address add 10.0.0.2/8 brd 10.255.255.255 scope global noprefixroute dev eth0": address(network.Address{
			Prefix: prefix("10.0.0.2/8"), Broadcast: netip.MustParseAddr("10.255.255.255"), NoPrefixRoute: true, Valid: network.Forever}),
		"ip address add fe80::2/64 scope link valid_lft 60 preferred_lft 30 dev eth0": address(network.Address{
			Prefix: prefix("fe80::2/64"), Scope: network.ScopeLink, Valid: time.Minute, Preferred: 30 * time.Second}),
		"ip link set dev eth0 address 02:00:00:00:00:01 mtu 1400 up": link(network.LinkChange{MAC: net.HardwareAddr{2, 0, 0, 0, 0, 1}, MTU: 1400, Up: true}),
		"ip link set dev eth0 promisc off":                           link(network.LinkChange{Promisc: "off"}),
		"ethtool -K eth0 tso off gro on":                             {Op: network.OpSet, Interface: "eth0", Ethtool: network.Options{{Name: "features tso", Value: "off"}, {Name: "features gro", Value: "on"}}},
		"ethtool -s eth0 autoneg on":                                 {Op: network.OpSet, Interface: "eth0", Ethtool: network.Options{{Name: "linkmodes autoneg", Value: "on"}, {Name: "linkmodes speed"}}},
		"ethtool -G eth0 rx 7":                                       {Op: network.OpSet, Interface: "eth0", Ethtool: network.Options{{Name: "rings rx", Value: "7"}}},
		"ip link set dev eth0 vf 1 mac 02:00:00:00:00:01 vlan 1 qos 0 proto 802.1Q vlan 2 qos 3 proto 802.1ad": {Op: network.OpSet, Interface: "eth0",
			Ethtool: network.Options{{Name: "vf1 mac", Value: "02:00:00:00:00:01"}, {Name: "vf1 vlan", Value: "1.0.q;2.3.ad"}}},
		"echo 2 > /sys/class/net/eth0/device/sriov_numvfs": {Op: network.OpSet, Interface: "eth0",
			Sysctl: &network.Sysctl{Family: "device", Interface: "eth0", Key: network.NumVFs, Value: "2"}},
		"teamd -t eth0 -c {}":                   {Op: network.OpAdd, Interface: "eth0", Link: &network.LinkChange{Kind: "team", Options: network.Options{{Name: "config", Value: "{}"}}}},
		"teamd -k -t eth0":                      {Op: network.OpDelete, Interface: "eth0", Link: &network.LinkChange{Kind: "team"}},
		"teamdctl t port config update eth0 {}": link(network.LinkChange{PortOf: "team", Parent: network.Ref{Name: "t"}, Port: network.Options{{Name: "config", Value: "{}"}}}),
		"ip link set dev eth0 down":             link(network.LinkChange{Down: true}),
		"ip rule add not from 10.0.0.0/8 to 10.0.0.1/32 tos 0x10 fwmark 0x5/0xf iif a oif b uidrange 0-7 ipproto 6 sport 1-2 dport 3-3 tun_id 9 priority 0 suppress_prefixlength 0 suppress_ifgroup 4 realms 1/2 protocol static table 7": {
			Op: network.OpAdd, Rule: &network.Rule{Priority: network.Number{Set: true}, Not: true, From: prefix("10.0.0.0/8"), To: prefix("10.0.0.1/32"), TOS: 16, FWMark: 5, FWMask: 15,
				IIF: "a", OIF: "b", UIDs: network.Range{Last: 7, Set: true}, IPProto: 6, SourcePort: network.Range{First: 1, Last: 2, Set: true},
				DestPort: network.Range{First: 3, Last: 3, Set: true}, TunnelID: 9, SuppressPrefixLen: network.Number{Set: true}, SuppressIfgroup: network.Number{Value: 4, Set: true},
				Realms: 1<<16 | 2, Protocol: network.ProtocolStatic, Action: network.RuleToTable, Table: 7}},
		"ip -6 rule delete from all goto 9": {Op: network.OpDelete, Rule: &network.Rule{Six: true, Action: network.RuleGoto, Goto: 9}},
		"ip rule add from all l3mdev":       {Op: network.OpAdd, Rule: &network.Rule{L3MDev: true, Action: network.RuleToTable}},
		"ip rule add from all nop":          {Op: network.OpAdd, Rule: &network.Rule{Action: network.RuleNop}},
		"sysctl -w net/ipv6/conf/eth0/accept_ra=0": {Op: network.OpSet, Interface: "eth0",
			Sysctl: &network.Sysctl{Family: "ipv6", Interface: "eth0", Key: "accept_ra", Value: "0"}},
	} {
		if got := c.String(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	r := static
	if got := (network.Change{Op: network.OpDelete, Interface: "eth0", Route: &r}).String(); got != "ip route delete 10.0.0.0/8 proto static dev eth0" {
		t.Error(got)
	}
	for got, want := range map[string]string{
		network.ScopeSite.String(): "site", network.ScopeHost.String(): "host", network.ScopeNowhere.String(): "nowhere", network.Scope(7).String(): "7",
		network.RouteType(99).String(): "99", network.Throw.String(): "throw",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestObjectAndValue(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]network.Change{
		"link up":                       {Link: &network.LinkChange{Up: true}},
		"address 10.0.0.1/8 scope host": {Address: &network.Address{Prefix: prefix("10.0.0.1/8"), Scope: network.ScopeHost, Valid: network.Forever}},
		"route 10.0.0.0/8 proto static": {Route: &network.Route{Destination: prefix("10.0.0.0/8"), Type: network.Unicast, Table: network.TableMain, Protocol: network.ProtocolStatic}},
		"rule from all table 7":         {Rule: &network.Rule{Action: network.RuleToTable, Table: 7}},
		"ethtool -K tso on":             {Ethtool: network.Options{{Name: "features tso", Value: "on"}}},
		"ethtool vf 0 trust on":         {Ethtool: network.Options{{Name: "vf0 trust", Value: "on"}}},
		"sysctl k=v":                    {Sysctl: &network.Sysctl{Key: "k", Value: "v"}},
	} {
		if got := c.Object() + " " + c.Value(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestBroadcastOf(t *testing.T) {
	t.Parallel()
	for p, want := range map[string]string{
		"192.0.2.2/24": "192.0.2.255", "10.1.2.3/8": "10.255.255.255", "10.1.2.3/0": "255.255.255.255", "10.1.2.3/30": "10.1.2.3",
		"10.1.2.3/23": "10.1.3.255", "10.1.2.3/31": "invalid IP", "10.1.2.3/32": "invalid IP", "2001:db8::1/64": "invalid IP",
	} {
		if got := network.BroadcastOf(prefix(p)).String(); got != want {
			t.Errorf("%s: %s, want %s", p, got, want)
		}
	}
}

func TestScopeOf(t *testing.T) {
	t.Parallel()
	for a, want := range map[string]network.Scope{"127.0.0.1": network.ScopeHost, "::1": network.ScopeHost, "169.254.1.1": network.ScopeLink,
		"fe80::1": network.ScopeLink, "192.0.2.1": network.ScopeGlobal, "fd00::1": network.ScopeGlobal} {
		if got := network.ScopeOf(netip.MustParseAddr(a)); got != want {
			t.Errorf("%s: %s", a, got)
		}
	}
}

func TestMetricsSet(t *testing.T) {
	t.Parallel()
	var m network.Metrics
	for _, word := range []string{"mtu", "window", "cwnd", "advmss", "hoplimit", "initcwnd", "rto_min", "initrwnd", "quickack"} {
		if !m.Set(word, 3, word == "mtu" || word == "quickack") {
			t.Errorf("%s is not known", word)
		}
	}
	if want := (network.Metrics{MTU: 3, Window: 3, CWND: 3, AdvMSS: 3, InitCWND: 3, InitRWND: 3, HopLimit: 3, RTOMin: 3, QuickACK: 3, Lock: 1<<2 | 1<<15}); m != want {
		t.Errorf("%+v", m)
	}
	if m.Set("speed", 1, false) {
		t.Error("speed is known")
	}
}
