package apply

import (
	"errors"
	"fmt"
	"reflect"

	"golang.org/x/sys/unix"

	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/apply/plan"
	"github.com/netonce/netonce/apply/state"
)

// rounds bounds how often an interface is compared with the kernel anew after
// steps with effects beyond themselves: with an address go its routes, with a
// link that is taken down all of them.
const rounds = 3

// converge brings the interfaces to what is wanted of them. What will be owned is
// written before the first change, so that a run that is killed in between leaves
// nothing behind that the next does not know.
func (x *run) converge(links []*link) {
	for range rounds {
		steps, owners := x.plan(links)
		if len(steps) == 0 {
			return
		}
		x.saveOwned(links)
		if !x.execute(steps, owners) {
			return
		}
		if err := x.refresh(); err != nil {
			x.fail(err)
			return
		}
	}
}

// plan compares each interface that is meant and lists the steps, each with the
// interface that it is for.
func (x *run) plan(links []*link) (steps []plan.Step, owners []*link) {
	for _, l := range links {
		if !l.meant {
			continue
		}
		p := x.diff(l)
		l.owned = plan.Claim(l.owned, p)
		l.unchanged = p.Unchanged
		for _, s := range p.Steps {
			steps, owners = append(steps, s), append(owners, l)
		}
	}
	return steps, owners
}

func (x *run) diff(l *link) plan.Plan {
	have := x.snapshot.Interface(l.name())
	if have == nil {
		return plan.Plan{}
	}
	discards := x.snapshot.Interface("").Routes
	owned := l.owned
	if l.down { // all that the profile stands for goes, made by us or adopted
		up := *l
		up.down = false
		up.build(x.Uptime())
		for _, a := range up.want.Addresses {
			owned.Addresses = append(owned.Addresses, a.Object.Key())
		}
		for _, r := range up.want.Routes {
			owned.Routes = append(owned.Routes, r.Object)
		}
	}
	return plan.Diff(l.want, have, discards, owned, l.keep())
}

// execute takes the steps and reports whether some of them had effects that only
// a new snapshot shows.
func (x *run) execute(steps []plan.Step, owners []*link) (again bool) {
	changes := make([]network.Change, len(steps))
	for i, s := range steps {
		changes[i] = s.Change
		x.Log.Debug(s.Change.String(), "because", s.Because)
	}
	for i, err := range x.Kernel.Apply(changes) {
		c := changes[i]
		if err != nil && !moot(c, err) {
			x.refused(owners[i], steps[i], err)
			continue
		}
		x.report.Changes++
		if c.Op == network.OpAdd && c.Address != nil && c.Address.Prefix.Addr().Is6() {
			a := *c.Address
			a.Tentative = true // until the kernel says otherwise
			c.Address = &a
		}
		x.snapshot.Apply(c)
		if c.Link != nil && c.Link.Up {
			owners[i].raised = true
		}
		again = again || c.Op == network.OpDelete || c.Link != nil && (c.Link.Down || c.Link.MAC != nil)
	}
	return again
}

// moot reports whether a refusal says that things are as they were to be made.
func moot(c network.Change, err error) bool {
	if c.Op == network.OpDelete {
		return errors.Is(err, unix.ESRCH) || errors.Is(err, unix.EADDRNOTAVAIL)
	}
	return c.Route != nil && errors.Is(err, unix.EEXIST)
}

// refused records what the kernel would not do, with where it was asked for.
func (x *run) refused(l *link, s plan.Step, err error) {
	err = fmt.Errorf("%s: %s: %w", s.Because, s.Change.String(), err)
	for _, have := range l.errs {
		if have.Error() == err.Error() {
			return // asked for again in a later round
		}
	}
	l.errs = append(l.errs, err)
	x.Log.Error(err.Error(), "interface", l.name())
}

// refresh takes a new snapshot; the interfaces keep their identity by index.
func (x *run) refresh() error {
	s, err := x.Kernel.Snapshot()
	if err != nil {
		return err
	}
	x.snapshot = s
	for _, l := range x.links {
		if i := s.ByIndex(l.Link.Index); i != nil {
			l.Link = i.Link
			x.readSysctls(l)
		}
	}
	return nil
}

// saveOwned writes what is owned where it differs from what is written. Before a
// change (with planned) that is all that may be there after it; at the end, with
// none, what is there.
func (x *run) saveOwned(planned []*link) {
	next := state.Owned{}
	for name, o := range x.owned {
		next[name] = o
	}
	for _, l := range append(append([]*link(nil), x.links...), x.vanished...) {
		if !l.meant {
			continue
		}
		owned := l.owned
		if have := x.snapshot.Interface(l.name()); planned == nil && have != nil {
			owned = plan.Settle(owned, l.want, have, x.snapshot.Interface("").Routes)
		}
		if l.want.Link.Object.Down || l.Profile.Suffix() == "" {
			owned.Up = owned.Up && planned != nil
		}
		next[l.name()] = state.Interface{Profile: l.Profile.File, Metric: l.metric, Down: l.down, Owned: owned}
	}
	if planned == nil {
		for _, l := range x.vanished {
			delete(next, l.name())
		}
		for name := range next {
			if x.snapshot.Interface(name) == nil {
				delete(next, name) // the link is gone, and all that was on it
			}
		}
	}
	if reflect.DeepEqual(normalised(next), normalised(x.owned)) {
		return
	}
	if err := x.Store.SetOwned(next); err != nil {
		x.storeFailed(err)
		return
	}
	x.owned = next
}

// storeFailed says once that the store cannot be written. The network matters
// more: the run goes on.
func (x *run) storeFailed(err error) {
	err = fmt.Errorf("what netonce owns is not recorded: %w", err)
	for _, have := range x.report.Errors {
		if have.Error() == err.Error() {
			return
		}
	}
	x.fail(err)
}

// normalised makes empty and missing lists equal.
func normalised(o state.Owned) state.Owned {
	n := state.Owned{}
	for name, i := range o {
		if len(i.Addresses) == 0 {
			i.Addresses = nil
		}
		if len(i.Routes) == 0 {
			i.Routes = nil
		}
		n[name] = i
	}
	return n
}
