package ifcfg_test

import "testing"

func TestRoute6(t *testing.T) {
	t.Parallel()
	readRoutes(t, "route6-eth0", true, route6Rows())
}

func route6Rows() []row {
	return []row{
		{"2001:db8:10::/48 via 2001:db8:1::2",
			[]string{"unicast 2001:db8:10::/48 via 2001:db8:1::2 @1:1"},
			nil},
		{"2001:db8:11::/48 via fe80::2 dev eth1 metric 30",
			[]string{"unicast 2001:db8:11::/48 via fe80::2 metric 30 @1:1"},
			nil},
		{"default via 2001:db8:1::1\n::/0 via 2001:db8:1::2",
			[]string{
				"unicast ::/0 via 2001:db8:1::1 @1:1",
				"unicast ::/0 via 2001:db8:1::2 @2:1",
			},
			nil},
		{"2001:db8:14::1\n2001:db8:17::5/48",
			[]string{
				"unicast 2001:db8:14::1/128 @1:1",
				"unicast 2001:db8:17::/48 @2:1",
			},
			[]string{"2:1: warning: 2001:db8:17::5/48 has bits beyond its prefix length; 2001:db8:17::/48 is taken [host-bits] (write 2001:db8:17::/48)"}},
		{"blackhole 2001:DB8:99::/48",
			[]string{"blackhole 2001:db8:99::/48 @1:1"},
			nil},
		{"2001:db8::/32 from 2001:db8:1::5/48\n2001:db8::/32 from x",
			[]string{"unicast 2001:db8::/32 from 2001:db8:1::/48 @1:1"},
			[]string{`2:20: error: "x" is not an IPv6 address; the line is not used [route]`}},
		{"2001:db8::/32 tos 8 scope link metric 4",
			[]string{"unicast 2001:db8::/32 metric 4 @1:1"},
			[]string{
				`1:15: warning: "tos" means nothing to an IPv6 route; it is not used [unread] (remove it)`,
				`1:21: warning: "scope" means nothing to an IPv6 route; it is not used [unread] (remove it)`,
			}},
		{"2001:db8::/32 via inet6 fe80::1\n2001:db8:1::/48 via inet 192.0.2.1",
			[]string{"unicast 2001:db8::/32 via fe80::1 @1:1"},
			[]string{`2:26: error: "192.0.2.1" is not an IPv6 address; the line is not used [route]`}},
		{"2001:db8::/32 via fe80::1%eth0",
			nil,
			[]string{`1:19: error: "fe80::1%eth0" has a zone, which cannot stand here; the line is not used [route]`}},
		{"2001:db8::/129\n2001:db8::/x\n10.0.0.0/8",
			nil,
			[]string{
				`1:1: error: prefix length of "2001:db8::/129": 129 is not in 0..128; the line is not used [route]`,
				`2:1: error: prefix length of "2001:db8::/x": "x" is not a number; the line is not used [route]`,
				`3:1: error: "10.0.0.0" is not an IPv6 address; the line is not used [route]`,
			}},
		{"2001:db8::/32 pref high",
			nil,
			[]string{`1:15: error: "pref" is not built yet; the line is not used [route]`}},
		{"ADDRESS0=2001:db8::\nNETMASK0=32",
			nil,
			[]string{
				`1:1: error: "ADDRESS0=2001:db8::" is not an IPv6 address; the line is not used [route]`,
				`2:1: error: "NETMASK0=32" is not an IPv6 address; the line is not used [route]`,
			}},
	}
}
