package kerneltest

import (
	"slices"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// AddRoute adds a route as somebody else would.
func (k *Kernel) AddRoute(r network.Route) {
	k.mu.Lock()
	defer k.mu.Unlock()
	c := network.Change{Op: network.OpAdd, Route: &r}
	if d := k.byName(r.Interface); d != nil {
		c.Index = d.Index
	}
	if err := k.change(c); err != nil {
		panic(err)
	}
}

func changeRoute(routes *[]network.Route, c network.Change) error {
	at := slices.Index(*routes, *c.Route)
	if c.Op != network.OpDelete && at < 0 {
		at = slices.IndexFunc(*routes, func(r network.Route) bool { return r.Is6() && sameWay(r, *c.Route) })
	}
	switch {
	case c.Op == network.OpDelete && at < 0:
		return refused(unix.ESRCH, "")
	case c.Op == network.OpDelete:
		*routes = slices.Delete(*routes, at, at+1)
	case at >= 0:
		return refused(unix.EEXIST, "")
	default:
		*routes = append(*routes, *c.Route)
	}
	return nil
}

// sameWay reports whether the kernel takes two IPv6 routes for the same, whatever else is
// asked for (rt6_duplicate_nexthop).
func sameWay(a, b network.Route) bool {
	return a.Destination == b.Destination && a.From == b.From && a.Table == b.Table && a.Metric == b.Metric && a.Gateway == b.Gateway
}

// checkRoute refuses what fib_check_nh and ip6_route_info_create refuse.
func (k *Kernel) checkRoute(d *device, r network.Route) error {
	switch {
	case r.Is6() && k.disabled6(d):
		return refused(unix.EACCES, "IPv6 is disabled on this device")
	case !d.Up:
		return refused(unix.ENETDOWN, "Device for nexthop is not up")
	case r.Gateway.IsValid() && !r.OnLink && !r.Gateway.IsLinkLocalUnicast() && !d.reaches(r):
		return refused(unix.ENETUNREACH, "Nexthop has invalid gateway")
	case r.Source.IsValid() && !k.usable(d, r):
		return refused(unix.EINVAL, "Invalid prefsrc address")
	}
	return nil
}

// reaches reports whether a route's gateway is on the link.
func (d *device) reaches(r network.Route) bool {
	for _, have := range d.routes {
		if !have.Gateway.IsValid() && have.Destination.Contains(r.Gateway) {
			return true
		}
	}
	return false
}

// usable reports whether a route's source is an address of this host; for IPv6 it
// must be one of the interface, and no longer tentative.
func (k *Kernel) usable(d *device, r network.Route) bool {
	for _, o := range k.links {
		for _, a := range o.addresses {
			if a.Prefix.Addr() == r.Source && (!r.Is6() || o == d && !a.Tentative) {
				return true
			}
		}
	}
	return false
}
