package apply

import (
	"context"
	"errors"
	"time"

	"netonce/apply/network"
	"netonce/ifcfg"
)

// begin starts what takes time on every interface.
func (x *run) begin(ctx context.Context) {
	for _, l := range x.links {
		if l.meant {
			x.proceed(ctx, l)
		}
	}
	x.probed(ctx)
}

// proceed moves an interface to what it has to wait for next.
func (x *run) proceed(ctx context.Context, l *link) {
	i := x.snapshot.Interface(l.name())
	if i != nil && !l.down {
		x.probe(ctx, l, i)
	}
	x.proceed6(ctx, l, i)
	if l.phase == waitLease {
		return // the client's answer comes by its channel
	}
	switch {
	case i == nil || l.down:
		l.phase = done
	case l.wantsLease() && !i.Link.Carrier && x.request.Mode == Renew && !l.raised:
		l.phase = done
		x.leaseFailed(l, waited("%s: %s: no carrier, so there was no DHCP", l.Profile.File, l.name()))
	case l.wantsLease() && !i.Link.Carrier:
		if l.phase != waitCarrier {
			l.phase, l.since = waitCarrier, time.Now()
			l.deadline = l.since.Add(carrierTimeout(l.Profile))
		}
		return
	case l.wantsLease():
		x.startLease(ctx, l)
		return
	case x.undecided(l, i):
		if l.phase != waitDAD {
			l.phase, l.deadline = waitDAD, time.Now().Add(dadLimit)
		}
		return
	default:
		l.phase = done
		if len(l.waiting) > 0 { // perhaps for what has come meanwhile
			l.build(x.Uptime())
			x.converge([]*link{l})
		}
	}
	if l.took == 0 {
		l.took = time.Since(l.started)
	}
}

func dhcpTimeout(p *ifcfg.Profile) time.Duration {
	if p.DHCP.Timeout.Value > 0 {
		return p.DHCP.Timeout.Value
	}
	return dhcpLimit
}

// carrierTimeout is how long DHCP waits for the other end. A bridge has no carrier
// before the spanning tree lets a port forward, a bond perhaps none before LACP has
// agreed: for them it waits as long as for the lease.
func carrierTimeout(p *ifcfg.Profile) time.Duration {
	stp, _ := ifcfg.ParseBool(p.Setting("STP").Value)
	if stp || p.Kind.Value == ifcfg.KindBond && p.BondMode() == "802.3ad" {
		return dhcpTimeout(p)
	}
	return min(carrierLimit, dhcpTimeout(p))
}

// undecided reports whether an IPv6 address of the profile still waits for its
// duplicate address detection. Without a carrier it would wait for ever: a static
// profile does not. The event that brings news of a link raised in this run comes
// first.
func (x *run) undecided(l *link, i *network.Interface) bool {
	if x.events == nil || l.dadOver || !i.Link.Carrier && !l.raised {
		return false
	}
	for _, w := range l.want.Addresses {
		if !w.Object.Prefix.Addr().Is6() {
			continue
		}
		for _, a := range i.Addresses {
			if a.Prefix == w.Object.Prefix && a.Tentative && !a.DADFailed {
				return true
			}
		}
	}
	return false
}

// wait follows the events until every interface has what it waits for, or its
// deadline has passed.
func (x *run) wait(ctx context.Context) {
	var told string
	if x.settled() {
		return
	}
	ctx, stop := x.Interruptible(ctx)
	defer stop()
	for !x.settled() {
		x.trace()
		if text := x.waitingFor(); text != told {
			told = text
			x.Waiting(text)
		}
		x.linger(ctx)
		timer := time.NewTimer(time.Until(x.nextDeadline()))
		select {
		case e, ok := <-x.events:
			x.heard(ctx, e, ok)
			for range len(x.events) { // those of a burst together
				e, ok := <-x.events
				x.heard(ctx, e, ok)
			}
		case <-x.udev:
			x.came = x.came || x.udevFinished()
		case r := <-x.leases:
			x.leased(ctx, r)
		case r := <-x.leases6:
			x.leased6(ctx, r)
		case r := <-x.probes:
			x.found = append(append(x.found, r), more(x.probes)...)
		case <-timer.C:
			x.expire(ctx, time.Now())
		case <-ctx.Done():
			x.interrupt(context.Cause(ctx))
		}
		timer.Stop()
		if len(x.events) > 0 { // more of it
			continue
		}
		if x.came {
			x.arrivals(ctx)
		}
		x.probed(ctx)
	}
	x.trace()
	x.Waiting("")
}

