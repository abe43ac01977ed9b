package apply

import (
	"context"
	"fmt"
	"time"

	"github.com/netonce/netonce/apply/desired"
	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/apply/plan"
	"github.com/netonce/netonce/apply/resolv"
	"github.com/netonce/netonce/apply/state"
	"github.com/netonce/netonce/ifcfg"
)

// run is one run over a host.
type run struct {
	*Host
	request   Request
	snapshot  *network.Snapshot
	owned     state.Owned // as it is in the store
	links     []*link     // in natural order of their names
	late      []lateDevice
	vanished  []*link // ours, with no profile any more
	events    <-chan network.Event
	leases    chan leaseResult
	report    Report
	resolved  []resolv.Source // as last handed over
	handed    bool
	resolveBy time.Time // when the name servers are due; zero: not
	started   time.Time
}

// lateDevice is a profile whose device is waited for.
type lateDevice struct {
	profile  *ifcfg.Profile
	reason   string
	deadline time.Time
}

// Run does what is asked for and returns when nothing is left to wait for. It
// returns an error only where nothing at all could be done; what failed on the
// way is in the report.
func (h *Host) Run(ctx context.Context, r Request) (*Report, error) {
	x := &run{Host: h, request: r, started: time.Now(), leases: make(chan leaseResult)}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if stop, err := x.watch(); err != nil {
		return nil, err
	} else if stop != nil {
		defer stop()
	}
	if err := x.prepare(); err != nil {
		return nil, err
	}
	x.converge(x.links)
	x.removeVanished()
	x.begin(ctx)
	x.resolve(ctx)
	x.wait(ctx)
	x.finish(ctx)
	return &x.report, nil
}

// watch opens the event socket where something may have to be waited for. It is
// opened before the snapshot is taken, so that no event is missed between them.
func (x *run) watch() (func() error, error) {
	needed := false
	for _, p := range x.request.Profiles {
		m := p.IPv6.Method.Value
		needed = needed || p.IPv4.Method.Value == ifcfg.MethodAuto || p.DeviceTimeout.Value > 0 ||
			m != ifcfg.MethodIgnore && m != ifcfg.MethodDisabled
	}
	if !needed || x.request.Mode == Down {
		return nil, nil
	}
	events, stop, err := x.Watch()
	x.events = events
	return stop, err
}

// prepare looks at the kernel and at what we own, and makes the desired state.
func (x *run) prepare() (err error) {
	if x.snapshot, err = x.Kernel.Snapshot(); err != nil {
		return err
	}
	if x.owned, err = x.Store.Owned(); err != nil {
		x.fail(fmt.Errorf("what netonce owns is not known, so nothing is taken away: %w", err))
	}
	s, errs := choose(x.request, x.snapshot.Links(), x.owned)
	for _, err := range errs {
		x.fail(err)
	}
	held := map[string]uint32{}
	for name, o := range x.owned {
		held[name] = o.Metric
	}
	metrics := desired.Metrics(s.assigned, held)
	for _, a := range s.assigned {
		x.add(a, metrics[a.Link.Name], s.meant(a.Profile))
	}
	x.setAside(s.unassigned)
	x.findVanished()
	return nil
}

func (x *run) fail(err error) {
	x.report.Errors = append(x.report.Errors, err)
	x.Log.Error(err.Error())
}

// add takes an interface into the run, with a lease that it still holds.
func (x *run) add(a desired.Assignment, metric uint32, meant bool) *link {
	l := &link{Assignment: a, metric: metric, meant: meant, owned: x.owned[a.Link.Name].Owned, started: time.Now(),
		down: meant && x.request.Mode == Down}
	if l.needsLease() {
		lease, ok, err := x.Store.Lease(l.name(), x.Uptime())
		if err != nil {
			x.Log.Warn("stored lease not usable", "interface", l.name(), "err", err)
		}
		if ok && lease.Due() > x.Uptime() {
			l.lease = &lease
		}
	}
	l.build(x.Uptime())
	x.readSysctls(l)
	x.links = append(x.links, l)
	return l
}

