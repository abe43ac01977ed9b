package apply

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sort"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/plan"
	"netonce/apply/state"
	"netonce/ifcfg/lists"
)

// saveOwned writes what is owned where it differs from what is written: before a
// change all that may be there after it, at the end what is there. Interfaces
// that this run is not about keep what was written of them.
func (x *run) saveOwned(end bool) {
	next := maps.Clone(x.owned)
	if next == nil {
		next = state.Owned{}
	}
	for _, l := range x.all() {
		if l.gone && x.snapshot.Interface(l.name()) != nil {
			continue // it has come back, with a profile
		}
		if !l.meant {
			if o, ours := next[l.name()]; ours { // it may have got a route
				o.Owned = l.owned
				next[l.name()] = o
			}
			continue
		}
		owned, index := l.owned, x.owned[l.name()].Index
		if have := x.interfaceOf(l); end && have != nil {
			owned = plan.Settle(owned, l.want, have, x.elsewhere())
			if x.request.Mode != Renew { // which is not about what stands on it
				index = have.Link.Index
			}
		}
		next[l.name()] = state.Interface{Profile: l.Profile.File, Metric: l.metric, Index: index, Down: l.down, Named: l.named, Root: x.request.Root || l.before.Root, DNS: x.nameServers(l),
			Tries: l.tries, Tried: l.tried, Quiet: l.quiet, Router: l.auto.router, Tries6: l.auto.tries, Tried6: l.auto.tried, Owned: owned}
	}
	for _, l := range x.kept {
		if next[l.name()] = l.before; l.before.Profile == "" {
			delete(next, l.name())
		}
	}
	if end {
		x.forget(next)
	}
	if reflect.DeepEqual(next, x.owned) {
		return
	}
	if err := x.Store.SetOwned(next); err != nil {
		x.storeFailed("what netonce owns", err)
		return
	}
	x.owned = next
}

// forget drops interfaces of which nothing is ours any more: those without a
// profile that nothing is left on, and those that are gone with all that they had.
func (x *run) forget(next state.Owned) {
	for _, l := range x.vanished {
		if next[l.name()].IsZero() {
			delete(next, l.name())
		}
	}
	for name, o := range next {
		if x.snapshot.Interface(name) != nil {
			continue
		}
		if o.Down { // and stays down: taken down, a link that was made is gone
			o.Made = ""
			next[name] = o
			continue
		}
		if delete(next, name); len(o.Rules) > 0 { // they do not go with the interface
			next[name] = state.Interface{Profile: o.Profile, Owned: plan.Owned{Rules: o.Rules}}
		}
	}
}

// storeFailed says once that something cannot be stored. The network matters
// more: the run goes on.
func (x *run) storeFailed(what string, err error) {
	x.failOnce(fmt.Errorf("%s is not recorded: %w", what, err))
}

// passOn hands a route that leads nowhere or a rule, which are on no link, to
// another interface whose profile asks for it too: it must not go with the first.
func (x *run) passOn(links []*link) {
	for _, l := range links {
		if l.keep() != plan.KeepNothing {
			continue
		}
		l.owned.Routes = lists.Without(l.owned.Routes, func(r *network.Route) bool {
			other := x.wantedBy(l, *r)
			if other != nil {
				other.owned.Routes = lists.With(slices.Clip(other.owned.Routes), r)
			}
			return other != nil && !l.wantsRoute(*r)
		})
		x.passOnRules(l)
	}
}

// wantedBy returns another interface whose profile asks for a route that leads
// nowhere, nil for none.
func (x *run) wantedBy(not *link, r network.Route) *link {
	if r.Interface != "" {
		return nil
	}
	for _, l := range x.links {
		if l != not && l.wantsRoute(r) {
			return l
		}
	}
	return nil
}

func (l *link) wantsRoute(r network.Route) bool {
	return lists.Any(l.want.Routes, func(w *desired.Wanted[network.Route]) bool { return w.Object == r })
}

// ownedNames lists the interfaces with something of ours in natural order.
func (x *run) ownedNames() []string {
	names := slices.Collect(maps.Keys(x.owned))
	sort.Slice(names, func(i, j int) bool { return desired.CompareNames(names[i], names[j]) < 0 })
	return names
}
