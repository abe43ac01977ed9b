package apply

import (
	"context"
	"net"
	"net/netip"
	"time"

	"netonce/apply/desired"
	"netonce/apply/dhcp6"
	"netonce/apply/plan"
	"netonce/apply/state"
	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// phase is what an interface waits for.
type phase uint8

const (
	done phase = iota
	waitCarrier
	waitLease
	waitDAD
	waitRouter
)

func (p phase) String() string {
	return [...]string{"done", "carrier", "DHCP", "DAD", "router"}[p]
}

// link is an interface in the course of a run.
type link struct {
	desired.Assignment
	metric   uint32
	machine  string // identity of the host, where stable addresses are made of it
	seed     desired.Seed
	want     desired.Interface
	lease    *state.Lease
	former   netip.Addr    // of a lease, to be asked for again
	due      bool          // the lease holds, but a new one is to be asked for
	leaseErr error         // why there is none
	inUse    bool          // the lease's address was there before the run
	asked    time.Duration // when, counted from boot
	tries    int           // that there was none, in a row
	tried    time.Duration // when last, counted from boot
	quiet    time.Duration // until when servers have IPv6 stand in, counted from boot
	later    bool          // it is not yet time to ask again
	forwards bool          // IPv6: the kernel hears routers there only if it is told to (accept_ra=2)
	owned    plan.Owned
	before   state.Interface // as it was held before the run
	meant    bool            // the run is about it; of the others only the name servers count
	down     bool            // to be taken down
	gone     bool            // the kernel has it no more
	spared   []string        // what has been told of it that is not done
	dropped  bool            // out of the run: it could not be made
	named    bool            // brought up by name: a reload leaves it where it is
	waiting  []plan.Step     // what could not be done yet

	holds     func(netip.Prefix) bool // nil: addresses are set without looking for others that have them
	probing   bool
	probed    map[netip.Addr]bool
	conflicts map[netip.Addr]net.HardwareAddr

	auto       autoconf
	delegated  func(now time.Duration) []dhcp6.Grant // nil: nothing is delegated on this host
	linkLocal4 linkLocal4

	phase     phase
	dadOver   bool      // no more waiting for duplicate address detection
	early     bool      // settings were refused while the link was down, and are tried again
	raised    bool      // brought up in this run, and not yet seen up
	since     time.Time // it waits for the carrier
	deadline  time.Time // of the phase
	cancel    context.CancelFunc
	started   time.Time
	took      time.Duration
	waits     [2]state.Span // for what, of IPv6 apart, and since when; empty: for nothing
	spans     []state.Span  // that have ended
	unchanged int           // objects that were as they should be
	errs      []error
}

func (l *link) name() string { return l.Link.Name }

// rename takes up another name that the link got meanwhile.
func (l *link) rename(name string) {
	l.Link.Name = name
	l.owned = l.owned.Rename(name)
}

// build makes anew what is wanted, with the lease as it is now.
func (l *link) build(now time.Duration) {
	if l.down && l.Link.Loopback { // every program on the host needs it up
		l.want = desired.Empty(l.Profile, l.Link)
		return
	}
	if l.down && l.owned.Made != "" && l.owned.Made == l.Link.Kind {
		l.want = desired.Gone(l.Profile, l.Link, l.Profile.File+": taken down")
		return
	}
	if l.down {
		l.want = desired.Down(l.Profile, l.Link, l.Profile.File+": taken down")
		return
	}
	if l.failed() {
		l.want = desired.Empty(l.Profile, l.Link)
		return
	}
	l.want = desired.Build(l.Profile, l.Link, l.metric, l.given(now), l.absent())
	l.want.WithAddress(l.Link, l.seed)
	l.want.WithSecret(l.machine)
	l.want.Forwarding(l.forwards)
	l.want.InTable(l.Table)
	l.want.OnBridge(l.Bridge)
	l.want.OnTeam(l.Team)
}

// given is what servers and routers gave, as of now.
func (l *link) given(now time.Duration) (g desired.Given) {
	if l.lease != nil {
		g.Lease = &desired.Lease{Lease: l.lease.Lease, Left: l.lease.Left(now)}
	}
	g.Routers, g.LinkLocal = l.auto.names(now), l.linkLocal()
	g.Lease6 = l.auto.given6(now)
	if l.delegated != nil {
		g.Delegated = lists.Delete(l.delegated(now), func(a *dhcp6.Grant) bool { return l.auto.taken[a.Prefix.Addr()] })
	}
	return g
}

// failed reports whether the profile says that what went wrong fails all of it.
func (l *link) failed() bool {
	return l.leaseErr != nil && l.lease == nil && l.Profile.IPv4.Fatal.Value || l.auto.failure != nil && l.Profile.IPv6.Fatal.Value
}

// needsLease reports whether the profile asks for DHCPv4.
func (l *link) needsLease() bool { return l.Profile.IPv4.Method.Value == ifcfg.MethodAuto && !l.down }

// wantsLease reports whether a lease is still to be asked for.
func (l *link) wantsLease() bool {
	return l.needsLease() && (l.lease == nil && !l.later || l.due) && l.leaseErr == nil
}

// optional reports whether asking for a lease may fail: where the old one still
// holds, or because IPv6 stands in for IPv4, as NetworkManager lets a profile do
// without one of its families.
func (x *run) optional(l *link) bool {
	if l.lease != nil {
		return true
	}
	i := x.snapshot.Interface(l.name())
	return !l.Profile.IPv4.Fatal.Value && (len(l.Profile.IPv6.Addresses) > 0 || l.auto.phase != done || l.autoconfigured() && i != nil && hasUsable(i, false))
}

// keep says what may not be taken from the interface: nothing with an error in its
// profile, as what is up is better than what was understood of the new text; and as long
// as an IPv4 address may come, by DHCP or once nobody has it, what there is of IPv4.
func (l *link) keep() plan.Keep {
	switch {
	case l.down:
		return plan.KeepNothing
	case l.Profile.HasErrors():
		return plan.KeepAll
	case l.coming() || l.lease == nil && l.wantsLease():
		return plan.KeepIPv4
	}
	return plan.KeepNothing
}
