package nmcli

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"netonce/apply/network"
	"netonce/apply/resolv"
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

	default4, default6 bool // the host's best default route leads over it
}

// bestDefault names the interface that the host's best default route of a family
// leads over, empty for none.
func (f *Facts) bestDefault(six bool) (name string) {
	var best uint32
	for _, l := range f.Network.Links() {
		r, ok := bestDefault(f.Network.ByIndex(l.Index), six)
		if ok && (name == "" || r.Metric < best) {
			best, name = r.Metric, l.Name
		}
	}
	return name
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
		if speaksIPv6(s) == six {
			domains = append(domains, s.Domains...)
			search = append(search, s.Search...)
		}
	}
	return servers, domains, search
}

// speaksIPv6 reports whether the domains of a source are IPv6's: its origin says
// so, else its servers do.
func speaksIPv6(s resolv.Source) bool {
	switch {
	case strings.HasSuffix(s.Origin, "6"), s.Origin == "ra":
		return true
	case strings.HasSuffix(s.Origin, "4"), len(s.Servers) == 0:
		return false
	}
	return s.Servers[0].Is6()
}

func (d *device) activePath() string {
	if d == nil || d.profile == nil {
		return ""
	}
	return dbus + "ActiveConnection/" + strconv.Itoa(d.Link.Index)
}

// controller is the interface that the device is a port of, nil for none.
func (d *device) controller() *network.Interface {
	if d.Link.Master == 0 {
		return nil
	}
	return d.facts.Network.ByIndex(d.Link.Master)
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
