package apply

import (
	"bytes"
	"context"
	"errors"
	"net/netip"
	"time"

	"netonce/apply/desired"
	"netonce/apply/dhcp6"
	"netonce/apply/network"
	"netonce/apply/state"
	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// client6 is how far an interface is with DHCPv6 (RFC 8415).
type client6 struct {
	lease  *state.Lease6
	due    bool          // it holds, but is to be renewed
	inUse  bool          // its addresses were there before the run
	later  bool          // it is not yet time to ask
	err    error         // why there is none
	tries  int           // that there was none, in a row
	tried  time.Duration // when last, counted from boot
	asked  time.Duration // in this run
	cancel context.CancelFunc
}

// lease6Result is what a DHCPv6 client brought back.
type lease6Result struct {
	link  *link
	lease dhcp6.Lease
	err   error
}

// wanted6 is what DHCPv6 is asked for.
type wanted6 struct{ addresses, prefixes, information bool }

func (w wanted6) any() bool { return w != wanted6{} }

// asks6 says what DHCPv6 is asked for. The method dhcp does without routers; else it is
// they who say so, but for prefixes, which nobody advertises.
func (l *link) asks6() (w wanted6) {
	ip := &l.Profile.IPv6
	switch {
	case l.down || !l.autoconfigured():
		return w
	case ip.Method.Value == ifcfg.MethodDHCP:
		w.addresses = true
	default: // and what was given is kept
		w.addresses = l.Link.Router.Managed || l.auto.lease != nil && !l.auto.lease.Informs()
	}
	w.prefixes = l.delegates()
	w.information = !w.addresses && !w.prefixes && l.Link.Router.Other && ip.PeerDNS.Value
	return w
}

// autoconfigured reports whether the profile asks for what routers or DHCPv6 servers
// give.
func (l *link) autoconfigured() bool {
	return l.hearsRouters() || l.Profile.IPv6.Method.Value == ifcfg.MethodDHCP && !l.down
}

// wantsLease6 reports whether DHCPv6 is still to be asked.
func (l *link) wantsLease6() bool {
	c := &l.auto.client6
	w := l.asks6()
	if !w.any() || c.err != nil || c.later {
		return false
	}
	return c.lease == nil || c.due || !w.information && c.lease.Informs()
}

// storedLease6 takes up the DHCPv6 lease that an interface holds.
func (x *run) storedLease6(l *link) {
	c, o := &l.auto.client6, x.owned[l.name()]
	c.tries, c.tried = o.Tries6, o.Tried6
	lease, ok, err := x.Store.Lease6(l.name(), x.Uptime())
	if err != nil {
		x.Log.Warn("stored lease not usable", "interface", l.name(), "err", err)
	}
	if !ok || len(lease.HardwareAddr) > 0 && !bytes.Equal(lease.HardwareAddr, l.Link.MAC) {
		return // none, or another card's that had this name
	}
	// The initramfs may have had another machine-id(5): what got the root is kept as it was.
	if id := desired.Identity6(l.Profile, l.Link, x.MachineID()); !o.Root && (!bytes.Equal(id.DUID, lease.Lease.ClientDUID) || id.IAID != lease.Lease.IAID) {
		return // somebody else's, who we were
	}
	if lease.Informs() && l.Link.Router.Heard && !l.Link.Router.Other && !l.Link.Router.Managed {
		return // the routers know of no server any more
	}
	c.lease, c.due = &lease, lease.Due() <= x.Uptime() || x.request.Mode == Hotplug
	if i := x.snapshot.Interface(l.name()); i != nil {
		c.inUse = !lists.Any(lease.Lease.Addresses, func(a *dhcp6.Grant) bool {
			return !lists.Any(i.Addresses, func(have *network.Address) bool { return have.Prefix == a.Prefix })
		})
		c.due = c.due || !c.inUse // the host may have come to another network (RFC 8415 18.2.12)
	}
}

// startLease6 starts a DHCPv6 client of its own for the interface.
func (x *run) startLease6(ctx context.Context, l *link) {
	c := &l.auto.client6
	ctx, c.cancel = context.WithCancel(ctx)
	c.asked = x.Uptime()
	config := x.client6Config(l)
	index := l.Link.Index
	go func() {
		lease, err := x.Acquire6(ctx, index, config)
		select {
		case x.leases6 <- lease6Result{l, lease, err}:
		case <-ctx.Done():
		}
	}()
}

func (x *run) client6Config(l *link) dhcp6.Config {
	p, c := l.Profile, &l.auto.client6
	w := l.asks6()
	limit := min(timeSetting(p, "IPV6_DHCP_TIMEOUT", time.Second, dhcpLimit), longestWait)
	config := dhcp6.Config{Interface: l.name(), Address: w.addresses, Delegate: w.prefixes, Hint: delegationHint(p), Information: w.information, Timeout: limit, Anew: min(limit, dhcpLimit)}
	if x.request.Mode == Renew {
		config.Timeout = min(config.Timeout, dhcpLimit)
	}
	config.Timeout = min(config.Timeout, x.within(l, config.Timeout, lingerLease))
	if c.lease != nil && !c.lease.Informs() {
		if c.inUse {
			config.Timeout = min(config.Timeout, renewLimit)
		}
		config.Former = &dhcp6.Former{Lease: c.lease.Lease, Age: x.Uptime() - c.lease.Acquired, InUse: c.inUse}
	}
	id := desired.Identity6(p, l.Link, x.MachineID())
	config.DUID, config.IAID = id.DUID, id.IAID
	if c.lease != nil { // in whose name it was given
		config.DUID, config.IAID = c.lease.Lease.ClientDUID, c.lease.Lease.IAID
	}
	config.FQDN, config.FQDNFlags = desired.Name6(p, x.Hostname)
	return config
}

// leased6 takes up what clients brought back.
func (x *run) leased6(ctx context.Context, r lease6Result) {
	var news []*link
	for _, r := range append([]lease6Result{r}, more(x.leases6)...) {
		l, c := r.link, &r.link.auto.client6
		c.cancel()
		if l.auto.phase != waitLease {
			continue
		}
		l.auto.phase = done
		if r.err != nil {
			x.lease6Failed(l, r.err)
			x.proceed(ctx, l)
			continue
		}
		c.lease, c.due, c.tries, c.tried = &state.Lease6{Lease: r.lease, Acquired: x.Uptime() - r.lease.Age, HardwareAddr: l.Link.MAC}, false, 0, 0
		l.build(x.Uptime())
		news = append(news, l)
	}
	x.converge(append(x.layOut(news), news...))
	for _, l := range news {
		if err := x.Store.SetLease6(l.name(), *l.auto.lease); err != nil {
			x.storeFailed(l.name()+": the DHCPv6 lease", err)
		}
		x.proceed(ctx, l)
	}
	x.resolveSoon()
}

// lease6Failed notes that there is no lease, or no newer one.
func (x *run) lease6Failed(l *link, err error) {
	c := &l.auto.client6
	err = leaseError(l.Profile.IPv6.Method.Because(), err)
	c.err = err
	if c.lease != nil && errors.Is(err, dhcp6.ErrOver) {
		x.lease6Over(l)
	}
	switch {
	case c.lease != nil:
		c.lease.Tried, c.due = c.asked, false
		if err := x.Store.SetLease6(l.name(), *c.lease); err != nil {
			x.storeFailed(l.name()+": the DHCPv6 lease", err)
		}
		x.Log.Warn(err.Error(), "interface", l.name(), "lease", "the old one still holds")
		return
	case x.needs6(l) || x.request.Mode == Renew && l.alone() && !x.usable(l):
		x.failed6(l, err)
	default:
		x.Log.Warn(err.Error(), "interface", l.name())
	}
	c.tries, c.tried = c.tries+1, x.Uptime()
	l.build(x.Uptime())
	x.converge(append(x.layOut([]*link{l}), l))
}

// decline6 tells the server where another host has an address of the lease: the run
// after this one asks for another (RFC 8415 18.2.8).
func (x *run) decline6(l *link, address netip.Addr) {
	c := &l.auto.client6
	if c.lease == nil || !lists.Any(c.lease.Lease.Addresses, func(a *dhcp6.Grant) bool { return a.Prefix.Addr() == address }) {
		return
	}
	if err := x.Decline6(l.Link.Index, x.client6Config(l), c.lease.Lease, []netip.Addr{address}); err != nil {
		x.Log.Warn(err.Error(), "interface", l.name())
	}
	x.lease6Over(l)
	c.err, c.tries, c.tried = errDeclined, c.tries+1, x.Uptime()
	l.build(x.Uptime())
	x.converge(append(x.layOut([]*link{l}), l))
}

var errDeclined = errors.New("another host has the address")

// usable reports whether an interface has an IPv6 address that is good for more than
// its link.
func (x *run) usable(l *link) bool {
	i := x.snapshot.Interface(l.name())
	return i != nil && hasUsable(i, false)
}

// lease6Over forgets a lease that is not to be used again.
func (x *run) lease6Over(l *link) {
	if err := x.Store.DropLease6(l.name()); err != nil {
		x.storeFailed(l.name()+": that the DHCPv6 lease is over", err)
	}
	l.auto.lease = nil
}

// given6 is the lease as of now: what of its addresses is over is left out.
func (c *client6) given6(now time.Duration) *desired.Lease6 {
	if c.lease == nil {
		return nil
	}
	given := &desired.Lease6{Lease: c.lease.Lease}
	given.Addresses, given.Prefixes = c.lease.Grants(c.lease.Lease.Addresses, now), c.lease.Grants(c.lease.Lease.Prefixes, now)
	return given
}

// lease6DueAt is when DHCPv6 is to be asked next.
func (l *link) lease6DueAt() time.Duration {
	c := &l.auto.client6
	switch {
	case !l.asks6().any():
		return network.Forever
	case c.lease != nil:
		return c.lease.Due()
	case c.tries == 0:
		return 0
	}
	return state.Retry(c.tries, c.tried)
}
