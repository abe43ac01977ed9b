package resolv

import (
	"net/netip"
	"slices"
	"sort"
	"strings"

	"netonce/ifcfg/lists"
)

// Source is what one profile or lease contributes.
type Source struct {
	Interface string
	Index     int
	Profile   string // e.g. "ifcfg-eth0"
	Origin    string // "static", "dhcp4", ...
	Priority  int    // DNS priority: lower first, 100 by default
	Default   bool   // its interface carries the best default route
	Servers   []netip.Addr
	Search    []string // search domains; a leading "~" marks a routing-only domain
	Domains   []string // domain-name of a lease: searched only where there is no search list
	Options   []string
}

// families is a set of address families.
type families uint8

const (
	family4 families = 1 << iota
	family6
)

// families tells which families the source speaks for: its origin says so, else
// its servers do. Where nothing does it speaks for both.
func (s Source) families() families {
	switch {
	case strings.HasSuffix(s.Origin, "4"):
		return family4
	case strings.HasSuffix(s.Origin, "6"), s.Origin == "ra":
		return family6
	}
	var f families
	for _, a := range s.Servers {
		if a.Unmap().Is4() {
			f |= family4
		} else {
			f |= family6
		}
	}
	if f == 0 {
		f = family4 | family6
	}
	return f
}

// kin reports whether two sources are the same configuration for NetworkManager,
// which keeps one per interface and family: the profile's own part and the
// lease's are one there, and so an option of the profile covers the lease's
// servers too.
func (s Source) kin(o Source) bool {
	return s.Interface == o.Interface && s.families()&o.families() != 0
}

// searches returns the source's search list, which a lease's domain name stands
// in for only if no kin of the source has a list.
func (s Source) searches(all []Source) []string {
	if len(s.Search) > 0 {
		return s.Search
	}
	for _, o := range all {
		if len(o.Search) > 0 && s.kin(o) {
			return nil
		}
	}
	return s.Domains
}

// Empty reports whether nothing of the source can be handed on. In resolv.conf
// such a source is nothing; for systemd-resolved it says that its link is to have
// no servers and domains any more.
func (s Source) Empty() bool {
	return !s.hasServers() &&
		!slices.ContainsFunc(s.Search, isDomain) && !slices.ContainsFunc(s.Domains, isDomain) &&
		!slices.ContainsFunc(s.Options, func(o string) bool { _, ok := knownOption(o); return ok })
}

// hasServers reports whether one of the servers is usable.
func (s Source) hasServers() bool {
	return slices.ContainsFunc(s.Servers, func(a netip.Addr) bool { _, ok := usable(a, s.Interface); return ok })
}

// visible sorts the sources as NetworkManager does, by priority and then the one
// with the default route first, and drops those that a negative priority hides.
// Empty ones go first of all: who says nothing hides nobody.
func visible(sources []Source) []Source {
	sorted := lists.Without(sources, func(s *Source) bool { return s.Empty() })
	sort.SliceStable(sorted, func(i, j int) bool {
		a, b := &sorted[i], &sorted[j]
		if a.Priority != b.Priority {
			return a.Priority < b.Priority
		}
		return a.Default && !b.Default
	})
	if len(sorted) == 0 || sorted[0].Priority >= 0 {
		return sorted
	}
	return lists.Delete(sorted, func(s *Source) bool { return s.Priority > sorted[0].Priority })
}
