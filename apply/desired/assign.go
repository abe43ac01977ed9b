package desired

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"

	"netonce/apply/network"
	"netonce/ifcfg"
)

// Assignment is a link with the profile that it gets.
type Assignment struct {
	Link    network.Link // its index is negative as long as it is to be made
	Profile *ifcfg.Profile

	Parent, Controller string         // interfaces that the profile names, by name or UUID
	Table              uint32         // of the VRF that the interface is in; 0: none
	Bridge             *ifcfg.Profile // of the bridge that the interface is a port of
	Team               *ifcfg.Profile // the same of a team
}

// Planned reports whether a link is still to be made.
func Planned(l *network.Link) bool { return l.Index < 0 }

// Unassigned is a profile that no link gets, with the reason.
type Unassigned struct {
	Profile *ifcfg.Profile
	Reason  string
	Missing bool // its device is not there
	Wrong   bool // what it says of other devices cannot be
}

// ForMany reports whether a profile may be on several links at once.
func ForMany(p *ifcfg.Profile) bool { return p.Setting("MULTI_CONNECT").Value == "3" && !p.Made() }

// Assign gives each link the profile that fits it best, every profile to one
// link at most, but for those for many: the highest AUTOCONNECT_PRIORITY first, then the one that names
// the link most exactly, then the one in ifcfg-LINK. The links come in natural
// order of their names (eth2 before eth10), the same on every boot. A link whose
// own ifcfg file is unusable gets none that is meant for any link.
func Assign(profiles []*ifcfg.Profile, links []network.Link) ([]Assignment, []Unassigned) {
	links = slices.Clone(links)
	sort.Slice(links, func(i, j int) bool { return CompareNames(links[i].Name, links[j].Name) < 0 })
	broken := map[string]bool{}
	byDevice := map[string][]*ifcfg.Profile{} // empty: those that name none
	for _, p := range profiles {
		if p.Rejected {
			broken[p.Suffix()] = true
		} else {
			byDevice[p.Device.Value] = append(byDevice[p.Device.Value], p)
		}
	}
	used := map[*ifcfg.Profile]bool{}
	var assigned []Assignment
	for _, l := range links {
		var best *ifcfg.Profile
		for _, candidates := range [][]*ifcfg.Profile{byDevice[l.Name], byDevice[""]} {
			for _, p := range candidates {
				if used[p] && !ForMany(p) || !fits(p, &l) || exactness(p) == 0 && broken[l.Name] {
					continue
				}
				if best == nil || better(p, best, &l) {
					best = p
				}
			}
		}
		if best != nil {
			used[best] = true
			assigned = append(assigned, Assignment{Link: l, Profile: best})
		}
	}
	return assigned, Unused(profiles, assigned, links)
}

// Unused lists the usable profiles that are not among the assigned, with the reason.
func Unused(profiles []*ifcfg.Profile, assigned []Assignment, links []network.Link) []Unassigned {
	used := map[*ifcfg.Profile]bool{}
	for _, a := range assigned {
		used[a.Profile] = true
	}
	var left []Unassigned
	for _, p := range profiles {
		if p.Rejected || used[p] {
			continue
		}
		u := Unassigned{Profile: p, Missing: true, Reason: whyMissing(p, links)}
		for _, a := range assigned {
			if fits(p, &a.Link) {
				u.Missing = false
				u.Reason = fmt.Sprintf("%s is configured by %s", a.Link.Name, a.Profile.File)
			}
		}
		left = append(left, u)
	}
	return left
}

func whyMissing(p *ifcfg.Profile, links []network.Link) string {
	if because := noMatch(p, links); because != "" {
		return "no interface matches " + because
	}
	if !p.Device.IsSet() {
		if p.HWAddr.IsSet() {
			return "no interface has the hardware address " + p.HWAddr.Value.String()
		}
		return "no interface is left for it"
	}
	for _, l := range links {
		if l.Name != p.Device.Value {
			continue
		}
		if p.HWAddr.IsSet() {
			return fmt.Sprintf("%s has the hardware address %s, not %s", l.Name, l.BurntIn(), p.HWAddr.Value)
		}
		return l.Name + " is not for this profile"
	}
	return "there is no interface " + p.Device.Value
}

// IsForAny reports whether a profile names no link: any that fits will do.
func IsForAny(p *ifcfg.Profile) bool { return exactness(p) == 0 }

// fits reports whether all that a profile demands of its link holds.
func fits(p *ifcfg.Profile, l *network.Link) bool {
	if p.Device.IsSet() && p.Device.Value != l.Name || l.Loopback && !p.Device.IsSet() {
		return false
	}
	if Planned(l) || p.Made() {
		return p.Made() && p.Device.Value == l.Name
	}
	if p.Kind.Value == ifcfg.KindInfiniBand && len(l.MAC) != infinibandAddress {
		return false
	}
	if p.HWAddr.IsSet() && !hasAddress(p, l) {
		return false
	}
	for _, not := range p.NotHWAddr {
		if bytes.Equal(not.Value, l.BurntIn()) {
			return false
		}
	}
	if mismatch(p, l) != "" {
		return false
	}
	if exactness(p) > 0 {
		return true
	}
	if p.Kind.Value == ifcfg.KindInfiniBand { // a port, none of its partitions
		return l.Parent == 0
	}
	// For any Ethernet: cards, and the veth that is a container's card.
	return l.Ethernet && l.Master == 0 && (l.Kind == "" || l.Kind == "veth")
}

// infinibandAddress is how many bytes an IPoIB address has (RFC 4391 section 9.1.1).
const infinibandAddress = 20

// hasAddress compares the permanent hardware address. A link that has none and
// was given MACADDR by an earlier run is still the one that is meant.
func hasAddress(p *ifcfg.Profile, l *network.Link) bool {
	wanted, have := p.HWAddr.Value, l.BurntIn()
	if len(wanted) == infinibandAddress && len(have) == infinibandAddress { // but for the port's GUID it changes
		return bytes.Equal(wanted[infinibandAddress-8:], have[infinibandAddress-8:])
	}
	return bytes.Equal(wanted, have) ||
		len(l.Permanent) == 0 && len(p.MAC.Value.Address) > 0 && bytes.Equal(p.MAC.Value.Address, l.MAC)
}

// exactness counts how narrowly a profile names its link.
func exactness(p *ifcfg.Profile) int {
	n := 0
	if p.HWAddr.IsSet() {
		n++
	}
	if p.Device.IsSet() {
		n += 2
	}
	return n
}

func better(p, q *ifcfg.Profile, l *network.Link) bool {
	return cmp.Or(
		cmp.Compare(q.Priority.Value, p.Priority.Value),
		cmp.Compare(exactness(q), exactness(p)),
		cmp.Compare(boolRank(q.Match != nil), boolRank(p.Match != nil)),
		cmp.Compare(boolRank(q.Suffix() == l.Name), boolRank(p.Suffix() == l.Name)),
		strings.Compare(p.File, q.File),
	) < 0
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// CompareNames orders interface names naturally: numbers by their value.
func CompareNames(a, b string) int {
	for a != "" && b != "" {
		na, nb := digits(a), digits(b)
		if na > 0 && nb > 0 {
			x, y := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 {
				return c
			}
			a, b = a[na:], b[nb:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
