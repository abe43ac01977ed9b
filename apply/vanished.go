package apply

import (
	"errors"
	"slices"
	"sort"
	"time"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/plan"
	"netonce/apply/state"
	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// findVanished lists the interfaces that we own and that no profile asks for any
// more. One whose profile is there but unusable keeps what it has: an editing
// mistake must not cut anybody off.
func (x *run) findVanished() {
	if x.request.Mode != Boot && x.request.Mode != Reload {
		return
	}
	unknown := false
	for name := range x.owned {
		unknown = unknown || x.request.Unknown && !x.owned[name].Root
	}
	if unknown {
		x.fail(errors.New("there is no directory of profiles: what is up is left as it is"))
	}
	there := map[string]bool{}
	for _, l := range x.links {
		there[l.name()] = true
	}
	for _, name := range x.ownedNames() {
		o, i := x.owned[name], x.snapshot.Interface(name)
		if there[name] || o.Down {
			continue
		}
		if i == nil {
			x.findStray(name, o)
			continue
		}
		if _, renaming := x.renaming[i.Link.Index]; renaming { // the name was another link's
			continue
		}
		p := profileOf(x.request.Profiles, o.Profile)
		if gone := p == nil && !x.request.Unknown || p != nil && !p.Rejected; gone && x.carriesRoot(name) {
			x.warnRoot(&link{Assignment: desired.Assignment{Link: i.Link}}, o.Profile+": no longer asked for")
		} else if gone {
			x.vanish(i, o)
			continue
		}
		if p != nil {
			x.Log.Warn("left as it is: its profile cannot be used", "interface", name, "profile", o.Profile)
			if lease, ok, _ := x.Store.Lease(name, x.Uptime()); ok {
				x.Log.Warn("and nobody renews its lease", "interface", name, "left", lease.Left(x.Uptime()).Round(time.Second))
			}
		}
		x.left = append(x.left, desired.Interface{Name: name, Index: i.Link.Index, Profile: &ifcfg.Profile{File: o.Profile}, DNS: o.DNS})
	}
}

func (x *run) vanish(i *network.Interface, o state.Interface) *link {
	l := &link{Assignment: desired.Assignment{Link: i.Link, Profile: &ifcfg.Profile{File: o.Profile}}, owned: o.Owned, meant: true, started: time.Now()}
	l.want = desired.Empty(l.Profile, l.Link)
	switch {
	case o.Made != "" && o.Made == i.Link.Kind:
		l.want = desired.Gone(l.Profile, l.Link, l.Profile.File+": no longer asked for")
	case o.Up && !i.Link.Loopback && !foreignAddress(i, o.Owned):
		l.want = desired.Down(l.Profile, l.Link, l.Profile.File+": no longer asked for")
	}
	x.readSysctls(l)
	x.vanished = append(x.vanished, l)
	return l
}

func profileOf(profiles []*ifcfg.Profile, file string) *ifcfg.Profile {
	for _, p := range profiles {
		if p.File == file {
			return p
		}
	}
	return nil
}

// foreignAddress reports whether somebody else has put an address there. What the
// kernel makes itself, link-local or of a router's word, is nobody's.
func foreignAddress(i *network.Interface, owned plan.Owned) bool {
	return lists.Any(i.Addresses, func(a *network.Address) bool {
		ip := a.Prefix.Addr()
		kernels := ip.Is6() && (ip.IsLinkLocalUnicast() || a.Valid != network.Forever)
		return !kernels && !slices.Contains(owned.Addresses, a.Key())
	})
}

// topDown has ports freed before their controllers go, and what stands on a link
// before the link: the younger, which has the higher index.
func (x *run) topDown() {
	sort.SliceStable(x.vanished, func(i, j int) bool {
		a, b := x.vanished[i], x.vanished[j]
		if a.owned.Port != b.owned.Port {
			return a.owned.Port
		}
		return a.owned.Made != "" && b.owned.Made != "" && a.Link.Index > b.Link.Index
	})
}

func (x *run) removeVanished() {
	x.topDown()
	x.converge(x.vanished)
	for _, l := range x.vanished {
		if l.gone {
			x.Log.Info("interface is gone, and its rules with it", "interface", l.name(), "profile", l.Profile.File)
			continue
		}
		x.Log.Info("profile is gone, and with it what was ours", "interface", l.name(), "profile", l.Profile.File)
		x.endLease(l)
	}
}
