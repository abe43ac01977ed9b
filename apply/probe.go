package apply

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"sort"
	"time"

	"netonce/apply/acd"
	"netonce/apply/network"
	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// Prober looks for other hosts on a link that have its addresses.
type Prober interface {
	// Probe returns which of the addresses others have, and who.
	Probe(context.Context) (map[netip.Addr]net.HardwareAddr, error)
	// Announce tells the link of addresses that are in use now.
	Announce([]netip.Addr) error
	Close() error
}

// probeResult is what a Prober found of addresses.
type probeResult struct {
	link      *link
	prober    Prober
	addresses []netip.Addr
	conflicts map[netip.Addr]net.HardwareAddr
	err       error
}

// candidates are the IPv4 addresses of an interface that another host may have.
func (l *link) candidates(yield func(netip.Prefix) bool) {
	if l.down || l.holds == nil || !l.Link.Ethernet || l.Link.NoARP {
		return
	}
	if l.Profile.IPv4.ACD.Value > 0 {
		for _, f := range l.Profile.IPv4.Addresses {
			if !yield(f.Value) {
				return
			}
		}
		if l.lease != nil && !yield(l.lease.Lease.Address) {
			return
		}
	}
	if p := l.linkLocal(); p.IsValid() {
		yield(p)
	}
}

// unsure reports whether it is not known whether another host has an address that the
// interface has not had before.
func (l *link) unsure(p netip.Prefix) bool {
	return l.conflicts[p.Addr()] == nil && !l.probed[p.Addr()] && !l.holds(p)
}

// absent lists the addresses of an interface that are not to be used: those that
// another host has, and those of which it is not known.
func (l *link) absent() map[netip.Addr]bool {
	var addresses map[netip.Addr]bool
	for p := range l.candidates {
		if l.conflicts[p.Addr()] == nil && !l.unsure(p) {
			continue
		}
		if addresses == nil {
			addresses = map[netip.Addr]bool{}
		}
		addresses[p.Addr()] = true
	}
	return addresses
}

// coming reports whether any of the addresses that are not to be used may come yet.
func (l *link) coming() bool {
	for p := range l.candidates {
		if l.unsure(p) {
			return true
		}
	}
	return false
}

// beforeProbing has an interface leave out the addresses that are to be looked for, if
// its profile says so. When it comes up only events tell.
func (x *run) beforeProbing(l *link) {
	how, _ := l.Profile.IPv4LinkLocal()
	if x.events == nil || l.Profile.IPv4.ACD.Value <= 0 && how == ifcfg.NoLinkLocal {
		return
	}
	l.probed = map[netip.Addr]bool{}
	l.holds = func(p netip.Prefix) bool {
		i := x.snapshot.Interface(l.name())
		return i != nil && lists.Any(i.Addresses, func(a *network.Address) bool { return a.Prefix == p })
	}
}

// unknown lists the addresses of which it is not known whether others have them.
func (l *link) unknown() (addresses []netip.Addr) {
	for p := range l.candidates {
		if l.unsure(p) {
			addresses = append(addresses, p.Addr())
		}
	}
	sort.Slice(addresses, func(i, j int) bool { return addresses[i].Less(addresses[j]) })
	return slices.Compact(addresses)
}

// probe looks for the addresses that an interface is still to get. Without a carrier
// there is nobody to have them, and a static profile does not wait for one.
func (x *run) probe(ctx context.Context, l *link, i *network.Interface) {
	if l.probing || l.raised {
		return
	}
	addresses := l.unknown()
	if len(addresses) == 0 {
		return
	}
	l.probing = true
	if !i.Link.Carrier {
		x.found = append(x.found, probeResult{link: l, addresses: addresses})
		return
	}
	cfg := acd.Config{Interface: l.name(), HardwareAddr: l.Link.MAC, Addresses: addresses, Own: x.snapshot.HardwareAddrs(), Timeout: cmp.Or(l.Profile.IPv4.ACD.Value, linkLocalProbe)}
	index := l.Link.Index
	go func() {
		r := probeResult{link: l, addresses: addresses}
		if r.prober, r.err = x.Prober(index, cfg); r.err == nil {
			r.conflicts, r.err = r.prober.Probe(ctx)
		}
		select {
		case x.probes <- r:
		case <-ctx.Done():
		}
	}()
}

