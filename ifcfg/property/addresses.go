package property

import (
	"fmt"
	"net/netip"
	"slices"
	"sort"
	"strconv"
	"strings"

	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// addresses is a list of addresses with prefix length, that of a single address
// where there is none.
func addresses(six bool) *form {
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
	return &form{list: true, spaced: true, parse: parse}
}

func address(six bool) *form {
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
	next := nextSlot(slots)
	if c.keepsSome("ipv4.addresses") {
		slots = slices.DeleteFunc(slots, c.unreadSlot)
	}
	for i, w := range want {
		if i == len(slots) {
			slots = append(slots, next)
			next = nextSlot(slots)
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

// unreadSlot reports whether no address could be read from a number: what stands
// there stays until all addresses are replaced.
func (c *Connection) unreadSlot(n slot) bool {
	p := c.Profile
	if p == nil {
		p = c.copied
	}
	return p != nil && !lists.Any(p.IPv4.Addresses, func(a *ifcfg.Field[netip.Prefix]) bool {
		return a.Pos.File == p.File && a.Key == "IPADDR"+n.number
	})
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
