package plan

import (
	"slices"

	"github.com/netonce/netonce/apply/desired"
	"github.com/netonce/netonce/apply/network"
)

// Claim lists what will be ours on an interface once it looks as wanted: what we
// own there already and what a plan adds. What was there before us is not ours
// and stays when the profile goes, unless the plan replaced it.
func Claim(owned Owned, p Plan) Owned {
	c := Owned{Addresses: slices.Clone(owned.Addresses), Routes: slices.Clone(owned.Routes), Up: owned.Up}
	for _, s := range slices.Concat(p.Steps, p.Waiting) {
		switch {
		case s.Link != nil && s.Link.Up:
			c.Up = true
		case s.Op != network.OpAdd && s.Op != network.OpChange:
		case s.Address != nil && !slices.Contains(c.Addresses, s.Address.Key()):
			c.Addresses = append(c.Addresses, s.Address.Key())
		case s.Route != nil && !slices.Contains(c.Routes, *s.Route):
			c.Routes = append(c.Routes, *s.Route)
		}
	}
	return c
}

// Settle drops from what is owned all that is neither there nor wanted.
func Settle(owned Owned, want desired.Interface, have *network.Interface, discards []network.Route) Owned {
	d := differ{want: want, have: have, discards: discards}
	s := Owned{Up: owned.Up}
	for _, k := range owned.Addresses {
		if _, there := d.address(k.Prefix); there || d.wantsAddress(k) {
			s.Addresses = append(s.Addresses, k)
		}
	}
	for _, r := range owned.Routes {
		if d.hasRoute(r) || d.wantsRoute(r) {
			s.Routes = append(s.Routes, r)
		}
	}
	return s
}
