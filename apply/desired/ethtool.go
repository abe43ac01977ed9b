package desired

import (
	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/ifcfg"
)

// ethtool is what ETHTOOL_OPTS asks for, and the promiscuous mode.
func (b *builder) ethtool() {
	for _, f := range b.p.Ethtool {
		e := network.Ethtool{Group: f.Value.Group}
		for _, o := range f.Value.Options {
			e.Options = append(e.Options, network.Option{Name: o.Name, Value: o.Value})
		}
		b.Ethtool = append(b.Ethtool, Wanted[network.Ethtool]{e, f.Because()})
	}
	f := b.p.Setting("ACCEPT_ALL_MAC_ADDRESSES")
	if all, given := ifcfg.ParseBool(f.Value); given {
		c := network.LinkChange{Promisc: map[bool]string{true: "on", false: "off"}[all]}
		b.Link = append(b.Link, Wanted[network.LinkChange]{c, f.Because()})
	}
}
