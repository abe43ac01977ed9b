package apply

import (
	"fmt"
	"slices"

	"github.com/netonce/netonce/apply/desired"
	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/apply/state"
	"github.com/netonce/netonce/ifcfg"
)

// Mode says what a run is for.
type Mode uint8

// The modes.
const (
	Boot   Mode = iota // everything ONBOOT
	Reload             // what is up and what should be; what was taken down stays so
	Up                 // the named profiles
	Down               // the named profiles
)

// Request is what a run is asked for.
type Request struct {
	Mode     Mode
	Names    []string // for Up and Down: a profile's NAME, UUID, file or interface
	Profiles []*ifcfg.Profile
}

// selection is which profile goes where in a run.
type selection struct {
	assigned   []desired.Assignment // in natural order of the links
	unassigned []desired.Unassigned
	named      map[*ifcfg.Profile]bool // nil: all are meant
}

// meant reports whether the run is about a profile.
func (s selection) meant(p *ifcfg.Profile) bool { return s.named == nil || s.named[p] }

// choose decides which profiles are active and which link each gets.
func choose(r Request, links []network.Link, owned state.Owned) (selection, []error) {
	var s selection
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
	}
	var first, rest []*ifcfg.Profile
	for _, p := range r.Profiles {
		switch {
		case s.named[p]:
			first = append(first, p)
		case p.Rejected || active(p, r.Mode, owned):
			rest = append(rest, p)
		}
	}
	// A named profile takes its link from whatever holds it.
	assigned, missing := desired.Assign(first, links)
	taken := map[string]bool{}
	for _, a := range assigned {
		taken[a.Link.Name] = true
	}
	free := slices.DeleteFunc(slices.Clone(links), func(l network.Link) bool { return taken[l.Name] })
	others, left := desired.Assign(rest, free)
	s.assigned = append(assigned, others...)
	slices.SortFunc(s.assigned, func(a, b desired.Assignment) int { return desired.CompareNames(a.Link.Name, b.Link.Name) })
	s.unassigned = missing
	if s.named == nil {
		s.unassigned = left
	}
	return s, errs
}

// active reports whether a profile counts without being named.
func active(p *ifcfg.Profile, m Mode, owned state.Owned) bool {
	for _, o := range owned {
		if o.Profile == p.File {
			return !o.Down || m == Boot && p.OnBoot.Value
		}
	}
	return p.OnBoot.Value && (m == Boot || m == Reload)
}

// find returns the profile that a name means: a NAME, UUID, file or interface.
func find(profiles []*ifcfg.Profile, name string) (*ifcfg.Profile, error) {
	for _, is := range []func(*ifcfg.Profile) bool{
		func(p *ifcfg.Profile) bool { return p.File == name || p.Suffix() == name },
		func(p *ifcfg.Profile) bool { return p.ID.Value == name },
		func(p *ifcfg.Profile) bool { return p.UUID.IsSet() && p.UUID.Value == name },
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
