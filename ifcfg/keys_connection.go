package ifcfg

const (
	laterKind = "this kind of link is not built yet"
	otherKind = "belongs to a kind of link that is not built yet"
	later     = "not built yet; nothing is done for it"
)

// connectionKeys are rare keys about the profile as a whole.
func connectionKeys() []Key {
	const c = ScopeConnection
	yes, no, unset := "yes", "no", "-1"
	return []Key{
		{Name: "HOTPLUG", Scope: c, Takes: aBoolean(), Default: yes, Meaning: "Bring the interface up when it is plugged in.", Reader: ByScripts, Fate: Stateless},
		{Name: "USERCTL", Scope: c, Takes: aBoolean(), Default: no, Meaning: "Let users who are not root bring it up.", Reader: ByScripts, Fate: Stateless},
		{Name: "USERS", Scope: c, Takes: texts(), Default: "everybody", Meaning: "Who may use the profile.", Reader: ByNM, Fate: Stateless},
		{Name: "STABLE_ID", Scope: c, Takes: aText(), Meaning: "Seed of generated identifiers.", Reader: ByNM, Fate: Stateless},
		{Name: "AUTOCONNECT_RETRIES", Scope: c, Takes: number(-1, maxInt), Default: unset, Meaning: "How often to try; 0 for ever.", Reader: ByNM, Fate: Stateless},
		{Name: "AUTOCONNECT_SLAVES", Scope: c, Takes: aBoolean(), Meaning: "Bring up the ports with their controller, as is always done.", Reader: ByNM, Fate: Stateless},
		{Name: "MULTI_CONNECT", Scope: c, Takes: number(0, 3), Default: "0", Meaning: "May be up on several interfaces: 1 no, 2 by hand, 3 yes.", Reader: ByNM, Fate: Stateless},
		{Name: "AUTH_RETRIES", Scope: c, Takes: number(-1, maxInt), Default: unset, Meaning: "How often to try to authenticate.", Reader: ByNM, Fate: Stateless},
		{Name: "SECONDARY_UUIDS", Scope: c, Takes: many(formUUID), Meaning: "VPN profiles to start with it.", Reader: ByNM, Fate: Stateless},
		{Name: "CONNECTION_METERED", Scope: c, Takes: orWords(formBoolean, "unknown"), Default: "unknown", Meaning: "Traffic costs money.", Reader: ByNM, Fate: Stateless},
		{Name: "LLDP", Scope: c, Takes: orWords(formBoolean, "rx"), Meaning: "Listen to LLDP.", Reader: ByNM, Fate: Stateless},
		{Name: "MUD_URL", Scope: ScopeDHCP4, Takes: aText(), Meaning: "Address of the device's usage description (RFC 8520).", Reader: ByNM, Fate: Stateless},
		{Name: "WAIT_ACTIVATION_DELAY", Scope: c, Takes: number(-1, maxInt), Default: unset, Meaning: "Milliseconds before the profile is reported up.", Reader: ByNM, Fate: Stateless},
		{Name: "HOSTNAME_PRIORITY", Scope: c, Takes: number(-1<<31, maxInt), Default: "0", Meaning: "Which profile names the host.", Reader: ByNM, Fate: Stateless},
		{Name: "HOSTNAME_FROM_DHCP", Scope: c, Takes: aBoolean(), Default: yes, Meaning: "Name the host as DHCP says.", Reader: ByNM, Fate: Stateless},
		{Name: "HOSTNAME_FROM_DNS_LOOKUP", Scope: c, Takes: aBoolean(), Default: yes, Meaning: "Name the host as the DNS says of its address.", Reader: ByNM, Fate: Stateless},
		{Name: "HOSTNAME_ONLY_FROM_DEFAULT", Scope: c, Takes: aBoolean(), Default: yes, Meaning: "Only an interface with a default route names the host.", Reader: ByNM, Fate: Stateless},
		{Name: "SYSCTLDEVICE", Scope: c, Takes: aText(), Meaning: "Name of the interface in sysctl; found by itself.", Reader: ByScripts, Fate: Stateless},
		{Name: "DEPRECATION_WARNING_ISSUED", Scope: c, Takes: aBoolean(), Meaning: "Between the old scripts only.", Reader: ByScripts, Fate: Stateless},
		{Name: "IN_HOTPLUG", Scope: c, Takes: aText(), Meaning: "Between the old scripts only.", Reader: ByScripts, Fate: Stateless},

		{Name: "GATEWAY_PING_TIMEOUT", Scope: c, Takes: number(0, 600), Default: "0", Nothing: "0", Meaning: "Seconds to wait for the gateway to answer a ping.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "MPTCP_FLAGS", Scope: c, Takes: someOf("disabled enabled also-without-sysctl also-without-default-route signal subflow backup fullmesh laminar").orNumber(0, 1<<32-1), Default: "0", Nothing: "0 disabled", Meaning: "Addresses are endpoints of MPTCP.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "ZONE", Scope: c, Takes: aText(), Default: "firewalld's", Meaning: "Firewall zone of the interface.", Fate: NotApplied, Why: later},

		{Name: "PROXY_METHOD", Scope: ScopeProxy, Takes: oneOf("none auto"), Default: "none", Meaning: "How programs find their proxy.", Reader: ByNM, Fate: Stateless},
		{Name: "PAC_URL", Scope: ScopeProxy, Takes: aText(), Meaning: "Where the proxy script is.", Reader: ByNM, Fate: Stateless},
		{Name: "PAC_SCRIPT", Scope: ScopeProxy, Takes: aText(), Meaning: "The proxy script itself.", Reader: ByNM, Fate: Stateless},
		{Name: "BROWSER_ONLY", Scope: ScopeProxy, Takes: aBoolean(), Default: no, Meaning: "The proxy is for browsers alone.", Reader: ByNM, Fate: Stateless},
		{Name: userPrefix + "*", Scope: c, Takes: aText(), Meaning: "Data of other programs, kept as it is.", Reader: ByNM, Fate: Stateless},
	}
}

