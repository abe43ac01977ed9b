package apply

import (
	"fmt"

	"netonce/apply/network"
	"netonce/apply/state"
	"netonce/ifcfg"
)

// readOwned reads what netonce owns, and with it which routes the run is about.
func (x *run) readOwned() {
	var err error
	if x.owned, err = x.Store.Owned(); err != nil {
		x.fail(fmt.Errorf("what netonce owns is not known, so nothing is taken away: %w", err))
	}
	x.groups = routeGroups(x.request.Profiles, x.owned)
}

// routeGroups lists the groups of the routes that profiles may ask for, that are ours,
// or that stand in the way of either. A host may have a million others, of its routing
// daemons, which need not be read.
func routeGroups(profiles []*ifcfg.Profile, owned state.Owned) (groups []network.RouteGroup) {
	for _, six := range [...]bool{false, true} { // what the kernel makes for addresses
		groups = append(groups, network.RouteGroup{Six: six, Table: network.TableMain, Protocol: network.ProtocolKernel})
	}
	for _, p := range profiles {
		groups = addGroups(groups, &p.IPv4, false)
		groups = addGroups(groups, &p.IPv6, true)
	}
	for _, g := range groups {
		for _, p := range profiles {
			if t := p.VRFTable(); t != 0 && g.Table == network.TableMain { // of its ports
				g.Table = t
				groups = add(groups, g)
				g.Table = network.TableMain
			}
		}
	}
	for _, o := range owned {
		for i := range o.Routes {
			groups = add(groups, o.Routes[i].Group())
		}
	}
	return groups
}

// addGroups adds those of one family of a profile, as package desired makes its routes.
func addGroups(groups []network.RouteGroup, ip *ifcfg.IP, six bool) []network.RouteGroup {
	put := func(p network.Protocol, tables ...uint32) {
		g := network.RouteGroup{Six: six, Table: network.TableMain, Protocol: p}
		for _, t := range tables { // the first that is given
			if t != 0 {
				g.Table = t
				break
			}
		}
		groups = add(groups, g)
	}
	table := ip.Table.Value
	put(network.ProtocolKernel, table)
	if ip.Gateway.IsSet() {
		put(network.ProtocolStatic, table)
	}
	if ip.Method.Value == ifcfg.MethodAuto {
		put(network.ProtocolDHCP, table)
		if six {
			put(network.ProtocolRA)
		}
	}
	for i := range ip.Routes {
		r, protocol := &ip.Routes[i], network.ProtocolStatic
		if r.Protocol.IsSet() {
			protocol = network.Protocol(r.Protocol.Value)
		}
		put(protocol, r.Table.Value, table)
	}
	return groups
}
