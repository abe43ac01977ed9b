package ifcfg

import (
	"fmt"
	"strconv"
	"strings"
)

// stacks tells of links on top of others that no profile makes. A card needs no
// profile to be there; what must be made does.
func (c *crossed) stacks(all []*Profile) {
	known := make(map[string]bool, 2*len(all))
	bridges := map[string]*Profile{}
	for _, p := range all {
		for _, name := range []string{p.Device.Value, p.Identity()} {
			known[name] = true
			if p.Kind.Value == KindBridge {
				bridges[name] = p
			}
		}
	}
	for _, p := range c.profiles {
		if f := p.Controller; f.IsSet() && !known[strings.ToLower(f.Value)] && !known[f.Value] {
			c.warn(f.Pos, f.Key, "missing", fmt.Sprintf("no profile describes %s", f.Value), "write ifcfg-"+f.Value)
		}
		under := p.Parent
		if typeOf(under.Value) != "" && !known[under.Value] {
			c.warn(under.Pos, under.Key, "missing", fmt.Sprintf("no profile describes %s, which this interface is on top of", under.Value), "write ifcfg-"+under.Value)
		}
		if v := p.Setting("BRIDGE_PORT_VLANS"); v.IsSet() && bridges[p.Controller.Value] != nil && !bridges[p.Controller.Value].FiltersVLANs() {
			c.warn(v.Pos, v.Key, "not-applied", unfiltered, "write vlan_filtering=1 into BRIDGING_OPTS of "+bridges[p.Controller.Value].File)
		}
		c.vlanName(p)
	}
}

// splitVLAN splits eth0.100 into the interface underneath and the number.
func splitVLAN(device string) (parent string, id int, ok bool) {
	i := strings.LastIndexByte(device, '.')
	if i < 1 {
		return "", 0, false
	}
	n, err := strconv.Atoi(device[i+1:])
	if err != nil || n < 0 || n > 4095 {
		return "", 0, false
	}
	return device[:i], n, true
}

// vlanName tells where the name of a VLAN interface says one thing and its keys
// say another.
func (c *crossed) vlanName(p *Profile) {
	parent, id, ok := splitVLAN(p.Device.Value)
	if !ok || p.Kind.Value != KindVLAN {
		return
	}
	if f := p.Parent; f.IsSet() && f.Value != parent && !IsUUID(f.Value) {
		c.warn(f.Pos, f.Key, "name", fmt.Sprintf("the interface's name says %s; NetworkManager goes by this key, the old scripts went by the name", parent), "write one of them")
	}
	if f := p.Setting("VLAN_ID"); f.Key != "DEVICE" && f.IsSet() && f.Value != strconv.Itoa(id) {
		c.warn(f.Pos, f.Key, "name", fmt.Sprintf("the interface's name says %d; NetworkManager goes by this key, the old scripts went by the name", id), "write one of them")
	}
}
