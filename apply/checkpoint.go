package apply

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"netonce/apply/network"
	"netonce/apply/state"
	"netonce/ifcfg/lists"
)

// Checkpoint notes what is on the interfaces that a run may touch, and what is owned.
func (h *Host) Checkpoint(r Request) (owned state.Owned, kernel map[string]state.Kernel, err error) {
	x := h.blind(r)
	for _, g := range byHand() {
		x.groups = add(x.groups, g)
	}
	if err := x.see(); err != nil {
		return nil, nil, err
	}
	rules, err := x.Kernel.Rules()
	if err != nil {
		return nil, nil, fmt.Errorf("routing rules: %w", err)
	}
	nowhere := x.snapshot.Interface("")
	kernel = map[string]state.Kernel{"": {Routes: lists.Without(nowhere.Routes, passing), Rules: rules}}
	for _, l := range x.all() {
		if i := x.snapshot.Interface(l.name()); i != nil {
			kernel[l.name()] = state.Kernel{Index: i.Link.Index, MAC: i.Link.MAC, Addresses: lists.Without(i.Addresses, passingAddress), Routes: lists.Without(i.Routes, passing)}
		}
	}
	return x.owned, kernel, nil
}

// byHand are the groups of routes that people make with ip(8): they go with an interface
// that goes down, and nobody makes them again. Those of routing daemons these make again.
func byHand() (groups []network.RouteGroup) {
	for _, six := range [...]bool{false, true} {
		for _, p := range [...]network.Protocol{network.ProtocolBoot, network.ProtocolStatic} {
			groups = append(groups, network.RouteGroup{Six: six, Table: network.TableMain, Protocol: p})
		}
	}
	return groups
}

// passing reports whether a route comes again without us: with an address, with what a
// router says or with a lease.
func passing(r *network.Route) bool {
	return r.Protocol == network.ProtocolKernel || r.Protocol == network.ProtocolRA || r.Protocol == network.ProtocolDHCP
}

// passingAddress is the same of an address; one with a lifetime has it of a lease or a
// router.
func passingAddress(a *network.Address) bool {
	return a.Valid < network.Forever || a.Prefix.Addr().Is6() && a.Prefix.Addr().IsLinkLocalUnicast()
}

// Recall has the store hold what it held when a checkpoint was made, for a reload to go
// by: what has become ours since is ours to take away.
func (h *Host) Recall(was state.Owned) error {
	now, err := h.Store.Owned()
	if err != nil {
		return err
	}
	next := maps.Clone(now)
	if next == nil {
		next = state.Owned{}
	}
	for name, before := range was {
		if have, is := now[name]; is {
			before.Owned = before.Owned.Join(have.Owned)
		}
		next[name] = before
	}
	return h.Store.SetOwned(next)
}

// Restore puts back what was on the interfaces, whosever it was, and has gone since. What
// others have added stays. It returns what has been put back.
func (h *Host) Restore(before map[string]state.Kernel) (done []string, err error) {
	groups := []network.RouteGroup{}
	for _, k := range before {
		for n := range k.Routes {
			groups = add(groups, k.Routes[n].Group())
		}
	}
	now, err := h.Kernel.Snapshot(groups)
	if err == nil {
		now.Rules, err = h.Kernel.Rules()
	}
	if err != nil {
		return nil, err
	}
	changes := lost(before, now)
	var errs []error
	for n, err := range h.Kernel.Apply(changes) {
		switch c := changes[n]; {
		case err == nil:
			done = append(done, c.String())
		case !moot(c, err):
			errs = append(errs, fmt.Errorf("%s: %w", c, err))
		}
	}
	return done, errors.Join(errs...)
}

// lost lists what makes again what there was and is no more: addresses, then the routes
// over them, those of a link before those over a gateway, then rules.
func lost(before map[string]state.Kernel, now *network.Snapshot) (changes []network.Change) {
	var routes, behind, rules []network.Change
	for _, name := range slices.Sorted(maps.Keys(before)) {
		was, i := before[name], now.Interface(name)
		if i == nil {
			continue
		}
		add := func(to *[]network.Change, c network.Change) {
			c.Interface, c.Index = name, i.Link.Index
			*to = append(*to, c)
		}
		if was.MAC != nil && was.Index != i.Link.Index && !bytes.Equal(was.MAC, i.Link.MAC) {
			add(&changes, network.Change{Op: network.OpSet, Link: &network.LinkChange{MAC: was.MAC}})
		}
		for n := range was.Addresses {
			if a := &was.Addresses[n]; !lists.Any(i.Addresses, func(b *network.Address) bool { return b.Key() == a.Key() }) {
				add(&changes, network.Change{Op: network.OpAdd, Address: a})
			}
		}
		for n := range was.Routes {
			to := &routes
			if was.Routes[n].Gateway.IsValid() {
				to = &behind
			}
			if !lists.Has(i.Routes, &was.Routes[n]) {
				add(to, network.Change{Op: network.OpAdd, Route: &was.Routes[n]})
			}
		}
		for n := range was.Rules {
			if !lists.Has(now.Rules, &was.Rules[n]) {
				add(&rules, network.Change{Op: network.OpAdd, Rule: &was.Rules[n]})
			}
		}
	}
	return slices.Concat(changes, routes, behind, rules)
}
