package ifcfg

import (
	"strings"
	"time"
)

const (
	laterKind = "this kind of link is not built yet"
	otherKind = "belongs to a kind of link that is not built yet"
	later     = "not built yet; nothing is done for it"
)

// profileKeys are the keys about the profile as a whole.
func profileKeys() []Key {
	return []Key{
		{Name: "NAME", Scope: ScopeConnection, Values: "text", Default: `"System " and the file's suffix`, Meaning: "Name of the profile.",
			read: field(text, func(r *reader) *Field[string] { return &r.p.ID })},
		{Name: "UUID", Scope: ScopeConnection, Takes: one(formUUID), Values: "UUID", Default: "derived from the file's path", Meaning: "Identity of the profile.",
			read: identifier},
		{Name: "DEVICE", Scope: ScopeConnection, Takes: one(formInterface), Values: "interface name", Default: "any that fits", Meaning: "Interface that the profile configures.",
			read: deciding(field(interfaceName, func(r *reader) *Field[string] { return &r.p.Device }))},
		{Name: "TYPE", Scope: ScopeConnection, Takes: oneOf(kindWords), Values: strings.ReplaceAll(kindWords, " ", ", "), Default: "Ethernet, with DEVICE", Meaning: "Kind of link.",
			read: deciding(field(text, func(r *reader) *Field[string] { return &r.kind }))},
		{Name: "DEVICETYPE", Scope: ScopeConnection, Takes: oneOf("Team TeamPort"), Values: "Team or TeamPort", Meaning: "Marks teams and their ports.",
			read: field(text, func(r *reader) *Field[string] { return &r.deviceType })},
		{Name: "ONBOOT", Scope: ScopeConnection, Values: yesNo, Default: "yes", Meaning: "Bring the profile up at boot.",
			read: boolean(true, func(r *reader) *Field[bool] { return &r.p.OnBoot })},
		{Name: "AUTOCONNECT_PRIORITY", Scope: ScopeConnection, Values: "-999..999", Default: "0", Meaning: "Of several profiles for an interface the highest is taken.", Reader: ByNM,
			read: field(integer(-999, 999), func(r *reader) *Field[int] { return &r.p.Priority })},
		{Name: "NM_CONTROLLED", Scope: ScopeConnection, Values: yesNo, Default: "yes", Meaning: "Asks NetworkManager to keep off; netonce, which stands in for all of them, applies the profile.",
			read: boolean(true, func(r *reader) *Field[bool] { return &r.p.Controlled })},
		{Name: "DEVTIMEOUT", Scope: ScopeConnection, Values: seconds, Default: "0", Meaning: "How long to wait for the interface to appear.",
			read: field(duration(0, 2147483), func(r *reader) *Field[time.Duration] { return &r.p.DeviceTimeout })},
		{Name: "MATCH_INTERFACE_NAME", Scope: ScopeConnection, Takes: texts(), Values: "shell patterns, separated by blanks", Meaning: "Apply only to interfaces with such names; ! before a pattern excludes, & makes it mandatory.", Reader: ByNM,
			read: deciding(patterns(func(m *Match) *[]Field[Pattern] { return &m.InterfaceName }))},
		{Name: "MATCH_DRIVER", Scope: ScopeConnection, Takes: texts(), Values: "shell patterns, separated by blanks", Meaning: "Apply only to interfaces with such drivers.", Reader: ByNM,
			read: deciding(patterns(func(m *Match) *[]Field[Pattern] { return &m.Driver }))},
		{Name: "MATCH_PATH", Scope: ScopeConnection, Takes: texts(), Values: "shell patterns, separated by blanks", Meaning: "Apply only to interfaces in such places of the machine, udev's ID_PATH.", Reader: ByNM,
			read: deciding(patterns(func(m *Match) *[]Field[Pattern] { return &m.Path }))},
		{Name: "MATCH_KERNEL_COMMAND_LINE", Scope: ScopeConnection, Takes: texts(), Values: "words or assignments, separated by blanks", Meaning: "Apply only where the kernel was started with them.", Reader: ByNM,
			read: deciding(patterns(func(m *Match) *[]Field[Pattern] { return &m.KernelCommandLine }))},
	}
}

// connectionKeys are rare keys about the profile as a whole.
func connectionKeys() []Key {
	const c = ScopeConnection
	yes, no, unset := "yes", "no", "-1"
	return []Key{
		{Name: "HOTPLUG", Scope: c, Takes: aBoolean(), Default: yes, Meaning: "Bring the interface up when it is plugged in.", Reader: ByScripts, Fate: Stateless},
		{Name: "USERCTL", Scope: c, Takes: aBoolean(), Default: no, Meaning: "Let users who are not root bring it up.", Reader: ByScripts, Fate: Stateless},
		{Name: "USERS", Scope: c, Takes: texts(), Default: "everybody", Meaning: "Who may use the profile.", Reader: ByNM, Fate: Stateless},
		{Name: "STABLE_ID", Scope: c, Takes: aText(), Meaning: "What MACADDR=stable is made of, in place of the profile's UUID; ${CONNECTION}, ${BOOT}, ${DEVICE}, ${MAC} and ${RANDOM} stand for what they say.", Reader: ByNM},
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
