package plan

import (
	"net/netip"
	"slices"
	"time"

	"github.com/netonce/netonce/apply/desired"
	"github.com/netonce/netonce/apply/network"
)

// Step is one change with the reason for it: the profile's line, or why
// something of ours goes away.
type Step struct {
	network.Change
	Because string
}

// Plan is the way from one state to another.
type Plan struct {
	Steps     []Step
	Waiting   []Step // cannot be taken before an address is usable
	Unchanged int    // objects that are as they should be
}

// Owned is what netonce has put on an interface.
type Owned struct {
	Addresses []network.Key   `json:"addresses"`
	Routes    []network.Route `json:"routes"`
	Up        bool            `json:"up"` // netonce brought the link up
}

// lifetimeSlack is how far an address's remaining lifetime may be off before it
// is set again: the kernel counts whole seconds, and time passes between a look
// and the next.
const lifetimeSlack = 5 * time.Second

// Diff lists the steps that make of an interface what is wanted. Of what is
// there but not wanted only the owned goes, and with keep nothing does. Order:
// settings, then the new, then the old, so that there is always a way.
func Diff(want desired.Interface, have *network.Interface, discards []network.Route, owned Owned, keep bool) Plan {
	d := differ{want: want, have: have, discards: discards, owned: owned}
	d.sysctls()
	d.link()
	d.addresses()
	d.routes()
	if !keep {
		d.removeRoutes()
		d.removeAddresses()
	}
	return d.plan
}

type differ struct {
	want     desired.Interface
	have     *network.Interface
	discards []network.Route // what the kernel has of routes that lead nowhere
	owned    Owned
	plan     Plan
}

func (d *differ) step(op network.Op, because string, c network.Change) {
	c.Op, c.Interface, c.Index = op, d.have.Link.Name, d.have.Link.Index
	if c.Route != nil {
		c.Interface = c.Route.Interface
		if c.Interface == "" {
			c.Index = 0
		}
	}
	d.plan.Steps = append(d.plan.Steps, Step{c, because})
}

func (d *differ) sysctls() {
	for _, w := range d.want.Sysctls {
		key := w.Object
		key.Value = ""
		if have, known := d.have.Sysctls[key]; known && sameSysctl(w.Object, have) {
			d.plan.Unchanged++
			continue
		}
		d.step(network.OpSet, w.Because, network.Change{Sysctl: &w.Object})
	}
}

// sameSysctl takes accept_ra=2 (accept although forwarding) for 1.
func sameSysctl(want network.Sysctl, have string) bool {
	return have == want.Value || want.Key == "accept_ra" && want.Value == "1" && have == "2"
}

// link asks only for what differs.
func (d *differ) link() {
	want, have := d.want.Link.Object, d.have.Link
	if want.IsZero() {
		return
	}
	c := network.LinkChange{Up: want.Up && !have.Up, Down: want.Down && have.Up}
	if want.MTU != 0 && want.MTU != have.MTU {
		c.MTU = want.MTU
	}
	if want.MAC != nil && !slices.Equal(want.MAC, have.MAC) {
		c.MAC = want.MAC
	}
	if c.IsZero() {
		d.plan.Unchanged++
		return
	}
	d.step(network.OpSet, d.want.Link.Because, network.Change{Link: &c})
}

func (d *differ) addresses() {
	for _, w := range d.want.Addresses {
		have, there := d.address(w.Object.Prefix)
		switch {
		case !there:
			d.step(network.OpAdd, w.Because, network.Change{Address: &w.Object})
		case sameAddress(w.Object, have):
			d.plan.Unchanged++
		default:
			d.step(network.OpChange, w.Because, network.Change{Address: &w.Object})
		}
	}
}

func (d *differ) address(p netip.Prefix) (network.Address, bool) {
	for _, a := range d.have.Addresses {
		if a.Prefix == p {
			return a, true
		}
	}
	return network.Address{}, false
}

// sameAddress compares what can be changed on an address that is there: its
// lifetimes, and for IPv6 who makes its prefix route. The kernel does not change
// that flag on an IPv4 address; its own prefix route is replaced instead.
func sameAddress(want, have network.Address) bool {
	if want.Prefix.Addr().Is6() && want.NoPrefixRoute != have.NoPrefixRoute {
		return false
	}
	return sameLifetime(want.Valid, have.Valid) && sameLifetime(want.Preferred, have.Preferred)
}

