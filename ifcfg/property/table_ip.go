package property

import "github.com/netonce/netonce/ifcfg"

// hasIP reports whether a connection has addresses at all: a port of a controller
// has not.
func hasIP(c *Connection) bool { return !c.IsPort() || c.text("connection.port-type") == "vrf" }

//go:noinline
func unspecified() map[string]string { return map[string]string{"0": "unspec"} }

//go:noinline
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

func ipv4Setting() Setting {
	seconds := func() *form { return integer(0, maxInt32, map[string]string{"0": "default"}) }
	return Setting{Name: "ipv4", has: hasIP, Properties: []*Property{
		derived("method", "BOOTPROTO", "", choice("auto", "link-local", "manual", "shared", "disabled"), "Where the addresses come from.", readMethod4, writeIPv4),
		derived("dns", "DNS1, DNS2, ...", "", texts(), "Name servers.", func(s *source) []string { return s.servers(&s.profile.IPv4) }, writeServers),
		derived("dns-search", "DOMAIN", "", texts(), "Search domains.", func(s *source) []string { return wordsOf(s.profile.IPv4.Search) }, writeSearch("ipv4", "DOMAIN")),
		derived("dns-options", "RES_OPTIONS", "", texts(), "Resolver options.", func(s *source) []string { return wordsOf(s.profile.IPv4.Options) }, writeOptions("ipv4", "RES_OPTIONS")),
		row("dns-priority", "IPV4_DNS_PRIORITY", "0", integer(-1<<31, maxInt32, nil), "Lower comes first; a negative one hides all greater."),
		derived("addresses", "IPADDR, PREFIX, IPADDR1, ...", "", addresses(false), "Static addresses.", func(s *source) []string { return prefixes(s.profile.IPv4.Addresses) }, writeIPv4),
		derived("gateway", "GATEWAY", "", address(false), "Default gateway.", func(s *source) []string { return gateway(&s.profile.IPv4) }, writeIPv4),
		derived("routes", "the file route-NAME", "", routeForm(false), "Static routes.", func(s *source) []string { return routeWords(s.profile.IPv4.Routes) }, writeRoutes(false)),
		row("route-metric", "IPV4_ROUTE_METRIC", "-1", integer(-1, 1<<32-1, nil), "Metric of the routes."),
		row("route-table", "IPV4_ROUTE_TABLE", "0", integer(0, 1<<32-1, unspecified()), "Table of the routes."),
		derived("routing-rules", "ROUTING_RULE_1, ...", "", ruleForm(false), "Policy rules.", func(s *source) []string { return s.rules(false) }, writeRules),
		row("replace-local-rule", "IPV4_REPLACE_LOCAL_RULE", "-1", ternary(), "Replace the rule for the local table."),
		absent("dhcp-send-release", "-1", ternary(), "Give the lease back."),
		absent("routed-dns", "-1", ternary(), "Add routes to the name servers."),
		switchOff("ignore-auto-routes", "PEERROUTES", true, "Do not use the routes that DHCP offers."),
		switchOff("ignore-auto-dns", "PEERDNS", true, "Do not use the name servers that DHCP offers."),
		row("dhcp-client-id", "DHCP_CLIENT_ID", "", text(), "Client identifier to send."),
		row("dhcp-iaid", "DHCP_IAID", "", text(), "IAID of a generated client identifier."),
		absent("dhcp-dscp", "", text(), "DSCP of DHCP packets."),
		row("dhcp-timeout", "IPV4_DHCP_TIMEOUT", "0", seconds(), "Seconds to ask for a lease."),
		switchOn("dhcp-send-hostname-deprecated", "DHCP_SEND_HOSTNAME", false, "Send a name at all; older form of dhcp-send-hostname."),
		row("dhcp-send-hostname", "DHCP_SEND_HOSTNAME", "-1", ternary(), "Send a name at all."),
		absent("forwarding", "-1", ternary(), "Forward packets."),
		row("dhcp-hostname", "DHCP_HOSTNAME", "", text(), "Host name to send."),
		row("dhcp-fqdn", "DHCP_FQDN", "", text(), "Fully qualified name to send."),
		row("dhcp-hostname-flags", "DHCP_HOSTNAME_FLAGS", "0x0", hostnameFlags(), "Flags of the name that is sent."),
		derived("never-default", "DEFROUTE", "no", boolean(false), "No default route over this interface.", readNeverDefault(false), writeNeverDefault("ipv4", "DEFROUTE")),
		switchOn("may-fail", "IPV4_FAILURE_FATAL", true, "The profile is up without IPv4 too."),
		row("required-timeout", "IPV4_REQUIRED_TIMEOUT", "-1", integer(-1, maxInt32, defaultLabel("-1")), "Milliseconds to wait for IPv4 all the same."),
		dadTimeout(),
		row("dhcp-vendor-class-identifier", "DHCP_VENDOR_CLASS_IDENTIFIER", "", text(), "Vendor class to send."),
		absent("dhcp-ipv6-only-preferred", "-1", ternary(), "IPv6-only preferred option of DHCP (RFC 8925)."),
		absent("clat", "-1", ternary(), "Translation of IPv4 to IPv6."),
		row("link-local", "IPV4_LINK_LOCAL", "0", spelled(map[string]string{"0": "default", "1": "auto", "2": "disabled", "3": "enabled", "4": "fallback"}), "Link-local address beside the others."),
		row("dhcp-reject-servers", "DHCP_REJECT_SERVERS", "", texts(), "DHCP servers not to listen to."),
		row("auto-route-ext-gw", "IPV4_AUTO_ROUTE_EXT_GW", "-1", ternary(), "Route to the gateway of a VPN."),
		absent("shared-dhcp-range", "", text(), "Addresses that a shared interface gives away."),
		absent("shared-dhcp-lease-time", "0", seconds(), "How long it gives them."),
	}}.always("method")
}

