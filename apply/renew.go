package apply

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"netonce/apply/desired"
	"netonce/apply/dhcp4"
	"netonce/apply/dhcp6"
	"netonce/apply/network"
	"netonce/apply/resolv"
	"netonce/apply/state"
	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// Due is when something is to be done for an interface after the run.
type Due struct {
	Interface string
	At        time.Duration // counted from boot
	Task      Task
}

// Task is what is to be done, in words that the interface's name follows.
type Task string

// The tasks.
const (
	RenewLease  Task = "Renewal of the DHCP lease of"
	GetLease    Task = "Another try to get a DHCP lease for"
	RenewLease6 Task = "Renewal of the DHCPv6 lease of"
	GetLease6   Task = "Another try to get a DHCPv6 lease for"
	AskRouters  Task = "Question to the IPv6 routers of"
)

// renews reports whether a run that renews leases is about an interface: its time has
// come, or it is one of those that are named and its time is not asked for. (Several
// leases are due at once as a rule: the first run that a timer starts does all.)
func (x *run) renews(l *link) bool {
	named := func(name string) bool {
		p, err := find(x.request.Profiles, name)
		return name == l.name() || err == nil && p == l.Profile
	}
	if !l.needsLease() && !l.autoconfigured() || desired.Planned(&l.Link) {
		return false
	}
	if x.request.Now && slices.ContainsFunc(x.request.Names, named) {
		l.due, l.auto.due, l.auto.asks = l.needsLease(), true, true
		return true
	}
	l.later = !l.due && l.leaseDueAt() > x.Uptime()
	l.auto.later = !l.auto.due && l.lease6DueAt() > x.Uptime()
	at, _ := l.next()
	return l.due || at <= x.Uptime()
}

// next is what is to be done first for the interface, and when: its leases are to be
// seen to, or its routers are to be asked.
func (l *link) next() (at time.Duration, task Task) {
	at, task = l.leaseDueAt(), GetLease
	if l.lease != nil {
		task = RenewLease
	}
	if six := l.lease6DueAt(); six < at {
		at, task = six, GetLease6
		if l.auto.lease != nil {
			task = RenewLease6
		}
	}
	if l.hearsRouters() {
		if router := l.auto.router.Due(); router < at {
			at, task = router, AskRouters
		}
	}
	return at, task
}

// leaseDueAt is when the interface's lease is to be renewed, or asked for again.
func (l *link) leaseDueAt() time.Duration {
	switch {
	case l.lease != nil:
		return l.lease.Due()
	case l.needsLease():
		return state.Interface{Tries: l.tries, Tried: l.tried, Quiet: l.quiet}.Due()
	}
	return network.Forever
}

// storedLease takes up the lease that an interface holds. Of one that is over the
// address may be asked for again.
func (x *run) storedLease(l *link) {
	lease, ok, err := x.Store.Lease(l.name(), x.Uptime())
	if err != nil {
		x.Log.Warn("stored lease not usable", "interface", l.name(), "err", err)
	}
	l.former = lease.Lease.Address.Addr()
	if !ok || len(lease.HardwareAddr) > 0 && !bytes.Equal(lease.HardwareAddr, l.Link.MAC) {
		return // none, or another card's that had this name
	}
	l.lease, l.due = &lease, lease.Due() <= x.Uptime()
	if i := x.snapshot.Interface(l.name()); i != nil {
		l.inUse = lists.Any(i.Addresses, func(a *network.Address) bool { return a.Prefix == lease.Lease.Address })
	}
	if x.request.Mode == Hotplug && !l.inUse { // it may have been plugged in elsewhere
		l.due = true
	}
}

// triedInVain notes that there was no answer, or a refusal: then the lease is over,
// and the address goes (RFC 2131 4.4.5). It is over too when it has run out meanwhile.
func (x *run) triedInVain(l *link, err error) {
	var refusal *dhcp4.Refusal
	if l.lease != nil && (errors.As(err, &refusal) || l.lease.Left(x.Uptime()) <= 0) {
		x.leaseOver(l)
	}
	l.quiet = 0
	if l.lease == nil {
		l.tries, l.tried = l.tries+1, x.Uptime()
		return
	}
	l.lease.Tried, l.due = cmp.Or(l.asked, x.Uptime()), false
	if err := x.Store.SetLease(l.name(), *l.lease); err != nil {
		x.storeFailed(l.name()+": the lease", err)
	}
}