func sameLifetime(want, have time.Duration) bool {
	if want >= network.Forever || have >= network.Forever {
		return want >= network.Forever && have >= network.Forever
	}
	return (want - have).Abs() <= lifetimeSlack
}

func (d *differ) routes() {
	for _, w := range d.want.Routes {
		switch {
		case d.hasRoute(w.Object):
			d.plan.Unchanged++
		case d.unusableSource(w.Object):
			d.plan.Waiting = append(d.plan.Waiting, Step{network.Change{Op: network.OpAdd, Interface: d.have.Link.Name,
				Index: d.have.Link.Index, Route: &w.Object}, w.Because})
		default:
			d.step(network.OpAdd, w.Because, network.Change{Route: &w.Object})
		}
	}
}

func (d *differ) hasRoute(r network.Route) bool {
	if r.Interface == "" {
		return slices.Contains(d.discards, r)
	}
	return slices.Contains(d.have.Routes, r)
}

// unusableSource reports whether a route's source address still waits for its
// duplicate address detection: the kernel refuses an IPv6 route with such a
// source (ipv6_chk_addr).
func (d *differ) unusableSource(r network.Route) bool {
	if !r.Is6() || !r.Source.IsValid() {
		return false
	}
	for _, a := range d.have.Addresses {
		if a.Prefix.Addr() == r.Source {
			return a.Tentative
		}
	}
	for _, w := range d.want.Addresses {
		if w.Object.Prefix.Addr() == r.Source {
			return true // comes with this plan, and will be tentative
		}
	}
	return false
}

func (d *differ) wantsRoute(r network.Route) bool {
	for _, w := range d.want.Routes {
		if w.Object == r {
			return true
		}
	}
	return false
}

func (d *differ) wantsAddress(k network.Key) bool {
	for _, w := range d.want.Addresses {
		if w.Object.Key() == k {
			return true
		}
	}
	return false
}

// removeRoutes takes away what is ours and not wanted any more, and the prefix
// route that the kernel made for an address which has one of ours now.
func (d *differ) removeRoutes() {
	for _, r := range d.owned.Routes {
		if d.hasRoute(r) && !d.wantsRoute(r) {
			d.step(network.OpDelete, gone, network.Change{Route: &r})
		}
	}
	for _, r := range d.have.Routes {
		if d.replaced(r) {
			d.step(network.OpDelete, "its metric is the kernel's, not the profile's", network.Change{Route: &r})
		}
	}
}

const gone = "the profile asks for it no more"

// replaced reports whether r is the prefix route that the kernel makes for an
// address, of which a wanted one with another metric takes the place.
func (d *differ) replaced(r network.Route) bool {
	kernelMade := r.Protocol == network.ProtocolKernel && r.Table == network.TableMain && (r.Metric == 0 || r.Is6() && r.Metric == 256)
	if !kernelMade || d.wantsRoute(r) || r.Destination.Addr().IsLinkLocalUnicast() {
		return false
	}
	for _, w := range d.want.Routes {
		o := w.Object
		if o.Protocol == network.ProtocolKernel && o.Destination == r.Destination && o.Source == r.Source {
			return true
		}
	}
	return false
}

// removeAddresses takes away our addresses that are not wanted. With the first
// address of a subnet the kernel would take the others of that subnet too, unless
// told to promote one of them.
func (d *differ) removeAddresses() {
	for _, k := range d.owned.Addresses {
		a, there := d.address(k.Prefix)
		if !there || d.wantsAddress(k) {
			continue
		}
		if d.takesOthersAlong(a) {
			s := network.Sysctl{Family: "ipv4", Interface: d.have.Link.Name, Key: "promote_secondaries", Value: "1"}
			d.step(network.OpSet, "keeps the other addresses of the subnet", network.Change{Sysctl: &s})
		}
		d.step(network.OpDelete, gone, network.Change{Address: &a})
	}
}

func (d *differ) takesOthersAlong(a network.Address) bool {
	if !a.Prefix.Addr().Is4() || a.Secondary {
		return false
	}
	same := func(p network.Key) bool {
		return p.Prefix != a.Prefix && p.Prefix.Masked() == a.Prefix.Masked()
	}
	for _, o := range d.have.Addresses {
		if same(o.Key()) {
			return true
		}
	}
	for _, w := range d.want.Addresses {
		if same(w.Object.Key()) {
			return true
		}
	}
	return false
}
