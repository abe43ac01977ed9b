package property

import (
	"net/netip"
	"strconv"
	"strings"

	"netonce/ifcfg"
)

func readMethod4(s *source) []string {
	if strings.EqualFold(s.text("BOOTPROTO"), "shared") { // configured as if it were manual
		return []string{"shared"}
	}
	return []string{s.profile.IPv4.Method.Value.String()}
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func flag(b bool) []string { return []string{map[bool]string{true: "yes", false: "no"}[b]} }

func wordsOf(fields []ifcfg.Field[string]) []string {
	var words []string
	for _, f := range fields {
		words = append(words, f.Value)
	}
	return words
}

func prefixes(fields []ifcfg.Field[netip.Prefix]) []string {
	var words []string
	for _, f := range fields {
		words = append(words, f.Value.String())
	}
	return words
}

func gateway(ip *ifcfg.IP) []string {
	if !ip.Gateway.Value.IsValid() {
		return nil
	}
	return []string{ip.Gateway.Value.String()}
}

// writeIPv4 writes BOOTPROTO, the addresses and the gateway, which depend on each
// other.
func writeIPv4(c *Connection, sh *sheet) error {
	method := c.text("ipv4.method")
	if method == "" { // a port has none
		sh.drop("BOOTPROTO")
	}
	bootProto, _ := sh.file.Lookup("BOOTPROTO")
	want := map[string]string{"auto": "dhcp", "manual": "none", "disabled": "none", "link-local": "autoip", "shared": "shared"}[method]
	if method != "" && (!sameBootProto(bootProto.Value, want) || sh.fresh || bootProto.Bad != nil) {
		sh.put("BOOTPROTO", want)
	}
	if err := c.writeAddresses4(sh); err != nil {
		return err
	}
	if !c.changed("ipv4.gateway") {
		return nil
	}
	key := "GATEWAY"
	if c.Profile != nil && c.Profile.IPv4.Gateway.Pos.File == c.File() {
		key = c.Profile.IPv4.Gateway.Key
	}
	if g := c.text("ipv4.gateway"); g != "" {
		sh.put(key, g)
		return nil
	}
	sh.drop(key)
	for a := range sh.file.Assignments() { // one of these would be the next to count
		if stem := strings.TrimRight(a.Key, "0123456789"); stem == "GATEWAY" && a.Key != key {
			sh.drop(a.Key)
		}
	}
	return nil
}

// sameBootProto reports whether two values of BOOTPROTO mean the same.
func sameBootProto(a, b string) bool {
	canon := func(s string) string {
		switch s = strings.ToLower(s); s {
		case "", "static":
			return "none"
		case "bootp":
			return "dhcp"
		}
		return s
	}
	return canon(a) == canon(b)
}

// readNeverDefault reads the key where the family is off, and its meaning among the
// host's other files where it is on.
func readNeverDefault(six bool) func(*source) []string {
	return func(s *source) []string {
		ip, key := &s.profile.IPv4, "DEFROUTE"
		if six {
			ip, key = &s.profile.IPv6, "IPV6_DEFROUTE"
		}
		if m := ip.Method.Value; m != ifcfg.MethodDisabled && m != ifcfg.MethodIgnore {
			return flag(ip.NeverDefault.Value)
		}
		b, ok := ifcfg.ParseBool(s.text(key))
		return flag(ok && !b)
	}
}

func writeNeverDefault(setting, key string) func(*Connection, *sheet) error {
	return func(c *Connection, sh *sheet) error {
		f := boolean(true)
		if v := c.text(setting + ".never-default"); v == "yes" || sh.has(key) {
			sh.set(key, f.toKey([]string{v}), f)
		}
		return nil
	}
}

// readProbes reads ACD_TIMEOUT, in milliseconds; ARPING_WAIT, in seconds, counts where
// that is missing, and is written beside it for the old scripts.
func readProbes(s *source) []string {
	if v := s.text("ACD_TIMEOUT"); v != "" {
		n, err := ifcfg.ParseInt(v, 0, -1, 30000)
		if err != nil {
			return nil
		}
		return []string{decimal(n)}
	}
	if n, err := ifcfg.ParseInt(s.text("ARPING_WAIT"), 10, -1, 30); err == nil {
		if n > 0 {
			n *= 1000
		}
		return []string{decimal(n)}
	}
	return nil
}

func writeProbes(c *Connection, sh *sheet) error {
	words := c.values["ipv4.dad-timeout"]
	if len(words) == 0 {
		sh.drop("ACD_TIMEOUT", "ARPING_WAIT")
		return nil
	}
	sh.put("ACD_TIMEOUT", words[0])
	if n, err := strconv.Atoi(words[0]); err == nil && (sh.has("ARPING_WAIT") || n > 0) {
		sh.put("ARPING_WAIT", strconv.Itoa((n+999)/1000))
	}
	return nil
}
