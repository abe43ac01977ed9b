package plan

import (
	"bytes"
	"cmp"
	"net"
	"net/netip"
	"slices"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/ifcfg/lists"
)

// Owned is what netonce has put on an interface, and what was there in its place
// before where a value can only be replaced.
type Owned struct {
	Addresses []network.Key     `json:"addresses,omitempty"`
	Routes    []network.Route   `json:"routes,omitempty"`
	Rules     []network.Rule    `json:"rules,omitempty"`
	Traffic   []network.Traffic `json:"traffic,omitempty"`
	Up        bool              `json:"up,omitempty"`      // netonce brought the link up
	Made      string            `json:"made,omitempty"`    // kind of link, where netonce made it
	Port      bool              `json:"port,omitempty"`    // netonce made it a port
	MTU       int               `json:"mtu,omitempty"`     // before netonce set another
	MAC       net.HardwareAddr  `json:"mac,omitempty"`     // before netonce set another
	Token     netip.Addr        `json:"token,omitzero"`    // before netonce set another
	Promisc   string            `json:"promisc,omitempty"` // before netonce set another
	Sysctls   []network.Sysctl  `json:"sysctls,omitempty"` // with the values before
	Ethtool   network.Options   `json:"ethtool,omitempty"` // with the values before
	Rounded   network.Options   `json:"rounded,omitempty"` // see rounded
}

// Claim lists what will be ours on an interface once it looks as wanted: what we
// own there already and what a plan adds. What was there before us is not ours
// and stays when the profile goes, unless the plan replaced it.
func Claim(owned Owned, p Plan, have *network.Interface) Owned {
	c := owned
	c.clip()
	c.Ethtool = slices.Clip(c.Ethtool)
	for i := range p.Steps {
		c.claim(&p.Steps[i].Change, have)
	}
	for i := range p.Waiting {
		c.claim(&p.Waiting[i].Change, have)
	}
	return c
}

// clip has what is appended not show in another copy.
func (c *Owned) clip() {
	c.Addresses, c.Routes, c.Rules, c.Sysctls = slices.Clip(c.Addresses), slices.Clip(c.Routes), slices.Clip(c.Rules), slices.Clip(c.Sysctls)
}

func (c *Owned) claim(s *network.Change, have *network.Interface) {
	switch {
	case s.Link != nil && s.Op == network.OpDelete: // ours until it is gone
	case s.Link != nil && s.Op == network.OpAdd:
		c.Made = s.Link.Kind
	case s.Link != nil:
		if s.Link.Master != nil && s.Link.Master.Name != "" {
			c.Port, c.Up = true, c.Up || !have.Link.Up // a bond brings its port up
		}
		c.Up = c.Up || s.Link.Up
		if s.Link.MTU != 0 && c.MTU == 0 {
			c.MTU = have.Link.MTU
		}
		if s.Link.MAC != nil && c.MAC == nil {
			c.MAC = have.Link.MAC
		}
		if s.Link.Promisc != "" && c.Promisc == "" {
			c.Promisc = network.PromiscMode(have.Link.Promisc)
		}
		if s.Link.Token.IsValid() && !c.Token.IsValid() {
			c.Token = have.Link.Token
			if !c.Token.IsValid() {
				c.Token = netip.IPv6Unspecified()
			}
		}
	case s.Sysctl != nil:
		if s.Sysctl.Key == network.NumVFs {
			c.Ethtool = lists.Without(c.Ethtool, func(o *network.Option) bool { return isFunction(*o) }) // they are others from now on
		}
		before, known := have.Sysctls[s.Sysctl.Of()]
		if _, ours := c.before(s.Sysctl.Of()); known && !ours {
			was := *s.Sysctl
			was.Value = before
			c.Sysctls = append(c.Sysctls, was)
		}
	case s.Ethtool != nil:
		c.claimEthtool(s.Ethtool, have)
	case s.Op == network.OpDelete:
	case s.Traffic != nil:
		c.claimTraffic(s.Traffic, have)
	case s.Address != nil:
		k := s.Address.Key()
		c.Addresses = lists.With(c.Addresses, &k)
	case s.Route != nil:
		c.Routes = lists.With(c.Routes, s.Route)
	case s.Rule != nil:
		c.Rules = lists.With(c.Rules, s.Rule)
	}
}

