package desired

import (
	"cmp"

	"netonce/apply/network"
)

func (b *builder) vrf() { b.chosen("table", "VRF_TABLE", "", TakesRemaking) }

func (b *builder) macvlan() { b.chosen("mode", "MACVLAN_MODE", "bridge", TakesNothing) }

func (b *builder) ipvlan() { b.chosen("mode", "IPVLAN_MODE", "l2", TakesNothing) }

// vxlan is made with one destination for what it does not know. That, its own address
// and what it goes over change in place (vxlan_changelink); number and port do not, and
// it does not come to go over nothing.
func (b *builder) vxlan() {
	b.chosen("id", "VXLAN_ID", "", TakesRemaking)
	if b.p.Parent.IsSet() { // not IFLA_LINK here, but an option
		b.option("dev", b.p.Parent.Value, b.p.Parent.Because(), TakesDown) // where a group is joined
		b.Parent = Wanted[network.Ref]{}
	} else {
		b.implied("dev", "", TakesRemaking)
	}
	b.end("group", "VXLAN_REMOTE")
	b.end("local", "VXLAN_LOCAL")
	port := b.p.Setting("VXLAN_PORT") // the kernel's own is 8472
	b.option("dstport", cmp.Or(port.Value, "4789"), cmp.Or(port.Because(), b.p.File), TakesRemaking)
}

// veth names the other end, which the kernel makes with it.
func (b *builder) veth() { b.chosen("peer", "PEER", "", TakesRemaking) }
