package kerneltest

import (
	"net/netip"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// address is an address with the time at which it was set.
type address struct {
	network.Address
	set time.Time
}

// shown is the address with what is left of its lifetimes.
func (a *address) shown(now time.Time) (network.Address, bool) {
	s := a.Address
	if s.Valid == network.Forever {
		return s, true
	}
	passed := now.Sub(a.set).Truncate(time.Second)
	s.Valid, s.Preferred = s.Valid-passed, max(0, s.Preferred-passed)
	return s, s.Valid > 0
}

// AddAddress adds an address as somebody else would: with the kernel's own
// prefix route unless it says otherwise.
func (k *Kernel) AddAddress(a network.Address) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.setAddress(k.byName(a.Interface), a); err != nil {
		panic(err)
	}
}

func (k *Kernel) setAddress(d *device, a network.Address) error {
	if !a.Prefix.Addr().Is6() {
		return k.setAddress4(d, a)
	}
	if k.disabled6(d) {
		return refused(unix.EACCES, "IPv6 is disabled on this device")
	}
	for _, have := range d.addresses {
		if have.Prefix.Addr() == a.Prefix.Addr() { // whatever the prefix length
			d.removePrefixRoute(have.Address)
			have.Valid, have.Preferred, have.NoPrefixRoute, have.set = a.Valid, a.Preferred, a.NoPrefixRoute, time.Now()
			d.addPrefixRoute(have.Address)
			k.tellAddress(d, have, false)
			return nil
		}
	}
	n := &address{a, time.Now()}
	n.Tentative, n.DADFailed, n.Secondary = true, false, false
	d.addresses = append(d.addresses, n)
	d.addPrefixRoute(a)
	k.tellAddress(d, n, false)
	k.startDAD(d)
	return nil
}

func (k *Kernel) setAddress4(d *device, a network.Address) error {
	n := &address{a, time.Now()}
	for _, have := range d.addresses {
		if have.Prefix == a.Prefix {
			have.Valid, have.Preferred, have.set = a.Valid, a.Preferred, time.Now()
			return nil
		}
		n.Secondary = n.Secondary || have.Prefix.Masked() == a.Prefix.Masked() && !have.Secondary
	}
	d.addresses = append(d.addresses, n)
	d.addPrefixRoute(n.Address)
	return nil
}

func prefixRoute(a network.Address) network.Route {
	r := network.Route{Interface: a.Interface, Destination: a.Prefix.Masked(), Table: network.TableMain,
		Protocol: network.ProtocolKernel, Type: network.Unicast, Source: a.Prefix.Addr(), Scope: network.ScopeLink}
	if a.Prefix.Addr().Is6() {
		r.Source, r.Scope, r.Metric = netip.Addr{}, network.ScopeGlobal, 256
	}
	return r
}

func (d *device) addPrefixRoute(a network.Address) {
	r := prefixRoute(a)
	if d.Up && !a.NoPrefixRoute && !a.Secondary && a.Prefix.Bits() < a.Prefix.Addr().BitLen() && !slices.Contains(d.routes, r) {
		d.routes = append(d.routes, r)
	}
}

func (d *device) removePrefixRoute(a network.Address) {
	r := prefixRoute(a)
	if !a.NoPrefixRoute {
		d.routes = slices.DeleteFunc(d.routes, func(x network.Route) bool { return x == r })
	}
}

// deleteAddress takes along the secondary addresses of the same subnet, unless
// one of them is to be promoted, and every route that prefers the address.
func (k *Kernel) deleteAddress(d *device, a network.Address) error {
	at := slices.IndexFunc(d.addresses, func(x *address) bool { return x.Prefix == a.Prefix })
	if at < 0 {
		return refused(unix.EADDRNOTAVAIL, "ipv4: Address not found")
	}
	gone := d.addresses[at]
	k.drop(d, gone)
	if gone.Secondary || gone.Prefix.Addr().Is6() {
		return nil
	}
	promote := d.sysctl("ipv4", "promote_secondaries") == "1"
	for _, x := range slices.Clone(d.addresses) {
		if !x.Secondary || x.Prefix.Masked() != gone.Prefix.Masked() {
			continue
		}
		if !promote {
			k.drop(d, x)
			continue
		}
		x.Secondary = false
		d.addPrefixRoute(x.Address)
		break
	}
	return nil
}

func (k *Kernel) drop(d *device, a *address) {
	d.addresses = slices.DeleteFunc(d.addresses, func(x *address) bool { return x == a })
	d.removePrefixRoute(a.Address)
	for _, o := range k.links {
		if slices.ContainsFunc(o.addresses, func(x *address) bool { return x.Prefix.Addr() == a.Prefix.Addr() }) {
			return // still an address of this host
		}
	}
	for _, o := range k.links {
		o.routes = slices.DeleteFunc(o.routes, func(r network.Route) bool { return r.Source == a.Prefix.Addr() })
	}
	if a.Prefix.Addr().Is6() {
		k.tellAddress(d, a, true)
	}
}

// startDAD lets the tentative addresses of a link with a carrier become usable.
func (k *Kernel) startDAD(d *device) {
	if !d.Up || !d.Carrier || k.DADTime < 0 {
		return
	}
	for _, a := range d.addresses {
		if !a.Tentative || a.DADFailed {
			continue
		}
		if k.DADTime == 0 {
			k.endDAD(d, a, true)
			continue
		}
		time.AfterFunc(k.DADTime, func() {
			k.mu.Lock()
			defer k.mu.Unlock()
			if slices.Contains(d.addresses, a) && a.Tentative && !a.DADFailed {
				k.endDAD(d, a, true)
			}
		})
	}
}

// EndDAD ends an address's duplicate address detection: well, or with another
// host that has it.
func (k *Kernel) EndDAD(name string, p netip.Prefix, well bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.byName(name)
	for _, a := range d.addresses {
		if a.Prefix == p {
			k.endDAD(d, a, well)
		}
	}
}

// endDAD throws an address away that another host has and that lasts for a time only.
func (k *Kernel) endDAD(d *device, a *address, well bool) {
	a.Tentative, a.DADFailed = !well, !well
	if !well && a.Valid != network.Forever {
		k.drop(d, a)
		return
	}
	k.tellAddress(d, a, false)
}