// leaseOver forgets a lease that is not to be used again, its address included.
func (x *run) leaseOver(l *link) {
	if err := x.Store.DropLease(l.name()); err != nil {
		x.storeFailed(l.name()+": that the lease is over", err)
	}
	l.lease, l.former = nil, netip.Addr{}
}

// endLease forgets the lease of an interface that is taken down or has lost its profile.
func (x *run) endLease(l *link) {
	if err := errors.Join(x.Store.DropLease(l.name()), x.Store.DropLease6(l.name())); err != nil {
		x.failed(l, fmt.Errorf("%s: its lease: %w", l.name(), err))
	}
	x.report.Ended = append(x.report.Ended, l.name())
}

// reportDue tells when the leases of the interfaces are due.
func (x *run) reportDue() {
	for _, l := range x.links {
		if !l.needsLease() && !l.autoconfigured() || x.snapshot.Interface(l.name()) == nil {
			continue
		}
		at, task := l.next()
		if now := x.Uptime(); at <= now { // else it stays as the run before has told it
			at = now + laterPause
		}
		x.report.Due = append(x.report.Due, Due{l.name(), at, task})
	}
}

// release gives leases back, where the profile of an interface that is taken down says
// so (DHCPRELEASE). It is done while the interface has the address yet.
func (x *run) release() {
	for _, l := range x.links {
		asked := l.Profile.DHCP.Release
		if !l.down || !asked.Value {
			continue
		}
		var errs []error
		if l.Profile.IPv4.Method.Value == ifcfg.MethodAuto {
			if x.storedLease(l); l.lease != nil && l.inUse {
				errs = append(errs, x.Release(l.Link.Index, x.clientConfig(l)))
			}
		}
		if x.storedLease6(l); l.auto.lease != nil && l.auto.inUse && !l.auto.lease.Informs() {
			lease := l.auto.lease.Lease
			errs = append(errs, x.Release6(l.Link.Index, dhcp6.Config{Interface: l.name(), DUID: lease.ClientDUID, IAID: lease.IAID}, lease))
		}
		if err := errors.Join(errs...); err != nil {
			x.failed(l, fmt.Errorf("%s: %s: giving the lease back: %w", asked.Because(), l.name(), err))
		}
	}
}

// unasked notes that what was due has been done in vain where the run could not even
// ask: without a carrier, an address to ask from, or events. The next try is later.
func (x *run) unasked(l *link) {
	a, now := &l.auto, x.Uptime()
	if x.request.Mode != Renew || !l.autoconfigured() {
		return
	}
	if l.hearsRouters() && !a.heard && a.router.Due() <= now {
		a.router.Tries, a.router.Tried = a.router.Tries+1, now
	}
	switch {
	case l.lease6DueAt() > now:
	case a.lease == nil:
		a.tries, a.tried = a.tries+1, now
	default:
		a.lease.Tried = now
		if err := x.Store.SetLease6(l.name(), *a.lease); err != nil {
			x.storeFailed(l.name()+": the DHCPv6 lease", err)
		}
	}
}

// outlived forgets a DHCPv6 lease that the profile does not ask for any more.
func (x *run) outlived(l *link) {
	if l.autoconfigured() || l.down || !lists.Any(x.owned[l.name()].DNS, func(s *resolv.Source) bool { return s.Origin == "dhcp6" }) &&
		!lists.Any(x.owned[l.name()].Addresses, func(k *network.Key) bool { return k.Prefix.Addr().Is6() && k.Prefix.IsSingleIP() }) {
		return
	}
	if err := x.Store.DropLease6(l.name()); err != nil {
		x.storeFailed(l.name()+": that the DHCPv6 lease is over", err)
	}
	if !l.needsLease() {
		x.report.Ended = append(x.report.Ended, l.name())
	}
}
