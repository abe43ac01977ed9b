package ifcfg_test

import "testing"

func TestNameServer(t *testing.T) {
	t.Parallel()
	readProfiles(t, nameServerRows())
}

func nameServerRows() []row {
	return []row{
		{"BOOTPROTO=dhcp\nDNS1=192.0.2.53\nDNS2=\" 198.51.100.53 \"",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.dns 192.0.2.53 @3:6 DNS1",
				"ipv4.dns 198.51.100.53 @4:6 DNS2",
			},
			nil},
		{"BOOTPROTO=dhcp\nIPV6INIT=yes\nDNS1=2001:db8::53\nDNS2=192.0.2.53\nDNS3=fe80::53%eth0",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.dns 192.0.2.53 @5:6 DNS2",
				"ipv6.method auto @3:10 IPV6INIT",
				"ipv6.dns 2001:db8::53 @4:6 DNS1",
				"ipv6.dns fe80::53%eth0 @6:6 DNS3",
			},
			nil},
		{"BOOTPROTO=dhcp\nDNS1=2001:db8::53",
			[]string{"ipv4.method auto @2:11 BOOTPROTO"},
			[]string{"3:6: warning: DNS1: not used: the server's address family is not configured here [unread]"}},
		{"IPV6INIT=yes\nDNS1=192.0.2.53",
			[]string{"ipv6.method auto @2:10 IPV6INIT"},
			[]string{"3:6: warning: DNS1: not used: the server's address family is not configured here [unread]"}},
		{"BOOTPROTO=dhcp\nDNS2=192.0.2.53\nDNS1=192.0.2.52\nDNS5=192.0.2.55\nDNS6=192.0.2.56",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.dns 192.0.2.52 @4:6 DNS1",
				"ipv4.dns 192.0.2.53 @3:6 DNS2",
				"ipv4.dns 192.0.2.55 @5:6 DNS5",
				"ipv4.dns 192.0.2.56 @6:6 DNS6",
			},
			[]string{"5:6: warning: DNS5: there is no DNS3 before it; it counts all the same [gap] (number it DNS3)"}},
		{"BOOTPROTO=dhcp\nDNS1=192.0.2.300\nDNS2=192.0.2.53",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.dns 192.0.2.53 @4:6 DNS2",
			},
			[]string{`3:6: error: DNS1: "192.0.2.300" is not an IP address; the other servers stay [value]`}},
		{"BOOTPROTO=dhcp\nDNS=192.0.2.53\nDNS0=192.0.2.54",
			[]string{"ipv4.method auto @2:11 BOOTPROTO"},
			[]string{
				"3:5: warning: DNS: name servers are numbered from DNS1 [unread] (write DNS1=192.0.2.53)",
				"4:6: warning: DNS0: name servers are numbered from DNS1 [unread] (write DNS1=192.0.2.54)",
			}},
		{"BOOTPROTO=dhcp\nDNS1=192.0.2.53\nDNS2=192.0.2.53",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.dns 192.0.2.53 @3:6 DNS1",
			},
			[]string{"4:6: warning: DNS2: 192.0.2.53 is DNS1 already [duplicate] (remove the line)"}},
		{"BOOTPROTO=dhcp\nDNS1=0.0.0.0\nDNS2=224.0.0.1\nDNS3=127.0.0.53",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.dns 127.0.0.53 @5:6 DNS3",
			},
			[]string{
				"3:6: error: DNS1: 0.0.0.0 cannot be a name server [value]",
				"4:6: error: DNS2: 224.0.0.1 cannot be a name server [value]",
			}},
		{"BOOTPROTO=dhcp\nDNS1='192\nDNS2=192.0.2.53\nDNS3=",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.dns 192.0.2.53 @4:6 DNS2",
			},
			[]string{"3:6: error: DNS1: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)"}},
		{"BOOTPROTO=dhcp\nDNS1=192.0.2.53#dns.example\nDNS2=https://192.0.2.53",
			[]string{"ipv4.method auto @2:11 BOOTPROTO"},
			[]string{
				`3:6: error: DNS1: "192.0.2.53#dns.example": encrypted name service is not built yet; write the plain address [not-applied]`,
				`4:6: error: DNS2: "https://192.0.2.53": encrypted name service is not built yet; write the plain address [not-applied]`,
			}},
		{"BOOTPROTO=dhcp\nIPV6INIT=yes\nDNS1=$'fe80::1%x\\nnameserver 192.0.2.66'",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv6.method auto @3:10 IPV6INIT",
			},
			[]string{`4:6: error: DNS1: "fe80::1%x\nnameserver 192.0.2.66" is not an IP address; the other servers stay [value]`}},
		{"BOOTPROTO=dhcp\nDNS1=::ffff:192.0.2.53",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.dns 192.0.2.53 @3:6 DNS1",
			},
			nil},
		{"BOOTPROTO=dhcp\nDOMAIN=\"a.example b.example\"\nSEARCH=c.example",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.search a.example @3:9 DOMAIN",
				"ipv4.search b.example @3:19 DOMAIN",
			},
			nil},
		{"BOOTPROTO=dhcp\nDOMAIN=\" \"\nSEARCH=\"c.example\t d.example\"",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.search c.example @4:9 SEARCH",
				"ipv4.search d.example @4:20 SEARCH",
			},
			nil},
		{"BOOTPROTO=dhcp\nIPV6INIT=yes\nDOMAIN=a.example\nIPV6_DOMAIN=six.example",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.search a.example @4:8 DOMAIN",
				"ipv6.method auto @3:10 IPV6INIT",
				"ipv6.search six.example @5:13 IPV6_DOMAIN",
			},
			nil},
		{"IPV6INIT=yes\nDOMAIN=a.example\nIPV6_DOMAIN=\"six.example other.example\"",
			[]string{
				"ipv6.method auto @2:10 IPV6INIT",
				"ipv6.search a.example @3:8 DOMAIN",
				"ipv6.search six.example @4:14 IPV6_DOMAIN",
				"ipv6.search other.example @4:26 IPV6_DOMAIN",
			},
			nil},
		{"DOMAIN=\"a.example b.example\"\nIPV6_DOMAIN=six.example\nIPV6_RES_OPTIONS=rotate\nRES_OPTIONS=ndots:2",
			nil,
			[]string{
				"2:9: warning: DOMAIN: not used: neither IPv4 nor IPv6 is configured here [unread]",
				"3:13: warning: IPV6_DOMAIN: not used: IPv6 is not configured here [unread] (write IPV6INIT=yes)",
				"4:18: warning: IPV6_RES_OPTIONS: not used: IPv6 is not configured here [unread] (write IPV6INIT=yes)",
				"5:13: warning: RES_OPTIONS: not used: IPv4 is not configured here [unread] (write IPV6_RES_OPTIONS)",
			}},
		{"BOOTPROTO=dhcp\nIPV6INIT=yes\nRES_OPTIONS=\"ndots:3  rotate\"\nIPV6_RES_OPTIONS=edns0",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.option ndots:3 @4:14 RES_OPTIONS",
				"ipv4.option rotate @4:23 RES_OPTIONS",
				"ipv6.method auto @3:10 IPV6INIT",
				"ipv6.option edns0 @5:18 IPV6_RES_OPTIONS",
			},
			nil},
		{"BOOTPROTO=dhcp\nSEARCH='a\nDOMAIN='b\nIPV6_DOMAIN='c\nRES_OPTIONS='d\nIPV6_RES_OPTIONS='e",
			[]string{"ipv4.method auto @2:11 BOOTPROTO"},
			[]string{
				"3:8: error: SEARCH: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)",
				"4:8: error: DOMAIN: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)",
				"5:13: error: IPV6_DOMAIN: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)",
				"6:13: error: RES_OPTIONS: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)",
				"7:18: error: IPV6_RES_OPTIONS: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)",
			}},
	}
}
