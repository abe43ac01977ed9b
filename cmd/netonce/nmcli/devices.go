package nmcli

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/netonce/netonce/apply/desired"
	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/apply/resolv"
	"github.com/netonce/netonce/ifcfg"
)

// deviceState is NetworkManager's NMDeviceState.
type deviceState int

const (
	unmanaged    deviceState = 10
	unavailable  deviceState = 20 // no carrier
	disconnected deviceState = 30
	connected    deviceState = 100
)

// device is an interface with the profile that is up on it.
type device struct {
	*network.Interface
	state    deviceState
	external bool     // configured by others
	profile  *profile // nil without
	dns      []resolv.Source
	facts    *Facts
}

// scene is the host at one moment: profiles and devices, in the order in which
// nmcli shows them.
type scene struct {
	facts    *Facts
	profiles []*profile
	devices  []*device
}

// look reads the files and the facts.
func (c *call) look() (*scene, error) {
	files, err := c.system.Files()
	if err != nil {
		return nil, err
	}
	facts, err := c.system.Facts()
	if err != nil {
		return nil, err
	}
	return survey(profiles(files), facts), nil
}

// survey finds out how each interface stands.
func survey(list []*profile, facts *Facts) *scene {
	s := &scene{facts: facts, profiles: list}
	for _, l := range facts.Network.Links() {
		s.devices = append(s.devices, s.device(facts.Network.ByIndex(l.Index)))
	}
	slices.SortStableFunc(s.devices, compareDevices)
	slices.SortStableFunc(s.profiles, s.compareProfiles)
	return s
}

func (s *scene) device(i *network.Interface) *device {
	d := &device{Interface: i, state: disconnected, facts: s.facts}
	owned, ours := s.facts.Owned[i.Link.Name]
	if ours && !owned.Down {
		d.profile = s.byFile(owned.Profile)
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
		if p.device == l.Name && p.source != nil && !p.source.Controlled.Value {
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
		if p.source != nil && p.source.File == file {
			return p
		}
	}
	return nil
}

func hasGlobal(i *network.Interface) bool {
	return slices.ContainsFunc(i.Addresses, func(a network.Address) bool { return !a.Prefix.Addr().IsLinkLocalUnicast() })
}

// active returns the device that a profile is up on, nil for none.
func (s *scene) active(p *profile) *device {
	for _, d := range s.devices {
		if d.profile == p {
			return d
		}
	}
	return nil
}

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
	return cmp.Or(cmp.Compare(b.state, a.state), compareActive(a, b), strings.Compare(deviceType(a.Link), deviceType(b.Link)),
		strings.Compare(a.Link.Name, b.Link.Name))
}

// compareActive orders what carries the default route first, then by name; what
// others have configured comes last.
func compareActive(a, b *device) int {
	if a.profile == nil || b.profile == nil {
		return cmp.Compare(rank(b.profile != nil), rank(a.profile != nil))
	}
	return cmp.Or(
		cmp.Compare(rank(b.carriesDefault(false)), rank(a.carriesDefault(false))),
		cmp.Compare(rank(b.carriesDefault(true)), rank(a.carriesDefault(true))),
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

// carriesDefault reports whether the host's best default route of a family leads
// over the device.
func (d *device) carriesDefault(six bool) bool {
	best, name := uint32(0), ""
	for _, l := range d.facts.Network.Links() {
		r, ok := bestDefault(d.facts.Network.ByIndex(l.Index), six)
		if ok && (name == "" || r.Metric < best) {
			best, name = r.Metric, l.Name
		}
	}
	return name == d.Link.Name
}

// gateway is that of the device's own best default route.
func (d *device) gateway(six bool) string {
	r, ok := bestDefault(d.Interface, six)
	if !ok || !r.Gateway.IsValid() {
		return ""
	}
	return r.Gateway.String()
}

func bestDefault(i *network.Interface, six bool) (best network.Route, ok bool) {
	for _, r := range i.Routes {
		if r.IsDefault() && r.Is6() == six && (!ok || r.Metric < best.Metric) {
			best, ok = r, true
		}
	}
	return best, ok
}

// hasDefault reports whether a default route of any family leads over the device.
func (d *device) hasDefault() bool {
	_, four := bestDefault(d.Interface, false)
	_, six := bestDefault(d.Interface, true)
	return four || six
}

// servers are the name servers of a family that the device contributes.
func (d *device) servers(six bool) (servers []netip.Addr, domains, search []string) {
	for _, s := range d.dns {
		for _, a := range s.Servers {
			if a.Is6() == six && !slices.Contains(servers, a) {
				servers = append(servers, a)
			}
		}
		if is6 := strings.HasSuffix(s.Origin, "6"); is6 == six {
			domains = append(domains, s.Domains...)
			search = append(search, s.Search...)
		}
	}
	return servers, domains, search
}

func (d *device) activePath() string {
	if d == nil || d.profile == nil {
		return ""
	}
	return dbus + "ActiveConnection/" + strconv.Itoa(d.Link.Index)
}

func (d *device) path() string { return dbus + "Devices/" + strconv.Itoa(d.Link.Index) }

// word is nmcli's for the state.
func (d *device) word() string {
	if d.external {
		return "connected (externally)"
	}
	switch d.state {
	case connected:
		return "connected"
	case unavailable:
		return "unavailable"
	case unmanaged:
		return "unmanaged"
	}
	return "disconnected"
}

// connectivity is guessed from the routes, as NetworkManager does without probing.
func (d *device) connectivity() (number int, word string) {
	switch {
	case d.external:
		return 0, "unknown"
	case d.state != connected:
		return 1, "none"
	case d.hasDefault():
		return 4, "full"
	}
	return 3, "limited"
}

// color is that of the device's row: SGR numbers.
func (d *device) color() string {
	switch {
	case d == nil:
		return ""
	case d.external:
		return "32;2"
	case d.state == connected:
		return "32"
	case d.state == disconnected:
		return "31"
	}
	return "2"
}

// available lists the profiles that could be up on a device.
func (s *scene) available(d *device) []*profile {
	return s.those(func(p *profile) bool {
		if p.source == nil {
			return false
		}
		fits, _ := desired.Assign([]*ifcfg.Profile{p.source}, []network.Link{d.Link})
		return len(fits) > 0
	})
}
