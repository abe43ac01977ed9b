package apply

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/netonce/netonce/apply/desired"
	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/ifcfg"
)

// begin starts what takes time on every interface.
func (x *run) begin(ctx context.Context) {
	for _, l := range x.links {
		if l.meant {
			x.proceed(ctx, l)
		}
	}
}

// proceed moves an interface to what it has to wait for next.
func (x *run) proceed(ctx context.Context, l *link) {
	if l.phase == waitLease {
		return // the client's answer comes by its channel
	}
	i := x.snapshot.Interface(l.name())
	switch {
	case i == nil || l.down:
		l.phase = done
	case l.wantsLease() && !i.Link.Carrier:
		if l.phase != waitCarrier {
			l.phase, l.deadline = waitCarrier, time.Now().Add(min(carrierLimit, dhcpTimeout(l.Profile)))
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

// undecided reports whether an IPv6 address of the profile still waits for its
// duplicate address detection. Without a carrier it would wait for ever: a static
// profile does not. The event that brings news of a link raised in this run comes
// first.
func (x *run) undecided(l *link, i *network.Interface) bool {
	if x.events == nil || !i.Link.Carrier && !l.raised {
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
	if waiting, _ := x.waiting(); len(waiting) > 0 {
		var stop context.CancelFunc
		ctx, stop = x.Interruptible(ctx)
		defer stop()
	}
	for {
		waiting, next := x.waiting()
		if text := strings.Join(waiting, ", "); text != told {
			told = text
			x.Waiting(text)
		}
		if len(waiting) == 0 {
			return
		}
		timer := time.NewTimer(time.Until(next))
		select {
		case e, ok := <-x.events:
			if !ok {
				x.events = nil
			} else {
				x.event(ctx, e)
			}
		case r := <-x.leases:
			x.leased(ctx, r)
		case <-timer.C:
			x.expire(ctx, time.Now())
		case <-ctx.Done():
			x.interrupt(context.Cause(ctx))
		}
		timer.Stop()
	}
}

// waiting lists what is being waited for and when the first wait ends.
func (x *run) waiting() (names []string, next time.Time) {
	next = time.Now().Add(time.Hour)
	if !x.resolveBy.IsZero() {
		next = x.resolveBy
	}
	for _, l := range x.links {
		if l.phase == done {
			continue
		}
		names = append(names, fmt.Sprintf("%s (%s)", l.name(), l.phase))
		if l.phase != waitLease && l.deadline.Before(next) {
			next = l.deadline
		}
	}
	for _, d := range x.late {
		names = append(names, fmt.Sprintf("%s (device)", d.profile.Device.Value))
		if d.deadline.Before(next) {
			next = d.deadline
		}
	}
	return names, next
}

// event takes up what the kernel says.
func (x *run) event(ctx context.Context, e network.Event) {
	switch {
	case e.Lost:
		if err := x.refresh(); err != nil {
			x.fail(err)
		}
		x.begin(ctx)
		return
	case e.Link != nil && e.Gone:
		x.linkGone(e.Index)
		return
	case e.Link != nil:
		x.snapshot.SetLink(*e.Link)
		x.arrived(ctx, *e.Link)
	case e.Address != nil:
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
		x.duplicate(a)
	}
	for _, l := range x.links {
		if l.Link.Index != e.Index || !l.meant || l.phase == done {
			continue
		}
		if e.Link != nil {
			l.Link = *e.Link
			l.raised = l.raised && !l.Link.Up
		}
		if e.Address != nil {
			x.converge([]*link{l}) // a route may have waited for its source address
		}
		x.proceed(ctx, l)
	}
}

// duplicate notes an address of ours that another host has.
func (x *run) duplicate(a network.Address) {
	if !a.DADFailed {
		return
	}
	for _, l := range x.links {
		for _, w := range l.want.Addresses {
			if l.meant && w.Object.Key() == a.Key() {
				err := fmt.Errorf("%s: %s: another host on the link has the address %s", w.Because, l.name(), a.Prefix.Addr())
				l.errs = append(l.errs, err)
				x.Log.Error(err.Error())
			}
		}
	}
}

func (x *run) linkGone(index int) {
	x.snapshot.RemoveLink(index)
	for _, l := range x.links {
		if l.Link.Index == index && l.phase != done {
			if l.cancel != nil {
				l.cancel()
			}
			l.errs = append(l.errs, fmt.Errorf("%s: %s: the interface went away while it waited for %s", l.Profile.File, l.name(), l.phase))
			l.phase = done
		}
	}
}

// arrived gives a link that was waited for its profile.
func (x *run) arrived(ctx context.Context, n network.Link) {
	for k, d := range x.late {
		assigned, _ := desired.Assign([]*ifcfg.Profile{d.profile}, []network.Link{n})
		if len(assigned) == 0 {
			continue
		}
		x.late = append(x.late[:k:k], x.late[k+1:]...)
		l := x.add(assigned[0], x.metricFor(assigned[0]), true)
		x.converge([]*link{l})
		x.proceed(ctx, l)
		return
	}
}

// metricFor gives a latecomer a metric that none of the others has.
func (x *run) metricFor(a desired.Assignment) uint32 {
	all := []desired.Assignment{a}
	held := map[string]uint32{}
	for _, l := range x.links {
		all = append(all, l.Assignment)
		held[l.name()] = l.metric
	}
	return desired.Metrics(all, held)[a.Link.Name]
}

// expire ends the waits whose time is over.
func (x *run) expire(ctx context.Context, now time.Time) {
	if !x.resolveBy.IsZero() && !now.Before(x.resolveBy) {
		x.resolveBy = time.Time{}
		x.resolve(ctx)
	}
	for _, l := range x.links {
		if l.phase == done || l.phase == waitLease || now.Before(l.deadline) {
			continue
		}
		switch l.phase {
		case waitCarrier:
			x.leaseFailed(l, waited("%s: %s: no carrier in %s, so there was no DHCP", l.Profile.File, l.name(), min(carrierLimit, dhcpTimeout(l.Profile))))
		case waitDAD:
			l.errs = append(l.errs, waited("%s: %s: duplicate address detection did not end in %s", l.Profile.File, l.name(), dadLimit))
		}
		l.phase = done
		x.proceed(ctx, l)
	}
	var late []lateDevice
	for _, d := range x.late {
		if now.Before(d.deadline) {
			late = append(late, d)
			continue
		}
		x.missing(d.profile, waited("%s: %s, after %s", d.profile.File, d.reason, d.profile.DeviceTimeout.Value))
	}
	x.late = late
}

// interrupt ends every wait: the run is told to stop.
func (x *run) interrupt(cause error) {
	if errors.Is(cause, context.Canceled) {
		cause = errors.New("interrupted")
	}
	for _, l := range x.links {
		if l.phase == done {
			continue
		}
		if l.cancel != nil {
			l.cancel()
		}
		err := waited("%s: %s: %w while waiting for %s", l.Profile.File, l.name(), cause, l.phase)
		x.Log.Error(err.Error())
		l.errs, l.phase, l.took = append(l.errs, err), done, time.Since(l.started)
	}
	for _, d := range x.late {
		x.missing(d.profile, waited("%s: %s: %w", d.profile.File, d.reason, cause))
	}
	x.late = nil
}
