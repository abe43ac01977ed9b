package plan

import (
	"netonce/apply/desired"
	"netonce/apply/network"
)

// vlans puts a port of a bridge, or the bridge itself, into the VLANs that are wanted,
// then takes it out of the others. A new one is in the bridge's default VLAN
// (nbp_vlan_init).
func (d *differ) vlans(isNew bool) {
	want := d.want.VLANs
	if want == nil {
		return
	}
	have := d.have.VLANs
	if isNew {
		have = nil
		if want.Default != 0 {
			have = []network.VLAN{{First: want.Default, Last: want.Default, PVID: true, Untagged: true}}
		}
	}
	for _, w := range want.List {
		if w.Object.PVID {
			have = movePVID(have, w.Object)
		}
	}
	for _, w := range want.List {
		missing := lacking(w.Object, have)
		for _, v := range missing {
			d.step(network.OpAdd, w.Because, network.Change{VLAN: &v})
		}
		if len(missing) == 0 {
			d.plan.Unchanged++
		}
	}
	for _, v := range have {
		for _, gone := range unwanted(v, want.List) {
			d.step(network.OpDelete, d.gone(), network.Change{VLAN: &gone})
		}
	}
}

// movePVID is what becomes of a list when another VLAN gets the PVID.
func movePVID(have []network.VLAN, pvid network.VLAN) []network.VLAN {
	var moved []network.VLAN
	for _, v := range have {
		v.PVID = v.PVID && v.Has(pvid.First)
		moved = append(moved, v)
	}
	return moved
}

// lacking lists the parts of a range that are not there as it asks for them.
func lacking(v network.VLAN, have []network.VLAN) []network.VLAN {
	left := []network.VLAN{v}
	for _, x := range have {
		if x.PVID == v.PVID && x.Untagged == v.Untagged {
			left = network.DeleteVLAN(left, x)
		}
	}
	return left
}

// unwanted lists the parts of a range that are there and that nobody asks for.
func unwanted(have network.VLAN, want []desired.Wanted[network.VLAN]) []network.VLAN {
	left := []network.VLAN{have}
	for _, w := range want {
		left = network.DeleteVLAN(left, w.Object)
	}
	return left
}
