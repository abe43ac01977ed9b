package desired

import (
	"cmp"

	"netonce/apply/network"
)

func (b *builder) vrf() { b.chosen("table", "VRF_TABLE", "", TakesRemaking) }

func (b *builder) macvlan() { b.chosen("mode", "MACVLAN_MODE", "bridge", TakesNothing) }

func (b *builder) ipvlan() { b.chosen("mode", "IPVLAN_MODE", "l2", TakesNothing) }

// vxlan is made with one destination for what it does not know.
func (b *builder) vxlan() {
	b.chosen("id", "VXLAN_ID", "", TakesRemaking)
	if b.p.Parent.IsSet() { // not IFLA_LINK here, but an option
		b.option("dev", b.p.Parent.Value, b.p.Parent.Because(), TakesRemaking)
		b.Parent = Wanted[network.Ref]{}
	} else {
		b.implied("dev", "", TakesRemaking)
	}
	b.chosen("group", "VXLAN_REMOTE", "", TakesRemaking)
	b.chosen("local", "VXLAN_LOCAL", "", TakesRemaking)
	port := b.p.Setting("VXLAN_PORT") // the kernel's own is 8472
	b.option("dstport", cmp.Or(port.Value, "4789"), cmp.Or(port.Because(), b.p.File), TakesRemaking)
}

// veth names the other end, which the kernel makes with it.
func (b *builder) veth() { b.chosen("peer", "PEER", "", TakesRemaking) }