// readSysctls looks up the settings that the interface wants, no others.
func (x *run) readSysctls(l *link) {
	i := x.snapshot.Interface(l.name())
	for _, w := range l.want.Sysctls {
		key := w.Object
		key.Value = ""
		value, err := x.Kernel.Sysctl(key)
		if err != nil {
			continue // setting it will say why
		}
		if i.Sysctls == nil {
			i.Sysctls = map[network.Sysctl]string{}
		}
		i.Sysctls[key] = value
	}
}

// setAside deals with the profiles that no link got.
func (x *run) setAside(unassigned []desired.Unassigned) {
	for _, u := range unassigned {
		switch {
		case !u.Missing:
			x.Log.Info("profile not used", "profile", u.Profile.File, "reason", u.Reason)
		case u.Profile.DeviceTimeout.Value > 0 && x.request.Mode != Down:
			x.late = append(x.late, lateDevice{u.Profile, u.Reason, x.started.Add(u.Profile.DeviceTimeout.Value)})
		default:
			x.missing(u.Profile, fmt.Errorf("%s: %s", u.Profile.File, u.Reason))
		}
	}
}

func (x *run) missing(p *ifcfg.Profile, err error) {
	x.Log.Error(err.Error())
	x.report.Interfaces = append(x.report.Interfaces, InterfaceReport{Profile: p.File, Errors: []error{err}, Took: time.Since(x.started)})
}

// findVanished lists the interfaces that we own and that no profile asks for any
// more. One whose profile is there but unusable keeps what it has: an editing
// mistake must not cut anybody off.
func (x *run) findVanished() {
	if x.request.Mode != Boot && x.request.Mode != Reload {
		return
	}
	there := map[string]bool{}
	for _, l := range x.links {
		there[l.name()] = true
	}
	for name, o := range x.owned {
		i := x.snapshot.Interface(name)
		if there[name] || i == nil || o.Down {
			continue
		}
		if p := profileOf(x.request.Profiles, o.Profile); p != nil && (p.Rejected || p.OnBoot.Value) {
			x.Log.Warn("left as it is: its profile cannot be used", "interface", name, "profile", o.Profile)
			continue
		}
		l := &link{Assignment: desired.Assignment{Link: i.Link, Profile: &ifcfg.Profile{File: o.Profile}}, owned: o.Owned, meant: true, started: time.Now()}
		l.want = desired.Empty(l.Profile, name)
		l.want.Link.Object.Down = o.Up && !foreignAddress(i, o.Owned)
		l.want.Link.Because = "no profile asks for it any more"
		x.vanished = append(x.vanished, l)
	}
}

func profileOf(profiles []*ifcfg.Profile, file string) *ifcfg.Profile {
	for _, p := range profiles {
		if p.File == file {
			return p
		}
	}
	return nil
}

// foreignAddress reports whether somebody else has put an address there.
func foreignAddress(i *network.Interface, owned plan.Owned) bool {
	for _, a := range i.Addresses {
		ours := a.Prefix.Addr().IsLinkLocalUnicast()
		for _, k := range owned.Addresses {
			ours = ours || k == a.Key()
		}
		if !ours {
			return true
		}
	}
	return false
}

func (x *run) removeVanished() {
	x.converge(x.vanished)
	for _, l := range x.vanished {
		x.Log.Info("profile is gone, and with it what was ours", "interface", l.name(), "profile", l.Profile.File)
		if err := x.Store.DropLease(l.name()); err != nil {
			x.fail(fmt.Errorf("%s: its lease: %w", l.name(), err))
		}
	}
}

// finish writes what is owned and makes the report.
func (x *run) finish(ctx context.Context) {
	x.resolve(ctx)
	for _, l := range x.links {
		if !l.meant {
			continue
		}
		if l.down {
			if err := x.Store.DropLease(l.name()); err != nil {
				l.errs = append(l.errs, fmt.Errorf("%s: its lease: %w", l.name(), err))
			}
		}
		x.report.Unchanged += l.unchanged
		x.report.Interfaces = append(x.report.Interfaces, InterfaceReport{l.name(), l.Profile.File, l.errs, l.took})
	}
	x.saveOwned(nil)
	x.report.Took = time.Since(x.started)
}