// raiseLimit is how long an interface that has been brought up may take to be seen up,
// before its addresses are set without a look for others that have them.
const raiseLimit = 5 * time.Second

// awaited reports whether addresses of an interface are still to be looked for.
func (x *run) awaited(l *link) bool {
	return l.meant && l.coming() && x.snapshot.Interface(l.name()) != nil
}

// unprobed reports whether an interface has addresses to be looked for, and nobody
// looks.
func (x *run) unprobed(l *link) bool { return !l.probing && x.awaited(l) }

// stopProbing has all interfaces get the addresses of which it is not known yet whether
// others have them.
func (x *run) stopProbing() {
	for _, r := range x.found {
		x.judge(r)
	}
	x.found = nil
	var links []*link
	for _, l := range x.links {
		if l.holds == nil {
			continue
		}
		for _, a := range l.unknown() {
			l.probed[a] = true
		}
		l.probing = false
		l.build(x.Uptime())
		links = append(links, l)
	}
	x.converge(links)
}

// probed takes up what was found, of all interfaces at once: what is owned is written
// once for them. The addresses that nobody has are set, and told of.
func (x *run) probed(ctx context.Context) {
	for len(x.found) > 0 {
		found := x.found
		x.found, x.changed = nil, true
		links := make([]*link, len(found))
		free := make([][]netip.Addr, len(found))
		for n, r := range found {
			links[n], free[n] = r.link, x.judge(r)
			r.link.build(x.Uptime())
		}
		x.converge(links)
		for n, r := range found {
			x.announce(r, free[n])
			x.proceed(ctx, r.link)
		}
	}
}

// judge returns the addresses that nobody else has. Where it could not be found out
// they count as such.
func (x *run) judge(r probeResult) (free []netip.Addr) {
	l := r.link
	l.probing = false
	if r.err != nil && !errors.Is(r.err, context.Canceled) {
		x.Log.Warn("not known whether other hosts have the addresses", "interface", l.name(), "err", r.err)
	}
	for _, a := range r.addresses {
		l.probed[a] = true
		if hw := r.conflicts[a]; hw != nil {
			x.conflict(l, a, hw)
		} else {
			free = append(free, a)
		}
	}
	return free
}

// announce tells the link of addresses that have been looked for and set.
func (x *run) announce(r probeResult, addresses []netip.Addr) {
	if r.prober == nil {
		return
	}
	if err := r.prober.Announce(addresses); err != nil {
		x.Log.Warn("the addresses are not announced", "interface", r.link.name(), "err", err)
	}
	go r.prober.Close() // which waits for the kernel to see the last packet through
}

// conflict notes that another host has an address. A lease of it goes back to the
// server, with the reason (RFC 2131 section 4.4.1).
func (x *run) conflict(l *link, a netip.Addr, hw net.HardwareAddr) {
	if l.conflicts == nil {
		l.conflicts = map[netip.Addr]net.HardwareAddr{}
	}
	l.conflicts[a] = hw
	if a == l.linkLocal().Addr() {
		x.Log.Info("another host has the link-local address", "interface", l.name(), "address", a, "host", hw)
		if l.nextLinkLocal(); !l.linkLocal().IsValid() {
			_, because := l.Profile.IPv4LinkLocal()
			x.failed(l, fmt.Errorf("%s: %s: other hosts have %d link-local addresses in a row", because, l.name(), maxConflicts))
		}
		return
	}
	because := l.Profile.IPv4.Method.Because()
	for _, f := range l.Profile.IPv4.Addresses {
		if f.Value.Addr() == a {
			because = f.Because()
		}
	}
	err := fmt.Errorf("%s: %s: the host %s on the link has the address %s", because, l.name(), hw, a)
	if l.lease == nil || l.lease.Lease.Address.Addr() != a {
		x.failed(l, err)
		return
	}
	if e := x.Decline(l.Link.Index, x.clientConfig(l)); e != nil {
		x.Log.Warn("the lease is not declined", "interface", l.name(), "err", e)
	}
	x.leaseOver(l)
	x.leaseFailed(l, err)
}
