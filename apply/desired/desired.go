package desired

import (
	"net"
	"net/netip"
	"time"

	"netonce/apply/dhcp4"
	"netonce/apply/dhcp6"
	"netonce/apply/network"
	"netonce/apply/resolv"
	"netonce/ifcfg"
)

// Interface is what one interface should look like.
type Interface struct {
	Name    string
	Index   int
	Profile *ifcfg.Profile

	Kind       string              // rtnetlink's kind of a link that is made; empty for what is there
	Parent     Wanted[network.Ref] // link underneath
	Options    []Setting
	Controller Wanted[network.Ref] // no name: none
	PortOf     string              // the controller's kind
	Port       []Setting
	VLANs      *VLANs   // on a bridge; nil: those that are there
	Traffic    *Traffic // nil: what is there
	Remove     string   // why the link goes; empty: it stays

	Link      []Wanted[network.LinkChange] // one value each: what is refused costs no other
	Sysctls   []Wanted[network.Sysctl]
	Ethtool   []Wanted[network.Option]
	Addresses []Wanted[network.Address]
	Routes    []Wanted[network.Route]
	Rules     []Wanted[network.Rule]
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

// Given is what servers and routers on the link gave.
type Given struct {
	Lease   *Lease // nil: none yet
	Lease6  *Lease6
	Routers Names

	LinkLocal netip.Prefix  // IPv4; the zero Prefix for none
	Delegated []dhcp6.Grant // addresses in prefixes that other interfaces hold
}

// Lease6 is a DHCPv6 lease that an interface holds; its addresses have the lifetimes
// that are left of them, network.Forever for infinite ones.
type Lease6 struct{ dhcp6.Lease }

// Names are what routers told of name servers (RFC 8106).
type Names struct {
	Servers []netip.Addr
	Search  []string
}

// Build makes an interface of a profile, with the default metric for its routes
// and what it was given. The absent IPv4 addresses are left out, and what
// leads nowhere without them.
func Build(p *ifcfg.Profile, link network.Link, metric uint32, given Given, absent map[netip.Addr]bool) Interface {
	lease := given.Lease
	b := builder{p: p, metric: metric, absent: absent, loopback: link.Loopback, Interface: Empty(p, link)}
	b.made()
	b.port()
	b.ipv4(lease)
	b.linkLocal4(given.LinkLocal)
	b.ipv6(given)
	b.ethtool()
	b.functions()
	b.link(link, lease)
	b.rules()
	b.traffic()
	b.dns(given)
	return b.Interface
}

// Empty is the interface after its profile has failed or gone: up if it was up,
// and nothing of ours on it.
func Empty(p *ifcfg.Profile, link network.Link) Interface {
	return Interface{Name: link.Name, Index: link.Index, Profile: p}
}

// Down is the interface taken down, for a reason.
func Down(p *ifcfg.Profile, link network.Link, because string) Interface {
	i := Empty(p, link)
	i.Link = []Wanted[network.LinkChange]{{network.LinkChange{Down: true}, because}}
	return i
}

// Gone is the interface that is taken away with all that is on it.
func Gone(p *ifcfg.Profile, link network.Link, because string) Interface {
	i := Empty(p, link)
	i.Remove = because
	return i
}

type builder struct {
	Interface
	p      *ifcfg.Profile
	metric uint32

	loopback bool
	mac      Wanted[net.HardwareAddr] // where MACADDR gives none
	token    Wanted[netip.Addr]       // of addresses from routers
	pending  bool                     // the family's lease is still to come, or an address
	absent   map[netip.Addr]bool
}

// link sets what the profile gives. A lease's MTU counts where the profile has
// none.
func (b *builder) link(link network.Link, lease *Lease) {
	set := func(c network.LinkChange, because string) {
		if !c.IsZero() {
			b.Link = append(b.Link, Wanted[network.LinkChange]{c, because})
		}
	}
	mac, because := b.p.MAC.Value.Address, b.p.MAC.Because()
	switch {
	case b.p.MAC.Value.Permanent:
		mac = link.Permanent
	case !b.p.MAC.IsSet():
		mac, because = b.mac.Object, b.mac.Because
	}
	b.portMode()
	set(network.LinkChange{MAC: mac}, because)
	switch {
	case b.p.MTU.Value != 0:
		set(network.LinkChange{MTU: b.p.MTU.Value}, b.p.MTU.Because())
	case lease != nil:
		set(network.LinkChange{MTU: lease.MTU}, b.leased(lease))
	}
	set(network.LinkChange{Token: b.token.Object}, b.token.Because)
	set(network.LinkChange{Promisc: b.promisc()}, b.p.Setting("ACCEPT_ALL_MAC_ADDRESSES").Because())
	set(network.LinkChange{Up: true}, b.p.File)
}

func (b *builder) sysctl(family, key, value, because string) {
	b.Sysctls = append(b.Sysctls, Wanted[network.Sysctl]{
		network.Sysctl{Family: family, Interface: b.Name, Key: key, Value: value}, because})
}
