package kerneltest

import (
	"net/netip"
	"time"

	"netonce/apply/network"
)

// Advertisement is what a router on a link says.
type Advertisement struct {
	Prefix         netip.Prefix // to make addresses of; none where it is not valid
	Lifetime       time.Duration
	Managed, Other bool
	Options        [][]byte // for others than the kernel
}

// Advertise lets an interface hear a router, if it is up and listens to routers, and
// tells of it in the kernel's order: addresses, options, flags that have changed.
func (k *Kernel) Advertise(index int, a Advertisement) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.byIndex(index)
	if d == nil || !d.Up || !d.Carrier || k.disabled6(d) || d.sysctl("ipv6", "accept_ra") == "0" {
		return
	}
	tell := func(e network.RouterEvent) { k.tell(network.Event{Router: &e, Index: index}) }
	if a.Prefix.IsValid() {
		if d.sysctl("ipv6", "autoconf") == "1" {
			k.autoconfigure(d, a)
		}
		tell(network.RouterEvent{Autonomous: true})
	}
	for _, o := range a.Options {
		tell(network.RouterEvent{Option: o})
	}
	if now := (network.RouterFlags{Heard: true, Managed: a.Managed, Other: a.Other}); now != d.Router {
		d.Router = now
		tell(network.RouterEvent{Flags: &now})
	}
}

func (k *Kernel) autoconfigure(d *device, a Advertisement) {
	b := a.Prefix.Addr().As16()
	own := eui64(d.MAC)
	copy(b[8:], own[:])
	_ = k.setAddress(d, network.Address{Interface: d.Name, Prefix: netip.PrefixFrom(netip.AddrFrom16(b), 64),
		Valid: a.Lifetime, Preferred: a.Lifetime, NoPrefixRoute: true})
}
