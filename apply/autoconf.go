package apply

import (
	"context"
	"net/netip"
	"time"

	"netonce/apply/desired"
	"netonce/apply/journal"
	"netonce/apply/ndp"
	"netonce/apply/network"
	"netonce/apply/state"
	"netonce/ifcfg"
)

// autoconf is how far an interface is with what routers give it (RFC 4861, RFC 8106).
// It goes its own way beside IPv4's phases.
type autoconf struct {
	phase     phase
	limit     time.Duration             // of the phase
	deadline  time.Time                 // before that something is to be done, or at the end
	ends      [waitRouter + 1]time.Time // of each phase: what comes and goes has no more time
	router    state.Router
	heard     bool                // in this run
	gathering bool                // the rest of an advertisement
	over      bool                // no more waiting
	asks      bool                // the routers, before their time
	warned    bool                // of what a router said
	failure   error               // of which the profile says that it is all of it
	taken     map[netip.Addr]bool // by other hosts, and thrown away by the kernel

	client6
}

const (
	// routerLimit is how long a router is waited for where nothing else gives addresses:
	// NetworkManager's ipv6.ra-timeout.
	routerLimit = 30 * time.Second
	// solicitInterval is between two solicitations, and what is left to the answer to
	// the last (RFC 4861 10, RTR_SOLICITATION_INTERVAL).
	solicitInterval = 4 * time.Second
	// gatherPause is how long the rest of an advertisement may take once a part of it
	// is heard: the kernel tells its options one by one.
	gatherPause = 20 * time.Millisecond
	// A run lingers for what routers give to those who can do without. A router answers
	// within half a second (RFC 4861 10, MAX_RA_DELAY_TIME).
	lingerAnswer = time.Second
	lingerDAD    = 3 * time.Second
	lingerLease  = 5 * time.Second
	// laterPause is how soon after a run that did not wait for routers the next one asks
	// them: a link-local address takes a second or two to be usable.
	laterPause = 3 * time.Second
)

func (a *autoconf) enter(p phase, limit time.Duration) {
	if a.phase == p {
		return
	}
	if a.ends[p].IsZero() {
		a.ends[p] = time.Now().Add(limit)
	}
	a.phase, a.limit, a.deadline = p, limit, a.ends[p]
}

// timed reports whether the phase has a deadline here: a DHCPv6 client keeps its own
// time.
func (a *autoconf) timed() bool { return a.phase != done && a.phase != waitLease }

// names are what routers told and still holds.
func (a *autoconf) names(now time.Duration) (n desired.Names) {
	r := a.router
	r.Expire(now)
	for _, s := range r.Servers {
		n.Servers = append(n.Servers, s.Address)
	}
	for _, d := range r.Search {
		n.Search = append(n.Search, d.Name)
	}
	return n
}

// hearsRouters reports whether the profile asks for what routers give.
func (l *link) hearsRouters() bool { return l.Profile.IPv6.Method.Value == ifcfg.MethodAuto && !l.down }

// proceed6 moves an interface to what it has to wait for next of its routers and of
// DHCPv6.
func (x *run) proceed6(ctx context.Context, l *link, i *network.Interface) {
	a := &l.auto
	if a.failure != nil && i != nil && hasUsable(i, false) { // it has come after all
		a.failure = nil
		l.build(x.Uptime())
		x.converge([]*link{l})
	}
	switch {
	case a.phase == waitLease: // the client's answer comes by its channel
	case i == nil || x.events == nil || a.over || !x.wantsRouter(l, i) && !l.wantsLease6():
		a.phase = done
	case a.gathering:
	case !i.Link.Carrier && !l.raised && !x.patient(l):
		a.phase = done
	case !i.Link.Carrier:
		a.enter(waitCarrier, x.within(l, carrierTimeout(l.Profile), lingerAnswer))
	case !hasUsable(i, true):
		a.enter(waitDAD, x.within(l, dadLimit, lingerDAD))
	case l.wantsLease6():
		a.phase = waitLease
		x.startLease6(ctx, l)
	case a.phase != waitRouter:
		a.enter(waitRouter, x.limit6(l))
		if !a.heard {
			x.solicit(l)
		}
	}
}

// wantsRouter reports whether routers are still to be heard: their word is due, or it
// has not brought an address where one is needed.
func (x *run) wantsRouter(l *link, i *network.Interface) bool {
	a := &l.auto
	if !l.hearsRouters() || i.Sysctls[network.Sysctl{Family: "ipv6", Interface: l.name(), Key: "disable_ipv6"}] == "1" {
		return false
	}
	return a.gathering || !a.heard && (a.asks || a.router.Due() <= x.Uptime()) || (x.needs6(l) || l.required() > 0) && !hasUsable(i, false)
}

