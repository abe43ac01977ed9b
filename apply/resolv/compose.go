package resolv

import (
	"net/netip"
	"slices"
	"strings"

	"netonce/ifcfg/lists"
)

// Server is a name server and where it came from. A link-local address has its
// interface as zone.
type Server struct {
	Addr      netip.Addr
	Interface string
	Profile   string
	Origin    string
}

// Config is what a resolver is told.
type Config struct {
	Servers []Server
	Search  []string
	Options []string
	credits []Server // all who named a server, the first and the others
}

// Empty reports whether there is nothing to tell.
func (c Config) Empty() bool {
	return len(c.Servers) == 0 && len(c.Search) == 0 && len(c.Options) == 0
}

// Compose merges the sources as NetworkManager does: lower priority first, among
// equals the one with the default route, then the order given; a negative
// priority hides every larger one; each server, domain and option once.
// Routing-only domains ("~x") mean nothing to resolv.conf and are left out.
func Compose(sources []Source) Config {
	sources = visible(sources)
	var c Config
	trust := trusted(sources)
	for _, s := range sources {
		c.addServers(s)
		for _, name := range s.searches(sources) {
			c.addSearch(name)
		}
		for _, option := range s.Options {
			if option != trustAD || trust {
				c.Options = addOption(c.Options, option)
			}
		}
	}
	return c
}

func (c *Config) addServers(s Source) {
	for _, a := range s.Servers {
		addr, ok := usable(a, s.Interface)
		server := Server{Addr: addr, Interface: s.Interface, Profile: s.Profile, Origin: s.Origin}
		if !ok || slices.Contains(c.credits, server) {
			continue
		}
		c.credits = append(c.credits, server)
		if !lists.Any(c.Servers, func(have *Server) bool { return have.Addr == addr }) {
			c.Servers = append(c.Servers, server)
		}
	}
}

func (c *Config) addSearch(name string) {
	if d, ok := readDomain(name); !ok || d.Routing {
		return
	}
	if slices.ContainsFunc(c.Search, func(have string) bool { return sameDomain(have, name) }) {
		return
	}
	c.Search = append(c.Search, name)
}

// sameDomain compares as resolvers do: without regard to case or a final dot.
func sameDomain(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "."), strings.TrimSuffix(b, "."))
}
