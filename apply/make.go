package apply

import (
	"fmt"
	"slices"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/plan"
	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// makeLinks makes those of the links that are missing, those first that others stand
// on, and sets the options of those that are there. Ports, addresses and all else
// come after.
func (x *run) makeLinks(links []*link) {
	if !slices.ContainsFunc(links, (*link).isMade) {
		return
	}
	x.remake(links)
	var missing []*link
	for _, l := range links {
		if l.isMade() && desired.Planned(&l.Link) {
			l.owned = plan.Owned{Rules: l.owned.Rules, Made: l.want.Kind}
			missing = append(missing, l)
		}
	}
	if len(missing) > 0 {
		x.saveOwned(false)
	}
	for len(missing) > 0 {
		var now, later []*link
		for _, l := range missing {
			if l.Parent == "" || x.snapshot.Interface(l.Parent) != nil {
				now = append(now, l)
			} else {
				later = append(later, l)
			}
		}
		if len(now) == 0 {
			break // what they stand on could not be made, which has been told
		}
		missing = append(later, x.makeNow(now)...)
	}
	x.drop(missing)
	x.reset(links)
	x.setBeforeUp(links)
}

// setBeforeUp makes the settings of links that are down: a VLAN comes up with what
// it stands on (vlan_device_event), which is before its turn.
func (x *run) setBeforeUp(links []*link) {
	var steps []plan.Step
	var owners []*link
	for _, l := range links {
		i := x.snapshot.Interface(l.name())
		if !l.isMade() || i == nil || i.Link.Up {
			continue
		}
		p := x.diff(l)
		p.Waiting = nil
		p.Steps = lists.Delete(p.Steps, func(s *plan.Step) bool { return s.Sysctl == nil || s.Sysctl.Key == "mtu" })
		l.owned = plan.Claim(l.owned, p, i)
		for _, s := range p.Steps {
			steps, owners = append(steps, s), append(owners, l)
		}
	}
	if len(steps) > 0 {
		x.saveOwned(false)
		x.execute(steps, owners)
	}
}

// isMade reports whether the run is about a link that is made.
func (l *link) isMade() bool { return l.meant && !l.down && !l.dropped && l.want.Kind != "" }

// makeNow makes links whose parents are there, and returns those that come about with
// another, the ends of pairs: they are there when the others are.
func (x *run) makeNow(links []*link) (later []*link) {
	changes := make([]network.Change, 0, len(links))
	var because []string
	var asked []*link
	for _, l := range links {
		if i := x.snapshot.Interface(l.name()); i != nil { // the other end of a pair
			x.arrived(l, i.Link)
			continue
		}
		if slices.ContainsFunc(asked, func(o *link) bool { return o.peer() == l.name() }) {
			later = append(later, l)
			continue
		}
		x.point(l)
		step := plan.Make(&l.want)
		x.Log.Debug("change", "command", step.Change, "because", step.Because)
		changes, because, asked = append(changes, step.Change), append(because, step.Because), append(asked, l)
	}
	made, errs := x.Kernel.Make(changes)
	pairs := false
	var failed []*link
	for i, l := range asked {
		if errs[i] != nil {
			x.refused(l, &plan.Step{Change: changes[i], Because: because[i]}, errs[i])
			failed = append(failed, l)
			continue
		}
		x.report.Changes++
		pairs = pairs || l.want.Kind == "veth"
		x.snapshot.SetLink(made[i])
		x.arrived(l, made[i])
	}
	if pairs {
		x.look()
	}
	x.drop(failed)
	return later
}

// peer is the interface that comes about with a link: the other end of a veth.
func (l *link) peer() string {
	for _, s := range l.want.Options {
		if s.Name == "peer" {
			return s.Value
		}
	}
	return ""
}

// arrived takes up a link that is there now.
func (x *run) arrived(l *link, n network.Link) {
	l.Link = n
	l.build(x.Uptime())
	x.point(l)
	x.readSysctls(l)
}

// point fills in the indexes of the interfaces that a wanted one names.
func (x *run) point(l *link) {
	index := func(name string) int {
		if i := x.snapshot.Interface(name); name != "" && i != nil {
			return i.Link.Index
		}
		return 0
	}
	w := &l.want
	if w.Parent.Object.Name != "" {
		w.Parent.Object = network.Ref{Name: l.Parent, Index: index(l.Parent)}
	}
	w.Controller.Object = network.Ref{Name: l.Controller, Index: index(l.Controller)}
	w.Options = lists.Without(w.Options, func(s *desired.Setting) bool {
		return s.Name == "primary" && s.Value != "" && index(s.Value) <= 0
	})
	for n := range w.Options {
		switch s := &w.Options[n]; s.Name {
		case "primary":
			s.Index = index(s.Value)
		case "dev":
			s.Value, s.Index = l.Parent, index(l.Parent)
		}
	}
}

// drop takes links that could not be made out of the run; what was to be told of
// them has been.
func (x *run) drop(links []*link) {
	for _, l := range links {
		l.dropped = true
		if len(l.errs) == 0 {
			x.failed(l, fmt.Errorf("%s: %s needs %s, which could not be made", l.Profile.File, l.name(), l.Parent))
		}
		x.report.Interfaces = append(x.report.Interfaces, InterfaceReport{Name: l.name(), Profile: l.Profile.File, Errors: l.errs})
	}
	if len(links) > 0 {
		x.links = remaining(x.links)
		x.dropPorts(links)
	}
}

// dropPorts leaves the ports of teams that could not be made as they are: what they
// have, addresses too, is better than a port of nothing.
func (x *run) dropPorts(teams []*link) {
	var ports []*link
	for _, l := range x.links {
		for _, team := range teams {
			if l.meant && !l.down && l.Profile.ControlledBy == ifcfg.KindTeam && l.Controller == team.name() {
				x.failed(l, fmt.Errorf("%s: %s needs %s, which could not be made; it is left as it is", l.Profile.Controller.Because(), l.name(), l.Controller))
				left := desired.Empty(l.Profile, l.Link)
				left.DNS = l.before.DNS
				x.left, ports = append(x.left, left), append(ports, l)
				x.kept = append(x.kept, l)
			}
		}
	}
	if len(ports) > 0 {
		x.drop(ports)
	}
}

// remaining returns those of the links that have not been dropped.
func remaining(links []*link) []*link {
	return slices.DeleteFunc(slices.Clone(links), func(l *link) bool { return l.dropped })
}

// remake removes links that are not what the profiles ask for and cannot be changed
// into it. A link of another kind that netonce has not made is not touched.
func (x *run) remake(links []*link) {
	var foreign []*link
	removed := false
	for _, l := range links {
		i := x.snapshot.Interface(l.name())
		if !l.isMade() || i == nil || desired.Planned(&i.Link) {
			continue
		}
		x.point(l)
		why := plan.Remake(&l.want, &i.Link)
		switch {
		case why == "":
		case l.foreign(&i.Link):
			x.failed(l, fmt.Errorf("%s, and netonce has not made it: it is left alone", why))
			foreign = append(foreign, l)
		case x.carriesRoot(l.name()):
			x.warnRoot(l, why)
		case !l.mayRemake(&i.Link):
			x.Log.Warn("the link is not made anew as long as its profile has errors", "interface", l.name(), "because", why)
		default:
			x.Log.Warn("the link is made anew", "interface", l.name(), "because", why)
			x.execute([]plan.Step{{Change: network.Change{Op: network.OpDelete, Interface: l.name(), Index: i.Link.Index,
				Link: &network.LinkChange{Kind: i.Link.Kind}}, Because: why}}, []*link{l})
			x.unmade(l)
			removed = true
		}
	}
	x.drop(foreign)
	if !removed || !x.look() {
		return
	}
	for _, l := range remaining(links) { // what stood on them is gone with them
		if l.isMade() && !desired.Planned(&l.Link) && x.snapshot.Interface(l.name()) == nil {
			x.unmade(l)
		}
	}
}

// unmade takes a link for one that is to be made.
func (x *run) unmade(l *link) {
	l.Link = network.Link{Index: -1 << 20, Name: l.name(), Kind: l.want.Kind}
	l.build(x.Uptime())
}

// foreign reports whether what is there under a link's name is of another kind, and
// not of netonce's making.
func (l *link) foreign(have *network.Link) bool {
	return have.Kind != l.want.Kind && l.owned.Made == ""
}

// mayRemake reports whether a link may go for another to take its place.
func (l *link) mayRemake(have *network.Link) bool {
	return !l.foreign(have) && l.keep() != plan.KeepAll
}

// reset sets the options of links that were there.
func (x *run) reset(links []*link) {
	var steps []plan.Step
	var owners []*link
	for _, l := range inOrder(links) {
		i := x.snapshot.Interface(l.name())
		if !l.isMade() || i == nil {
			continue
		}
		x.point(l)
		list := plan.Reset(&l.want, &i.Link, x.portsOf)
		for n := range list {
			if s := &list[n]; s.Link.Down && x.carriesRoot(s.Interface) {
				x.spare(l, s)
				list = nil
				break
			}
		}
		for _, s := range list {
			steps, owners = append(steps, s), append(owners, l)
		}
	}
	if len(steps) == 0 {
		return
	}
	x.execute(steps, owners)
	x.look()
}

// portsOf lists the links that are ports of one.
func (x *run) portsOf(index int) (ports []network.Link) {
	for _, l := range x.snapshot.Links() {
		if l.Master == index {
			ports = append(ports, l)
		}
	}
	return ports
}