// hasUsable reports whether an interface has an IPv6 address to speak from: on the
// link alone, or further.
func hasUsable(i *network.Interface, linkLocal bool) bool {
	for _, a := range i.Addresses {
		if to := a.Prefix.Addr(); to.Is6() && to.IsLinkLocalUnicast() == linkLocal && !to.IsLoopback() && !a.Tentative && !a.DADFailed {
			return true
		}
	}
	return false
}

// solicit asks the routers, and again after a while.
func (x *run) solicit(l *link) {
	a := &l.auto
	a.deadline = a.ends[waitRouter]
	if next := time.Now().Add(solicitInterval); next.Before(a.deadline) {
		a.deadline = next
	}
	if err := x.Solicit(l.Link); err != nil {
		x.Log.Warn(err.Error())
	}
}

// routerEvent takes up what the kernel tells of an advertisement.
func (x *run) routerEvent(ctx context.Context, index int, e *network.RouterEvent) {
	i := x.snapshot.ByIndex(index)
	if i == nil {
		return
	}
	if e.Flags != nil {
		i.Link.Router = *e.Flags
	}
	for _, l := range x.links {
		if l.Link.Index == index && l.meant && l.hearsRouters() {
			l.Link.Router = i.Link.Router
			x.routerTold(l, e)
			x.proceed6(ctx, l, i)
		}
	}
}

// routerTold notes it. That a link that went down has forgotten its routers is told by
// flags too.
func (x *run) routerTold(l *link, e *network.RouterEvent) {
	a, now := &l.auto, x.Uptime()
	if e.Flags != nil && !e.Flags.Heard {
		return
	}
	if !a.heard {
		a.heard, a.over = true, false
		if a.phase != waitLease { // else the client's answer comes first
			a.gathering, a.phase, a.deadline = true, waitRouter, time.Now().Add(gatherPause)
		}
	}
	a.router.Heard, a.router.Tries, a.router.Tried = now, 0, 0
	if len(e.Option) == 0 {
		return
	}
	o, err := ndp.ParseOption(e.Option)
	if err != nil {
		level := journal.Warn
		if a.warned { // whoever is on the link may say as much as he likes
			level = journal.Debug
		}
		a.warned = true
		x.Log.Log(level, "router advertisement: "+err.Error(), "interface", l.name())
		return
	}
	a.router.Take(o, now)
	l.build(now)
	x.resolveSoon()
}

// expired6 ends a pause or a wait for routers.
func (x *run) expired6(ctx context.Context, l *link, now time.Time) {
	a, i := &l.auto, x.snapshot.Interface(l.name())
	switch {
	case a.gathering:
		a.gathering, a.phase = false, done
		x.proceed6(ctx, l, i)
		return
	case a.phase == waitRouter && !a.heard && now.Before(a.ends[waitRouter]):
		x.solicit(l)
		return
	}
	err := waited("%s: %s: %s in %s", l.Profile.IPv6.Method.Because(), l.name(), a.missing(), a.limit)
	needed := x.needs6(l)
	if a.phase == waitRouter {
		x.routerSilent(l)
	}
	a.phase, a.over = done, true
	if !needed {
		x.Log.Info(err.Error())
		return
	}
	x.failed6(l, err)
	if l.Profile.IPv6.Fatal.Value {
		l.build(x.Uptime())
		x.converge([]*link{l})
	}
}

// missing says what was waited for.
func (a *autoconf) missing() string {
	switch {
	case a.phase == waitCarrier:
		return "no carrier"
	case a.phase == waitDAD:
		return "no usable link-local address"
	case a.heard:
		return "no address from routers"
	}
	return "no router advertisement"
}

// routerSilent notes that the routers were asked in vain. What they told may have come
// to its end meanwhile.
func (x *run) routerSilent(l *link) {
	if a := &l.auto; !a.heard {
		a.router.Tries, a.router.Tried = a.router.Tries+1, x.Uptime()
		l.build(x.Uptime())
		x.resolveSoon()
	}
}

// interrupt6 ends a wait for routers or DHCPv6 where the run is told to stop.
func (x *run) interrupt6(l *link, cause error) {
	if l.auto.cancel != nil {
		l.auto.cancel()
	}
	if x.needs6(l) && x.awaits6(l) {
		x.failed(l, waited("%s: %s: %w while waiting for IPv6: %s", l.Profile.File, l.name(), cause, l.auto.phase))
	}
	l.auto.phase, l.auto.gathering = done, false
}