// heard takes up an event, or that there will be no more.
func (x *run) heard(ctx context.Context, e network.Event, ok bool) {
	if ok {
		x.event(ctx, e)
		return
	}
	x.Log.Error("the kernel's events are not heard any more: waiting for the deadlines")
	x.events = nil
	x.stopProbing()
}

// more takes what others wait to hand in.
func more[T any](results <-chan T) (list []T) {
	for {
		select {
		case r := <-results:
			list = append(list, r)
		default:
			return list
		}
	}
}

// nextDeadline is when the first wait ends that has a deadline here. A DHCP
// client keeps its own time.
func (x *run) nextDeadline() time.Time {
	next := time.Now().Add(time.Hour)
	earlier := func(t time.Time) {
		if t.Before(next) {
			next = t
		}
	}
	if !x.resolveBy.IsZero() {
		earlier(x.resolveBy)
	}
	if x.lingers {
		earlier(x.lingerEnd)
	}
	for _, l := range x.links {
		if l.phase != done && l.phase != waitLease {
			earlier(l.deadline)
		}
		if x.unprobed(l) {
			earlier(l.started.Add(raiseLimit))
		}
		if l.auto.timed() {
			earlier(l.auto.deadline)
		}
	}
	if len(x.late) > 0 {
		earlier(x.nextLate())
	}
	return next
}

// expire ends the waits whose time is over.
func (x *run) expire(ctx context.Context, now time.Time) {
	if !x.resolveBy.IsZero() && !now.Before(x.resolveBy) {
		x.resolveBy = time.Time{}
		x.resolve(ctx)
	}
	if x.events == nil {
		x.look()
		x.arrivals(ctx)
	}
	x.stopAwaitingUdev(ctx, now)
	x.stopLingering(now)
	x.giveUp(now)
	for _, l := range x.links {
		if x.unprobed(l) && !now.Before(l.started.Add(raiseLimit)) {
			l.probing = true
			x.found = append(x.found, probeResult{link: l, addresses: l.unknown()})
		}
		if a := &l.auto; a.timed() && !now.Before(a.deadline) {
			x.expired6(ctx, l, now)
		}
		if l.phase == done || l.phase == waitLease || now.Before(l.deadline) {
			continue
		}
		if l.phase == waitCarrier && l.want.Kind != "" && x.awaitsPort() {
			l.deadline = x.nextLate()
			continue
		}
		x.expired(ctx, l)
	}
}

// expired ends the wait of an interface. What it waited for is out of the
// question from now on, so that proceed leads on.
func (x *run) expired(ctx context.Context, l *link) {
	i := x.snapshot.Interface(l.name())
	switch {
	case l.phase == waitCarrier && (i == nil || !i.Link.Carrier):
		x.leaseFailed(l, waited("%s: %s: no carrier in %s, so there was no DHCP", l.Profile.File, l.name(), time.Since(l.since).Round(time.Second)))
	case l.phase == waitDAD:
		x.failed(l, waited("%s: %s: duplicate address detection did not end in %s", l.Profile.File, l.name(), dadLimit))
		l.dadOver = true
	}
	l.phase = done
	x.proceed(ctx, l)
}

// interrupt ends every wait: the run is told to stop.
func (x *run) interrupt(cause error) {
	x.report.Interrupted = true
	if errors.Is(cause, context.Canceled) {
		cause = errors.New("interrupted")
	}
	x.stopProbing()
	for _, l := range x.links {
		x.interrupt6(l, cause)
		if l.phase == done {
			continue
		}
		if l.wantsLease() {
			x.triedInVain(l, cause)
		}
		if l.cancel != nil {
			l.cancel()
		}
		x.failed(l, waited("%s: %s: %w while waiting for %s", l.Profile.File, l.name(), cause, l.phase))
		l.phase, l.took = done, time.Since(l.started)
	}
	for _, d := range x.late {
		x.missing(d.profile, waited("%s: %s: %w", d.profile.File, d.reason, cause))
	}
	x.late = nil
}
