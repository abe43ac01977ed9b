package nmcli

import (
	"cmp"
	"sort"
	"strings"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// scene is the host at one moment: profiles and devices, in the order in which
// nmcli shows them.
type scene struct {
	facts    *Facts
	profiles []*profile
	devices  []*device

	on map[*profile]*device // what is up
}

// look reads the files and the facts.
func (c *call) look() (*scene, error) {
	s, err := c.lookAtFiles()
	if err != nil {
		return nil, err
	}
	facts, err := c.system.Facts()
	if err != nil {
		return nil, err
	}
	return survey(s.profiles, facts), nil
}

// lookOnly is look for a command that takes nothing but netonce's own options.
func (c *call) lookOnly() (*scene, error) {
	c.takeOwn()
	if err := c.noMore(); err != nil {
		return nil, err
	}
	return c.look()
}

// lookAtFiles reads the files alone: editing them has to go on where there is no
// kernel to ask, in an image that is being built.
func (c *call) lookAtFiles() (*scene, error) {
	files, err := c.system.Files()
	if err != nil {
		return nil, err
	}
	return survey(profiles(files), &Facts{Network: network.NewSnapshot()}), nil
}

// survey finds out how each interface stands.
func survey(list []*profile, facts *Facts) *scene {
	s := &scene{facts: facts, profiles: list, on: map[*profile]*device{}}
	byFile := map[string]*profile{}
	for _, p := range list {
		byFile[p.source.File] = p
	}
	four, six := facts.bestDefault(false), facts.bestDefault(true)
	for _, l := range facts.Network.Links() {
		d := s.device(facts.Network.ByIndex(l.Index), byFile)
		d.default4, d.default6 = l.Name == four, l.Name == six
		s.devices = append(s.devices, d)
		if d.profile != nil {
			s.on[d.profile] = d
		}
	}
	sort.SliceStable(s.devices, func(i, j int) bool { return compareDevices(s.devices[i], s.devices[j]) < 0 })
	sort.SliceStable(s.profiles, func(i, j int) bool { return s.compareProfiles(s.profiles[i], s.profiles[j]) < 0 })
	return s
}

func (s *scene) device(i *network.Interface, byFile map[string]*profile) *device {
	d := &device{Interface: i, state: disconnected, facts: s.facts}
	owned, ours := s.facts.Owned[i.Link.Name]
	if ours && !owned.Down {
		d.profile = byFile[owned.Profile]
		d.dns = owned.DNS
	}
	switch {
	case d.profile != nil && i.Link.Up:
		d.state = connected
	case i.Link.Loopback || i.Link.Up && !ours && hasGlobal(i):
		d.state, d.external = connected, true
		d.profile = external(i.Link, len(s.profiles)+1)
		s.profiles = append(s.profiles, d.profile)
	default:
		d.profile = nil
		d.state = s.idle(i.Link)
	}
	return d
}

// idle is the state of an interface on which nothing is up.
func (s *scene) idle(l network.Link) deviceState {
	for _, p := range s.profiles {
		if p.device == l.Name && p.stored() && !p.source.Controlled.Value {
			return unmanaged
		}
	}
	if l.Up && !l.Carrier {
		return unavailable
	}
	return disconnected
}

func (s *scene) byFile(file string) *profile {
	for _, p := range s.profiles {
		if p.stored() && p.source.File == file {
			return p
		}
	}
	return nil
}

func hasGlobal(i *network.Interface) bool {
	return lists.Any(i.Addresses, func(a *network.Address) bool { return !a.Prefix.Addr().IsLinkLocalUnicast() })
}

// active returns the device that a profile is up on, nil for none.
func (s *scene) active(p *profile) *device { return s.on[p] }

// find returns the device of that name, nil for none.
func (s *scene) find(name string) *device {
	for _, d := range s.devices {
		if d.Link.Name == name {
			return d
		}
	}
	return nil
}

// compareDevices orders by state, then as active connections are ordered.
func compareDevices(a, b *device) int {
	return cmp.Or(cmp.Compare(b.state, a.state), compareActive(a, b), strings.Compare(deviceType(&a.Link), deviceType(&b.Link)),
		strings.Compare(a.Link.Name, b.Link.Name))
}

// compareActive orders what carries the default route first, then by name; what
// others have configured comes last.
func compareActive(a, b *device) int {
	if a.profile == nil || b.profile == nil {
		return cmp.Compare(rank(b.profile != nil), rank(a.profile != nil))
	}
	return cmp.Or(
		cmp.Compare(rank(b.default4), rank(a.default4)),
		cmp.Compare(rank(b.default6), rank(a.default6)),
		cmp.Compare(rank(a.external), rank(b.external)),
		strings.Compare(a.profile.id, b.profile.id))
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compareProfiles orders active ones first, as their devices are ordered, then by
// name.
func (s *scene) compareProfiles(p, q *profile) int {
	a, b := s.active(p), s.active(q)
	if a != nil && b != nil {
		return compareActive(a, b)
	}
	return cmp.Or(cmp.Compare(rank(b != nil), rank(a != nil)), strings.Compare(p.id, q.id), strings.Compare(p.uuid, q.uuid))
}

// available lists the profiles that could be up on a device.
func (s *scene) available(d *device) []*profile {
	return s.those(func(p *profile) bool {
		if !p.stored() {
			return false
		}
		fits, _ := desired.Assign([]*ifcfg.Profile{p.source}, []network.Link{d.Link})
		return len(fits) > 0
	})
}

// best returns the profile that a device would get of those that could be up on
// it, nil for none.
func (s *scene) best(d *device) *profile {
	var sources []*ifcfg.Profile
	for _, p := range s.available(d) {
		sources = append(sources, p.source)
	}
	assigned, _ := desired.Assign(sources, []network.Link{d.Link})
	if len(assigned) == 0 {
		return nil
	}
	return s.byFile(assigned[0].Profile.File)
}
