package apply

import (
	"context"
	"fmt"
	"sort"
	"time"

	"netonce/apply/desired"
	"netonce/apply/state"
	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// lateDevice is a profile whose device, or what that stands on or is a port of, is
// waited for.
type lateDevice struct {
	profile *ifcfg.Profile
	reason  string
	wait    time.Duration // from the start of the run; zero where the profile does not wait
}

// waitsFor names the device.
func (d lateDevice) waitsFor() string {
	if d.profile.Device.IsSet() {
		return d.profile.Device.Value
	}
	return d.profile.File
}

// await notes profiles whose device is not there, and gives up at once those that wait
// for nothing. A profile waits as long as what it stands on or is a port of.
func (x *run) await(late []lateDevice) {
	if x.late = late; len(late) == 0 {
		return
	}
	names := byName(x.request.Profiles)
	waits := make(map[*ifcfg.Profile]time.Duration, len(late))
	for more := true; more; {
		more = false
		for i := range late {
			d := &late[i]
			wait := max(d.wait, waits[names.find(d.profile.Controller)], waits[names.find(d.profile.Parent)])
			if wait > waits[d.profile] {
				d.wait, waits[d.profile], more = wait, wait, true
			}
		}
	}
	x.giveUp(time.Now())
}

// nextLate is when the first of the late devices is given up. As long as udev is at
// work on a link none is: it may get the name that is waited for.
func (x *run) nextLate() time.Time {
	next := x.renamedBy()
	if next == 0 {
		next = x.late[0].wait
		for _, d := range x.late {
			next = min(next, d.wait)
		}
	}
	return x.started.Add(next)
}

// giveUp stops waiting for devices whose time is over.
func (x *run) giveUp(now time.Time) {
	if x.renamedBy() > 0 {
		return
	}
	late := x.late
	x.late = nil
	for _, d := range late {
		waits := now.Sub(x.started)
		switch {
		case d.wait == 0:
			x.missing(d.profile, fmt.Errorf("%s: %s", d.profile.File, d.reason))
		case waits >= d.wait:
			x.missing(d.profile, waited("%s: %s, after %s", d.profile.File, d.reason, max(d.wait, waits.Round(time.Second))))
		default:
			x.late = append(x.late, d)
		}
	}
}

// arrivals gives links that have come to the profiles that wait for one, with all
// that was left out for the lack of them.
func (x *run) arrivals(ctx context.Context) {
	x.came = false
	if len(x.late) == 0 || !x.look() { // there may be something on it already
		return
	}
	x.noteRenaming()
	x.awaitUdev()
	held := make([]desired.Assignment, len(x.links))
	var bonds []*link
	for i, l := range x.links {
		held[i] = l.Assignment
		if l.want.Kind == "bond" {
			bonds = append(bonds, l)
		}
	}
	ports := x.awaitsPort()
	s := chooseLate(x.request, x.lateProfiles(), held, x.describe(x.ready()), x.owned)
	news := x.takeUp(s)
	x.setAside(s.unassigned)
	if len(news) == 0 {
		return
	}
	for _, l := range x.links {
		if ports && l.phase == waitCarrier && l.want.Kind != "" { // the wait before was in vain
			l.deadline = time.Now().Add(carrierTimeout(l.Profile))
		}
	}
	for _, l := range bonds {
		l.build(x.Uptime()) // a port that an option names may be there now (primary)
	}
	x.makeLinks(append(bonds, news...))
	news = remaining(news)
	if err := x.readAsked(); err != nil {
		x.fail(err)
	}
	x.converge(inOrder(news))
	for _, l := range news {
		x.proceed(ctx, l)
	}
}

// takeUp adds to the run what has got a link, and returns it.
func (x *run) takeUp(s selection) (news []*link) {
	metrics := x.metrics(s.assigned)
	for i := range s.assigned {
		if a := &s.assigned[i]; s.named[a.Profile] {
			l := x.add(*a, metrics[a.Link.Name], true)
			l.spans = []state.Span{{What: "device", To: time.Since(x.started).Microseconds()}}
			news = append(news, l)
		}
	}
	sort.SliceStable(x.links, func(i, j int) bool { return desired.CompareNames(x.links[i].name(), x.links[j].name()) < 0 })
	x.tellDownstream()
	return news
}

// lateProfiles lists the profiles that wait for a device, and those that keep
// others from theirs.
func (x *run) lateProfiles() []*ifcfg.Profile {
	var list []*ifcfg.Profile
	for _, d := range x.late {
		list = append(list, d.profile)
	}
	for _, p := range x.request.Profiles {
		if p.Rejected {
			list = append(list, p)
		}
	}
	return list
}

// awaitsPort reports whether a port is waited for: what is made of ports, and what
// stands on that, may have no carrier before.
func (x *run) awaitsPort() bool {
	return lists.Any(x.late, func(d *lateDevice) bool { return d.profile.Controller.IsSet() })
}
