package property

import "netonce/ifcfg"

// hasIP reports whether a connection has addresses at all: a port of a controller
// has not.
func hasIP(c *Connection) bool { return !c.IsPort() || c.text("connection.port-type") == "vrf" }

func hostnameFlags() *form {
	f := bits([]string{"fqdn-serv-update", "fqdn-encoded", "fqdn-no-update", "fqdn-clear-flags"})
	f.labels = map[string]string{"0x0": "none"}
	f.toKey = numberKey
	return f
}

// numberKey writes a hexadecimal word as the decimal number that the key holds.
func numberKey(w []string) string {
	n, err := ifcfg.ParseInt(w[0], 0, 0, 1<<32-1)
	if err != nil {
		return w[0]
	}
	return decimal(n)
}

const ipv4Table = `
= ipv4 | ip
method | BOOTPROTO |  | choice auto link-local manual shared disabled | Where the addresses come from. | always
dns | DNS1, DNS2, ... |  | texts | Name servers.
dns-search | DOMAIN |  | texts | Search domains.
dns-options | RES_OPTIONS |  | texts | Resolver options.
dns-priority | IPV4_DNS_PRIORITY | 0 | integer -2147483648..2147483647 | Lower comes first; a negative one hides all greater.
addresses | IPADDR, PREFIX, IPADDR1, ... |  | addresses | Static addresses.
gateway | GATEWAY |  | address | Default gateway.
routes | the file route-NAME |  | routes | Static routes.
route-metric | IPV4_ROUTE_METRIC | -1 | integer -1..4294967295 | Metric of the routes.
route-table | IPV4_ROUTE_TABLE | 0 | integer 0..4294967295 0=unspec | Table of the routes.
routing-rules | ROUTING_RULE_1, ... |  | rules | Policy rules.
replace-local-rule | IPV4_REPLACE_LOCAL_RULE | -1 | ternary | Replace the rule for the local table.
dhcp-send-release |  | -1 | ternary | Give the lease back.
routed-dns |  | -1 | ternary | Add routes to the name servers.
ignore-auto-routes | PEERROUTES | no | inverted | Do not use the routes that DHCP offers. | explicit
ignore-auto-dns | PEERDNS | no | inverted | Do not use the name servers that DHCP offers. | explicit
dhcp-client-id | DHCP_CLIENT_ID |  | text | Client identifier to send.
dhcp-iaid | DHCP_IAID |  | text | IAID of a generated client identifier.
dhcp-dscp |  |  | text | DSCP of DHCP packets.
dhcp-timeout | IPV4_DHCP_TIMEOUT | 0 | integer 0..2147483647 0=default | Seconds to ask for a lease.
dhcp-send-hostname-deprecated | DHCP_SEND_HOSTNAME | yes | boolean | Send a name at all; older form of dhcp-send-hostname. | explicit
dhcp-send-hostname | DHCP_SEND_HOSTNAME | -1 | ternary | Send a name at all.
forwarding |  | -1 | ternary | Forward packets.
dhcp-hostname | DHCP_HOSTNAME |  | text | Host name to send.
dhcp-fqdn | DHCP_FQDN |  | text | Fully qualified name to send.
dhcp-hostname-flags | DHCP_HOSTNAME_FLAGS | 0x0 | hostname-flags | Flags of the name that is sent.
never-default | DEFROUTE | no | boolean | No default route over this interface.
may-fail | IPV4_FAILURE_FATAL | yes | inverted | The profile is up without IPv4 too. | explicit
required-timeout | IPV4_REQUIRED_TIMEOUT | -1 | integer -1..2147483647 -1=default | Milliseconds to wait for IPv4 all the same.
dad-timeout | ACD_TIMEOUT | -1 | integer -1..30000 -1=default 0=off | Milliseconds to probe for another host with the address (RFC 5227).
dhcp-vendor-class-identifier | DHCP_VENDOR_CLASS_IDENTIFIER |  | text | Vendor class to send.
dhcp-ipv6-only-preferred | DHCP_IPV6_ONLY_PREFERRED | -1 | ternary | IPv6-only preferred option of DHCP (RFC 8925).
clat |  | -1 | ternary | Translation of IPv4 to IPv6.
link-local | IPV4_LINK_LOCAL | 0 | spelled 0=default 1=auto 2=disabled 3=enabled 4=fallback | Link-local address beside the others.
dhcp-reject-servers | DHCP_REJECT_SERVERS |  | texts | DHCP servers not to listen to.
auto-route-ext-gw | IPV4_AUTO_ROUTE_EXT_GW | -1 | ternary | Route to the gateway of a VPN.
shared-dhcp-range |  |  | text | Addresses that a shared interface gives away.
shared-dhcp-lease-time |  | 0 | integer 0..2147483647 0=default | How long it gives them.
`

