package network

import (
	"slices"
	"strconv"
)

// VLAN is a range of VLANs, First to Last, that a port of a bridge is in, or the
// bridge itself (Self).
type VLAN struct {
	First, Last uint16
	PVID        bool // of the frames that come in without a tag; of a single VLAN only
	Untagged    bool // frames go out without a tag
	Self        bool
}

// String formats the range in the words of bridge(8), without its device.
func (v VLAN) String() string {
	var p phrase
	vid := decimal(uint32(v.First))
	if v.Last != v.First {
		vid += "-" + strconv.Itoa(int(v.Last))
	}
	p.say(true, "vid", vid)
	p.say(v.PVID, "pvid")
	p.say(v.Untagged, "untagged")
	p.say(v.Self, "self")
	return p.String()
}

// Has reports whether a VLAN is in the range.
func (v VLAN) Has(id uint16) bool { return v.First <= id && id <= v.Last }

// ChangeVLAN notes that the interface is in a range of VLANs, or not any more.
func (i *Interface) ChangeVLAN(op Op, v VLAN) {
	if op == OpDelete {
		i.VLANs = DeleteVLAN(i.VLANs, v)
	} else {
		i.VLANs = AddVLAN(i.VLANs, v)
	}
}

// AddVLAN takes the range into a list of ranges: what was said of its VLANs before
// does not count any more. There is one PVID at most.
func AddVLAN(list []VLAN, v VLAN) []VLAN {
	if v.PVID {
		list = slices.Clone(list)
		for i := range list {
			list[i].PVID = false
		}
	}
	return append(DeleteVLAN(list, v), v)
}

// DeleteVLAN takes the VLANs of a range out of a list of ranges.
func DeleteVLAN(list []VLAN, v VLAN) (left []VLAN) {
	for _, x := range list {
		if x.Last < v.First || v.Last < x.First {
			left = append(left, x)
			continue
		}
		if x.First < v.First {
			below := x
			below.Last = v.First - 1
			left = append(left, below)
		}
		if x.Last > v.Last {
			above := x
			above.First = v.Last + 1
			left = append(left, above)
		}
	}
	return left
}
