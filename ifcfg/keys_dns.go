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
func rareDNSKeys() []Key {
	service := Grammar{form: formNumber, min: -1, max: 2, words: "yes no resolve default"}
	return []Key{
		{Name: "RESOLV_MODS", Scope: ScopeDNS, Takes: aBoolean(), Meaning: "Write resolv.conf although PEERDNS=no, as is always done.", Reader: ByScripts, Fate: Stateless},
		{Name: "MDNS", Scope: ScopeDNS, Takes: service, Default: "default", Nothing: "default -1", Meaning: "Multicast DNS of systemd-resolved.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "LLMNR", Scope: ScopeDNS, Takes: service, Default: "default", Nothing: "default -1", Meaning: "LLMNR of systemd-resolved.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "DNS_OVER_TLS", Scope: ScopeDNS, Takes: Grammar{form: formNumber, min: -1, max: 2, words: "yes no opportunistic default"}, Default: "default", Nothing: "default -1", Meaning: "Encrypted DNS of systemd-resolved.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "MS_DNS", Numbered: true, Scope: ScopeDNS, Takes: one(formIP), Meaning: "Name server of a dial-up peer.", Reader: ByScripts, Fate: NotApplied, Why: later},
	}
}