func ipv6Setting() Setting {
	seconds := func() *form { return integer(0, maxInt32, map[string]string{"0": "default"}) }
	return Setting{Name: "ipv6", has: hasIP, Properties: []*Property{
		derived("method", "IPV6INIT, IPV6_AUTOCONF, DHCPV6C, IPV6_DISABLED", "", choice("ignore", "auto", "dhcp", "link-local", "manual", "shared", "disabled"), "Where the addresses come from.", readMethod6, writeIPv6),
		derived("dns", "DNS1, DNS2, ...", "", texts(), "Name servers.", func(s *source) []string { return s.servers(&s.profile.IPv6) }, writeServers),
		derived("dns-search", "IPV6_DOMAIN", "", texts(), "Search domains.", func(s *source) []string { return wordsOf(s.profile.IPv6.Search) }, writeSearch("ipv6", "IPV6_DOMAIN")),
		derived("dns-options", "IPV6_RES_OPTIONS", "", texts(), "Resolver options.", func(s *source) []string { return wordsOf(s.profile.IPv6.Options) }, writeOptions("ipv6", "IPV6_RES_OPTIONS")),
		row("dns-priority", "IPV6_DNS_PRIORITY", "0", integer(-1<<31, maxInt32, nil), "Lower comes first; a negative one hides all greater."),
		derived("addresses", "IPV6ADDR, IPV6ADDR_SECONDARIES", "", addresses(true), "Static addresses.", func(s *source) []string { return prefixes(s.profile.IPv6.Addresses) }, writeIPv6),
		derived("gateway", "IPV6_DEFAULTGW", "", address(true), "Default gateway.", func(s *source) []string { return gateway(&s.profile.IPv6) }, writeIPv6),
		derived("routes", "the file route6-NAME", "", routeForm(true), "Static routes.", func(s *source) []string { return routeWords(s.profile.IPv6.Routes) }, writeRoutes(true)),
		row("route-metric", "IPV6_ROUTE_METRIC", "-1", integer(-1, 1<<32-1, nil), "Metric of the routes."),
		row("route-table", "IPV6_ROUTE_TABLE", "0", integer(0, 1<<32-1, unspecified()), "Table of the routes."),
		derived("routing-rules", "ROUTING_RULE6_1, ...", "", ruleForm(true), "Policy rules.", func(s *source) []string { return s.rules(true) }, writeRules),
		row("replace-local-rule", "IPV6_REPLACE_LOCAL_RULE", "-1", ternary(), "Replace the rule for the local table."),
		absent("dhcp-send-release", "-1", ternary(), "Give the lease back."),
		absent("routed-dns", "-1", ternary(), "Add routes to the name servers."),
		switchOff("ignore-auto-routes", "IPV6_PEERROUTES", true, "Do not use the routes that routers tell."),
		switchOff("ignore-auto-dns", "IPV6_PEERDNS", true, "Do not use the name servers that routers tell."),
		derived("never-default", "IPV6_DEFROUTE", "no", boolean(false), "No default route over this interface.", readNeverDefault(true), writeNeverDefault("ipv6", "IPV6_DEFROUTE")),
		switchOn("may-fail", "IPV6_FAILURE_FATAL", true, "The profile is up without IPv6 too."),
		row("required-timeout", "IPV6_REQUIRED_TIMEOUT", "-1", integer(-1, maxInt32, defaultLabel("-1")), "Milliseconds to wait for IPv6 all the same."),
		derived("ip6-privacy", "IPV6_PRIVACY, IPV6_PRIVACY_PREFER_PUBLIC_IP", "-1", privacy(), "Temporary addresses (RFC 8981).", readPrivacy, writePrivacy),
		absent("temp-valid-lifetime", "0", seconds(), "Lifetime of temporary addresses."),
		absent("temp-preferred-lifetime", "0", seconds(), "Preferred lifetime of temporary addresses."),
		derived("addr-gen-mode", "IPV6_ADDR_GEN_MODE", "default", choice("eui64", "stable-privacy", "default-or-eui64", "default"), "How the interface identifier is made.", readAddrGenMode, writeAddrGenMode),
		row("ra-timeout", "IPV6_RA_TIMEOUT", "0", integer(0, maxInt32, map[string]string{"0": "default"}), "Seconds to wait for a router."),
		row("mtu", "IPV6_MTU", "auto", mtu(), "Largest IPv6 packet."),
		row("dhcp-pd-hint", "DHCPV6_PD_HINT", "", text(), "Prefix to ask for."),
		row("dhcp-duid", "DHCPV6_DUID", "", text(), "Identity of the DHCPv6 client."),
		row("dhcp-iaid", "DHCPV6_IAID", "", text(), "Identity of the interface to DHCPv6."),
		row("dhcp-timeout", "IPV6_DHCP_TIMEOUT", "0", seconds(), "Seconds to ask for a lease."),
		switchOn("dhcp-send-hostname-deprecated", "DHCPV6_SEND_HOSTNAME", false, "Send a name at all; older form of dhcp-send-hostname."),
		row("dhcp-send-hostname", "DHCPV6_SEND_HOSTNAME", "-1", ternary(), "Send a name at all."),
		row("dhcp-hostname", "DHCPV6_HOSTNAME", "", text(), "Host name to send."),
		row("dhcp-hostname-flags", "DHCPV6_HOSTNAME_FLAGS", "0x0", hostnameFlags(), "Flags of the name that is sent."),
		row("auto-route-ext-gw", "IPV6_AUTO_ROUTE_EXT_GW", "-1", ternary(), "Route to the gateway of a VPN."),
		row("token", "IPV6_TOKEN", "", text(), "Interface identifier of addresses from routers."),
	}}.always("method").stated("addr-gen-mode")
}
