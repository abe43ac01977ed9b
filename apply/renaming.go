package apply

import (
	"context"
	"slices"
	"time"

	"netonce/apply/network"
	"netonce/ifcfg/lists"
)

// A link that udev has not finished with may have a passing name, eth0 for what will
// be enp3s0: a profile must not be taken up for it. So such a link counts as one that
// has not come yet, until udev has noted it, which is after the renaming.
//
// Only hardware is waited for (no IFLA_INFO_KIND). udev gets to see virtual links too,
// but who made them gave them their name, which udev's own rules keep (NamePolicy=keep
// in 99-default.link); and netonce's own links, or a container's, would wait for
// nothing each time.

// noteRenaming notes the links that udev has not finished with.
func (x *run) noteRenaming() {
	if x.Udev == nil || x.request.Mode == Down || x.request.Mode == Renew { // these are about what is up
		return
	}
	var renaming map[int]time.Duration
	for _, n := range x.snapshot.Links() {
		if n.Kind != "" || n.Loopback || x.has(n.Index) || x.Udev.Finished(n.Index) {
			continue
		}
		until, known := x.renaming[n.Index]
		if !known {
			until = time.Since(x.started) + udevLimit
		}
		if renaming == nil {
			renaming = map[int]time.Duration{}
		}
		renaming[n.Index] = until
	}
	x.renaming = renaming
}

func (x *run) has(index int) bool {
	return slices.ContainsFunc(x.links, func(l *link) bool { return l.Link.Index == index })
}

// ready lists the links of the snapshot without those that udev may yet rename. One
// that was waited for in vain, until zero, is among them.
func (x *run) ready() []network.Link {
	return lists.Delete(x.snapshot.Links(), func(n *network.Link) bool { return x.renaming[n.Index] > 0 })
}

// awaitUdev opens what tells of udev where it is at work on a link, and looks again:
// it may have finished meanwhile.
func (x *run) awaitUdev() {
	if x.renamedBy() == 0 || x.udev != nil || x.request.Mode == Hotplug { // another run comes when it has finished
		return
	}
	if x.events == nil {
		x.watchKernel()
	}
	told, stop, err := x.Udev.Watch()
	if err != nil {
		x.fail(err)
		x.udev = make(chan struct{}) // it never tells, the deadline is left
	} else {
		x.udev = told
		x.stops = append(x.stops, stop)
	}
	x.look()
	x.noteRenaming()
}

// udevFinished reports whether udev has finished with a link that it was at work on.
func (x *run) udevFinished() bool {
	for index := range x.renaming {
		if x.Udev.Finished(index) {
			return true
		}
	}
	return false
}

// renamedBy is when, from the start of the run, the first wait for udev ends; zero
// where there is none.
func (x *run) renamedBy() (first time.Duration) {
	for _, until := range x.renaming {
		if until > 0 && (first == 0 || until < first) {
			first = until
		}
	}
	return first
}

// awaitedOfUdev names the links that udev is at work on.
func (x *run) awaitedOfUdev() (names []string) {
	for _, n := range x.snapshot.Links() {
		if x.renaming[n.Index] > 0 {
			names = append(names, n.Name)
		}
	}
	return names
}

// stopAwaitingUdev takes links with the names that they have when their time is over.
func (x *run) stopAwaitingUdev(ctx context.Context, now time.Time) {
	elapsed := now.Sub(x.started)
	if first := x.renamedBy(); first == 0 || elapsed < first {
		return
	}
	x.noteRenaming() // it may not have been heard of
	for index, until := range x.renaming {
		if until == 0 || elapsed < until {
			continue
		}
		x.renaming[index] = 0
		x.Log.Warn("udev has not finished with it: it counts under the name that it has",
			"interface", x.snapshot.ByIndex(index).Link.Name, "limit", udevLimit)
	}
	x.arrivals(ctx)
}