// Had reports whether a change makes what was made before and is ours: somebody else has
// undone it since.
func (c *Owned) Had(s *network.Change) bool {
	switch {
	case s.Address != nil:
		k := s.Address.Key()
		return lists.Has(c.Addresses, &k)
	case s.Route != nil:
		return lists.Has(c.Routes, s.Route)
	case s.Rule != nil:
		return lists.Has(c.Rules, s.Rule)
	case s.Sysctl != nil:
		_, ours := c.before(s.Sysctl.Of())
		return ours
	case s.Ethtool != nil:
		return len(c.Ethtool.Among(s.Ethtool)) > 0
	case s.Traffic != nil:
		return lists.Any(c.Traffic, func(t *network.Traffic) bool { return t.Kind == s.Traffic.Kind && t.Parent == s.Traffic.Parent })
	case s.VLAN != nil:
		return c.Port || c.Made != ""
	case s.Link != nil:
		return len(s.Link.Options) > 0 && c.Made != "" || len(s.Link.Port) > 0 && c.Port || s.Link.Up && c.Up || s.Link.MTU != 0 && c.MTU != 0 || s.Link.MAC != nil && c.MAC != nil || s.Link.Master != nil && c.Port ||
			s.Link.Token.IsValid() && c.Token.IsValid() || s.Link.Promisc != "" && c.Promisc != ""
	}
	return false
}

// before returns the value that a setting had before netonce changed it.
func (c *Owned) before(of network.Sysctl) (value string, ours bool) {
	for _, s := range c.Sysctls {
		if s.Of() == of {
			return s.Value, true
		}
	}
	return "", false
}

// Settle drops from what is owned all that is neither there nor wanted, and what
// has its old value again.
func Settle(owned Owned, want desired.Interface, have *network.Interface, elsewhere Elsewhere) Owned {
	d := differ{want: want, have: have, elsewhere: elsewhere}
	s := Owned{Up: owned.Up && have.Link.Up, Made: owned.Made, Port: owned.Port && have.Link.Master != 0, Rules: d.settleRules(owned.Rules), Traffic: d.settleTraffic(owned.Traffic)}
	s.Addresses = lists.Without(owned.Addresses, func(k *network.Key) bool {
		return d.address(k.Prefix) == nil && !d.wantsAddress(*k)
	})
	s.Routes = lists.Without(owned.Routes, func(r *network.Route) bool { return !d.hasRoute(r) && !d.wantsRoute(r) })
	if owned.MTU != have.Link.MTU {
		s.MTU = owned.MTU
	}
	if owned.Promisc != network.PromiscMode(have.Link.Promisc) {
		s.Promisc = owned.Promisc
	}
	d.settleEthtool(&s, owned)
	if !bytes.Equal(owned.MAC, have.Link.MAC) {
		s.MAC = owned.MAC
	}
	if owned.Token.IsValid() && !have.Link.HasToken(owned.Token) {
		s.Token = owned.Token
	}
	s.Sysctls = lists.Without(owned.Sysctls, func(v *network.Sysctl) bool { return have.Sysctls[v.Of()] == bounded(*v, have.Link.MTU).Value })
	return s
}

// IsZero reports whether nothing is ours.
func (c Owned) IsZero() bool {
	return len(c.Addresses)+len(c.Routes)+len(c.Rules)+len(c.Traffic)+len(c.MAC)+len(c.Sysctls)+len(c.Ethtool)+len(c.Promisc)+c.MTU == 0 && !c.Token.IsValid() && !c.Up && c.Made == "" && !c.Port
}

// Rename makes of what is owned on an interface the same on one of another name.
func (c Owned) Rename(name string) Owned {
	c.Addresses, c.Routes, c.Sysctls = slices.Clone(c.Addresses), slices.Clone(c.Routes), slices.Clone(c.Sysctls)
	for i := range c.Addresses {
		c.Addresses[i].Interface = name
	}
	for i := range c.Routes {
		if c.Routes[i].Interface != "" {
			c.Routes[i].Interface = name
		}
	}
	for i := range c.Sysctls {
		c.Sysctls[i].Interface = name
	}
	return c
}

// Join lists what is owned in either of two states; what was there in its place before is
// the first one's to say.
func (c Owned) Join(later Owned) Owned {
	c.clip()
	for n := range later.Addresses {
		c.Addresses = lists.With(c.Addresses, &later.Addresses[n])
	}
	for n := range later.Routes {
		c.Routes = lists.With(c.Routes, &later.Routes[n])
	}
	for n := range later.Rules {
		c.Rules = lists.With(c.Rules, &later.Rules[n])
	}
	for n := range later.Sysctls {
		if _, is := c.before(later.Sysctls[n].Of()); !is {
			c.Sysctls = append(c.Sysctls, later.Sysctls[n])
		}
	}
	for n := range later.Traffic {
		if !lists.Any(c.Traffic, func(t *network.Traffic) bool { return t.String() == later.Traffic[n].String() }) {
			c.Traffic = append(slices.Clip(c.Traffic), later.Traffic[n])
		}
	}
	c.Ethtool = slices.Clone(later.Ethtool).Set(c.Ethtool)
	c.Rounded = later.Rounded
	c.Up, c.Port = c.Up || later.Up, c.Port || later.Port
	c.MTU, c.Made, c.Promisc = cmp.Or(c.MTU, later.MTU), cmp.Or(c.Made, later.Made), cmp.Or(c.Promisc, later.Promisc)
	if c.MAC == nil {
		c.MAC = later.MAC
	}
	if !c.Token.IsValid() {
		c.Token = later.Token
	}
	return c
}
