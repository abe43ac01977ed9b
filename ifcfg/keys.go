package ifcfg

import (
	"net"
	"net/netip"
	"time"
)

const (
	yesNo    = "yes or no"
	seconds  = "seconds"
	metric   = "0..4294967295, or -1 for the default"
	words    = "words, separated by blanks"
	ipv4List = "IPv4 address"
)

// keys is the table: a new key is a row here and a field of Profile or reader.
func keys() []Key {
	return []Key{
		{Name: "NAME", Scope: ScopeConnection, Values: "text", Default: `"System " and the file's suffix`, Meaning: "Name of the profile.",
			read: field(text, func(r *reader) *Field[string] { return &r.p.ID })},
		{Name: "UUID", Scope: ScopeConnection, Takes: a(formUUID), Values: "UUID", Default: "derived from the file's path", Meaning: "Identity of the profile.",
			read: identifier},
		{Name: "DEVICE", Scope: ScopeConnection, Takes: a(formInterface), Values: "interface name", Default: "any that fits", Meaning: "Interface that the profile configures.",
			read: deciding(field(interfaceName, func(r *reader) *Field[string] { return &r.p.Device }))},
		{Name: "TYPE", Scope: ScopeConnection, Takes: oneOf("Ethernet Wireless InfiniBand Bond Bridge Vlan Team CTC"), Values: "Ethernet", Default: "Ethernet, with DEVICE", Meaning: "Kind of link.",
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

		{Name: "HWADDR", Scope: ScopeLink, Values: "hardware address", Meaning: "Apply only to the interface with this permanent hardware address.",
			read: deciding(field(ethernetAddress, func(r *reader) *Field[net.HardwareAddr] { return &r.p.HWAddr }))},
		{Name: "HWADDR_BLACKLIST", Scope: ScopeLink, Values: "hardware addresses, separated by blanks", Meaning: "Do not apply to the interfaces with these.", Reader: ByNM,
			read: list(ethernetAddress, func(r *reader) *[]Field[net.HardwareAddr] { return &r.p.NotHWAddr })},
		{Name: "MACADDR", Scope: ScopeLink, Takes: orWords(formMAC, "preserve permanent random stable stable-ssid"), Values: "hardware address, permanent or preserve", Default: "preserve", Meaning: "Hardware address to set.",
			read: deciding(field(macPolicy, func(r *reader) *Field[MACPolicy] { return &r.p.MAC }))},
		{Name: "MTU", Scope: ScopeLink, Values: "0..65535 bytes", Default: "0, as it is", Meaning: "Largest packet that the link takes.",
			read: field(anyBase(0, 65535), func(r *reader) *Field[int] { return &r.p.MTU })},

		{Name: "BOOTPROTO", Scope: ScopeIPv4, Takes: oneOf("none static dhcp bootp autoip shared ibft"), Values: "none, static, dhcp, bootp", Default: "none", Meaning: "Where the IPv4 addresses come from.",
			read: deciding(field(text, func(r *reader) *Field[string] { return &r.bootProto }))},
		{Name: "IPADDR", Numbered: true, Scope: ScopeIPv4, Takes: a(formIPv4), Values: ipv4List, Meaning: "Static address.",
			read: func(r *reader, v value) { r.address(v.index).addr = v }},
		{Name: "PREFIX", Numbered: true, Scope: ScopeIPv4, Takes: number(0, 32), Values: "0..32", Default: "NETMASK, else by class", Meaning: "Prefix length of the IPADDR of the same number.",
			read: func(r *reader, v value) { r.address(v.index).prefix = v }},
		{Name: "NETMASK", Numbered: true, Scope: ScopeIPv4, Takes: a(formNetmask), Values: "netmask", Default: "by class", Meaning: "Netmask of the IPADDR of the same number, where there is no PREFIX.",
			read: func(r *reader, v value) { r.address(v.index).netmask = v }},
		{Name: "GATEWAY", Numbered: true, Scope: ScopeIPv4, Takes: a(formIPv4), Values: ipv4List, Meaning: "Default gateway; the first one counts.",
			read: func(r *reader, v value) { r.gateways = append(r.gateways, v) }},
		{Name: "BROADCAST", Numbered: true, Scope: ScopeIPv4, Takes: a(formIPv4), Values: ipv4List, Meaning: "Computed from the prefix length instead.", Reader: ByScripts,
			read: func(r *reader, v value) { r.derived = append(r.derived, v) }},
		{Name: "NETWORK", Numbered: true, Scope: ScopeIPv4, Takes: a(formIPv4), Values: ipv4List, Meaning: "Computed from the prefix length instead.", Reader: ByScripts,
			read: func(r *reader, v value) { r.derived = append(r.derived, v) }},
		{Name: "DEFROUTE", Scope: ScopeIPv4, Values: yesNo, Default: "yes", Meaning: "Default route over this interface.",
			read: boolean(true, func(r *reader) *Field[bool] { return &r.defRoute4 })},
		{Name: "METRIC", Scope: ScopeIPv4, Takes: number(0, 1<<32-1), Values: "number", Meaning: "Not read by NetworkManager: write IPV4_ROUTE_METRIC.", Reader: ByScripts,
			read: func(r *reader, v value) {
				r.warn(v, "unread", "NetworkManager never read this key; the routes keep their metric", "write IPV4_ROUTE_METRIC="+v.Value)
			}},
		{Name: "IPV4_ROUTE_METRIC", Scope: ScopeIPv4, Values: metric, Default: "-1: 100 for the first Ethernet, 101 for the next, ...", Meaning: "Metric of the IPv4 routes.", Reader: ByNM,
			read: field(routeMetric, func(r *reader) *Field[int64] { return &r.metric4 })},
		{Name: "IPV4_ROUTE_TABLE", Scope: ScopeIPv4, Values: "0..4294967295", Default: "0: main", Meaning: "Table of the IPv4 routes.", Reader: ByNM,
			read: field(unsigned, func(r *reader) *Field[uint32] { return &r.p.IPv4.Table })},
		{Name: "IPV4_FAILURE_FATAL", Scope: ScopeIPv4, Values: yesNo, Default: "no", Meaning: "Failing IPv4 fails the profile.",
			read: boolean(false, func(r *reader) *Field[bool] { return &r.p.IPv4.Fatal })},

		{Name: "PEERROUTES", Scope: ScopeDHCP4, Values: yesNo, Default: "yes", Meaning: "Use the routes that DHCP offers.", Reader: ByNM,
			read: boolean(true, func(r *reader) *Field[bool] { return &r.p.IPv4.PeerRoutes })},
		{Name: "IPV4_DHCP_TIMEOUT", Scope: ScopeDHCP4, Values: seconds, Default: "45", Meaning: "How long to ask for a lease.", Reader: ByNM,
			read: field(wholeSeconds, func(r *reader) *Field[time.Duration] { return &r.p.DHCP.Timeout })},
		{Name: "DHCP_HOSTNAME", Scope: ScopeDHCP4, Values: "host name", Default: "the host's", Meaning: "Name to send.",
			read: field(octets255, func(r *reader) *Field[string] { return &r.p.DHCP.Hostname })},
		{Name: "DHCP_FQDN", Scope: ScopeDHCP4, Values: "domain name", Meaning: "Fully qualified name to send instead of DHCP_HOSTNAME.",
			read: field(octets255, func(r *reader) *Field[string] { return &r.p.DHCP.FQDN })},
		{Name: "DHCP_SEND_HOSTNAME", Scope: ScopeDHCP4, Values: yesNo, Default: "yes", Meaning: "Send a name at all.",
			read: boolean(true, func(r *reader) *Field[bool] { return &r.p.DHCP.SendHostname })},
		{Name: "DHCP_CLIENT_ID", Scope: ScopeDHCP4, Values: "hexadecimal bytes with colons, or text", Default: "the hardware address", Meaning: "Client identifier to send.", Reader: ByNM,
			read: field(clientID, func(r *reader) *Field[[]byte] { return &r.p.DHCP.ClientID })},
		{Name: "DHCP_VENDOR_CLASS_IDENTIFIER", Scope: ScopeDHCP4, Values: "text", Meaning: "Vendor class to send.", Reader: ByNM,
			read: field(octets255, func(r *reader) *Field[string] { return &r.p.DHCP.VendorClass })},
		{Name: "DHCP_REJECT_SERVERS", Scope: ScopeDHCP4, Values: "IPv4 addresses or prefixes, separated by blanks", Meaning: "Servers not to listen to.", Reader: ByNM,
			read: list(ipv4Prefix, func(r *reader) *[]Field[netip.Prefix] { return &r.p.DHCP.Reject })},

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
		{Name: "IPV6_DEFAULTGW", Scope: ScopeIPv6, Takes: a(formIPv6Zone), Values: "IPv6 address, %INTERFACE allowed", Meaning: "Default gateway.",
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

		{Name: "ROUTING_RULE_", Numbered: true, Scope: ScopeRule, Takes: a(formRule), Values: "policy routing rule", Meaning: "IPv4 rule in NetworkManager's words; they come in the order of their numbers.", Reader: ByNM,
			read: func(r *reader, v value) { r.rules = append(r.rules, v) }},
		{Name: "ROUTING_RULE6_", Numbered: true, Scope: ScopeRule, Takes: a(formRule6), Values: "policy routing rule", Meaning: "As ROUTING_RULE_, for IPv6.", Reader: ByNM,
			read: func(r *reader, v value) { r.rules = append(r.rules, v) }},

		{Name: "DNS", Numbered: true, Scope: ScopeDNS, Takes: a(formDNS), Values: "IP address", Meaning: "Name servers: DNS1, DNS2, ... in this order.",
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
