package kerneltest

import (
	"slices"
	"strconv"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// VLANs shows the VLANs of bridges and their ports.
func (k *Kernel) VLANs() (map[int][]network.VLAN, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	vlans := map[int][]network.VLAN{}
	for _, d := range k.links {
		if len(d.vlans) > 0 {
			vlans[d.Index] = slices.Clone(d.vlans)
		}
	}
	return vlans, nil
}

// vlanState lists the VLANs of a link one by one, where its bridge tells them apart.
func (k *Kernel) vlanState(d *device) (lines []string) {
	bridge := d
	if d.Kind != "bridge" {
		bridge = k.byIndex(d.Master)
	}
	if bridge == nil {
		return nil
	}
	if o, _ := bridge.Options.Get("vlan_filtering"); o.Value != "1" {
		return nil
	}
	for _, v := range d.vlans {
		for id := int(v.First); id <= int(v.Last); id++ {
			one := v
			one.First, one.Last = uint16(id), uint16(id)
			lines = append(lines, d.Name+": VLAN "+one.String())
		}
	}
	return lines
}

func (k *Kernel) changeVLAN(d *device, c network.Change) error {
	bridge := d
	if !c.VLAN.Self {
		bridge = k.byIndex(d.Master)
	}
	if bridge == nil || bridge.Kind != "bridge" {
		return refused(unix.EOPNOTSUPP, "")
	}
	i := network.Interface{VLANs: d.vlans}
	i.ChangeVLAN(c.Op, *c.VLAN)
	d.vlans = i.VLANs
	return nil
}

// defaultVLAN puts a new port, or a new bridge itself, into the bridge's default VLAN.
func defaultVLAN(d, bridge *device) {
	d.vlans = nil
	if bridge == nil || bridge.Kind != "bridge" {
		return
	}
	if pvid := defaultPVID(bridge); pvid != 0 {
		d.vlans = []network.VLAN{{First: pvid, Last: pvid, PVID: true, Untagged: true, Self: d == bridge}}
	}
}

func defaultPVID(bridge *device) uint16 {
	o, _ := bridge.Options.Get("vlan_default_pvid")
	pvid, _ := strconv.Atoi(o.Value)
	return uint16(pvid)
}

// movePVID gives those that are in a bridge's default VLAN the new one
// (__br_vlan_set_default_pvid).
func (k *Kernel) movePVID(bridge *device, old uint16) {
	pvid := defaultPVID(bridge)
	if pvid == old {
		return
	}
	for _, d := range k.links {
		if d != bridge && d.Master != bridge.Index {
			continue
		}
		was := network.VLAN{First: old, Last: old, PVID: true, Untagged: true, Self: d == bridge}
		if old != 0 && !slices.Contains(d.vlans, was) {
			continue
		}
		d.vlans = network.DeleteVLAN(d.vlans, was)
		if pvid != 0 {
			d.vlans = network.AddVLAN(d.vlans, network.VLAN{First: pvid, Last: pvid, PVID: true, Untagged: true, Self: d == bridge})
		}
	}
}
