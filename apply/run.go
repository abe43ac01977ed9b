package apply

import (
	"context"
	"fmt"
	"slices"
	"time"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/resolv"
	"netonce/apply/state"
	"netonce/ifcfg"
)

// run is one run over a host.
type run struct {
	*Host
	Kernel    Kernel // of the host's, with teams
	request   Request
	snapshot  *network.Snapshot
	groups    []network.RouteGroup // of the routes in the snapshot, nil for all
	owned     state.Owned          // as it is in the store
	links     []*link              // in natural order of their names
	late      []lateDevice
	came      bool                  // a link that is not in the run; nobody has looked whether one waits for it
	renaming  map[int]time.Duration // links that udev has not finished with, and until when, from the start, that is waited for
	vanished  []*link               // ours, with no profile any more
	left      []desired.Interface   // ours, with a profile that cannot be used
	kept      []*link               // that stay as they were before the run
	events    <-chan network.Event
	udev      <-chan struct{}
	stops     []func() error
	leases    chan leaseResult
	leases6   chan lease6Result
	probes    chan probeResult
	found     []probeResult // that nobody has taken up yet
	changed   bool          // something was changed in the midst of events
	report    Report
	resolved  []resolv.Source // as last handed over
	handed    bool
	lingers   bool // the host does not wait any more
	lingerEnd time.Time
	resolveBy time.Time // when the name servers are due; zero: not
	started   time.Time
}

// all lists the interfaces with a profile and those that have lost theirs.
func (x *run) all() []*link { return slices.Concat(x.links, x.vanished) }

// Run does what is asked for and returns when nothing is left to wait for. It
// returns an error only where nothing at all could be done; what failed on the
// way is in the report.
func (h *Host) Run(ctx context.Context, r Request) (*Report, error) {
	x := &run{Host: h, Kernel: teamKernel{h.Kernel, h.Teams}, request: r, started: time.Now(),
		leases: make(chan leaseResult), leases6: make(chan lease6Result), probes: make(chan probeResult)}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer x.stopWatching()
	x.watch()
	x.readOwned()
	if err := x.survey(); err != nil {
		return nil, err
	}
	x.followRenamed()
	x.awaitUdev()
	if err := x.prepare(); err != nil {
		return nil, err
	}
	if (r.Mode == Renew || r.Mode == Hotplug) && !slices.ContainsFunc(x.links, func(l *link) bool { return l.meant }) {
		x.reportDue()
		return &x.report, nil
	}
	x.release()
	before, behind := x.beforeTeams()
	x.apply(before)
	x.removeVanished()
	x.report.Applied = time.Since(x.started)
	x.begin(ctx)
	if len(behind) > 0 {
		x.apply(behind)
		for _, l := range remaining(behind) {
			l.took = 0
			x.proceed(ctx, l)
		}
	}
	x.resolveSoon()
	x.wait(ctx)
	x.finish(ctx)
	return &x.report, nil
}

// onlooker is a run that changes nothing and waits for nothing. It may look at the default
// routes of others too.
func (h *Host) onlooker(r Request, others bool) (*run, error) {
	x := h.blind(r)
	if others {
		x.groups = append(x.groups, network.DefaultRoutes()...)
	}
	return x, x.see()
}

// blind is an onlooker that has not looked yet.
func (h *Host) blind(r Request) *run {
	x := &run{Host: h, Kernel: teamKernel{h.Kernel, h.Teams}, request: r, started: time.Now()}
	x.readOwned()
	return x
}

func (x *run) see() error {
	if err := x.survey(); err != nil {
		return err
	}
	return x.prepare()
}

// watch opens the event socket where something may have to be waited for. It is
// opened before the snapshot is taken, so that no event is missed between them.
// Without it the run goes on and looks again when a wait is over: what is static must
// not suffer.
func (x *run) watch() {
	needed := false
	for _, p := range x.request.Profiles {
		m := p.IPv6.Method.Value
		how, _ := p.IPv4LinkLocal()
		needed = needed || how != ifcfg.NoLinkLocal || p.IPv4.ACD.Value > 0 && len(p.IPv4.Addresses) > 0 || p.IPv4.Method.Value == ifcfg.MethodAuto || p.DeviceTimeout.Value > 0 ||
			m != ifcfg.MethodIgnore && m != ifcfg.MethodDisabled
	}
	if needed && x.request.Mode != Down {
		x.watchKernel()
	}
}

func (x *run) watchKernel() {
	events, stop, err := x.Watch()
	if err != nil {
		x.fail(err)
		return
	}
	x.events = events
	x.stops = append(x.stops, stop)
}

func (x *run) stopWatching() {
	for _, stop := range x.stops {
		_ = stop() // the process is about to end
	}
}

// survey looks at the kernel, and at what udev has noted of its links.
func (x *run) survey() (err error) {
	x.snapshot, err = x.Kernel.Snapshot(x.groups)
	if err == nil {
		x.noteRenaming()
	}
	return err
}

