package ifcfg

// rareIPKeys are the keys of addresses, DHCP and names that are not applied.
func rareIPKeys() []Key {
	flags := number(0, 1<<32-1)
	service := Grammar{form: formNumber, min: -1, max: 2, words: "yes no resolve default"}
	return []Key{
		{Name: "WINDOW", Scope: ScopeIPv4, Takes: number(0, 1<<32-1), Meaning: "TCP window of the default route.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "SCOPE", Scope: ScopeIPv4, Takes: texts(), Meaning: "Scope of the addresses, with the word scope before it.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "SRCADDR", Scope: ScopeIPv4, Takes: a(formIPv4), Meaning: "Source address of the default route.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "EXTRA_ROUTE_OPTS", Scope: ScopeIPv4, Takes: aText(), Meaning: "More words for the default route.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "ARPCHECK", Numbered: true, Scope: ScopeIPv4, Takes: aBoolean(), Default: "yes", Meaning: "Look for another host with the address first.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "ARPUPDATE", Numbered: true, Scope: ScopeIPv4, Takes: aBoolean(), Default: "yes", Meaning: "Tell the neighbours of the address.", Reader: ByScripts, Fate: Stateless},
		{Name: "ARPING_TRIES", Scope: ScopeIPv4, Takes: number(0, maxInt), Default: "1", Meaning: "Tries of ARPCHECK.", Reader: ByScripts, Fate: Stateless},
		{Name: "ARPING_WAIT", Scope: ScopeIPv4, Takes: number(-1, 30), Default: "3", Meaning: "Seconds that ARPCHECK takes.", Fate: NotApplied, Why: later, Instead: "ACD_TIMEOUT"},
		{Name: "ARPING_UPDATE_WAIT", Scope: ScopeIPv4, Takes: number(0, maxInt), Default: "3", Meaning: "Seconds that ARPUPDATE takes.", Reader: ByScripts, Fate: Stateless},
		{Name: "ACD_TIMEOUT", Scope: ScopeIPv4, Takes: number(-1, 30000), Default: "-1", Nothing: "0 -1", Meaning: "Milliseconds of looking for another host with the address; 0 for not at all.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "IPV4_REQUIRED_TIMEOUT", Scope: ScopeIPv4, Takes: number(-1, maxInt), Default: "-1", Nothing: "-1 0", Meaning: "Milliseconds to wait for IPv4 although it may fail.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "IPV4_LINK_LOCAL", Scope: ScopeIPv4, Takes: oneOf("default auto disabled enabled fallback").orNumber(0, 4), Default: "default", Nothing: "default auto disabled 0 1 2", Meaning: "A 169.254 address beside the others.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "IPV4_AUTO_ROUTE_EXT_GW", Scope: ScopeIPv4, Takes: aBoolean(), Meaning: "Of VPNs.", Reader: ByNM, Fate: Stateless},
		{Name: "IPV4_REPLACE_LOCAL_RULE", Scope: ScopeIPv4, Takes: aBoolean(), Nothing: "no", Meaning: "Move the rule for local addresses behind others.", Reader: ByNM, Fate: NotApplied, Why: later},

		{Name: "DHCP_HOSTNAME_FLAGS", Scope: ScopeDHCP4, Takes: flags, Meaning: "Bits of the FQDN option.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "DHCP_IAID", Scope: ScopeDHCP4, Takes: orWords(formNumber, "mac perm-mac ifname stable").in(0, 1<<32-1), Meaning: "Identity of the interface within a derived client identifier.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "DHCLIENTARGS", Scope: ScopeDHCP4, Takes: aText(), Meaning: "Arguments of dhclient, which is not run.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "DHCLIENT_IGNORE_GATEWAY", Scope: ScopeDHCP4, Takes: aBoolean(), Default: "no", Nothing: "no", Meaning: "No default route from DHCP.", Reader: ByScripts, Fate: NotApplied, Why: later, Instead: "DEFROUTE"},
		{Name: "PERSISTENT_DHCLIENT", Scope: ScopeDHCP4, Takes: aBoolean(), Default: "no", Meaning: "Go on asking without an answer.", Reader: ByScripts, Fate: Stateless},
		{Name: "PERSISTENT_DHCLIENT_IPV6", Scope: ScopeIPv6, Takes: aBoolean(), Default: "no", Meaning: "As PERSISTENT_DHCLIENT.", Reader: ByScripts, Fate: Stateless},
		{Name: "DHCPRELEASE", Scope: ScopeDHCP4, Takes: aBoolean(), Default: "no", Meaning: "Give the lease back when the interface goes down.", Reader: ByScripts, Fate: Stateless},
		{Name: "NO_DHCP_HOSTNAME", Scope: ScopeDHCP4, Takes: aBoolean(), Default: "no", Meaning: "Do not name the host after its address.", Reader: ByScripts, Fate: Stateless},

		{Name: "IPV6_REQUIRED_TIMEOUT", Scope: ScopeIPv6, Takes: number(-1, maxInt), Default: "-1", Nothing: "-1 0", Meaning: "Milliseconds to wait for IPv6 although it may fail.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "IPV6_RA_TIMEOUT", Scope: ScopeIPv6, Takes: number(0, maxInt), Default: "0", Nothing: "0", Meaning: "Seconds to wait for a router.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "IPV6_AUTO_ROUTE_EXT_GW", Scope: ScopeIPv6, Takes: aBoolean(), Meaning: "Of VPNs.", Reader: ByNM, Fate: Stateless},
		{Name: "IPV6_REPLACE_LOCAL_RULE", Scope: ScopeIPv6, Takes: aBoolean(), Nothing: "no", Meaning: "As IPV4_REPLACE_LOCAL_RULE.", Reader: ByNM, Fate: NotApplied, Why: later},

		{Name: "DHCPV6C_OPTIONS", Scope: ScopeDHCP6, Takes: aText(), Meaning: "Arguments of dhclient, which is not run.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "IPV6_DHCP_TIMEOUT", Scope: ScopeDHCP6, Takes: number(0, maxInt), Default: "0", Nothing: "0", Meaning: "Seconds to ask for a lease.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "DHCPV6_DUID", Scope: ScopeDHCP6, Takes: orWords(formBytes, "lease llt ll stable-llt stable-ll stable-uuid"), Default: "lease", Meaning: "Identity of the host.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "DHCPV6_IAID", Scope: ScopeDHCP6, Takes: orWords(formNumber, "mac perm-mac ifname stable").in(0, 1<<32-1), Meaning: "Identity of the interface.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "DHCPv6_DUID", Scope: ScopeDHCP6, Takes: aText(), Meaning: "Misspelt, and never read.", Reader: ByNM, Fate: NotApplied, Why: misspelt},
		{Name: "DHCPv6_IAID", Scope: ScopeDHCP6, Takes: aText(), Meaning: "Misspelt, and never read.", Reader: ByNM, Fate: NotApplied, Why: misspelt},
		{Name: "DHCPV6_PD_HINT", Scope: ScopeDHCP6, Takes: a(formIPv6Net), Meaning: "Prefix to ask for.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "DHCPV6_HOSTNAME", Scope: ScopeDHCP6, Takes: aText(), Default: "DHCP_HOSTNAME", Meaning: "Name to send.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "DHCPV6_HOSTNAME_FLAGS", Scope: ScopeDHCP6, Takes: flags, Meaning: "Bits of the FQDN option.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "DHCPV6_SEND_HOSTNAME", Scope: ScopeDHCP6, Takes: aBoolean(), Default: "yes", Meaning: "Send a name at all.", Reader: ByNM, Fate: NotApplied, Why: later},

		{Name: "RESOLV_MODS", Scope: ScopeDNS, Takes: aBoolean(), Meaning: "Write resolv.conf although PEERDNS=no, as is always done.", Reader: ByScripts, Fate: Stateless},
		{Name: "MDNS", Scope: ScopeDNS, Takes: service, Default: "default", Nothing: "default -1", Meaning: "Multicast DNS of systemd-resolved.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "LLMNR", Scope: ScopeDNS, Takes: service, Default: "default", Nothing: "default -1", Meaning: "LLMNR of systemd-resolved.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "DNS_OVER_TLS", Scope: ScopeDNS, Takes: Grammar{form: formNumber, min: -1, max: 2, words: "yes no opportunistic default"}, Default: "default", Nothing: "default -1", Meaning: "Encrypted DNS of systemd-resolved.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "MS_DNS", Numbered: true, Scope: ScopeDNS, Takes: a(formIP), Meaning: "Name server of a dial-up peer.", Reader: ByScripts, Fate: NotApplied, Why: later},
	}
}

const misspelt = "was never read, it is misspelt: write DHCPV6_... with a capital V"

// aliasKeys are the keys of alias files and range files.
func aliasKeys() []Key {
	const (
		s      = ScopeAlias
		alias  = "is a key of alias files; it has no effect here"
		ranged = "belongs into a range file such as ifcfg-eth0-range0; it has no effect here"
	)
	return []Key{
		{Name: "PARENTDEVICE", Scope: s, Takes: a(formInterface), Meaning: "Interface that carries the alias.", Reader: ByScripts, Fate: NotApplied, Why: alias},
		{Name: "REALDEVICE", Scope: s, Takes: a(formInterface), Default: "DEVICE up to the colon", Meaning: "Interface that carries the addresses; found by itself.", Reader: ByScripts, Fate: Stateless},
		{Name: "ONPARENT", Scope: s, Takes: aBoolean(), Default: "yes", Nothing: "yes", Meaning: "Bring the alias up with its interface.", Reader: ByScripts, Fate: NotApplied, Why: alias},
		{Name: "NO_ALIASROUTING", Scope: s, Takes: aBoolean(), Default: "no", Nothing: "no", Meaning: "No routes for the alias.", Reader: ByScripts, Fate: NotApplied, Why: alias},
		{Name: "NOROUTESET", Scope: s, Takes: aBoolean(), Default: "no", Nothing: "no", Meaning: "No static routes.", Reader: ByScripts, Fate: NotApplied, Why: alias},
		{Name: "IPADDR_START", Scope: s, Takes: a(formIPv4), Meaning: "First address of a range.", Reader: ByScripts, Fate: NotApplied, Why: ranged},
		{Name: "IPADDR_END", Scope: s, Takes: a(formIPv4), Meaning: "Last address of a range.", Reader: ByScripts, Fate: NotApplied, Why: ranged},
		{Name: "CLONENUM_START", Scope: s, Takes: number(0, maxInt), Default: "0", Meaning: "Number of the first address's label.", Reader: ByScripts, Fate: NotApplied, Why: ranged},
	}
}

// routeFileKeys are the keys of a route- file that is written in keys.
func routeFileKeys() []Key {
	const s = ScopeRoute
	return []Key{
		{Name: "ADDRESS", Numbered: true, Scope: s, Takes: a(formIPv4), Meaning: "Destination of a route; counted from 0.", Fate: NotApplied, Why: "belongs into a route- file; it has no effect here"},
		{Name: "NETMASK", Numbered: true, Scope: s, Takes: a(formNetmask), Meaning: "Netmask of the destination."},
		{Name: "GATEWAY", Numbered: true, Scope: s, Takes: a(formIPv4), Meaning: "Next hop."},
		{Name: "METRIC", Numbered: true, Scope: s, Takes: number(0, 1<<32-1), Meaning: "Metric of the route.", Reader: ByNM},
		{Name: "OPTIONS", Numbered: true, Scope: s, Takes: aText(), Meaning: "More of the route in ip's words.", Reader: ByNM},
	}
}
