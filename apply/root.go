package apply

import (
	"slices"

	"netonce/apply/plan"
)

// behindIt is why an interface is spared.
const behindIt = "the root file system may be behind it; --force does it all the same"

// carriesRoot reports whether the root file system may be behind an interface: it came up
// in the initramfs, and nobody forces anything. The run in the initramfs itself, which may
// go on with what a killed one has begun, has no root yet.
func (x *run) carriesRoot(name string) bool {
	return x.owned[name].Root && !x.request.Root && !x.request.Force
}

// spare tells of a step that is not taken.
func (x *run) spare(l *link, s *plan.Step) {
	x.warnRoot(l, s.Because+": "+s.Change.String())
}

// warnRoot tells, once, of what is not done.
func (x *run) warnRoot(l *link, what string) {
	if slices.Contains(l.spared, what) {
		return
	}
	l.spared = append(l.spared, what)
	x.Log.Warn("not done: "+behindIt, "interface", l.name(), "what", what)
}

// followRenamed finds what is held again under the names that links have got since: udev
// may give a card its own only in the host, after an initramfs without such rules. The
// leases go first, so that a run that is killed leaves nothing behind that the next would
// not find.
func (x *run) followRenamed() {
	for _, name := range x.ownedNames() {
		o := x.owned[name]
		i := x.snapshot.ByIndex(o.Index)
		if o.Index == 0 || i == nil || i.Link.Name == name || x.owned[i.Link.Name].Profile != "" {
			continue
		}
		next := i.Link.Name
		x.Log.Info("another name since the last run", "interface", name, "now", next)
		if err := x.Store.RenameLeases(name, next); err != nil {
			x.storeFailed(next+": the lease", err)
		}
		o.Owned = o.Owned.Rename(next)
		x.owned[next] = o
		delete(x.owned, name)
		if err := x.Store.SetOwned(x.owned); err != nil {
			x.storeFailed("what netonce owns", err)
		}
		x.report.Ended = append(x.report.Ended, name)
	}
}
