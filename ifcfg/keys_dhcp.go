package ifcfg

import (
	"net/netip"
	"time"
)

// dhcpKeys are the keys of DHCP.
func dhcpKeys() []Key {
	return []Key{
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
		{Name: "DHCPRELEASE", Scope: ScopeDHCP4, Values: yesNo, Default: "no", Meaning: "Give the lease back when the interface is taken down.", Reader: ByScripts,
			read: boolean(false, func(r *reader) *Field[bool] { return &r.p.DHCP.Release })},
		{Name: "DHCP_REJECT_SERVERS", Scope: ScopeDHCP4, Values: "IPv4 addresses or prefixes, separated by blanks", Meaning: "Servers not to listen to.", Reader: ByNM,
			read: list(ipv4Prefix, func(r *reader) *[]Field[netip.Prefix] { return &r.p.DHCP.Reject })},
	}
}

// dhcp6Keys are the keys of DHCPv6.
func dhcp6Keys() []Key {
	return []Key{
		{Name: "IPV6_DHCP_TIMEOUT", Scope: ScopeDHCP6, Takes: number(0, maxInt), Values: "seconds; 0 stands for 45", Default: "0", Meaning: "How long to ask for a lease.", Reader: ByNM},
		{Name: "DHCPV6_DUID", Scope: ScopeDHCP6, Takes: orWords(formBytes, "lease llt ll stable-llt stable-ll stable-uuid"), Default: "lease", Meaning: "Identity of the host; lease is derived from the machine's identity.", Reader: ByNM},
		{Name: "DHCPV6_IAID", Scope: ScopeDHCP6, Takes: orWords(formNumber, "mac perm-mac ifname stable").in(0, 1<<32-1), Default: "ifname", Meaning: "Identity of the interface.", Reader: ByNM},
		{Name: "DHCPV6_HOSTNAME", Scope: ScopeDHCP6, Takes: length(1, 253), Values: "domain name", Default: "the host's", Meaning: "Name to send; without it DHCP_HOSTNAME where it has a dot.", Reader: ByNM},
		{Name: "DHCPV6_HOSTNAME_FLAGS", Scope: ScopeDHCP6, Takes: flags(), Values: "sum of 1 (server updates), 4 (nobody does), 8 (no flag)", Default: "1", Meaning: "Who is to register the name.", Reader: ByNM},
		{Name: "DHCPV6_PD_HINT", Scope: ScopeDHCP6, Takes: one(formIPv6Net), Meaning: "Ask for a prefix, for this one if it can be had.", Reader: ByNM},
		{Name: "DHCPV6_PD_INTERFACES", Scope: ScopeDHCP6, Takes: Grammar{form: formInterface, list: blanks}, Meaning: "Ask for a prefix, and give each of these interfaces the first address of a /64 of it, in their order.", Reader: ByNetonce},
		{Name: "DHCPV6_SEND_HOSTNAME", Scope: ScopeDHCP6, Takes: aBoolean(), Default: "yes", Meaning: "Send a name at all.", Reader: ByNM},
	}
}

func flags() Grammar { return number(0, 1<<32-1) }

// rareDHCPKeys are those that are not applied.
func rareDHCPKeys() []Key { return rows(rareDHCPTable) }

const rareDHCPTable = `
= DHCPv4
DHCP_HOSTNAME_FLAGS | number 0..4294967295 |  | Bits of the FQDN option. | nm not-applied
DHCP_IAID | number 0..4294967295 mac perm-mac ifname stable |  | Identity of the interface within a derived client identifier. | nm not-applied
DHCLIENTARGS | text |  | Arguments of dhclient, which is not run. | scripts not-applied
DHCLIENT_IGNORE_GATEWAY | boolean | no | No default route from DHCP. | scripts not-applied nothing=no instead=DEFROUTE
PERSISTENT_DHCLIENT | boolean | no | Go on asking without an answer. | scripts stateless
NO_DHCP_HOSTNAME | boolean | no | Do not name the host after its address. | scripts stateless
= DHCPv6
DHCPV6C_OPTIONS | text |  | Arguments of dhclient, which is not run. | scripts not-applied
DHCPv6_DUID | text |  | Misspelt, and never read. | nm not-applied | was never read, it is misspelt: write DHCPV6_... with a capital V
DHCPv6_IAID | text |  | Misspelt, and never read. | nm not-applied | was never read, it is misspelt: write DHCPV6_... with a capital V
`
