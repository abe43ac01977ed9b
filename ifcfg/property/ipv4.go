package property

import (
	"fmt"
	"net/netip"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/netonce/netonce/ifcfg"
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

// addresses is a list of addresses with prefix length, that of a single address
// where there is none.
//
//go:noinline
func addresses(six bool) form {
	bits, family := 32, "IPv4"
	if six {
		bits, family = 128, "IPv6"
	}
	parse := func(s string) (string, error) {
		host, length, slashed := strings.Cut(s, "/")
		a, err := parseAddress(strings.TrimSpace(host), six)
		if err != nil {
			return "", fmt.Errorf("invalid IP address: Invalid %s address '%s'", family, host)
		}
		n := int64(bits)
		if slashed {
			if n, err = ifcfg.ParseInt(length, 10, 0, int64(bits)); err != nil {
				return "", fmt.Errorf("invalid prefix '%s'; <0-%d> allowed", length, bits)
			}
		}
		return netip.PrefixFrom(a, int(n)).String(), nil
	}
	return form{list: true, spaced: true, parse: parse}
}

//go:noinline
func address(six bool) form {
	f := text()
	f.parse = func(s string) (string, error) {
		a, err := parseAddress(s, six)
		if err != nil {
			return "", fmt.Errorf("invalid IP address: %w", err)
		}
		return a.String(), nil
	}
	return f
}

func parseAddress(s string, six bool) (netip.Addr, error) {
	if six {
		return ifcfg.ParseIPv6(s)
	}
	return ifcfg.ParseIPv4(s)
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
	for a := range sh.file.Assignments() {
		if stem := strings.TrimRight(a.Key, "0123456789"); stem == "GATEWAY" && a.Key != key {
			sh.drop(a.Key)
		}
	}
	if g := c.text("ipv4.gateway"); g != "" {
		sh.put(key, g)
	} else {
		sh.drop(key)
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

// slot is a number that IPADDR and its companions have in a file.
type slot struct {
	number string // "", "0", "1", ...
	index  int    // -1, 0, 1, ...
}

// slots are the numbers in use, in order.
func (s *sheet) slots() []slot {
	var slots []slot
	for a := range s.file.Assignments() {
		stem := strings.TrimRight(a.Key, "0123456789")
		if stem != "IPADDR" && stem != "PREFIX" && stem != "NETMASK" {
			continue
		}
		n := slot{a.Key[len(stem):], -1}
		if n.number != "" {
			i, ok := index(n.number)
			if !ok || decimal(int64(i)) != n.number {
				continue
			}
			n.index = i
		}
		if !slices.Contains(slots, n) {
			slots = append(slots, n)
		}
	}
	sort.Slice(slots, func(i, j int) bool { return slots[i].index < slots[j].index })
	return slots
}

// writeAddresses4 puts the addresses one after the other into the numbers that
// are there, and further ones behind these.
func (c *Connection) writeAddresses4(sh *sheet) error {
	if !c.changed("ipv4.addresses") {
		return nil
	}
	want, err := c.ownAddresses("ipv4.addresses", func(p *ifcfg.Profile) []ifcfg.Field[netip.Prefix] { return p.IPv4.Addresses })
	if err != nil {
		return err
	}
	slots := sh.slots()
	for i, w := range want {
		if i == len(slots) {
			slots = append(slots, nextSlot(slots))
		}
		p, err := netip.ParsePrefix(w)
		if err != nil {
			return &ValueError{"ipv4.addresses", err.Error()}
		}
		sh.address4(slots[i], p)
	}
	for _, s := range slots[min(len(want), len(slots)):] {
		sh.drop("IPADDR"+s.number, "PREFIX"+s.number, "NETMASK"+s.number, "BROADCAST"+s.number, "NETWORK"+s.number)
	}
	return nil
}

// nextSlot follows the last of the numbers; the first address has none.
func nextSlot(slots []slot) slot {
	if len(slots) == 0 {
		return slot{"", -1}
	}
	n := max(slots[len(slots)-1].index, 0) + 1
	return slot{decimal(int64(n)), n}
}

// address4 writes an address under a number, with a netmask where the file has
// one. What was computed from the old address goes.
func (s *sheet) address4(n slot, p netip.Prefix) {
	s.put("IPADDR"+n.number, p.Addr().String())
	if mask, ok := s.file.Lookup("NETMASK" + n.number); ok && !s.has("PREFIX"+n.number) {
		if bits, err := ifcfg.ParseNetmask(strings.TrimSpace(mask.Value)); err != nil || bits != p.Bits() {
			s.put("NETMASK"+n.number, ifcfg.Netmask(p.Bits()))
		}
	} else {
		s.put("PREFIX"+n.number, strconv.Itoa(p.Bits()))
	}
	if old, _ := s.file.Lookup("IPADDR" + n.number); old.Value != p.Addr().String() {
		s.drop("BROADCAST"+n.number, "NETWORK"+n.number)
	}
}

// ownAddresses are the addresses that belong into the profile's own file: not
// those of alias and range files, which must stay.
func (c *Connection) ownAddresses(name string, of func(*ifcfg.Profile) []ifcfg.Field[netip.Prefix]) ([]string, error) {
	want := slices.Clone(c.values[name])
	if c.Profile == nil {
		return want, nil
	}
	for _, f := range of(c.Profile) {
		if f.Pos.File == "" || f.Pos.File == c.File() {
			continue
		}
		i := slices.Index(want, f.Value.String())
		if i < 0 {
			return nil, &ValueError{name, fmt.Sprintf("%s stands in %s: edit that file", f.Value, f.Pos.File)}
		}
		want = slices.Delete(want, i, i+1)
	}
	return want, nil
}

// readNeverDefault reads the key where the family is off, and its meaning among the
// host's other files where it is on.
//
//go:noinline
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

//go:noinline
func writeNeverDefault(setting, key string) func(*Connection, *sheet) error {
	return func(c *Connection, sh *sheet) error {
		f := boolean(true)
		if v := c.text(setting + ".never-default"); v == "yes" || sh.has(key) {
			sh.set(key, f.toKey([]string{v}), f)
		}
		return nil
	}
}

// dadTimeout is ACD_TIMEOUT in milliseconds; ARPING_WAIT, in seconds, counts where
// that is missing, and is written beside it for the old scripts.
func dadTimeout() Property {
	f := integer(-1, 30000, map[string]string{"-1": "default", "0": "off"})
	read := func(s *source) []string {
		if v := s.text("ACD_TIMEOUT"); v != "" {
			return f.fromKey(v)
		}
		if n, err := ifcfg.ParseInt(s.text("ARPING_WAIT"), 10, -1, 30); err == nil {
			if n > 0 {
				n *= 1000
			}
			return []string{decimal(n)}
		}
		return nil
	}
	write := func(c *Connection, sh *sheet) error {
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
	return derived("dad-timeout", "ACD_TIMEOUT", "-1", f, "Milliseconds to probe for another host with the address (RFC 5227).", read, write)
}
