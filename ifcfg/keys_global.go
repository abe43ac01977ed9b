package ifcfg

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
		{Name: "NETWORKDELAY", Scope: g, Takes: one(formSeconds).in(0, maxInt), Default: "0", Nothing: "0", Meaning: "Pause when all is up.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "WAIT_UNTIL_REACHABLE", Scope: g, Takes: aText(), Meaning: "Host to wait for when all is up.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "IPV6_AUTOTUNNEL", Scope: g, Takes: aBoolean(), Default: "no", Nothing: "no", Meaning: "Automatic tunnels over sit0.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "IPV6_RADVD_PIDFILE", Scope: g, Takes: aText(), Default: "/run/radvd/radvd.pid", Meaning: "Where radvd is found.", Reader: ByScripts, Fate: Stateless},
		{Name: "IPV6TO4_RADVD_PIDFILE", Scope: g, Takes: aText(), Meaning: "Old name of IPV6_RADVD_PIDFILE.", Reader: ByScripts, Fate: Stateless, Instead: "IPV6_RADVD_PIDFILE"},
		{Name: "IPV6_RADVD_TRIGGER_ACTION", Scope: g, Takes: oneOf("startstop reload restart SIGHUP"), Default: "SIGHUP", Meaning: "How radvd hears of changes.", Reader: ByScripts, Fate: Stateless},
		{Name: "GATEWAYDEV", Scope: g, Takes: one(formInterface), Meaning: "The only interface with an IPv4 default route.", Fate: NotApplied, Why: globalOnly},
		{Name: "IPV6_DEFAULTDEV", Scope: g, Takes: one(formInterface), Meaning: "The only interface with an IPv6 default route.", Fate: NotApplied, Why: globalOnly},
	}
}

const globalOnly = "NetworkManager reads it in /etc/sysconfig/network only; it has no effect here"
