package apply

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"netonce/apply/desired"
	"netonce/apply/dhcp4"
	"netonce/apply/dhcp6"
	"netonce/apply/state"
)

// leaseResult is what a DHCP client brought back.
type leaseResult struct {
	link  *link
	lease dhcp4.Lease
	err   error
}

// startLease starts a DHCP client of its own for the interface.
func (x *run) startLease(ctx context.Context, l *link) {
	ctx, l.cancel = context.WithCancel(ctx)
	l.phase, l.asked = waitLease, x.Uptime()
	config := x.clientConfig(l)
	index := l.Link.Index
	go func() {
		lease, err := x.Acquire(ctx, index, config)
		select {
		case x.leases <- leaseResult{l, lease, err}:
		case <-ctx.Done():
		}
	}()
}

// renewLimit is how long a server may take to renew a lease that holds: there are
// other days to ask again.
const renewLimit = 10 * time.Second

// longestWait is the most that a run asks for a first lease, whatever the profile says:
// others' leases are to be renewed meanwhile, and it is asked for again later.
const longestWait = 5 * time.Minute

func (x *run) clientConfig(l *link) dhcp4.Config {
	d := &l.Profile.DHCP
	c := dhcp4.Config{
		Interface: l.name(), HardwareAddr: net.HardwareAddr(l.Link.MAC), VendorClass: d.VendorClass.Value,
		Timeout: min(dhcpTimeout(l.Profile), longestWait), Anew: min(dhcpTimeout(l.Profile), dhcpLimit),
	}
	c.ClientID, c.NoClientID = desired.ClientID(l.Profile, l.Link, x.MachineID)
	c.IPv6Only, c.Anonymous = l.doesWithout4(), desired.Anonymous(l.Profile)
	c.Netboot = x.request.Root
	if x.request.Mode == Renew {
		c.Timeout = min(c.Timeout, dhcpLimit)
	}
	switch {
	case l.lease == nil:
		c.Requested = l.former
	case l.inUse:
		c.Timeout = min(c.Timeout, renewLimit)
		fallthrough
	default:
		c.Former = &dhcp4.Former{Lease: l.lease.Lease, Age: x.Uptime() - l.lease.Acquired, InUse: l.inUse}
	}
	for _, r := range d.Reject {
		c.Reject = append(c.Reject, r.Value)
	}
	if d.SendHostname.Value {
		c.Hostname, c.FQDN = d.Hostname.Or(x.Hostname).Value, d.FQDN.Value
	}
	if c.Hostname == "localhost" || c.Hostname == "localhost.localdomain" || c.Hostname == "(none)" {
		c.Hostname = "" // says nothing
	}
	return c
}

// leased takes up what a client brought back, and what others have meanwhile: what
// is owned is written once for all of them.
func (x *run) leased(ctx context.Context, r leaseResult) {
	var news []*link
	for _, r := range append([]leaseResult{r}, more(x.leases)...) {
		l := r.link
		l.cancel()
		if l.phase != waitLease {
			continue
		}
		l.phase = done
		if only := (*dhcp4.IPv6Only)(nil); errors.As(r.err, &only) {
			x.without4(l, only)
			x.proceed(ctx, l)
			continue
		}
		if r.err != nil {
			x.leaseFailed(l, leaseError(l.Profile.IPv4.Method.Because(), r.err))
			x.proceed(ctx, l)
			continue
		}
		l.quiet = 0
		l.lease, l.due, l.tries, l.tried = &state.Lease{Lease: r.lease, Acquired: x.Uptime() - r.lease.Age, HardwareAddr: l.Link.MAC}, false, 0, 0
		l.build(x.Uptime())
		news = append(news, l)
	}
	x.converge(news)
	for _, l := range news {
		if err := x.Store.SetLease(l.name(), *l.lease); err != nil {
			x.storeFailed(l.name()+": the lease", err)
		}
		x.proceed(ctx, l)
	}
	if len(news) > 0 && x.request.First {
		x.letGo()
	}
	x.resolveSoon()
}

// letGo takes down the interfaces that still wait for a lease, and waits for no other.
func (x *run) letGo() {
	var others []*link
	for _, l := range x.links {
		if l.meant && l.wantsLease() && l.lease == nil && l.phase != done {
			if l.cancel != nil {
				l.cancel()
			}
			if l.auto.cancel != nil {
				l.auto.cancel()
			}
			l.auto.phase, l.auto.gathering, l.phase, l.down = done, false, done, true
			l.build(x.Uptime())
			others = append(others, l)
		}
	}
	x.late = nil
	x.converge(others)
}

// leaseError names the profile's line that asks for DHCP, or for DHCPv6.
func leaseError(because string, err error) error {
	if errors.Is(err, dhcp4.ErrTimeout) || errors.Is(err, dhcp6.ErrTimeout) {
		return &waitError{fmt.Errorf("%s: %w", because, err)}
	}
	return fmt.Errorf("%s: %w", because, err)
}

// leaseFailed notes that there is no lease. What is static stays, unless the
// profile says that IPv4's failure is the whole profile's; so does the lease that
// was to be renewed, as long as it holds.
func (x *run) leaseFailed(l *link, err error) {
	x.triedInVain(l, err)
	switch {
	case l.lease != nil:
		x.Log.Warn(err.Error(), "interface", l.name(), "lease", "the old one still holds")
		l.leaseErr = err
		return
	case x.optional(l):
		x.Log.Warn(err.Error(), "interface", l.name(), "ipv6", "configured, so the profile is up")
	default:
		x.failed(l, err)
	}
	l.leaseErr = err
	l.build(x.Uptime())
	x.converge([]*link{l})
}
