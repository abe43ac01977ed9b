package property

import (
	"net/netip"
	"slices"
	"sort"
	"strconv"
	"strings"

	"netonce/ifcfg"
)

// servers are the name servers of a family.
func (s *source) servers(ip *ifcfg.IP) []string {
	var words []string
	for _, d := range ip.DNS {
		words = append(words, d.Value.String())
	}
	return words
}

// writeServers writes DNS1, DNS2, ... for both families. Servers keep their places
// as far as may be; further ones of IPv4 come before those of IPv6 only in a new
// file. The servers of a family that is not changed stay, though the family be off,
// and what is no server stays until all servers are replaced.
func writeServers(c *Connection, sh *sheet) error {
	want := map[bool][]string{false: slices.Clone(c.values["ipv4.dns"]), true: slices.Clone(c.values["ipv6.dns"])}
	keep := c.keepsSome("ipv4.dns") || c.keepsSome("ipv6.dns")
	var numbers []int
	var values []string
	last := 0
	for _, a := range numberedKeys(sh.file, "DNS") {
		n, _ := index(a.Key[len("DNS"):])
		if n < 1 {
			continue // nobody reads it
		}
		ip, err := netip.ParseAddr(strings.TrimSpace(a.Value))
		if err != nil && !keep {
			sh.drop(a.Key)
			continue
		}
		last = n
		if err != nil {
			continue
		}
		numbers = append(numbers, n)
		words := want[ip.Is6()]
		switch {
		case !c.changed(serverProperty(ip.Is6())):
			values = append(values, a.Value)
		case len(words) > 0:
			values, want[ip.Is6()] = append(values, words[0]), words[1:]
		}
	}
	for _, six := range []bool{false, true} {
		if c.changed(serverProperty(six)) {
			values = append(values, want[six]...)
		}
	}
	for i, v := range values {
		if i == len(numbers) {
			last++
			numbers = append(numbers, last)
		}
		sh.put("DNS"+strconv.Itoa(numbers[i]), v)
	}
	for _, n := range numbers[len(values):] {
		sh.drop("DNS" + strconv.Itoa(n))
	}
	return nil
}

func serverProperty(six bool) string {
	if six {
		return "ipv6.dns"
	}
	return "ipv4.dns"
}

// keepsSome reports whether a property still has a word that was read: it was added
// to or taken from, and what could not be read beside it is not what was replaced.
func (c *Connection) keepsSome(name string) bool {
	return slices.ContainsFunc(c.values[name], func(w string) bool { return slices.Contains(c.before[name], w) })
}

// numberedKeys are the assignments of a key with a number, in the order of these.
func numberedKeys(f *ifcfg.File, stem string) []ifcfg.Assignment {
	var found []ifcfg.Assignment
	for a := range f.Assignments() {
		digits, ok := strings.CutPrefix(a.Key, stem)
		if n, number := index(digits); ok && number && strconv.Itoa(n) == digits { // DNS01 is another key
			found = append(found, a)
		}
	}
	sort.SliceStable(found, func(i, j int) bool {
		x, _ := index(found[i].Key[len(stem):])
		y, _ := index(found[j].Key[len(stem):])
		return x < y
	})
	return found
}

// writeSearch writes search domains. DOMAIN is IPv4's, and IPv6's where IPv4 is
// off; SEARCH is its older name.
func writeSearch(setting, key string) func(*Connection, *sheet) error {
	return func(c *Connection, sh *sheet) error {
		words := c.values[setting+".dns-search"]
		shared := "DOMAIN"
		if !sh.has(shared) && sh.has("SEARCH") {
			shared = "SEARCH"
		}
		key := key
		switch {
		case setting == "ipv4":
			key = shared
		case c.text("ipv4.method") == "disabled": // what DOMAIN has belongs to IPv6 here
			a, _ := sh.file.Lookup(shared)
			have := strings.Fields(a.Value)
			if len(words) >= len(have) && slices.Equal(words[:len(have)], have) {
				words = words[len(have):]
			} else {
				sh.drop("DOMAIN", "SEARCH")
			}
		}
		if setting == "ipv4" && len(words) == 0 { // without DOMAIN the other would count
			sh.drop("DOMAIN", "SEARCH")
			return nil
		}
		sh.words(key, words)
		return nil
	}
}

// writeOptions writes resolver options, without those that the host's network
// file gives to every profile.
func writeOptions(setting, key string) func(*Connection, *sheet) error {
	return func(c *Connection, sh *sheet) error {
		words := slices.Clone(c.values[setting+".dns-options"])
		if setting == "ipv4" {
			own, _ := sh.file.Lookup(key)
			for _, o := range c.host.Defaults.Options {
				i := slices.Index(words, o.Value)
				switch {
				case i < 0:
					return &ValueError{setting + ".dns-options", o.Value + " stands in " + o.Pos.File + ": edit that file"}
				case !slices.Contains(strings.Fields(own.Value), o.Value):
					words = slices.Delete(words, i, i+1)
				}
			}
		}
		sh.words(key, words)
		return nil
	}
}

// words sets a key to a list of words, or drops it.
func (s *sheet) words(key string, words []string) {
	if len(words) == 0 {
		s.drop(key)
		return
	}
	s.set(key, strings.Join(words, " "), texts())
}
