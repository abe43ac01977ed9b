package apply

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/state"
	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// planned lists the links that profiles ask to be made and that are not there, with
// negative indexes.
func planned(profiles []*ifcfg.Profile, links []network.Link) (list []network.Link) {
	var there map[string]bool
	for _, p := range profiles {
		kind := desired.KindOf(p)
		if kind == "" || p.Rejected {
			continue
		}
		if there == nil {
			there = make(map[string]bool, len(links))
			for _, l := range links {
				there[l.Name] = true
			}
		}
		if name := p.Device.Value; !there[name] {
			there[name] = true
			list = append(list, network.Link{Index: -1 - len(list), Name: name, Kind: kind})
		}
	}
	return list
}

// namedProfiles finds profiles by what others call them: interface, UUID, name. It is
// nil where none calls another.
type namedProfiles map[string]*ifcfg.Profile

func byName(profiles []*ifcfg.Profile) namedProfiles {
	if !slices.ContainsFunc(profiles, stacked) {
		return nil // to make up the identities of thousands takes its time
	}
	n := namedProfiles{}
	for _, p := range profiles {
		if p.Rejected {
			continue
		}
		for _, name := range []string{p.Device.Value, p.Identity(), p.ID.Value} {
			if have := n[name]; name != "" && (have == nil || !have.OnBoot.Value && p.OnBoot.Value) {
				n[name] = p
			}
		}
	}
	return n
}

// stacked reports whether a profile names another interface that its own stands on or
// is a port of.
func stacked(p *ifcfg.Profile) bool { return p.Controller.IsSet() || p.Parent.IsSet() }

// find returns the profile that a field names, nil for none.
func (n namedProfiles) find(f ifcfg.Field[string]) *ifcfg.Profile {
	if p := n[f.Value]; p != nil || !ifcfg.IsUUID(f.Value) {
		return p
	}
	return n[strings.ToLower(f.Value)]
}

// interfaceOf is the interface that a field names.
func (n namedProfiles) interfaceOf(f ifcfg.Field[string]) string {
	if p := n.find(f); p != nil && p.Device.Value != "" {
		return p.Device.Value
	}
	return f.Value
}

// needed lists the profiles that others need which a boot or a reload brings up: a
// controller comes up for its ports and a parent for what stands on it, unless it was
// taken down by hand.
func (n namedProfiles) needed(r Request, up map[string]bool) map[*ifcfg.Profile]bool {
	if n == nil || r.Mode == Up || r.Mode == Down {
		return nil
	}
	all := map[*ifcfg.Profile]bool{}
	var add func(p *ifcfg.Profile)
	add = func(p *ifcfg.Profile) {
		for _, f := range []ifcfg.Field[string]{p.Controller, p.Parent} {
			q := n.find(f)
			if q == nil || all[q] {
				continue
			}
			if is, known := up[q.File]; known && !is && r.Mode != Boot {
				continue
			}
			all[q] = true
			add(q)
		}
	}
	for _, p := range r.Profiles {
		if !p.Rejected && active(p, r.Mode, up) {
			add(p)
		}
	}
	return all
}

// reach adds to the named profiles those that go with them: up, what they need and
// the ports of a controller; down, its ports and what stands on it.
func (n namedProfiles) reach(named map[*ifcfg.Profile]bool, profiles []*ifcfg.Profile, m Mode) {
	for more := n != nil; more; {
		more = false
		add := func(p *ifcfg.Profile) {
			if p != nil && !p.Rejected && !named[p] {
				named[p], more = true, true
			}
		}
		for _, p := range profiles {
			controller, parent := n.find(p.Controller), n.find(p.Parent)
			switch {
			case named[p] && m == Up:
				add(controller)
				add(parent)
			case controller != nil && named[controller] && (m == Down || p.OnBoot.Value):
				add(p)
			case parent != nil && named[parent] && m == Down:
				add(p)
			}
		}
	}
}

