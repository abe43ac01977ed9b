package apply

import (
	"errors"
	"strconv"
	"time"

	"netonce/ifcfg"
)

// alone reports whether the profile has no addresses but those that routers give: then
// it is not up without them.
func (l *link) alone() bool {
	return len(l.Profile.IPv4.Addresses)+len(l.Profile.IPv6.Addresses) == 0 && !l.linkLocal().IsValid() && (!l.needsLease() || l.lease == nil && (l.leaseErr != nil || l.quiet > 0))
}

// required is the time that the profile has IPv6 waited for although it may fail.
func (l *link) required() time.Duration {
	return timeSetting(l.Profile, "IPV6_REQUIRED_TIMEOUT", time.Millisecond, 0)
}

// awaits6 reports whether the host has to wait for what routers give an interface. Where
// IPv4 is up nobody does, but the run lingers for it.
func (x *run) awaits6(l *link) bool {
	return l.auto.phase != done && x.holdsUp(l)
}

// holdsUp reports whether the host is to wait for IPv6 on an interface.
func (x *run) holdsUp(l *link) bool {
	return x.request.Mode == Renew || x.needs6(l) || l.required() > 0
}

// needs6 reports whether the profile has failed without what routers give, and has
// nothing of it yet.
func (x *run) needs6(l *link) bool {
	return x.request.Mode != Renew && (l.Profile.IPv6.Fatal.Value || l.alone() && !x.carries(l)) && !x.usable(l)
}

// limit6 is how long routers are waited for.
func (x *run) limit6(l *link) time.Duration {
	switch {
	case x.request.Mode == Renew:
		return solicitInterval
	case x.needs6(l):
		return min(timeSetting(l.Profile, "IPV6_RA_TIMEOUT", time.Second, routerLimit), longestWait)
	case l.wantsLease(): // it is waited for anyway, and IPv6 may have to stand in for it
		return routerLimit
	}
	return min(max(l.required(), lingerAnswer), longestWait)
}

// patient reports whether the run waits for IPv6 on an interface, or for IPv4, which
// IPv6 may have to stand in for. Else it only lingers.
func (x *run) patient(l *link) bool { return x.holdsUp(l) || l.wantsLease() }

// within is a limit where the run waits, and another where it lingers.
func (x *run) within(l *link, limit, linger time.Duration) time.Duration {
	if x.patient(l) {
		return limit
	}
	return linger
}

// carries reports whether other interfaces of the run stand on one: it may be there
// for them alone.
func (x *run) carries(l *link) bool {
	for _, o := range x.links {
		if o.want.Parent.Object.Name == l.name() {
			return true
		}
	}
	return false
}

// timeSetting is a key that holds a number of units; one that is not positive is as
// if it were not there.
func timeSetting(p *ifcfg.Profile, key string, unit, otherwise time.Duration) time.Duration {
	if n, _ := strconv.ParseInt(p.Setting(key).Value, 10, 64); n > 0 {
		return time.Duration(n) * unit
	}
	return otherwise
}

// failed6 notes that a profile is not up for the lack of IPv6.
func (x *run) failed6(l *link, err error) {
	if l.leaseErr != nil && l.lease == nil {
		x.failed(l, l.leaseErr) // for which IPv6 might have stood in
	}
	x.failed(l, err)
	l.auto.failure = err
}

// stillFailed has a profile that fails without IPv6 stay as it is until there is some:
// a run that asks for it again does not bring up the rest for the while.
func (x *run) stillFailed(l *link) {
	m := x.request.Mode
	if l.Profile.IPv6.Fatal.Value && (m == Renew || m == Reload || m == Hotplug) && l.auto.router.Tries+l.auto.tries > 0 && !x.usable(l) {
		l.auto.failure = errStill
	}
}

var errStill = errors.New("IPv6 has failed before")
