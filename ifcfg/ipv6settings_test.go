package ifcfg_test

import "testing"

func TestIPv6Settings(t *testing.T) {
	t.Parallel()
	readProfiles(t, settings6Rows())
}

func settings6Rows() []row {
	const auto = "ipv6.method auto @2:10 IPV6INIT"
	return []row{
		{"IPV6INIT=yes\nIPV6_PRIVACY=rfc3041", []string{auto, "ipv6.use-tempaddr 2 @3:14 IPV6_PRIVACY"}, nil},
		{"IPV6INIT=yes\nIPV6_PRIVACY=yes\nIPV6_PRIVACY_PREFER_PUBLIC_IP=yes", []string{auto, "ipv6.use-tempaddr 1 @3:14 IPV6_PRIVACY"}, nil},
		{"IPV6INIT=yes\nIPV6_PRIVACY=rfc4941\nIPV6_PRIVACY_PREFER_PUBLIC_IP=perhaps", []string{auto, "ipv6.use-tempaddr 2 @3:14 IPV6_PRIVACY"},
			[]string{`4:31: warning: IPV6_PRIVACY_PREFER_PUBLIC_IP: "perhaps" is neither yes nor no; no is taken [value] (write IPV6_PRIVACY_PREFER_PUBLIC_IP=yes or IPV6_PRIVACY_PREFER_PUBLIC_IP=no)`}},
		{"IPV6INIT=yes\nIPV6_PRIVACY=no\nIPV6_PRIVACY_PREFER_PUBLIC_IP=yes", []string{auto, "ipv6.use-tempaddr 0 @3:14 IPV6_PRIVACY"},
			[]string{"4:31: warning: IPV6_PRIVACY_PREFER_PUBLIC_IP: not used: there are no temporary addresses to prefer others to [unread] (write IPV6_PRIVACY=yes)"}},
		{"IPV6INIT=yes\nIPV6_PRIVACY=RFC3041", []string{auto, "ipv6.use-tempaddr 0 @3:14 IPV6_PRIVACY"},
			[]string{`3:14: warning: IPV6_PRIVACY: "RFC3041" is none of yes, no, rfc3041 and rfc4941; no is taken [value] (write IPV6_PRIVACY=rfc3041 or IPV6_PRIVACY=no)`}},
		{"IPV6INIT=yes\nIPV6_ADDR_GEN_MODE=stable-privacy", []string{auto, "ipv6.addr-gen-mode stable-privacy @3:20 IPV6_ADDR_GEN_MODE"}, nil},
		{"IPV6INIT=yes\nIPV6_ADDR_GEN_MODE=3", []string{auto, "ipv6.addr-gen-mode stable-privacy @3:20 IPV6_ADDR_GEN_MODE"}, nil},
		{"IPV6INIT=yes\nIPV6_ADDR_GEN_MODE=Default-or-EUI64", []string{auto, "ipv6.addr-gen-mode eui64 @3:20 IPV6_ADDR_GEN_MODE"}, nil},
		{"IPV6INIT=yes\nIPV6_ADDR_GEN_MODE=4", []string{auto},
			[]string{`3:20: error: IPV6_ADDR_GEN_MODE: "4" is none of eui64, stable-privacy, default-or-eui64 and default [value]`}},
		{"IPV6INIT=yes\nIPV6_TOKEN=::53", []string{auto, "ipv6.token ::53 @3:12 IPV6_TOKEN"}, nil},
		{"IPV6INIT=yes\nIPV6_TOKEN=fe80::1", []string{auto},
			[]string{"3:12: error: IPV6_TOKEN: fe80::1 has bits in its upper half, which the router gives [value]"}},
		{"IPV6INIT=yes\nIPV6_TOKEN=::", []string{auto}, []string{"3:12: error: IPV6_TOKEN: :: is no half of an address [value]"}},
		{"IPV6INIT=yes\nIPV6_TOKEN=x", []string{auto}, []string{`3:12: error: IPV6_TOKEN: "x" is not an IPv6 address [value]`}},
		{"IPV6INIT=yes\nIPV6_TOKEN=::53\nIPV6_ADDR_GEN_MODE=default", []string{auto, "ipv6.addr-gen-mode stable-privacy @4:20 IPV6_ADDR_GEN_MODE"},
			[]string{"3:12: error: IPV6_TOKEN: not used: ifcfg-eth0:4:20: IPV6_ADDR_GEN_MODE makes the lower half another way [value] (write IPV6_ADDR_GEN_MODE=eui64)"}},
		{"IPV6INIT=yes\nIPV6_MTU=1280", []string{auto, "ipv6.mtu 1280 @3:10 IPV6_MTU"}, nil},
		{"IPV6INIT=yes\nIPV6_MTU=1279", []string{auto}, []string{"3:10: error: IPV6_MTU: 1279 is not in 1280..65535 [value]"}},
		{"IPV6INIT=yes\nIPV6_MTU=1401\nMTU=1400", []string{"mtu 1400 @4:5 MTU", auto},
			[]string{"3:10: error: IPV6_MTU: not used: the link takes packets of 1400 bytes (ifcfg-eth0:4:5: MTU) [value]"}},
		{"IPV6INIT=yes\nIPV6_SET_SYSCTLS=no", []string{auto, "ipv6.sysctls false @3:18 IPV6_SET_SYSCTLS"}, nil},
		{"IPV6INIT=yes\nIPV6_SET_SYSCTLS=x", []string{auto},
			[]string{`3:18: warning: IPV6_SET_SYSCTLS: "x" is neither yes nor no; yes is taken [value] (write IPV6_SET_SYSCTLS=yes or IPV6_SET_SYSCTLS=no)`}},
		{"IPV6INIT=yes\nIPV6_FORCE_ACCEPT_RA=yes", []string{auto, "ipv6.force-accept-ra true @3:22 IPV6_FORCE_ACCEPT_RA"}, nil},
		{"IPV6INIT=yes\nIPV6_FORCE_ACCEPT_RA=x", []string{auto},
			[]string{`3:22: warning: IPV6_FORCE_ACCEPT_RA: "x" is neither yes nor no; no is taken [value] (write IPV6_FORCE_ACCEPT_RA=yes or IPV6_FORCE_ACCEPT_RA=no)`}},
		{"IPV6INIT=yes\nIPV6_ROUTER=no", []string{auto, "ipv6.router false @3:13 IPV6_ROUTER"}, nil},
		{"IPV6INIT=yes\nIPV6_ROUTER=yes", []string{auto, "ipv6.router true @3:13 IPV6_ROUTER"},
			[]string{"3:13: warning: IPV6_ROUTER: forwarding is not turned on by a profile [not-applied] (write net.ipv6.conf.all.forwarding=1 into /etc/sysctl.d)"}},
		{"IPV6_TOKEN=::1\nIPV6_MTU=1400\nIPV6_PRIVACY=no\nIPV6_ADDR_GEN_MODE=eui64", nil,
			[]string{
				"2:12: warning: IPV6_TOKEN: not used: IPv6 is not configured here [unread] (write IPV6INIT=yes)",
				"3:10: warning: IPV6_MTU: not used: IPv6 is not configured here [unread] (write IPV6INIT=yes)",
			}},
	}
}
