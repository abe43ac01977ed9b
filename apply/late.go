package apply

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/netonce/netonce/apply/desired"
	"github.com/netonce/netonce/ifcfg"
)

// lateDevice is a profile whose device, or what that stands on or is a port of, is
// waited for.
type lateDevice struct {
	profile  *ifcfg.Profile
	reason   string
	deadline time.Time // the start of the run where the profile itself does not wait
}

// waitsFor names the device.
func (d lateDevice) waitsFor() string {
	if d.profile.Device.IsSet() {
		return d.profile.Device.Value
	}
	return d.profile.File
}

// awaitBelow has profiles wait as long as what they stand on or are ports of does.
func (x *run) awaitBelow(late []lateDevice) {
	names := byName(x.request.Profiles)
	if names == nil {
		return
	}
	deadlines := make(map[*ifcfg.Profile]time.Time, len(late))
	for _, d := range late {
		deadlines[d.profile] = d.deadline
	}
	for more := true; more; {
		more = false
		for i := range late {
			for _, f := range []ifcfg.Field[string]{late[i].profile.Controller, late[i].profile.Parent} {
				if t := deadlines[names.find(f)]; t.After(late[i].deadline) {
					late[i].deadline, deadlines[late[i].profile] = t, t
					more = true
				}
			}
		}
	}
}

// nextLate is when the first of the late devices is given up. As long as udev is at
// work on a link none is: it may get the name that is waited for.
func (x *run) nextLate() time.Time {
	if t := x.renamedBy(); !t.IsZero() {
		return t
	}
	return slices.MinFunc(x.late, func(a, b lateDevice) int { return a.deadline.Compare(b.deadline) }).deadline
}

// giveUp stops waiting for devices whose time is over.
func (x *run) giveUp(now time.Time) {
	if !x.renamedBy().IsZero() {
		return
	}
	x.late = slices.DeleteFunc(x.late, func(d lateDevice) bool {
		if now.Before(d.deadline) {
			return false
		}
		if d.deadline.After(x.started) {
			after := max(d.deadline.Sub(x.started), now.Sub(x.started).Round(time.Second))
			x.missing(d.profile, waited("%s: %s, after %s", d.profile.File, d.reason, after))
		} else {
			x.missing(d.profile, fmt.Errorf("%s: %s", d.profile.File, d.reason))
		}
		return true
	})
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
	for i, l := range x.links {
		held[i] = l.Assignment
	}
	s := chooseLate(x.request, x.lateProfiles(), held, x.describe(x.ready()), x.owned)
	above := x.aboveLate()
	news := x.takeUp(s)
	if len(news) == 0 {
		return
	}
	x.joined(news, above)
	x.makeLinks(news)
	news = remaining(news)
	x.converge(inOrder(news))
	for _, l := range news {
		x.proceed(ctx, l)
	}
}

// takeUp adds to the run what has got a link, and returns it. Of the others it notes
// why they have none.
func (x *run) takeUp(s selection) (news []*link) {
	waits := make(map[*ifcfg.Profile]bool, len(x.late))
	held := make(map[string]uint32, len(s.assigned))
	for _, d := range x.late {
		waits[d.profile] = true
	}
	for _, l := range x.links {
		held[l.name()] = l.metric
	}
	for _, a := range s.assigned {
		if waits[a.Profile] {
			held[a.Link.Name] = x.owned[a.Link.Name].Metric
		}
	}
	metrics := desired.Metrics(s.assigned, held)
	reasons := map[*ifcfg.Profile]desired.Unassigned{}
	for _, u := range s.unassigned {
		reasons[u.Profile] = u
	}
	for _, a := range s.assigned {
		if waits[a.Profile] {
			news = append(news, x.add(a, metrics[a.Link.Name], true))
		}
	}
	slices.SortStableFunc(x.links, func(a, b *link) int { return desired.CompareNames(a.name(), b.name()) })
	late := x.late
	x.late = nil
	for _, d := range late {
		u, left := reasons[d.profile]
		switch {
		case left && u.Missing:
			d.reason = u.Reason
			x.late = append(x.late, d)
		case left && u.Wrong:
			x.missing(d.profile, fmt.Errorf("%s: %s", d.profile.File, u.Reason))
		case left: // another profile has got the device
			x.Log.Info("profile not used", "profile", d.profile.File, "reason", u.Reason)
		}
	}
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

// joined deals with the controllers of ports that have come: what names a port among
// their options counts now (primary), and their carrier is waited for anew.
func (x *run) joined(news []*link, above map[string]bool) {
	var controllers []*link
	for _, l := range x.links {
		if l.phase == waitCarrier && above[l.name()] {
			l.deadline = time.Now().Add(carrierTimeout(l.Profile))
		}
		if l.isMade() && !slices.Contains(news, l) && slices.ContainsFunc(news, func(n *link) bool { return n.Controller == l.name() }) {
			l.build(x.Uptime())
			controllers = append(controllers, l)
		}
	}
	x.reset(controllers)
}

// aboveLate tells the interfaces of the run that may have no carrier because a port
// of theirs, or of what they stand on, has not come yet.
func (x *run) aboveLate() map[string]bool {
	if len(x.late) == 0 {
		return nil
	}
	above := map[string]bool{}
	names := byName(x.request.Profiles)
	for _, d := range x.late {
		if d.profile.Controller.IsSet() {
			above[names.interfaceOf(d.profile.Controller)] = true
		}
	}
	for more := len(above) > 0; more; {
		more = false
		for _, l := range x.links {
			if above[l.name()] && l.Controller != "" && !above[l.Controller] {
				above[l.Controller], more = true, true
			}
			if l.Parent != "" && above[l.Parent] && !above[l.name()] {
				above[l.name()], more = true, true
			}
		}
	}
	return above
}
