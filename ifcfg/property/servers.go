package property

import (
	"net/netip"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/netonce/netonce/ifcfg"
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
// file.
func writeServers(c *Connection, sh *sheet) error {
	four, six := slices.Clone(c.values["ipv4.dns"]), slices.Clone(c.values["ipv6.dns"])
	var want []string
	for _, a := range sh.numbered("DNS") {
		family := &four
		if ip, err := netip.ParseAddr(strings.TrimSpace(a.Value)); err == nil && ip.Is6() {
			family = &six
		}
		if len(*family) > 0 {
			want = append(want, (*family)[0])
			*family = (*family)[1:]
		}
	}
	want = slices.Concat(want, four, six)
	for i, w := range want {
		sh.put("DNS"+strconv.Itoa(i+1), w)
	}
	for _, a := range sh.numbered("DNS") {
		if n, ok := index(a.Key[len("DNS"):]); !ok || n < 1 || n > len(want) {
			sh.drop(a.Key)
		}
	}
	return nil
}

// numbered are the assignments of a key with a number, in the order of these.
func (s *sheet) numbered(stem string) []ifcfg.Assignment {
	var found []ifcfg.Assignment
	for a := range s.file.Assignments() {
		if _, ok := index(strings.TrimPrefix(a.Key, stem)); ok && strings.HasPrefix(a.Key, stem) {
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
//
//go:noinline
func writeSearch(setting, key string) func(*Connection, *sheet) error {
	return func(c *Connection, sh *sheet) error {
		words := c.values[setting+".dns-search"]
		key := key
		if setting == "ipv4" && !sh.has(key) && sh.has("SEARCH") {
			key = "SEARCH"
		}
		if setting == "ipv6" && c.text("ipv4.method") == "disabled" {
			// What DOMAIN has belongs to IPv6 here.
			a, _ := sh.file.Lookup("DOMAIN")
			shared := strings.Fields(a.Value)
			if len(words) >= len(shared) && slices.Equal(words[:len(shared)], shared) {
				words = words[len(shared):]
			} else {
				sh.drop("DOMAIN")
			}
		}
		sh.words(key, words)
		return nil
	}
}

// writeOptions writes resolver options, without those that the host's network
// file gives to every profile.
//
//go:noinline
func writeOptions(setting, key string) func(*Connection, *sheet) error {
	return func(c *Connection, sh *sheet) error {
		words := slices.Clone(c.values[setting+".dns-options"])
		if setting == "ipv4" && c.host != nil {
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