// globalKeys are the keys of /etc/sysconfig/network that profiles have not.
func globalKeys() []Key {
	const g = ScopeGlobal
	return []Key{
		{Name: "NETWORKING", Scope: g, Takes: aBoolean(), Default: "yes", Meaning: "No kept the old scripts from doing anything; profiles have ONBOOT.", Reader: ByScripts, Fate: Stateless},
		{Name: "NETWORKING_IPV6", Scope: g, Takes: aBoolean(), Meaning: "Of older scripts; see IPV6INIT.", Reader: ByScripts, Fate: Stateless, Instead: "IPV6INIT"},
		{Name: "HOSTNAME", Scope: g, Takes: aText(), Meaning: "The host's name, today in /etc/hostname.", Reader: ByScripts, Fate: Stateless},
		{Name: "NISDOMAIN", Scope: g, Takes: aText(), Meaning: "NIS domain.", Reader: ByScripts, Fate: Stateless},
		{Name: "NOZEROCONF", Scope: g, Takes: aText(), Meaning: "Anything keeps the old scripts from adding a route to 169.254.0.0/16, which netonce never adds.", Reader: ByScripts, Fate: Stateless},
		{Name: "FORWARD_IPV4", Scope: g, Takes: aBoolean(), Meaning: "Long obsolete; forwarding is a matter of sysctl.", Reader: ByScripts, Fate: Stateless},
		{Name: "NETWORKWAIT", Scope: g, Takes: aBoolean(), Meaning: "Long obsolete.", Reader: ByScripts, Fate: Stateless},
		{Name: "IFDOWN_ON_SHUTDOWN", Scope: g, Takes: aBoolean(), Default: "yes", Meaning: "Take interfaces down when the host stops.", Reader: ByScripts, Fate: Stateless},
		{Name: "NETWORKDELAY", Scope: g, Takes: a(formSeconds).in(0, maxInt), Default: "0", Nothing: "0", Meaning: "Pause when all is up.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "WAIT_UNTIL_REACHABLE", Scope: g, Takes: aText(), Meaning: "Host to wait for when all is up.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "IPV6_AUTOTUNNEL", Scope: g, Takes: aBoolean(), Default: "no", Nothing: "no", Meaning: "Automatic tunnels over sit0.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "IPV6_RADVD_PIDFILE", Scope: g, Takes: aText(), Default: "/run/radvd/radvd.pid", Meaning: "Where radvd is found.", Reader: ByScripts, Fate: Stateless},
		{Name: "IPV6TO4_RADVD_PIDFILE", Scope: g, Takes: aText(), Meaning: "Old name of IPV6_RADVD_PIDFILE.", Reader: ByScripts, Fate: Stateless, Instead: "IPV6_RADVD_PIDFILE"},
		{Name: "IPV6_RADVD_TRIGGER_ACTION", Scope: g, Takes: oneOf("startstop reload restart SIGHUP"), Default: "SIGHUP", Meaning: "How radvd hears of changes.", Reader: ByScripts, Fate: Stateless},
		{Name: "GATEWAYDEV", Scope: g, Takes: a(formInterface), Meaning: "The only interface with an IPv4 default route.", Fate: NotApplied, Why: globalOnly},
		{Name: "IPV6_DEFAULTDEV", Scope: g, Takes: a(formInterface), Meaning: "The only interface with an IPv6 default route.", Fate: NotApplied, Why: globalOnly},
	}
}

const globalOnly = "NetworkManager reads it in /etc/sysconfig/network only; it has no effect here"
