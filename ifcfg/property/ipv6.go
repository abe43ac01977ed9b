package property

import (
	"net/netip"
	"strings"

	"netonce/ifcfg"
)

func readMethod6(s *source) []string {
	if strings.EqualFold(s.text("IPV6_AUTOCONF"), "shared") && s.profile.IPv6.Method.Value != ifcfg.MethodDisabled && s.profile.IPv6.Method.Value != ifcfg.MethodIgnore {
		return []string{"shared"}
	}
	return []string{s.profile.IPv6.Method.Value.String()}
}

// writeIPv6 writes the keys that make the method, and the addresses and the
// gateway.
func writeIPv6(c *Connection, sh *sheet) error {
	if c.changed("ipv6.method") {
		writeMethod6(c.text("ipv6.method"), sh)
	}
	if c.changed("ipv6.addresses") {
		if err := c.writeAddresses6(sh); err != nil {
			return err
		}
	}
	if c.changed("ipv6.gateway") {
		if g := c.text("ipv6.gateway"); g != "" {
			sh.put("IPV6_DEFAULTGW", g)
		} else {
			sh.drop("IPV6_DEFAULTGW")
		}
	}
	return nil
}

func writeMethod6(method string, sh *sheet) {
	no, yes := boolean(false), "yes"
	init, autoconf, dhcp := "yes", "no", ""
	switch method {
	case "disabled":
		sh.set("IPV6_DISABLED", yes, no)
		sh.set("IPV6INIT", "no", no)
		sh.drop("IPV6_AUTOCONF", "DHCPV6C")
		return
	case "": // a port has none
		sh.drop("IPV6_DISABLED", "IPV6INIT", "IPV6_AUTOCONF", "DHCPV6C")
		return
	case "ignore":
		init, autoconf = "no", ""
	case "auto":
		autoconf = "yes"
	case "dhcp":
		dhcp = "yes"
	case "shared":
		autoconf = "shared"
	}
	sh.drop("IPV6_DISABLED")
	sh.set("IPV6INIT", init, no)
	if autoconf == "" {
		sh.drop("IPV6_AUTOCONF")
	} else {
		sh.set("IPV6_AUTOCONF", autoconf, no)
	}
	if dhcp == "" {
		sh.drop("DHCPV6C")
	} else {
		sh.set("DHCPV6C", dhcp, no)
	}
}

// writeAddresses6 writes the first address into IPV6ADDR and the others into
// IPV6ADDR_SECONDARIES, as both readers take them.
func (c *Connection) writeAddresses6(sh *sheet) error {
	want, err := c.ownAddresses("ipv6.addresses", func(p *ifcfg.Profile) []ifcfg.Field[netip.Prefix] { return p.IPv6.Addresses })
	if err != nil {
		return err
	}
	if len(want) == 0 {
		sh.drop("IPV6ADDR", "IPV6ADDR_SECONDARIES")
		return nil
	}
	same := prefixList()
	sh.set("IPV6ADDR", want[0], same)
	if len(want) == 1 {
		sh.drop("IPV6ADDR_SECONDARIES")
	} else {
		sh.set("IPV6ADDR_SECONDARIES", strings.Join(want[1:], " "), same)
	}
	return nil
}

// prefixList compares values of address keys by what they mean.
func prefixList() *form {
	return &form{fromKey: func(s string) []string {
		var words []string
		for _, w := range strings.Fields(s) {
			p, err := ifcfg.ParsePrefix6(w, 64)
			if err != nil {
				return []string{s}
			}
			words = append(words, p.String())
		}
		return words
	}}
}

func privacy() *form {
	return integer(-1, 2, map[string]string{"-1": "default", "0": "disabled", "1": "enabled, prefer public IP", "2": "enabled, prefer temporary IP"})
}

func readPrivacy(s *source) []string {
	v := s.text("IPV6_PRIVACY")
	if v == "" {
		return nil
	}
	b, ok := ifcfg.ParseBool(v)
	switch {
	case ok && !b:
		return []string{"0"}
	case ok || strings.EqualFold(v, "rfc3041") || strings.EqualFold(v, "rfc4941"):
		if s.yes("IPV6_PRIVACY_PREFER_PUBLIC_IP") {
			return []string{"1"}
		}
		return []string{"2"}
	}
	return nil
}

func writePrivacy(c *Connection, sh *sheet) error {
	switch c.text("ipv6.ip6-privacy") {
	case "0":
		sh.put("IPV6_PRIVACY", "no")
		sh.drop("IPV6_PRIVACY_PREFER_PUBLIC_IP")
	case "1":
		sh.put("IPV6_PRIVACY", "rfc3041")
		sh.put("IPV6_PRIVACY_PREFER_PUBLIC_IP", "yes")
	case "2":
		sh.put("IPV6_PRIVACY", "rfc3041")
		sh.drop("IPV6_PRIVACY_PREFER_PUBLIC_IP")
	default:
		sh.drop("IPV6_PRIVACY", "IPV6_PRIVACY_PREFER_PUBLIC_IP")
	}
	return nil
}

// readAddrGenMode is default-or-eui64 for a file that says nothing, which is not
// what a new connection has; a token needs eui64.
func readAddrGenMode(s *source) []string {
	names := []string{"eui64", "stable-privacy", "default-or-eui64", "default"}
	switch v := s.text("IPV6_ADDR_GEN_MODE"); {
	case v != "":
		for i, name := range names {
			if strings.EqualFold(v, name) || v == decimal(int64(i)) {
				return []string{name}
			}
		}
	case s.text("IPV6_TOKEN") != "":
		return []string{"eui64"}
	}
	return []string{"default-or-eui64"}
}

func writeAddrGenMode(c *Connection, sh *sheet) error {
	v := c.text("ipv6.addr-gen-mode")
	if v == "default-or-eui64" && !sh.fresh || !hasIP(c) {
		sh.drop("IPV6_ADDR_GEN_MODE")
		return nil
	}
	sh.put("IPV6_ADDR_GEN_MODE", v)
	return nil
}
