package desired

import (
	"strconv"
	"strings"

	"netonce/apply/network"
	"netonce/ifcfg"
)

// VLANs are those that a bridge which tells VLANs apart is to have on a port, or on
// itself: these and no others.
type VLANs struct {
	List    []Wanted[network.VLAN]
	Default uint16 // the bridge's default_pvid, in which a new port is; 0 for none
}

// OnBridge gives a port the VLANs that its profile has, on the bridge of another.
func (i *Interface) OnBridge(bridge *ifcfg.Profile) {
	if bridge != nil && bridge.FiltersVLANs() && i.Profile.IsPort() && i.Controller.Object.Name != "" {
		i.VLANs = vlansOf(i.Profile, "BRIDGE_PORT_VLANS", bridge, false)
	}
}

// vlansOf lists the VLANs that a key asks for, on top of the default that the kernel
// puts every port into.
func vlansOf(p *ifcfg.Profile, key string, bridge *ifcfg.Profile, self bool) *VLANs {
	pvid := uint16(1)
	if f := bridge.Setting("default_pvid"); f.IsSet() {
		pvid = uint16(number(f.Value))
	}
	var list []network.VLAN
	if pvid != 0 {
		list = append(list, network.VLAN{First: pvid, Last: pvid, PVID: true, Untagged: true, Self: self})
	}
	f := p.Setting(key)
	for _, item := range strings.Split(f.Value, ",") {
		if v, ok := vlanOf(item); ok {
			v.Self = self
			list = network.AddVLAN(list, v)
		}
	}
	because := f.Because()
	if because == "" {
		because = bridge.File
	}
	w := &VLANs{Default: pvid}
	for _, v := range list {
		w.List = append(w.List, Wanted[network.VLAN]{v, because})
	}
	return w
}

// vlanOf reads "VID[-VID] [pvid] [untagged]", which the key table has checked.
func vlanOf(item string) (v network.VLAN, ok bool) {
	words := strings.Fields(item)
	if len(words) == 0 {
		return v, false
	}
	low, high, ranged := strings.Cut(words[0], "-")
	if !ranged {
		high = low
	}
	first, err := strconv.ParseUint(low, 10, 12)
	last, err2 := strconv.ParseUint(high, 10, 12)
	v.First, v.Last = uint16(first), uint16(last)
	for _, w := range words[1:] {
		v.PVID = v.PVID || w == "pvid"
		v.Untagged = v.Untagged || w == "untagged"
	}
	return v, err == nil && err2 == nil && v.First != 0
}
