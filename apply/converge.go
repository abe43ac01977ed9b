package apply

import (
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
	"netonce/apply/plan"
	"netonce/ifcfg/lists"
)

// rounds bounds how often an interface is compared with the kernel anew after
// steps with effects beyond themselves: with an address go its routes, with a
// discipline its filters, with a link that is taken down or leaves its controller all of
// them; a rule is given a priority.
const rounds = 4

// converge brings the interfaces to what is wanted of them. What will be owned is
// written before the first change, so that a run that is killed in between leaves
// nothing behind that the next does not know.
func (x *run) converge(links []*link) {
	for range rounds {
		x.passOn(links)
		if !x.claim(links) {
			return
		}
		x.saveOwned(false)
		again := false
		for _, old := range [...]bool{false, true} {
			for some := range slices.Chunk(links, slice) {
				again = x.execute(x.plan(some, old)) || again
			}
		}
		if !again || !x.look() {
			return
		}
	}
}

// apply makes what is to be made of the links, and sets all that is to be on them.
func (x *run) apply(links []*link) {
	x.makeLinks(links)
	if err := x.readAsked(); err != nil {
		x.fail(err)
	}
	x.converge(inOrder(remaining(links)))
}

// slice is how many interfaces are planned and changed at a time: the steps of a
// thousand would take more memory than all the rest.
const slice = 64

// claim takes what the plans of the interfaces add for ours, and reports whether
// there is anything to do at all.
func (x *run) claim(links []*link) (steps bool) {
	for _, l := range links {
		have := x.interfaceOf(l)
		if !l.meant || have == nil {
			continue
		}
		p := x.diff(l)
		l.owned = plan.Claim(l.owned, p, have)
		l.unchanged, l.waiting = p.Unchanged, p.Waiting
		steps = steps || len(p.Steps) > 0
	}
	return steps
}

// plan compares each interface that is meant and lists the steps, each with the
// interface that it is for: those that bring the new, or those that take away the old.
// All that is new comes before anything goes, for it may take another's place on another
// interface: a gateway, or the only port of a bond.
func (x *run) plan(links []*link, old bool) (steps []plan.Step, owners []*link) {
	wanted := onceEach()
	for _, l := range links {
		if !l.meant {
			continue
		}
		p := x.diff(l)
		if old {
			p.Steps = p.Steps[p.Old:]
		} else {
			p.Steps = p.Steps[:p.Old]
		}
		for n := range p.Steps {
			if wanted(&p.Steps[n]) {
				steps, owners = append(steps, p.Steps[n]), append(owners, l)
			}
		}
	}
	return steps, owners
}

func (x *run) diff(l *link) plan.Plan {
	have := x.interfaceOf(l)
	if have == nil {
		return plan.Plan{}
	}
	if l.Controller != "" {
		x.point(l)
	}
	x.aim(l)
	owned := l.owned
	if l.down {
		owned = x.ownedDown(l)
	}
	keep := l.keep()
	if x.carriesRoot(l.name()) {
		keep |= plan.KeepRoot
	}
	p := plan.Diff(l.want, have, x.elsewhere(), owned, keep)
	for n := range p.Spared {
		x.spare(l, &p.Spared[n])
	}
	return p
}

// ownedDown is what goes with a profile that is taken down: all that it stands for,
// made by us or adopted, but not what another interface asks for too.
func (x *run) ownedDown(l *link) plan.Owned {
	up := *l
	up.down = false
	up.build(x.Uptime())
	owned := l.owned
	owned.Addresses, owned.Routes, owned.Rules = slices.Clip(owned.Addresses), slices.Clip(owned.Routes), slices.Clip(owned.Rules)
	for n := range up.want.Addresses {
		k := up.want.Addresses[n].Object.Key()
		owned.Addresses = lists.With(owned.Addresses, &k)
	}
	for n := range up.want.Routes {
		if r := &up.want.Routes[n].Object; x.wantedBy(l, *r) == nil {
			owned.Routes = lists.With(owned.Routes, r)
		}
	}
	for n := range up.want.Rules {
		if r := &up.want.Rules[n].Object; x.ruleWantedBy(l, *r) == nil {
			owned.Rules = lists.With(owned.Rules, r)
		}
	}
	if w := up.want.Traffic; w != nil {
		owned.Traffic = slices.Clip(owned.Traffic)
		for i := range w.List {
			owned.Traffic = append(owned.Traffic, w.List[i].Object)
		}
	}
	return owned
}

// elsewhere is what the snapshot has on no interface.
func (x *run) elsewhere() plan.Elsewhere {
	return plan.Elsewhere{Discards: x.snapshot.Interface("").Routes, Rules: x.snapshot.Rules}
}

func add[T comparable](list []T, x T) []T {
	return lists.With(list, &x)
}

// execute takes the steps and reports whether some of them had effects that only
// a new snapshot shows.
func (x *run) execute(steps []plan.Step, owners []*link) (again bool) {
	changes := make([]network.Change, len(steps))
	for i := range steps {
		changes[i] = steps[i].Change
		x.Log.Debug("change", "command", &changes[i], "because", steps[i].Because)
	}
	errs := x.Kernel.Apply(changes)
	for i, err := range errs {
		c := changes[i]
		switch {
		case err == nil:
			x.report.Changes++
		case x.tooEarly(owners[i], &changes[i]):
			again = true
			continue
		case !moot(c, err):
			x.refused(owners[i], &steps[i], err)
			continue
		}
		if c.Op == network.OpAdd && c.Address != nil && c.Address.Prefix.Addr().Is6() {
			a := *c.Address
			a.Tentative = true // until the kernel says otherwise
			c.Address = &a
		}
		x.snapshot.Apply(c)
		if c.Link != nil && c.Link.Up {
			owners[i].raised = true
		}
		again = again || c.Op == network.OpDelete && c.VLAN == nil || c.Traffic != nil || c.Rule != nil && !c.Rule.Priority.Set || c.Link != nil && (c.Link.Down || c.Link.MAC != nil || c.Link.Master != nil)
	}
	x.notice(changes, owners, errs)
	return again
}

// moot reports whether a refusal says that things are as they were to be made.
func moot(c network.Change, err error) bool {
	if c.Op == network.OpDelete {
		return errors.Is(err, unix.ESRCH) || errors.Is(err, unix.EADDRNOTAVAIL) || (c.Rule != nil || c.VLAN != nil || c.Traffic != nil) && errors.Is(err, unix.ENOENT) ||
			c.Link != nil && errors.Is(err, unix.ENODEV)
	}
	return c.Route != nil && errors.Is(err, unix.EEXIST)
}

// refused records what the kernel would not do, with where it was asked for.
func (x *run) refused(l *link, s *plan.Step, err error) {
	x.failed(l, fmt.Errorf("%s: %s: %w", s.Because, s.Change.String(), err))
}

// refresh takes a new snapshot; the interfaces keep their identity by index.
func (x *run) refresh() error {
	s, err := x.Kernel.Snapshot(x.groups)
	if err != nil {
		return err
	}
	s.Rules = x.snapshot.Rules
	x.snapshot = s
	if err := errors.Join(x.readRules(), x.readAsked()); err != nil {
		return err
	}
	for _, l := range x.all() {
		i := s.ByIndex(l.Link.Index)
		if i == nil {
			continue
		}
		if i.Link.Name != l.name() {
			l.rename(i.Link.Name)
		}
		l.Link = i.Link
		x.readSysctls(l)
	}
	return nil
}
