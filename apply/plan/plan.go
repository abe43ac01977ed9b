package plan

import (
	"bytes"
	"net/netip"
	"slices"
	"time"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/ifcfg/lists"
)

// Step is one change with the reason for it: the profile's line, or why
// something of ours goes away.
type Step struct {
	network.Change
	Because string
}

// Plan is the way from one state to another.
type Plan struct {
	Steps      []Step
	Old        int      // where in Steps begin those that take away what is not wanted any more
	Waiting    []Step   // cannot be taken before an address is usable
	Impossible []string // steps on features that do not move, with where they are asked for
	Unchanged  int      // objects that are as they should be
	Spared     []Step   // would take away what the root file system may be behind
	Leaves     bool     // its controller, and what else there is to do is to be seen then
}

// Elsewhere is what the kernel has that an interface can ask for and that is on
// none.
type Elsewhere struct {
	Discards []network.Route // routes that lead nowhere
	Rules    []network.Rule
}

// lifetimeSlack is how far an address's remaining lifetime may be off before it
// is set again: the kernel counts whole seconds, and time passes between a look
// and the next. Of a short one it is an eighth at most, for else a lease of seconds
// would be renewed and its address go all the same.
const lifetimeSlack = 5 * time.Second

// Keep says what of ours may not go though it is not wanted.
type Keep uint8

// What is to be kept: nothing; addresses, routes and rules of IPv4, as others may be about
// to take their place; all.
const (
	KeepNothing Keep = iota
	KeepIPv4
	KeepAll
)

// KeepRoot goes with any of those: the root file system may be behind the interface, which
// stays up, what it is part of, and with its addresses.
const KeepRoot Keep = 1 << 7

// Diff lists the steps that make of an interface what is wanted. Of what is
// there but not wanted only the owned goes, and nothing that is to be kept. Order:
// settings, then the new, then the old, so that there is always a way; a link is
// taken down when nothing is left on it. One that leaves its controller does that, and
// the rest is for another look: it may be down then (__bond_release_one) and without its
// routes (cycle_netdev).
func Diff(want desired.Interface, have *network.Interface, elsewhere Elsewhere, owned Owned, keep Keep) Plan {
	root := keep&KeepRoot != 0 && have.Link.Up
	keep &^= KeepRoot
	d := differ{want: want, have: have, elsewhere: elsewhere, owned: owned, rounded: owned.Rounded, keep: keep, root: root}
	if keep == KeepAll {
		d.owned = Owned{}
	}
	if want.Remove != "" {
		if keep != KeepAll {
			d.removeRules()
		}
		d.step(network.OpDelete, want.Remove, network.Change{Link: &network.LinkChange{Kind: have.Link.Kind}})
		return d.plan
	}
	if d.plan.Leaves = keep != KeepAll && d.leavesController(); d.plan.Leaves {
		return d.plan
	}
	d.restoreFirst()
	d.sysctls(false)
	d.ethtool()
	d.controller()
	d.link(false)
	d.sysctls(true)
	d.addresses()
	d.routes()
	d.rules()
	d.plan.Old = len(d.plan.Steps)
	if keep != KeepAll {
		if !root || len(d.goners()) == 0 { // an address that stays needs its ways
			d.removeRules()
			d.removeRoutes()
		}
		d.removeTraffic()
		d.removeAddresses()
		d.restoreSysctls(false)
		d.restoreLink()
		d.restoreSysctls(true)
	}
	d.link(true)
	return d.plan
}

type differ struct {
	want      desired.Interface
	have      *network.Interface
	elsewhere Elsewhere
	owned     Owned
	keep      Keep
	root      bool // see KeepRoot
	plan      Plan

	rounded           network.Options // counts though nothing may be taken away
	newFunctions      bool            // the card gets other virtual functions
	relinked          bool            // the link comes up or gets another MTU
	replacedAddresses []network.Key   // gone already, for want of room
	replacedRoutes    []network.Route // as well
	goneQdiscs        []*network.Traffic
}

func (d *differ) step(op network.Op, because string, c network.Change) {
	c.Op, c.Interface, c.Index = op, d.have.Link.Name, d.have.Link.Index
	if c.Route != nil {
		c.Interface = c.Route.Interface
		if c.Interface == "" {
			c.Index = 0
		}
	}
	if c.Rule != nil {
		c.Index = 0
	}
	if d.root && cutsOff(&c) {
		d.plan.Spared = append(d.plan.Spared, Step{c, because})
		return
	}
	d.plan.Steps = append(d.plan.Steps, Step{c, because})
}

// cutsOff reports whether a change takes a link down for a moment or for ever, puts it
// somewhere else, or takes an address away.
func cutsOff(c *network.Change) bool {
	l := c.Link
	return c.Op == network.OpDelete && (c.Address != nil || l != nil) || l != nil && (l.Down || l.Master != nil || l.MAC != nil)
}

// link asks only for what differs: at the end for what takes it down, before for
// all else.
func (d *differ) link(end bool) {
	have := d.have.Link
	for _, w := range d.want.Link {
		c := w.Object
		if c.Down != end {
			continue
		}
		if c.Up {
			d.traffic()
		}
		if c.Up == have.Up {
			c.Up = false
		}
		if c.Down != have.Up {
			c.Down = false
		}
		if c.MTU == have.MTU {
			c.MTU = 0
		}
		if c.Promisc == network.PromiscMode(d.have.Link.Promisc) {
			c.Promisc = ""
		}
		if bytes.Equal(c.MAC, have.MAC) {
			c.MAC = nil
		}
		if have.HasToken(c.Token) {
			c.Token = netip.Addr{}
		}
		c.Options = lists.Without(c.Options, func(o *network.Option) bool { return slices.ContainsFunc(have.Options, o.Same) })
		if c.IsZero() {
			d.plan.Unchanged++
			continue
		}
		d.step(network.OpSet, w.Because, network.Change{Link: &c})
		d.relinked = d.relinked || c.Up || c.MTU != 0
	}
}

