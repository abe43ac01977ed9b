package plan

import (
	"bytes"
	"net/netip"
	"slices"

	"netonce/apply/network"
	"netonce/ifcfg/lists"
)

// removeRoutes takes away what is ours and not wanted any more, and the prefix
// route that the kernel made for an address which has one of ours now.
func (d *differ) removeRoutes() {
	remove := func(because string, r network.Route) {
		d.step(network.OpDelete, because, network.Change{Route: &r})
	}
	for n := range d.owned.Routes {
		if r := &d.owned.Routes[n]; d.hasRoute(r) && !d.wantsRoute(r) && !d.kept(r.Is6()) && !lists.Has(d.replacedRoutes, r) {
			remove(d.gone(), *r)
		}
	}
	for n := range d.have.Routes {
		r := &d.have.Routes[n]
		switch {
		case d.kept(r.Is6()):
		case d.replaced(r):
			remove("its metric is the kernel's, not the profile's", *r)
		case r.Protocol == network.ProtocolRA && r.IsDefault():
			if because, refused := d.refusesRouters(); refused {
				remove(because, *r)
			}
		}
	}
}

// refusesRouters reports whether, and which line of, the profile refuses the
// default routes that routers offer: one that is there would stay to its end.
func (d *differ) refusesRouters() (because string, refused bool) {
	for _, w := range d.want.Sysctls {
		if w.Object.Key == "accept_ra_defrtr" && w.Object.Value == "0" {
			return w.Because, true
		}
	}
	return "", false
}

// gone is the reason why something of ours goes.
func (d *differ) gone() string {
	if d.want.Profile == nil {
		return "no longer asked for"
	}
	return d.want.Profile.File + ": no longer asked for"
}

// replaced reports whether r is the prefix route that the kernel makes for an IPv4
// address, of which a wanted one with another metric takes the place. With IPv6
// the kernel removes its route itself once the address is told to have none, and
// another may stand for the same prefix: a router's word.
func (d *differ) replaced(r *network.Route) bool {
	kernelMade := r.Protocol == network.ProtocolKernel && r.Table == network.TableMain && r.Metric == 0
	if !kernelMade || r.Is6() || d.wantsRoute(r) {
		return false
	}
	for n := range d.want.Routes {
		o := &d.want.Routes[n].Object
		if o.Protocol == network.ProtocolKernel && o.Destination == r.Destination && o.Source == r.Source {
			return true
		}
	}
	return false
}

// promote is the setting that lets the kernel promote a secondary address where it
// would otherwise delete all of a subnet together with the first.
const promote = "promote_secondaries"

// removeAddresses takes away our addresses that are not wanted. That they are promoted is
// owned meanwhile, for the next run to end where this one is killed.
func (d *differ) removeAddresses() {
	goners, promoted := d.goners(), true
	for _, a := range goners {
		promoted = promoted && (d.root || !d.takesOthersAlong(a))
	}
	s := network.Sysctl{Family: "ipv4", Interface: d.have.Link.Name, Key: promote, Value: "1"}
	before, known := d.have.Sysctls[s.Of()]
	promoted = promoted || before == "1"
	if !promoted {
		d.step(network.OpSet, "keeps the other addresses of the subnet", network.Change{Sysctl: &s})
	}
	for _, a := range goners {
		gone := *a
		d.step(network.OpDelete, d.gone(), network.Change{Address: &gone})
	}
	if !promoted && known {
		was := s
		was.Value = before
		d.step(network.OpSet, "as it was before", network.Change{Sysctl: &was})
	}
}

// goners are our addresses that are not wanted.
func (d *differ) goners() (list []*network.Address) {
	for _, k := range d.owned.Addresses {
		if a := d.address(k.Prefix); a != nil && !d.wantsAddress(k) && !d.kept(k.Prefix.Addr().Is6()) && !slices.Contains(d.replacedAddresses, k) {
			list = append(list, a)
		}
	}
	return list
}

// takesOthersAlong reports whether an address is the first of its subnet, and
// another that is to stay would go with it.
func (d *differ) takesOthersAlong(a *network.Address) bool {
	if !a.Prefix.Addr().Is4() || a.Secondary {
		return false
	}
	for n := range d.have.Addresses {
		o := &d.have.Addresses[n]
		goes := slices.Contains(d.owned.Addresses, o.Key()) && !d.wantsAddress(o.Key())
		if !goes && sameSubnet(a.Prefix, o.Prefix) {
			return true
		}
	}
	for n := range d.want.Addresses {
		if sameSubnet(a.Prefix, d.want.Addresses[n].Object.Prefix) {
			return true
		}
	}
	return false
}

func sameSubnet(a, b netip.Prefix) bool { return a != b && a.Masked() == b.Masked() }

// restoreFirst gives a link the token and the MTU that it had before netonce, where the
// profile gives none any more: the token before the link may have to stop listening to
// routers, as the kernel then refuses any (inet6_set_iftoken), and the MTU before IPv6's.
func (d *differ) restoreFirst() {
	mtu, token := d.owned.MTU, d.owned.Token
	for i := range d.want.Link {
		w := &d.want.Link[i]
		if w.Object.MTU != 0 {
			mtu = 0
		}
		if w.Object.Token.IsValid() {
			token = netip.Addr{}
		}
	}
	if token.IsValid() && !d.have.Link.HasToken(token) {
		d.relink(&network.LinkChange{Token: token})
	}
	if mtu != 0 && mtu != d.have.Link.MTU {
		d.relink(&network.LinkChange{MTU: mtu})
		d.relinked = true
	}
}

// restoreLink gives a link the hardware address and the promiscuous mode that it had before
// netonce, where the profile gives none any more.
func (d *differ) restoreLink() {
	mac, all := d.owned.MAC, d.owned.Promisc
	for i := range d.want.Link {
		w := &d.want.Link[i]
		if w.Object.MAC != nil {
			mac = nil
		}
		if w.Object.Promisc != "" {
			all = ""
		}
	}
	if mac != nil && !bytes.Equal(mac, d.have.Link.MAC) {
		d.relink(&network.LinkChange{MAC: mac})
	}
	if all != "" && all != network.PromiscMode(d.have.Link.Promisc) {
		d.relink(&network.LinkChange{Promisc: all})
	}
}

func (d *differ) relink(c *network.LinkChange) {
	d.step(network.OpSet, d.gone(), network.Change{Link: c})
}
