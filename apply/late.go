package apply

import (
	"context"
	"slices"
	"time"

	"github.com/netonce/netonce/apply/desired"
	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/ifcfg"
)

// lateDevice is a profile whose device is waited for.
type lateDevice struct {
	profile  *ifcfg.Profile
	reason   string
	deadline time.Time
}

// waitsFor names the device.
func (d lateDevice) waitsFor() string {
	if d.profile.Device.IsSet() {
		return d.profile.Device.Value
	}
	return d.profile.File
}

// arrivals gives links that nobody has yet to the profiles that wait for one.
func (x *run) arrivals(ctx context.Context, links []network.Link) {
	if len(x.late) == 0 {
		return
	}
	free := slices.DeleteFunc(links, func(n network.Link) bool {
		return slices.ContainsFunc(x.links, func(l *link) bool { return l.Link.Index == n.Index })
	})
	assigned, _ := desired.Assign(x.lateProfiles(), x.describe(free))
	if len(assigned) == 0 || !x.look() { // there may be something on it already
		return
	}
	var news []*link
	for _, a := range assigned {
		i := x.snapshot.ByIndex(a.Link.Index)
		if i == nil {
			continue // gone again
		}
		a.Link = i.Link
		news = append(news, x.add(a, x.metricFor(a), true))
		x.late = slices.DeleteFunc(x.late, func(d lateDevice) bool { return d.profile == a.Profile })
	}
	slices.SortStableFunc(x.links, func(a, b *link) int { return desired.CompareNames(a.name(), b.name()) })
	x.outdone(assigned)
	x.converge(news)
	for _, l := range news {
		x.proceed(ctx, l)
	}
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

// outdone stops waiting for a device that another profile has got.
func (x *run) outdone(assigned []desired.Assignment) {
	for _, u := range desired.Unused(x.lateProfiles(), assigned, nil) {
		if !u.Missing {
			x.Log.Info("profile not used", "profile", u.Profile.File, "reason", u.Reason)
			x.late = slices.DeleteFunc(x.late, func(d lateDevice) bool { return d.profile == u.Profile })
		}
	}
}

// metricFor gives a latecomer a metric that none of the others has.
func (x *run) metricFor(a desired.Assignment) uint32 {
	all := []desired.Assignment{a}
	held := map[string]uint32{a.Link.Name: x.owned[a.Link.Name].Metric}
	for _, l := range x.links {
		all = append(all, l.Assignment)
		held[l.name()] = l.metric
	}
	return desired.Metrics(all, held)[a.Link.Name]
}