const ipv6Table = `
= ipv6 | ip
method | IPV6INIT, IPV6_AUTOCONF, DHCPV6C, IPV6_DISABLED |  | choice ignore auto dhcp link-local manual shared disabled | Where the addresses come from. | always
dns | DNS1, DNS2, ... |  | texts | Name servers.
dns-search | IPV6_DOMAIN |  | texts | Search domains.
dns-options | IPV6_RES_OPTIONS |  | texts | Resolver options.
dns-priority | IPV6_DNS_PRIORITY | 0 | integer -2147483648..2147483647 | Lower comes first; a negative one hides all greater.
addresses | IPV6ADDR, IPV6ADDR_SECONDARIES |  | addresses6 | Static addresses.
gateway | IPV6_DEFAULTGW |  | address6 | Default gateway.
routes | the file route6-NAME |  | routes6 | Static routes.
route-metric | IPV6_ROUTE_METRIC | -1 | integer -1..4294967295 | Metric of the routes.
route-table | IPV6_ROUTE_TABLE | 0 | integer 0..4294967295 0=unspec | Table of the routes.
routing-rules | ROUTING_RULE6_1, ... |  | rules6 | Policy rules.
replace-local-rule | IPV6_REPLACE_LOCAL_RULE | -1 | ternary | Replace the rule for the local table.
dhcp-send-release |  | -1 | ternary | Give the lease back.
routed-dns |  | -1 | ternary | Add routes to the name servers.
ignore-auto-routes | IPV6_PEERROUTES | no | inverted | Do not use the routes that routers tell. | explicit
ignore-auto-dns | IPV6_PEERDNS | no | inverted | Do not use the name servers that routers tell. | explicit
never-default | IPV6_DEFROUTE | no | boolean | No default route over this interface.
may-fail | IPV6_FAILURE_FATAL | yes | inverted | The profile is up without IPv6 too. | explicit
required-timeout | IPV6_REQUIRED_TIMEOUT | -1 | integer -1..2147483647 -1=default | Milliseconds to wait for IPv6 all the same.
ip6-privacy | IPV6_PRIVACY, IPV6_PRIVACY_PREFER_PUBLIC_IP | -1 | privacy | Temporary addresses (RFC 8981).
temp-valid-lifetime |  | 0 | integer 0..2147483647 0=default | Lifetime of temporary addresses.
temp-preferred-lifetime |  | 0 | integer 0..2147483647 0=default | Preferred lifetime of temporary addresses.
addr-gen-mode | IPV6_ADDR_GEN_MODE | default | choice eui64 stable-privacy default-or-eui64 default | How the interface identifier is made. | stated
ra-timeout | IPV6_RA_TIMEOUT | 0 | integer 0..2147483647 0=default | Seconds to wait for a router.
mtu | IPV6_MTU | auto | mtu | Largest IPv6 packet.
dhcp-pd-hint | DHCPV6_PD_HINT |  | text | Prefix to ask for.
dhcp-duid | DHCPV6_DUID |  | text | Identity of the DHCPv6 client.
dhcp-iaid | DHCPV6_IAID |  | text | Identity of the interface to DHCPv6.
dhcp-timeout | IPV6_DHCP_TIMEOUT | 0 | integer 0..2147483647 0=default | Seconds to ask for a lease.
dhcp-send-hostname-deprecated | DHCPV6_SEND_HOSTNAME | yes | boolean | Send a name at all; older form of dhcp-send-hostname. | explicit
dhcp-send-hostname | DHCPV6_SEND_HOSTNAME | -1 | ternary | Send a name at all.
dhcp-hostname | DHCPV6_HOSTNAME |  | text | Host name to send.
dhcp-hostname-flags | DHCPV6_HOSTNAME_FLAGS | 0x0 | hostname-flags | Flags of the name that is sent.
auto-route-ext-gw | IPV6_AUTO_ROUTE_EXT_GW | -1 | ternary | Route to the gateway of a VPN.
token | IPV6_TOKEN |  | text | Interface identifier of addresses from routers.
`
