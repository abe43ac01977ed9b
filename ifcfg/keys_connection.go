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
func connectionKeys() []Key { return rows(connectionTable) }

const connectionTable = `
= connection
HOTPLUG | boolean | yes | Bring the interface up when it is plugged in. | scripts stateless
USERCTL | boolean | no | Let users who are not root bring it up. | scripts stateless
USERS | text+ | everybody | Who may use the profile. | nm stateless
STABLE_ID | text |  | What MACADDR=stable is made of, in place of the profile's UUID; ${CONNECTION}, ${BOOT}, ${DEVICE}, ${MAC} and ${RANDOM} stand for what they say. | nm
AUTOCONNECT_RETRIES | number -1..2147483647 | -1 | How often to try; 0 for ever. | nm stateless
AUTOCONNECT_SLAVES | boolean |  | Bring up the ports with their controller, as is always done. | nm stateless
MULTI_CONNECT | number 0..3 | 0 | May be up on several interfaces: 1 no, 2 by hand, 3 yes. | nm
AUTH_RETRIES | number -1..2147483647 | -1 | How often to try to authenticate. | nm stateless
SECONDARY_UUIDS | uuid+ |  | VPN profiles to start with it. | nm stateless
CONNECTION_METERED | boolean unknown | unknown | Traffic costs money. | nm stateless
LLDP | boolean rx |  | Listen to LLDP. | nm stateless
= DHCPv4
MUD_URL | text |  | Address of the device's usage description (RFC 8520). | nm stateless
= connection
WAIT_ACTIVATION_DELAY | number -1..2147483647 | -1 | Milliseconds before the profile is reported up. | nm stateless
HOSTNAME_PRIORITY | number -2147483648..2147483647 | 0 | Which profile names the host. | nm stateless
HOSTNAME_FROM_DHCP | boolean | yes | Name the host as DHCP says. | nm stateless
HOSTNAME_FROM_DNS_LOOKUP | boolean | yes | Name the host as the DNS says of its address. | nm stateless
HOSTNAME_ONLY_FROM_DEFAULT | boolean | yes | Only an interface with a default route names the host. | nm stateless
SYSCTLDEVICE | text |  | Name of the interface in sysctl; found by itself. | scripts stateless
DEPRECATION_WARNING_ISSUED | boolean |  | Between the old scripts only. | scripts stateless
IN_HOTPLUG | text |  | Between the old scripts only. | scripts stateless
GATEWAY_PING_TIMEOUT | number 0..600 | 0 | Seconds to wait for the gateway to answer a ping. | nm not-applied nothing=0
MPTCP_FLAGS | number+, 0..4294967295 disabled enabled also-without-sysctl also-without-default-route signal subflow backup fullmesh laminar | 0 | Addresses are endpoints of MPTCP. | nm not-applied nothing=0,disabled
ZONE | text | firewalld's | Firewall zone of the interface. | not-applied
= proxy
PROXY_METHOD | word none auto | none | How programs find their proxy. | nm stateless
PAC_URL | text |  | Where the proxy script is. | nm stateless
PAC_SCRIPT | text |  | The proxy script itself. | nm stateless
BROWSER_ONLY | boolean | no | The proxy is for browsers alone. | nm stateless
= connection
NM_USER_* | text |  | Data of other programs, kept as it is. | nm stateless
`
