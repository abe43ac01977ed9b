package resolv

import (
	"context"
	"net/netip"
	"slices"
	"sort"

	"netonce/ifcfg/lists"
)

// resolver is systemd-resolved as far as netonce needs it. Every method may fail
// for one link without harm to the others.
type resolver interface {
	Link(ctx context.Context, index int) (linkDNS, error)
	SetServers(ctx context.Context, index int, servers []netip.Addr) error
	SetDomains(ctx context.Context, index int, domains []domain) error
	SetDefaultRoute(ctx context.Context, index int, on bool) error
	Close() error
}

// linkDNS is what systemd-resolved holds for a link.
type linkDNS struct {
	servers      []netip.Addr
	domains      []domain
	defaultRoute bool // it is asked for names that no link claims
	noDefault    bool // it cannot be told: systemd before 240 asks every link with servers
}

// linkWant is what one link is to have.
type linkWant struct {
	index int
	name  string
	linkDNS
}

// says reports whether the link is to have anything.
func (l linkWant) says() bool { return len(l.servers) > 0 || len(l.domains) > 0 }

// acceptable leaves out the servers that systemd-resolved refuses: for one of
// them it would refuse all that the link has.
func acceptable(sources []Source) []Source {
	out := slices.Clone(sources)
	for i := range out {
		out[i].Servers = slices.DeleteFunc(slices.Clone(out[i].Servers), refused)
	}
	return out
}

// refused reports whether an address is systemd-resolved's own, where it would
// ask itself, or none at all.
func refused(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return a.IsUnspecified() || a == netip.AddrFrom4([4]byte{127, 0, 0, 53}) || a == netip.AddrFrom4([4]byte{127, 0, 0, 54})
}

// wants sorts the sources by link. A link whose sources are empty, or all hidden
// by a negative priority, is still listed, with nothing, so that servers of an
// earlier run do not stay.
func wants(sources []Source) []linkWant {
	var links []linkWant
	link := func(s Source) *linkWant {
		for i := range links {
			if links[i].index == s.Index {
				return &links[i]
			}
		}
		links = append(links, linkWant{index: s.Index, name: s.Interface})
		return &links[len(links)-1]
	}
	seen := visible(sources)
	// Where no link with servers has the default route, any server is better than none.
	anywhere := !lists.Any(seen, func(s *Source) bool { return s.Default && s.Index > 0 && s.hasServers() })
	for _, s := range seen {
		if s.Index > 0 {
			link(s).add(s, seen, anywhere)
		}
	}
	for _, s := range sources {
		if s.Index > 0 {
			link(s)
		}
	}
	sort.Slice(links, func(i, j int) bool { return links[i].index < links[j].index })
	return links
}

func (l *linkWant) add(s Source, all []Source, anywhere bool) {
	l.defaultRoute = l.defaultRoute || s.Default || anywhere
	for _, a := range s.Servers {
		// The link is named by its index; a zone would be one too many.
		if a, ok := usable(a, s.Interface); ok && !slices.Contains(l.servers, a.WithZone("")) {
			l.servers = append(l.servers, a.WithZone(""))
		}
	}
	for _, name := range s.searches(all) {
		l.addDomain(name)
	}
}

func (l *linkWant) addDomain(name string) {
	d, ok := readDomain(name)
	if !ok {
		return
	}
	i := slices.IndexFunc(l.domains, func(have domain) bool { return sameDomain(have.Name, d.Name) })
	if i < 0 {
		l.domains = append(l.domains, d)
	} else if !d.Routing { // what is searched is routed too, not the other way round
		l.domains[i].Routing = false
	}
}

// defaultDiffers reports whether the default route has to be set. As long as
// nobody has set it, the property that was read follows the servers and domains,
// so it is worth nothing once these change.
func defaultDiffers(have, want linkDNS) bool {
	changes := !slices.Equal(have.servers, want.servers) || !slices.Equal(have.domains, want.domains)
	switch {
	case have.noDefault:
		return false
	case changes:
		return true
	case len(want.servers) == 0:
		return false // nobody would be asked anyway
	}
	return have.defaultRoute != want.defaultRoute
}
