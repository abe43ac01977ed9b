package ifcfg

import "net/netip"

// ipv6Keys are the keys of IPv6.
func ipv6Keys() []Key {
	return []Key{
		{Name: "IPV6INIT", Scope: ScopeIPv6, Values: yesNo, Default: "no", Meaning: "Configure IPv6; without it the kernel's ways are left alone.",
			read: boolean(false, func(r *reader) *Field[bool] { return &r.ipv6Init })},
		{Name: "IPV6_DISABLED", Scope: ScopeIPv6, Values: yesNo, Default: "no", Meaning: "Turn IPv6 off on the interface.", Reader: ByNM,
			read: boolean(false, func(r *reader) *Field[bool] { return &r.ipv6Disabled })},
		{Name: "IPV6FORWARDING", Scope: ScopeIPv6, Values: yesNo, Default: "no", Meaning: "Yes turns the default of IPV6_AUTOCONF to no.",
			read: boolean(false, func(r *reader) *Field[bool] { return &r.ipv6Forwarding })},
		{Name: "IPV6_AUTOCONF", Scope: ScopeIPv6, Takes: orWords(formBoolean, "shared"), Values: yesNo, Default: "yes", Meaning: "Addresses from router advertisements.",
			read: field(text, func(r *reader) *Field[string] { return &r.autoconf })},
		{Name: "DHCPV6C", Scope: ScopeIPv6, Values: yesNo, Default: "no", Meaning: "Addresses by DHCPv6 alone.",
			read: boolean(false, func(r *reader) *Field[bool] { return &r.dhcp6 })},
		{Name: "IPV6ADDR", Scope: ScopeIPv6, Values: "IPv6 addresses with prefix length, separated by blanks", Default: "/64", Meaning: "Static addresses.",
			read: list(ipv6Prefix, func(r *reader) *[]Field[netip.Prefix] { return &r.addr6 })},
		{Name: "IPV6ADDR_SECONDARIES", Scope: ScopeIPv6, Values: "as IPV6ADDR", Default: "/64", Meaning: "Further static addresses.",
			read: list(ipv6Prefix, func(r *reader) *[]Field[netip.Prefix] { return &r.secondaries6 })},
		{Name: "IPV6_DEFAULTGW", Scope: ScopeIPv6, Takes: one(formIPv6Zone), Values: "IPv6 address, %INTERFACE allowed", Meaning: "Default gateway.",
			read: func(r *reader, v value) { r.gateway6 = v }},
		{Name: "IPV6_DEFROUTE", Scope: ScopeIPv6, Values: yesNo, Default: "yes", Meaning: "Default route over this interface.", Reader: ByNM,
			read: boolean(true, func(r *reader) *Field[bool] { return &r.defRoute6 })},
		{Name: "IPV6_PEERDNS", Scope: ScopeIPv6, Values: yesNo, Default: "yes", Meaning: "Use the servers that routers tell.", Reader: ByNM,
			read: boolean(true, func(r *reader) *Field[bool] { return &r.p.IPv6.PeerDNS })},
		{Name: "IPV6_PEERROUTES", Scope: ScopeIPv6, Values: yesNo, Default: "yes", Meaning: "Use the routes that routers tell.", Reader: ByNM,
			read: boolean(true, func(r *reader) *Field[bool] { return &r.p.IPv6.PeerRoutes })},
		{Name: "IPV6_ROUTE_METRIC", Scope: ScopeIPv6, Values: metric, Default: "-1: as IPV4_ROUTE_METRIC's", Meaning: "Metric of the IPv6 routes.", Reader: ByNM,
			read: field(routeMetric, func(r *reader) *Field[int64] { return &r.metric6 })},
		{Name: "IPV6_ROUTE_TABLE", Scope: ScopeIPv6, Values: "0..4294967295", Default: "0: main", Meaning: "Table of the IPv6 routes.", Reader: ByNM,
			read: field(unsigned, func(r *reader) *Field[uint32] { return &r.p.IPv6.Table })},
		{Name: "IPV6_FAILURE_FATAL", Scope: ScopeIPv6, Values: yesNo, Default: "no", Meaning: "Failing IPv6 fails the profile.", Reader: ByNM,
			read: boolean(false, func(r *reader) *Field[bool] { return &r.p.IPv6.Fatal })},
		{Name: "IPV6_PRIVACY", Scope: ScopeIPv6, Takes: orWords(formBoolean, "rfc3041 rfc4941"), Values: "yes, no, rfc3041 or rfc4941", Default: "the kernel's", Meaning: "Temporary addresses beside those from routers.",
			read: privacy},
		{Name: "IPV6_PRIVACY_PREFER_PUBLIC_IP", Scope: ScopeIPv6, Values: yesNo, Default: "no", Meaning: "Have temporary addresses, but speak from the others.", Reader: ByNM,
			read: boolean(false, func(r *reader) *Field[bool] { return &r.preferPublic })},
		{Name: "IPV6_ADDR_GEN_MODE", Scope: ScopeIPv6, Takes: Grammar{form: formNumber, max: 3, words: "eui64 stable-privacy default-or-eui64 default"}, Values: "eui64, stable-privacy, default-or-eui64 or default", Default: "default-or-eui64", Meaning: "How the lower half of an address is made.", Reader: ByNM,
			read: field(addrGenMode, func(r *reader) *Field[AddrGenMode] { return &r.settings6().AddrGenMode })},
		{Name: "IPV6_TOKEN", Scope: ScopeIPv6, Takes: one(formIPv6), Values: "lower half of an IPv6 address: ::1", Meaning: "The lower half of addresses from routers.", Reader: ByNM,
			read: field(token, func(r *reader) *Field[netip.Addr] { return &r.settings6().Token })},
		{Name: "IPV6_MTU", Scope: ScopeIPv6, Takes: number(minMTU6, 65535), Values: "1280..65535 bytes", Default: "the link's", Meaning: "Largest IPv6 packet.", Reader: ByScripts,
			read: field(integer(minMTU6, 65535), func(r *reader) *Field[int] { return &r.settings6().MTU })},
		{Name: "IPV6_SET_SYSCTLS", Scope: ScopeIPv6, Values: yesNo, Default: "yes", Meaning: "No: whether routers are heard stays as the kernel has it.", Reader: ByScripts,
			read: boolean(true, func(r *reader) *Field[bool] { return &r.settings6().Sysctls })},
		{Name: "IPV6_FORCE_ACCEPT_RA", Scope: ScopeIPv6, Values: yesNo, Default: "no", Meaning: "Hear routers without taking addresses from them.", Reader: ByScripts,
			read: boolean(false, func(r *reader) *Field[bool] { return &r.settings6().ForceAcceptRA })},
		{Name: "IPV6_ROUTER", Scope: ScopeIPv6, Values: yesNo, Default: "as the host", Meaning: "No: the interface does not forward although others do.", Reader: ByScripts,
			read: boolean(false, func(r *reader) *Field[bool] { return &r.settings6().Router })},
	}
}

// rareIPv6Keys are those that hardly any profile has.
func rareIPv6Keys() []Key { return rows(rareIPv6Table) }

const rareIPv6Table = `
= IPv6
IPV6_REQUIRED_TIMEOUT | number -1..2147483647 | -1 | How long to wait for IPv6 although it may fail. | nm |  | milliseconds, -1..2147483647
IPV6_RA_TIMEOUT | number 0..2147483647 | 0 | How long to wait for a router where nothing else gives addresses. | nm |  | seconds; 0 stands for 30
PERSISTENT_DHCLIENT_IPV6 | boolean | no | As PERSISTENT_DHCLIENT. | scripts stateless
IPV6_AUTO_ROUTE_EXT_GW | boolean |  | Of VPNs. | nm stateless
IPV6_REPLACE_LOCAL_RULE | boolean |  | As IPV4_REPLACE_LOCAL_RULE. | nm not-applied nothing=no
`