func (d *differ) addresses() {
	for n := range d.want.Addresses {
		w := &d.want.Addresses[n]
		have := d.address(w.Object.Prefix)
		switch {
		case have == nil:
			d.makeRoom(w)
			d.step(network.OpAdd, w.Because, network.Change{Address: &w.Object})
		case w.Object.Peer != have.Peer: // another address to the kernel
			gone := *have
			d.step(network.OpDelete, w.Because, network.Change{Address: &gone})
			d.step(network.OpAdd, w.Because, network.Change{Address: &w.Object})
		case sameAddress(&w.Object, have):
			d.plan.Unchanged++
		default:
			d.step(network.OpChange, w.Because, network.Change{Address: &w.Object})
		}
	}
}

// makeRoom removes the same IPv6 address of another prefix length: the kernel
// holds an IPv6 address once on an interface, and would take the new one for it.
func (d *differ) makeRoom(w *desired.Wanted[network.Address]) {
	for _, a := range d.have.Addresses {
		if a.Prefix.Addr().Is6() && a.Prefix.Addr() == w.Object.Prefix.Addr() {
			d.step(network.OpDelete, w.Because, network.Change{Address: &a})
			d.replacedAddresses = append(d.replacedAddresses, a.Key())
		}
	}
}

func (d *differ) address(p netip.Prefix) *network.Address {
	for n := range d.have.Addresses {
		if a := &d.have.Addresses[n]; a.Prefix == p {
			return a
		}
	}
	return nil
}

// sameAddress compares what can be changed on an address that is there: its
// lifetimes, and for IPv6 who makes its prefix route. The kernel does not change
// that flag on an IPv4 address; its own prefix route is replaced instead.
func sameAddress(want, have *network.Address) bool {
	if want.Prefix.Addr().Is6() && want.NoPrefixRoute != have.NoPrefixRoute {
		return false
	}
	return sameLifetime(want.Valid, have.Valid) && sameLifetime(want.Preferred, have.Preferred)
}

func sameLifetime(want, have time.Duration) bool {
	if want >= network.Forever || have >= network.Forever {
		return want >= network.Forever && have >= network.Forever
	}
	return (want - have).Abs() <= min(lifetimeSlack, max(time.Second, want/8))
}

func (d *differ) routes() {
	for n := range d.want.Routes {
		w := &d.want.Routes[n]
		switch {
		case d.hasRoute(&w.Object):
			d.plan.Unchanged++
		case d.unusableSource(&w.Object):
			d.plan.Waiting = append(d.plan.Waiting, Step{network.Change{Op: network.OpAdd, Interface: d.have.Link.Name,
				Index: d.have.Link.Index, Route: &w.Object}, w.Because})
		default:
			d.makeWay(w)
			d.step(network.OpAdd, w.Because, network.Change{Route: &w.Object})
		}
	}
}

// makeWay removes the IPv6 route of ours that the kernel would take the new one for,
// whatever else is asked for (rt6_duplicate_nexthop).
func (d *differ) makeWay(w *desired.Wanted[network.Route]) {
	for n := range d.owned.Routes {
		r, o := &d.owned.Routes[n], w.Object
		o.Source, o.Protocol, o.Type, o.OnLink, o.Metrics = r.Source, r.Protocol, r.Type, r.OnLink, r.Metrics
		if r.Is6() && *r == o && d.hasRoute(r) && !d.wantsRoute(r) {
			d.step(network.OpDelete, w.Because, network.Change{Route: r})
			d.replacedRoutes = append(d.replacedRoutes, *r)
		}
	}
}

// kept reports whether nothing of a family may be taken away.
func (d *differ) kept(six bool) bool { return d.keep == KeepIPv4 && !six }

func (d *differ) hasRoute(r *network.Route) bool {
	if r.Interface == "" {
		return lists.Has(d.elsewhere.Discards, r)
	}
	return lists.Has(d.have.Routes, r)
}

// unusableSource reports whether a route's source address still waits for its
// duplicate address detection: the kernel refuses an IPv6 route with such a
// source (ipv6_chk_addr).
func (d *differ) unusableSource(r *network.Route) bool {
	if !r.Is6() || !r.Source.IsValid() {
		return false
	}
	for n := range d.have.Addresses {
		if a := &d.have.Addresses[n]; a.Prefix.Addr() == r.Source {
			return a.Tentative
		}
	}
	for n := range d.want.Addresses {
		if d.want.Addresses[n].Object.Prefix.Addr() == r.Source {
			return true // comes with this plan, and will be tentative
		}
	}
	return false
}

func (d *differ) wantsRoute(r *network.Route) bool {
	for n := range d.want.Routes {
		if d.want.Routes[n].Object == *r {
			return true
		}
	}
	return false
}

func (d *differ) wantsAddress(k network.Key) bool {
	for n := range d.want.Addresses {
		if d.want.Addresses[n].Object.Key() == k {
			return true
		}
	}
	return false
}