// resolve finds the interfaces that the profiles name as controller and parent, and
// takes out those that name a controller of another kind than they think.
func (s *selection) resolve(n namedProfiles) {
	for i := range s.assigned {
		a := &s.assigned[i]
		if !stacked(a.Profile) {
			continue
		}
		switch p := n.find(a.Profile.Controller); {
		case p == nil:
		case a.Profile.ControlledBy == ifcfg.KindVRF:
			a.Table = p.VRFTable()
		case a.Profile.ControlledBy == ifcfg.KindBridge:
			a.Bridge = p
		case a.Profile.ControlledBy == ifcfg.KindTeam:
			a.Team = p
		}
		a.Controller, a.Parent = n.interfaceOf(a.Profile.Controller), n.interfaceOf(a.Profile.Parent)
	}
	s.assigned = lists.Delete(s.assigned, func(a *desired.Assignment) bool {
		c := a.Profile.Controller
		p := n.find(c)
		if p == nil || !c.IsSet() || !p.Made() || p.Kind.Value == a.Profile.ControlledBy {
			return false
		}
		s.unassigned = append(s.unassigned, desired.Unassigned{Profile: a.Profile, Wrong: true,
			Reason: fmt.Sprintf("%s names %s, which is of the kind %s", c.Key, c.Value, p.Kind.Value)})
		return true
	})
}

// standing takes out what has nothing to stand on or under: an interface that is
// neither there nor made.
func (s *selection) standing(r Request, links []network.Link, owned state.Owned) {
	there, goes := make(map[string]bool, len(links)), goers(r)
	for _, l := range links {
		there[l.Name] = !desired.Planned(&l) && !goes(owned[l.Name])
	}
	for _, a := range s.assigned {
		there[a.Link.Name] = true
	}
	for more := true; more; {
		more = false
		s.assigned = lists.Delete(s.assigned, func(a *desired.Assignment) bool {
			missing := ""
			for _, name := range []string{a.Controller, a.Parent} {
				if name != "" && !there[name] {
					missing = name
				}
			}
			if missing == "" {
				return false
			}
			if desired.Planned(&a.Link) {
				there[a.Link.Name] = false
				more = true
			}
			s.unassigned = append(s.unassigned, desired.Unassigned{Profile: a.Profile, Missing: true,
				Reason: fmt.Sprintf("%s needs %s, and there is no such interface", a.Link.Name, missing)})
			return true
		})
	}
	s.cycles()
}

// goers tells of what netonce holds whether it is a link of its making that, without
// a profile of those in use, is about to go. One whose profile is there but unusable stays.
func goers(r Request) func(state.Interface) bool {
	unusable := map[string]bool{}
	for _, p := range r.Profiles {
		if p.Rejected {
			unusable[p.File] = true
		}
	}
	all := !r.Unknown && (r.Mode == Boot || r.Mode == Reload)
	return func(o state.Interface) bool { return all && o.Made != "" && !unusable[o.Profile] }
}

// cycles takes out interfaces that stand on each other in a ring.
func (s *selection) cycles() {
	depth := depths(s.assigned)
	s.assigned = lists.Delete(s.assigned, func(a *desired.Assignment) bool {
		if depth[a.Link.Name] <= len(s.assigned) {
			return false
		}
		s.unassigned = append(s.unassigned, desired.Unassigned{Profile: a.Profile, Wrong: true,
			Reason: a.Link.Name + " needs, by way of others, itself"})
		return true
	})
}

// depths tells how many interfaces are below each: parents, and the ports of a
// controller. In a ring it is more than there are.
func depths(assigned []desired.Assignment) map[string]int {
	below := map[string][]string{}
	for _, a := range assigned {
		if a.Parent != "" {
			below[a.Link.Name] = append(below[a.Link.Name], a.Parent)
		}
		if a.Controller != "" && a.Profile.IsPort() {
			below[a.Controller] = append(below[a.Controller], a.Link.Name)
		} else if a.Controller != "" { // a VRF is there before its ports
			below[a.Link.Name] = append(below[a.Link.Name], a.Controller)
		}
	}
	depth, open := map[string]int{}, map[string]bool{}
	var visit func(name string) int
	visit = func(name string) int {
		if d, known := depth[name]; known {
			return d
		}
		if open[name] {
			return len(assigned) + 1
		}
		open[name] = true
		d := 0
		for _, b := range below[name] {
			d = max(d, visit(b)+1)
		}
		open[name] = false
		depth[name] = d
		return d
	}
	for _, a := range assigned {
		visit(a.Link.Name)
	}
	return depth
}

// inOrder sorts interfaces for the way up: each behind what it stands on.
func inOrder(links []*link) []*link {
	if !slices.ContainsFunc(links, func(l *link) bool { return stacked(l.Profile) }) {
		return links
	}
	assigned := make([]desired.Assignment, len(links))
	for i, l := range links {
		assigned[i] = l.Assignment
	}
	depth := depths(assigned)
	sorted := slices.Clone(links)
	sort.SliceStable(sorted, func(i, j int) bool { return depth[sorted[i].name()] < depth[sorted[j].name()] })
	return sorted
}
