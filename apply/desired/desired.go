package desired

import (
	"time"

	"github.com/netonce/netonce/apply/dhcp4"
	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/apply/resolv"
	"github.com/netonce/netonce/ifcfg"
)

// Interface is what one interface should look like.
type Interface struct {
	Name      string
	Profile   *ifcfg.Profile
	Link      Wanted[network.LinkChange] // Up, and the rest where the profile gives it
	Sysctls   []Wanted[network.Sysctl]
	Addresses []Wanted[network.Address]
	Routes    []Wanted[network.Route]
	DNS       []resolv.Source
}

// Wanted is an object with the place of the profile that asks for it.
type Wanted[T any] struct {
	Object  T
	Because string // "ifcfg-eth0:4:8: IPADDR", or what a lease says
}

// Lease is a lease that an interface holds, with what is left of it.
type Lease struct {
	dhcp4.Lease
	Left time.Duration // network.Forever for an infinite one
}

// Build makes an interface of a profile, with the default metric for its routes
// and, once there is one, its lease.
func Build(p *ifcfg.Profile, link network.Link, metric uint32, lease *Lease) Interface {
	b := builder{p: p, metric: metric, Interface: Interface{Name: link.Name, Profile: p}}
	b.link(link, lease)
	b.ipv4(lease)
	b.ipv6()
	b.dns(link, lease)
	return b.Interface
}

// Empty is the interface after its profile has failed or gone: up if it was up,
// and nothing of ours on it.
func Empty(p *ifcfg.Profile, name string) Interface {
	return Interface{Name: name, Profile: p}
}

type builder struct {
	Interface
	p      *ifcfg.Profile
	metric uint32
}

// link sets what the profile gives. A lease's MTU counts where the profile has
// none.
func (b *builder) link(link network.Link, lease *Lease) {
	c := network.LinkChange{Up: true, MAC: b.p.MAC.Value.Address, MTU: b.p.MTU.Value}
	because := b.p.File
	if b.p.MAC.Value.Permanent {
		c.MAC = link.Permanent
	}
	switch {
	case b.p.MTU.Value != 0:
		because = b.p.MTU.Because()
	case c.MAC != nil:
		because = b.p.MAC.Because()
	}
	if c.MTU == 0 && lease != nil {
		c.MTU = lease.MTU
	}
	b.Link = Wanted[network.LinkChange]{c, because}
}

func (b *builder) sysctl(family, key, value, because string) {
	b.Sysctls = append(b.Sysctls, Wanted[network.Sysctl]{
		network.Sysctl{Family: family, Interface: b.Name, Key: key, Value: value}, because})
}