// prepare makes the desired state.
func (x *run) prepare() error {
	s, errs := choose(x.request, x.describe(x.ready()), x.owned, x.notForThisHost())
	for _, err := range errs {
		x.fail(err)
	}
	metrics := x.metrics(s.assigned)
	if err := x.readRules(); err != nil {
		return err
	}
	for _, a := range s.assigned {
		x.add(a, metrics[a.Link.Name], s.meant(a.Profile))
	}
	x.tellDownstream()
	x.setAside(s.unassigned)
	x.findVanished()
	return nil
}

// metrics gives interfaces metrics that none of the others has.
func (x *run) metrics(assigned []desired.Assignment) map[string]uint32 {
	held := make(map[string]uint32, len(x.owned))
	for name, o := range x.owned {
		held[name] = o.Metric
	}
	for _, l := range x.links {
		held[l.name()] = l.metric
	}
	return desired.Metrics(assigned, held)
}

// add takes an interface into the run, with a lease that it still holds.
func (x *run) add(a desired.Assignment, metric uint32, meant bool) *link {
	if meant && x.request.Mode == Down && x.carriesRoot(a.Link.Name) {
		x.fail(fmt.Errorf("%s: %s is left as it is: %s", a.Profile.File, a.Link.Name, behindIt))
		meant = false
	}
	l := &link{Assignment: a, metric: metric, meant: meant, before: x.owned[a.Link.Name], owned: x.owned[a.Link.Name].Owned, started: time.Now(),
		down: meant && x.request.Mode == Down, named: meant && x.request.Mode == Up}
	if a.Profile.IPv6Settings().AddrGenMode.Value == ifcfg.StablePrivacy {
		l.machine = x.MachineID()
	}
	x.seed(l)
	o := x.owned[l.name()]
	l.keepLinkLocal()
	if l.hearsRouters() {
		l.auto.router = o.Router
	}
	if l.autoconfigured() {
		x.storedLease6(l)
		x.stillFailed(l)
	}
	if l.needsLease() {
		l.tries, l.tried, l.quiet = o.Tries, o.Tried, o.Quiet
		x.storedLease(l)
		l.later = x.quietly(l)
	}
	if m := x.request.Mode; (m == Reload || m == Hotplug || m == Renew) && o.Profile == a.Profile.File {
		l.named = o.Named
	}
	if x.request.Mode == Renew {
		l.meant = l.meant && x.renews(l)
	}
	x.beforeProbing(l)
	l.build(x.Uptime())
	x.readSysctls(l)
	x.links = append(x.links, l)
	return l
}

// setAside deals with the profiles that no link got. To renew leases none is needed,
// and beside a device that is plugged in another run has told of them.
func (x *run) setAside(unassigned []desired.Unassigned) {
	if x.request.Mode == Renew || x.request.Mode == Hotplug {
		return
	}
	var late []lateDevice
	for _, u := range unassigned {
		switch {
		case u.Wrong:
			x.missing(u.Profile, fmt.Errorf("%s: %s", u.Profile.File, u.Reason))
		case !u.Missing && x.request.Mode != Boot && x.request.Mode != Reload: // asked for by name
			x.missing(u.Profile, fmt.Errorf("%s: %s", u.Profile.File, u.Reason))
		case !u.Missing:
			x.Log.Info("profile not used", "profile", u.Profile.File, "reason", u.Reason)
		case x.request.Mode == Down:
			x.missing(u.Profile, fmt.Errorf("%s: %s", u.Profile.File, u.Reason))
		default:
			late = append(late, lateDevice{u.Profile, u.Reason, u.Profile.DeviceTimeout.Value})
		}
	}
	x.await(late)
}

// finish writes what is owned and makes the report.
func (x *run) finish(ctx context.Context) {
	if x.changed { // events of before may have been heard after it
		x.look()
		x.passOn(x.links)
	}
	x.resolve(ctx)
	for _, l := range x.links {
		if !l.meant {
			continue
		}
		if l.down {
			x.endLease(l)
		}
		x.duplicates(l)
		x.unasked(l)
		x.outlived(l)
		for _, s := range l.waiting {
			x.failed(l, waited("%s: %s: its source address is not usable", s.Because, s.Change))
		}
		x.immovable(l)
		x.report.Unchanged += l.unchanged
		x.report.Interfaces = append(x.report.Interfaces, InterfaceReport{l.name(), l.Profile.File, l.errs, l.took, l.spans})
	}
	for _, l := range x.vanished {
		if len(l.errs) > 0 {
			x.report.Interfaces = append(x.report.Interfaces, InterfaceReport{l.name(), l.Profile.File, l.errs, l.took, l.spans})
		}
	}
	x.saveOwned(true)
	x.reportDue()
	x.report.Took = time.Since(x.started)
}
