package apply

import (
	"fmt"
	"slices"
	"sort"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/state"
	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// Mode says what a run is for.
type Mode uint8

// The modes.
const (
	Boot    Mode = iota // everything ONBOOT
	Reload              // what is up and what should be; what was taken down stays so
	Hotplug             // the same where its link has come since, and what goes with that
	Up                  // the named profiles
	Down                // the named profiles
	Renew               // leases that are due: of all that is up, or of what is named
)

// Request is what a run is asked for.
type Request struct {
	Mode     Mode
	Names    []string // for Up, Down and Renew: a profile's NAME, UUID, file or interface
	Now      bool     // for Renew: before its time too
	Profiles []*ifcfg.Profile
	Session  Session // whose way is not to be cut off
	Force    bool    // what the root file system may be behind goes as well
	First    bool    // the first DHCP lease will do; the other interfaces are let go
	Root     bool    // the root file system is about to be mounted over what comes up
	Unknown  bool    // the profiles could not be looked up: none of them counts as gone
}

// selection is which profile goes where in a run.
type selection struct {
	assigned   []desired.Assignment // in natural order of the links
	unassigned []desired.Unassigned
	named      map[*ifcfg.Profile]bool // nil: all are meant
	used       map[*ifcfg.Profile]bool
	taken      map[string]bool // links
}

// meant reports whether the run is about a profile.
func (s *selection) meant(p *ifcfg.Profile) bool { return s.named == nil || s.named[p] }

// choose decides which profiles are active and which link each gets. The excluded
// get none, for the reasons that are given.
func choose(r Request, links []network.Link, owned state.Owned, excluded map[*ifcfg.Profile]string) (selection, []error) {
	links = append(links, planned(r.Profiles, links)...)
	names := byName(r.Profiles)
	s := selection{used: map[*ifcfg.Profile]bool{}, taken: map[string]bool{}}
	var errs []error
	if r.Mode == Up || r.Mode == Down {
		s.named = map[*ifcfg.Profile]bool{}
		for _, name := range r.Names {
			p, err := find(r.Profiles, name)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			s.named[p] = true
		}
		names.reach(s.named, r.Profiles, r.Mode)
	}
	up := standing(owned)
	needed := names.needed(r, up)
	var first, rest, inherited []*ifcfg.Profile
	for _, p := range r.Profiles {
		switch {
		case excluded[p] != "":
			if s.named == nil || s.named[p] {
				s.unassigned = append(s.unassigned, desired.Unassigned{Profile: p, Reason: excluded[p]})
			}
		case s.named[p]:
			first = append(first, p)
		case p.Inherited:
			inherited = append(inherited, p)
		case p.Rejected || active(p, r.Mode, up) || needed[p]:
			rest = append(rest, p)
		}
	}
	s.stay(r, links, owned)
	s.assign(r.Mode, first, rest, links, owned)
	keepNames(inherited, links, owned)
	s.take(inherited, lists.Without(links, func(l *network.Link) bool { return !owned[l.Name].Root || owned[l.Name].Down }))
	if names != nil {
		s.resolve(names)
		s.standing(r, links, owned)
	}
	if r.Mode == Hotplug {
		s.nameNew(owned)
	}
	sort.Slice(s.assigned, func(i, j int) bool {
		return desired.CompareNames(s.assigned[i].Link.Name, s.assigned[j].Link.Name) < 0
	})
	return s, errs
}

// keepNames has profiles of the initramfs mean the links that they were for there, should
// these have got other names since.
func keepNames(inherited []*ifcfg.Profile, links []network.Link, owned state.Owned) {
	for n := range links {
		o := owned[links[n].Name]
		if p := profileOf(inherited, o.Profile); p != nil && o.Root && p.Device.IsSet() {
			p.Device.Value = links[n].Name
		}
	}
}

// chooseLate gives the profiles that wait for a device, and those that were left out
// for the lack of one, what has come meanwhile; they are the named. What the others
// hold they keep, even if it is gone. Among the late are rejected profiles, as they keep
// others from their device.
func chooseLate(r Request, late []*ifcfg.Profile, held []desired.Assignment, links []network.Link, owned state.Owned) selection {
	links = append(links, planned(late, links)...)
	s := selection{assigned: held, used: map[*ifcfg.Profile]bool{}, taken: map[string]bool{}}
	for _, a := range held {
		s.used[a.Profile], s.taken[a.Link.Name] = true, true
	}
	s.named = make(map[*ifcfg.Profile]bool, len(late))
	for _, p := range late {
		s.named[p] = true
	}
	s.take(late, links)
	s.unassigned = desired.Unused(late, s.assigned, links)
	if names := byName(r.Profiles); names != nil {
		s.resolve(names)
		s.standing(r, links, owned)
	}
	s.unassigned = lists.Delete(s.unassigned, func(u *desired.Unassigned) bool { return !s.named[u.Profile] })
	return s
}

// nameNew names what a run for hot-plugged devices is about: the links that no run has
// finished with; their controllers, which may have waited for a port; and what stands
// on any of them. A link that is to be made on another may have lacked that; one on its
// own was tried before.
func (s *selection) nameNew(owned state.Owned) {
	names := map[string]bool{}
	s.named = map[*ifcfg.Profile]bool{}
	for more := true; more; {
		more = false
		for i := range s.assigned {
			a := &s.assigned[i]
			is := a.Parent != "" && names[a.Parent] || owned[a.Link.Name].Index != a.Link.Index
			if desired.Planned(&a.Link) {
				is = a.Parent != ""
			}
			if !is && !names[a.Link.Name] || s.named[a.Profile] {
				continue
			}
			s.named[a.Profile], more = true, true
			names[a.Link.Name], names[a.Controller] = true, true
		}
	}
}

// stay leaves a profile where it is up if it is named, or was when it was brought
// up: only a boot decides that anew.
func (s *selection) stay(r Request, links []network.Link, owned state.Owned) {
	for _, l := range links {
		o := owned[l.Name]
		if o.Profile == "" || o.Down || s.named == nil && (!o.Named || r.Mode == Boot) {
			continue
		}
		p := profileOf(r.Profiles, o.Profile)
		if p != nil && (s.named[p] || o.Named) {
			s.take([]*ifcfg.Profile{p}, []network.Link{l})
		}
	}
}

// assign gives the named profiles their links before the others: free ones, else
// those that others hold, which only bringing a profile up does.
func (s *selection) assign(m Mode, first, rest []*ifcfg.Profile, links []network.Link, owned state.Owned) {
	if m == Down {
		first = s.notUp(first, links, owned)
	}
	if len(first) > 0 {
		s.take(first, lists.Without(links, func(l *network.Link) bool {
			return owned[l.Name].Profile != "" && !owned[l.Name].Down
		}))
		s.take(first, links)
	}
	s.take(rest, links)
	if s.named == nil {
		first = rest
	}
	s.unassigned = append(s.unassigned, desired.Unused(first, s.assigned, links)...)
}

// take assigns those of the profiles and links that are not yet.
func (s *selection) take(profiles []*ifcfg.Profile, links []network.Link) {
	profiles = slices.DeleteFunc(slices.Clone(profiles), func(p *ifcfg.Profile) bool { return s.used[p] && !desired.ForMany(p) })
	links = lists.Without(links, func(l *network.Link) bool { return s.taken[l.Name] })
	assigned, _ := desired.Assign(profiles, links)
	for _, a := range assigned {
		s.used[a.Profile], s.taken[a.Link.Name] = true, true
	}
	s.assigned = append(s.assigned, assigned...)
}

// notUp takes out of the profiles that are to be taken down those that are not up
// as far as is known: on whose link another one is, or that name no link.
func (s *selection) notUp(profiles []*ifcfg.Profile, links []network.Link, owned state.Owned) (left []*ifcfg.Profile) {
	for _, p := range profiles {
		assigned, _ := desired.Assign([]*ifcfg.Profile{p}, links)
		switch {
		case s.used[p] || len(assigned) == 0:
			left = append(left, p)
		case desired.IsForAny(p):
			s.unassigned = append(s.unassigned, desired.Unassigned{Profile: p, Reason: "it is not up"})
		case owned[assigned[0].Link.Name].Profile != p.File && owned[assigned[0].Link.Name].Profile != "" && !owned[assigned[0].Link.Name].Down:
			s.unassigned = append(s.unassigned, desired.Unassigned{Profile: p,
				Reason: fmt.Sprintf("it is not up: %s is configured by %s", assigned[0].Link.Name, owned[assigned[0].Link.Name].Profile)})
		default:
			left = append(left, p)
		}
	}
	return left
}

// standing tells of every profile that netonce has dealt with whether it is up.
func standing(owned state.Owned) map[string]bool {
	up := make(map[string]bool, len(owned))
	for _, o := range owned {
		up[o.Profile] = up[o.Profile] || !o.Down
	}
	return up
}

// active reports whether a profile counts without being named.
func active(p *ifcfg.Profile, m Mode, up map[string]bool) bool {
	if is, known := up[p.File]; known && (is || m != Boot) {
		return is
	}
	return p.OnBoot.Value && (m == Boot || m == Reload || m == Hotplug)
}

// find returns the profile that a name means: a NAME, UUID, file or interface.
func find(profiles []*ifcfg.Profile, name string) (*ifcfg.Profile, error) {
	for _, is := range []func(*ifcfg.Profile) bool{
		func(p *ifcfg.Profile) bool { return p.File == name || p.Suffix() == name },
		func(p *ifcfg.Profile) bool { return p.ID.Value == name },
		func(p *ifcfg.Profile) bool { return p.Identity() == name },
		func(p *ifcfg.Profile) bool { return p.Device.IsSet() && p.Device.Value == name },
	} {
		if i := slices.IndexFunc(profiles, is); i >= 0 {
			if p := profiles[i]; p.Rejected {
				return nil, fmt.Errorf("%s: the profile is not usable: see netonce check", p.File)
			}
			return profiles[i], nil
		}
	}
	return nil, fmt.Errorf("%s: no profile has this name, UUID, file or interface", name)
}
