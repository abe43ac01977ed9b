package apply

import (
	"context"
	"fmt"
	"net/netip"

	"netonce/apply/network"
)

// event takes up what the kernel says.
func (x *run) event(ctx context.Context, e network.Event) {
	switch {
	case e.Lost:
		x.lost(ctx)
	case e.Link != nil && e.Gone:
		x.linkGone(e.Index)
	case e.Link != nil:
		x.linkEvent(ctx, *e.Link)
	case e.Address != nil:
		x.addressEvent(ctx, e)
	case e.Router != nil:
		x.routerEvent(ctx, e.Index, e.Router)
	}
}

// lost looks at everything anew: what was missed may concern any interface.
func (x *run) lost(ctx context.Context) {
	if !x.look() {
		return
	}
	for _, l := range x.links {
		switch {
		case x.snapshot.ByIndex(l.Link.Index) == nil:
			x.linkGone(l.Link.Index)
		case l.meant:
			l.raised = l.raised && !l.Link.Up
			x.duplicates(l)
			x.again(ctx, l)
		}
	}
	x.came = true
}

// look takes a new snapshot and reports whether there is one.
func (x *run) look() bool {
	if err := x.refresh(); err != nil {
		x.fail(err)
		return false
	}
	return true
}

func (x *run) linkEvent(ctx context.Context, n network.Link) {
	x.snapshot.SetLink(n)
	for _, l := range x.links {
		if l.Link.Index != n.Index {
			continue
		}
		if l.name() != n.Name {
			l.rename(n.Name)
			l.build(x.Uptime())
			x.readSysctls(l)
		}
		l.Link = n
		l.raised = l.raised && !n.Up
		if l.meant && (l.phase != done || l.auto.phase != done || x.awaited(l)) {
			x.proceed(ctx, l)
		}
		return
	}
	x.came = true // a snapshot may have shown it before: that nobody has looked counts
}

func (x *run) addressEvent(ctx context.Context, e network.Event) {
	i := x.snapshot.ByIndex(e.Index)
	if i == nil {
		return
	}
	a := *e.Address
	a.Interface = i.Link.Name
	if e.Gone {
		x.snapshot.RemoveAddress(a.Key())
	} else {
		x.snapshot.SetAddress(a)
	}
	for _, l := range x.links {
		if l.Link.Index == e.Index && l.meant {
			if e.Gone && a.DADFailed {
				x.thrownAway(l, a)
			}
			x.duplicates(l)
			x.again(ctx, l)
		}
	}
}

// again brings an interface that is not done yet to what is wanted: a route may
// have waited for its source address.
func (x *run) again(ctx context.Context, l *link) {
	if l.phase == done {
		x.proceed6(ctx, l, x.snapshot.Interface(l.name()))
		return
	}
	l.build(x.Uptime())
	x.converge([]*link{l})
	x.proceed(ctx, l)
}

// duplicates notes the addresses of an interface that another host has.
func (x *run) duplicates(l *link) {
	i := x.snapshot.Interface(l.name())
	if i == nil {
		return
	}
	for _, a := range i.Addresses {
		if a.DADFailed {
			x.duplicate(l, a)
		}
	}
}

// duplicate notes that another host has an address, and reports whether it is one that
// is wanted.
func (x *run) duplicate(l *link, a network.Address) bool {
	for n := range l.want.Addresses {
		if w := &l.want.Addresses[n]; w.Object.Key() == a.Key() {
			x.failed(l, fmt.Errorf("%s: %s: another host on the link has the address %s", w.Because, l.name(), a.Prefix.Addr()))
			x.decline6(l, a.Prefix.Addr())
			return true
		}
	}
	return false
}

// thrownAway notes that another host has an address that was to last for a time only.
// The kernel does not keep such a one as it keeps others, and set again it would throw
// it away again (addrconf_dad_stop).
func (x *run) thrownAway(l *link, a network.Address) {
	if !x.duplicate(l, a) {
		return
	}
	if l.auto.taken == nil {
		l.auto.taken = map[netip.Addr]bool{}
	}
	l.auto.taken[a.Prefix.Addr()] = true
	l.build(x.Uptime())
	x.converge([]*link{l})
}

func (x *run) linkGone(index int) {
	x.snapshot.RemoveLink(index)
	delete(x.renaming, index)
	for _, l := range x.links {
		if l.Link.Index != index {
			continue
		}
		if x.needs6(l) && x.awaits6(l) {
			x.failed(l, fmt.Errorf("%s: %s: the interface went away while it waited for IPv6: %s", l.Profile.File, l.name(), l.auto.phase))
		}
		if l.auto.phase = done; l.auto.cancel != nil {
			l.auto.cancel()
		}
		if l.phase == done {
			continue
		}
		if l.cancel != nil {
			l.cancel()
		}
		x.failed(l, fmt.Errorf("%s: %s: the interface went away while it waited for %s", l.Profile.File, l.name(), l.phase))
		l.phase = done
	}
}
