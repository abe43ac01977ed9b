package desired

import (
	"netonce/apply/network"
	"netonce/ifcfg"
)

// ethtool is what ETHTOOL_OPTS asks for.
func (b *builder) ethtool() {
	for _, f := range b.p.Ethtool {
		b.Ethtool = append(b.Ethtool, Wanted[network.Option]{network.Option{Name: f.Value.Name, Value: f.Value.Value}, f.Because()})
	}
}

// promisc is the promiscuous mode that the profile asks for, empty for none.
func (b *builder) promisc() string {
	all, given := ifcfg.ParseBool(b.p.Setting("ACCEPT_ALL_MAC_ADDRESSES").Value)
	if !given {
		return ""
	}
	return network.PromiscMode(all)
}
