package apply

import (
	"net/netip"

	"netonce/apply/network"
	"netonce/ifcfg/lists"
)

// Risk is what a step may cost those who use the network meanwhile.
type Risk string

const (
	NoRisk Risk = "none"
	// Flap: the interface is down for a moment, or made anew.
	Flap Risk = "flap"
	// Loss: an address or the way somewhere goes, and with it what goes over it.
	Loss Risk = "loss"
	// OwnPath: whoever asks is connected over what is touched.
	OwnPath Risk = "session"
)

// Session is a connection that is not to be cut off: of who it is that asks.
type Session struct{ Client, Server netip.Addr }

// path is how a session reaches this host.
type path struct {
	Session
	links map[int]bool  // by index: its interface, and what that stands on
	route network.Route // the way back to the client
}

// pathOf finds the path of a session in the kernel; there is none where the session is
// not over the network, or not with this network namespace.
func (x *run) pathOf(s Session) (p path) {
	p = path{Session: s, links: map[int]bool{}}
	for _, l := range x.snapshot.Links() {
		i := x.snapshot.ByIndex(l.Index)
		if s.Server.IsValid() && lists.Any(i.Addresses, func(a *network.Address) bool { return a.Prefix.Addr() == s.Server }) {
			x.addBelow(p.links, l.Index)
		}
	}
	if len(p.links) == 0 {
		return path{}
	}
	best := -1
	for _, l := range x.snapshot.Links() {
		for _, r := range x.snapshot.ByIndex(l.Index).Routes {
			if r.Table != network.TableMain || !r.Destination.Contains(s.Client) {
				continue
			}
			if bits := r.Destination.Bits(); bits > best || bits == best && r.Metric < p.route.Metric {
				best, p.route = bits, r
			}
		}
	}
	if i := x.snapshot.Interface(p.route.Interface); best >= 0 && i != nil {
		x.addBelow(p.links, i.Link.Index)
	}
	return p
}

// addBelow adds a link, what it stands on and its ports.
func (x *run) addBelow(links map[int]bool, index int) {
	i := x.snapshot.ByIndex(index)
	if i == nil || links[index] {
		return
	}
	links[index] = true
	x.addBelow(links, i.Link.Parent)
	for _, l := range x.snapshot.Links() {
		if l.Master == index {
			x.addBelow(links, l.Index)
		}
	}
}

// risk says what a step may cost.
func (p *path) risk(c *network.Change) Risk {
	switch l := c.Link; {
	case l != nil && (c.Op == network.OpDelete || c.Op == network.OpSet && (l.Down || l.MAC != nil || l.Master != nil)):
		return p.orOwn(p.links[c.Index], Flap)
	case c.Op != network.OpDelete:
		return NoRisk
	case c.Address != nil:
		return p.orOwn(c.Address.Prefix.Addr() == p.Server, Loss)
	case c.Route != nil && c.Route.Type == network.Unicast:
		return p.orOwn(p.Client.IsValid() && *c.Route == p.route, Loss)
	}
	return NoRisk
}

func (p *path) orOwn(own bool, otherwise Risk) Risk {
	if own {
		return OwnPath
	}
	return otherwise
}

// before is what a step finds, in the words of the step; empty for nothing.
func (x *run) before(c *network.Change) string {
	i := x.snapshot.Interface(c.Interface)
	switch {
	case c.Op == network.OpDelete:
		return c.Value()
	case i == nil || c.Op == network.OpAdd:
		return ""
	case c.Address != nil:
		for _, a := range i.Addresses {
			if a.Key() == c.Address.Key() {
				return a.String()
			}
		}
	case c.Sysctl != nil:
		was := c.Sysctl.Of()
		was.Value = i.Sysctls[was]
		return (&network.Change{Sysctl: &was}).Value()
	case c.Ethtool != nil:
		return (&network.Change{Ethtool: i.Ethtool.Among(c.Ethtool)}).Value()
	case c.Link != nil:
		return x.linkBefore(c.Link, &i.Link).String()
	}
	return ""
}

// linkBefore is the change that would undo one.
func (x *run) linkBefore(c *network.LinkChange, have *network.Link) network.LinkChange {
	b := network.LinkChange{Kind: have.Kind, PortOf: c.PortOf, Options: have.Options.Among(c.Options), Port: have.Port.Among(c.Port),
		Up: c.Down && have.Up, Down: c.Up && !have.Up}
	if c.MTU != 0 {
		b.MTU = have.MTU
	}
	if c.MAC != nil {
		b.MAC = have.MAC
	}
	if c.Token.IsValid() {
		b.Token = have.Token
	}
	if c.Promisc != "" {
		b.Promisc = network.PromiscMode(have.Promisc)
	}
	if c.Master != nil {
		b.Master = &network.Ref{}
		if i := x.snapshot.ByIndex(have.Master); i != nil {
			b.Master = &network.Ref{Index: have.Master, Name: i.Link.Name}
		}
	}
	return b
}
