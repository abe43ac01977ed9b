package ifcfg

// dnsKeys are the keys of name servers.
func dnsKeys() []Key {
	return []Key{
		{Name: "DNS", Numbered: true, Scope: ScopeDNS, Takes: one(formDNS), Values: "IP address", Meaning: "Name servers: DNS1, DNS2, ... in this order.",
			read: func(r *reader, v value) { r.dns = append(r.dns, v) }},
		{Name: "PEERDNS", Scope: ScopeDNS, Values: yesNo, Default: "yes", Meaning: "Use the name servers that DHCP offers.",
			read: boolean(true, func(r *reader) *Field[bool] { return &r.p.IPv4.PeerDNS })},
		{Name: "DOMAIN", Scope: ScopeDNS, Values: words, Meaning: "Search domains.",
			read: list(text, func(r *reader) *[]Field[string] { return &r.domain })},
		{Name: "SEARCH", Scope: ScopeDNS, Values: words, Meaning: "Search domains where DOMAIN gives none.", Reader: ByNM,
			read: list(text, func(r *reader) *[]Field[string] { return &r.search })},
		{Name: "IPV6_DOMAIN", Scope: ScopeDNS, Values: words, Meaning: "Search domains of IPv6.", Reader: ByNM,
			read: list(text, func(r *reader) *[]Field[string] { return &r.p.IPv6.Search })},
		{Name: "RES_OPTIONS", Scope: ScopeDNS, Values: words, Meaning: "Resolver options, see resolv.conf(5).",
			read: list(text, func(r *reader) *[]Field[string] { return &r.p.IPv4.Options })},
		{Name: "IPV6_RES_OPTIONS", Scope: ScopeDNS, Values: words, Meaning: "Resolver options of IPv6.", Reader: ByNM,
			read: list(text, func(r *reader) *[]Field[string] { return &r.p.IPv6.Options })},
		{Name: "IPV4_DNS_PRIORITY", Scope: ScopeDNS, Values: "number", Default: "0: 100", Meaning: "Lower comes first; a negative one hides all greater.", Reader: ByNM,
			read: field(integer(-2147483648, 2147483647), func(r *reader) *Field[int] { return &r.p.IPv4.DNSPriority })},
		{Name: "IPV6_DNS_PRIORITY", Scope: ScopeDNS, Values: "number", Default: "0: 100", Meaning: "As IPV4_DNS_PRIORITY.", Reader: ByNM,
			read: field(integer(-2147483648, 2147483647), func(r *reader) *Field[int] { return &r.p.IPv6.DNSPriority })},
	}
}

// rareDNSKeys are those that are not applied.
func rareDNSKeys() []Key { return rows(rareDNSTable) }

const rareDNSTable = `
= DNS
RESOLV_MODS | boolean |  | Write resolv.conf although PEERDNS=no, as is always done. | scripts stateless
MDNS | number -1..2 yes no resolve default | default | Multicast DNS of systemd-resolved. | nm not-applied nothing=default,-1
LLMNR | number -1..2 yes no resolve default | default | LLMNR of systemd-resolved. | nm not-applied nothing=default,-1
DNS_OVER_TLS | number -1..2 yes no opportunistic default | default | Encrypted DNS of systemd-resolved. | nm not-applied nothing=default,-1
MS_DNS# | ip |  | Name server of a dial-up peer. | scripts not-applied
`
