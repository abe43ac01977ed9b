package kernel

import (
	"encoding/binary"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// Of linux/if_bridge.h and linux/rtnetlink.h.
const (
	bridgeFlagsSelf     = 2 // BRIDGE_FLAGS_SELF
	vlanIsPVID          = 1 << 1
	vlanIsUntagged      = 1 << 2
	vlanRangeBegin      = 1 << 3
	vlanRangeEnd        = 1 << 4
	compressedVLANs     = 4 // RTEXT_FILTER_BRVLAN_COMPRESSED
	sizeofBridgeVLAN    = 4 // struct bridge_vlan_info
	bridgeAttrFlags     = 0 // IFLA_BRIDGE_FLAGS
	bridgeAttrVLANRange = 2 // IFLA_BRIDGE_VLAN_INFO
)

// vlanMessage asks a bridge to take VLANs of a port, or of its own, in (RTM_SETLINK)
// or out (RTM_DELLINK).
func vlanMessage(index int, v network.VLAN, kind int) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(kind, unix.NLM_F_ACK)
	m := nl.NewIfInfomsg(unix.AF_BRIDGE)
	m.Index = int32(index)
	r.AddData(m)
	spec := nl.NewRtAttr(unix.IFLA_AF_SPEC, nil)
	if v.Self {
		spec.AddRtAttr(bridgeAttrFlags, nl.Uint16Attr(bridgeFlagsSelf))
	}
	var flags uint16
	if v.PVID {
		flags |= vlanIsPVID
	}
	if v.Untagged {
		flags |= vlanIsUntagged
	}
	info := func(id, more uint16) {
		spec.AddRtAttr(bridgeAttrVLANRange, append(nl.Uint16Attr(flags|more), nl.Uint16Attr(id)...))
	}
	if v.First == v.Last {
		info(v.First, 0)
	} else {
		info(v.First, vlanRangeBegin)
		info(v.Last, vlanRangeEnd)
	}
	r.AddData(spec)
	return r
}

// VLANs reads the VLANs of all bridges and their ports, by the index of the link.
func (c *Conn) VLANs() (map[int][]network.VLAN, error) {
	vlans := map[int][]network.VLAN{}
	r := nl.NewNetlinkRequest(unix.RTM_GETLINK, unix.NLM_F_DUMP)
	r.AddData(nl.NewIfInfomsg(unix.AF_BRIDGE))
	r.AddData(nl.NewRtAttr(unix.IFLA_EXT_MASK, nl.Uint32Attr(compressedVLANs)))
	err := c.socket.dump(r, func() { clear(vlans) }, func(kind uint16, b []byte) error {
		index, list, err := parseVLANs(b)
		if kind == unix.RTM_NEWLINK && len(list) > 0 {
			vlans[index] = append(vlans[index], list...)
		}
		return err
	})
	return vlans, wrap("reading the VLANs of bridges", err)
}

// parseVLANs reads the payload of an AF_BRIDGE RTM_NEWLINK. A bridge is told of
// itself by a link that is its own controller, or has none.
func parseVLANs(b []byte) (index int, list []network.VLAN, err error) {
	if len(b) < unix.SizeofIfInfomsg {
		return 0, nil, errShort
	}
	index = int(nl.DeserializeIfInfomsg(b).Index)
	self := true
	err = attributes(b[unix.SizeofIfInfomsg:], func(a attribute) {
		switch a.kind {
		case unix.IFLA_MASTER:
			self = int(uint32Of(a.value)) == index
		case unix.IFLA_AF_SPEC:
			list = vlanRanges(a.value)
		}
	})
	for i := range list {
		list[i].Self = self
	}
	return index, list, err
}

func vlanRanges(b []byte) (list []network.VLAN) {
	begin := uint16(0)
	_ = attributes(b, func(a attribute) { // what cannot be read is not known
		if a.kind != bridgeAttrVLANRange || len(a.value) != sizeofBridgeVLAN {
			return
		}
		flags, id := binary.NativeEndian.Uint16(a.value), binary.NativeEndian.Uint16(a.value[2:])
		if flags&vlanRangeBegin != 0 {
			begin = id
			return
		}
		v := network.VLAN{First: id, Last: id, PVID: flags&vlanIsPVID != 0, Untagged: flags&vlanIsUntagged != 0}
		if flags&vlanRangeEnd != 0 && begin != 0 && begin <= id {
			v.First = begin
		}
		list = append(list, v)
	})
	return list
}
