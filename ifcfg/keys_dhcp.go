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
		{Name: "DHCP_CLIENT_ID", Scope: ScopeDHCP4, Values: "hexadecimal bytes with colons, text, or mac, perm-mac, duid, ipv6-duid, stable, none", Default: "mac", Meaning: "Client identifier to send.", Reader: ByNM,
			read: field(clientID, func(r *reader) *Field[ClientID] { return &r.p.DHCP.ClientID })},
		{Name: "DHCP_VENDOR_CLASS_IDENTIFIER", Scope: ScopeDHCP4, Values: "text", Meaning: "Vendor class to send.", Reader: ByNM,
			read: field(octets255, func(r *reader) *Field[string] { return &r.p.DHCP.VendorClass })},
		{Name: "DHCPRELEASE", Scope: ScopeDHCP4, Values: yesNo, Default: "no", Meaning: "Give the lease back when the interface is taken down.", Reader: ByScripts,
			read: boolean(false, func(r *reader) *Field[bool] { return &r.p.DHCP.Release })},
		{Name: "DHCP_REJECT_SERVERS", Scope: ScopeDHCP4, Values: "IPv4 addresses or prefixes, separated by blanks", Meaning: "Servers not to listen to.", Reader: ByNM,
			read: list(ipv4Prefix, func(r *reader) *[]Field[netip.Prefix] { return &r.p.DHCP.Reject })},
	}
}

// rareDHCPKeys are those that hardly any profile has.
func rareDHCPKeys() []Key { return rows(rareDHCPTable) }

const rareDHCPTable = `
= DHCPv4
DHCP_HOSTNAME_FLAGS | number 0..4294967295 |  | Bits of the FQDN option. | nm not-applied
DHCP_IAID | number 0..4294967295 mac perm-mac ifname stable | ifname | Identity of the interface within a client identifier from a DUID. | nm
DHCP_IPV6_ONLY_PREFERRED | boolean | no | Let a server have the host do without IPv4 where there is IPv6 (RFC 8925). | netonce
DHCP_ANONYMIZE | boolean | no | Send nothing, DHCPv6 included, that the host would be known by on another network (RFC 7844); goes with MACADDR=random. | netonce
DHCLIENTARGS | text |  | Arguments of dhclient, which is not run. | scripts not-applied
DHCLIENT_IGNORE_GATEWAY | boolean | no | No default route from DHCP. | scripts not-applied nothing=no instead=DEFROUTE
PERSISTENT_DHCLIENT | boolean | no | Go on asking without an answer. | scripts stateless
NO_DHCP_HOSTNAME | boolean | no | Do not name the host after its address. | scripts stateless
= DHCPv6
IPV6_DHCP_TIMEOUT | number 0..2147483647 | 0 | How long to ask for a lease. | nm |  | seconds; 0 stands for 45
DHCPV6_DUID | bytes lease llt ll stable-llt stable-ll stable-uuid | lease | Identity of the host; lease is derived from the machine's identity. | nm
DHCPV6_IAID | number 0..4294967295 mac perm-mac ifname stable | ifname | Identity of the interface. | nm
DHCPV6_HOSTNAME | text 1..253 | the host's | Name to send; without it DHCP_HOSTNAME where it has a dot. | nm |  | domain name
DHCPV6_HOSTNAME_FLAGS | number 0..4294967295 | 1 | Who is to register the name. | nm |  | sum of 1 (server updates), 4 (nobody does), 8 (no flag)
DHCPV6_SEND_HOSTNAME | boolean | yes | Send a name at all. | nm
DHCPV6_PD_HINT | ipv6-net |  | Ask for a prefix, for this one if it can be had. | nm
DHCPV6_PD_INTERFACES | interface+ |  | Ask for a prefix, and give each of these interfaces the first address of a /64 of it, in their order. | netonce
DHCPV6C_OPTIONS | text |  | Arguments of dhclient, which is not run. | scripts not-applied
DHCPv6_DUID | text |  | Misspelt, and never read. | nm not-applied | was never read, it is misspelt: write DHCPV6_... with a capital V
DHCPv6_IAID | text |  | Misspelt, and never read. | nm not-applied | was never read, it is misspelt: write DHCPV6_... with a capital V
`
