package ifcfg

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Setting is one thing that a link is set to: by a key, or by an option of
// BONDING_OPTS or BRIDGING_OPTS, whose names are in small letters. The items of a list
// have ',' between.
type Setting struct{ Name, Value string }

// Setting returns what the profile sets under a name, the last one where there are
// several; its Value is empty where there is none.
func (p *Profile) Setting(name string) Field[string] {
	for _, f := range slices.Backward(p.Settings) {
		if f.Value.Name == name {
			return Field[string]{Value: f.Value.Value, Pos: f.Pos, Key: f.Key}
		}
	}
	return Field[string]{}
}

// controllerKeys are the keys that name a controller, with its kind. Of several
// NetworkManager takes the first of this order, and of each the UUID.
func controllerKeys() []struct {
	name string
	kind Kind
} {
	return []struct {
		name string
		kind Kind
	}{{"BRIDGE", KindBridge}, {"MASTER", KindBond}, {"TEAM_MASTER", KindTeam}, {"VRF", KindVRF}}
}

// stack settles what the profile says of its kind of link, of the link underneath
// and of the controller.
func (r *reader) stack() {
	p := r.p
	r.unreadable()
	p.Controller, p.ControlledBy = r.controller()
	if f := r.mark("PHYSDEV"); f.IsSet() {
		p.Parent = f
	}
	for _, v := range r.marks {
		r.setting(v)
	}
	r.ethtool()
	if f := p.Setting("GENERATE_MAC_ADDRESS_MASK"); f.IsSet() && p.MAC.Value.Generated == "" {
		r.report(f.Pos, Warning, "not-applied", f.Key, "no hardware address is made up", "write MACADDR=random or MACADDR=stable")
	}
	if p.MAC.Value.Generated != "" && p.SharesMAC() {
		r.report(p.MAC.Pos, Warning, "not-applied", p.MAC.Key, "the interface is a port, and has the address of "+p.Controller.Value, "")
	}
	if p.ControlledBy != KindTeam {
		for _, f := range []Field[string]{r.deviceType, p.Setting("TEAM_PORT_CONFIG")} {
			if f.Key == "TEAM_PORT_CONFIG" || strings.EqualFold(f.Value, "TeamPort") {
				r.report(f.Pos, Warning, "not-applied", f.Key, "the interface is no port of a team", "write TEAM_MASTER")
			}
		}
	}
	r.functions()
	if p.Rejected {
		return
	}
	r.ineffective()
	r.traffic()
	kind := p.Kind.Value
	switch {
	case kind == KindVLAN:
		r.vlan()
	case kind.isTunnel():
		r.tunnel()
	case kind == KindInfiniBand && p.isPartition():
		r.partition()
	}
	switch {
	case p.Rejected:
	case kind == KindVRF && p.Setting("VRF_TABLE").Value == "":
		r.reject(p.Kind.Pos, p.Kind.Key, "a VRF has a routing table; the profile is not applied", "write VRF_TABLE")
	case kind == KindTeam && r.mark("TEAM_CONFIG").IsSet() && !p.Setting("TEAM_CONFIG").IsSet():
		at := r.mark("TEAM_CONFIG")
		r.reject(at.Pos, at.Key, "without its settings the team is not made; the profile is not applied", "")
	case kind == KindVXLAN && p.Setting("VXLAN_ID").Value == "":
		r.reject(p.Kind.Pos, p.Kind.Key, "a VXLAN has a number; the profile is not applied", "write VXLAN_ID")
	case kind.NeedsParent() && !p.Parent.IsSet():
		r.reject(p.Kind.Pos, p.Kind.Key, "what it stands on is not told; the profile is not applied", "write PHYSDEV")
	case p.Made() && !p.Device.IsSet():
		r.reject(p.Kind.Pos, p.Kind.Key, "a link that is to be made needs a name; the profile is not applied", "write DEVICE="+p.Suffix())
	}
}

// unreadable rejects a profile of which it is not known what it stands on or under:
// an address on what is to be a port cuts its controller off.
func (r *reader) unreadable() {
	for _, v := range r.marks {
		names := v.Key == "PHYSDEV"
		for _, c := range controllerKeys() {
			names = names || strings.TrimSuffix(v.Key, "_UUID") == c.name
		}
		if v.Bad != nil && names {
			r.reject(v.Pos, v.Key, "its value cannot be read; the profile is not applied", "")
		}
	}
}

// IsPort reports whether the profile's interface has a controller that carries its
// addresses. A VRF does not: its ports keep theirs.
func (p *Profile) IsPort() bool { return p.Controller.IsSet() && p.ControlledBy != KindVRF }

// SharesMAC reports whether the interface gets the hardware address of its controller.
func (p *Profile) SharesMAC() bool {
	return p.ControlledBy == KindBond || p.ControlledBy == KindTeam
}

// portAddresses takes addresses and routes out of a port's profile.
func (r *reader) portAddresses() {
	p := r.p
	if !p.IsPort() {
		return
	}
	for _, ip := range []*IP{&p.IPv4, &p.IPv6} {
		none := MethodDisabled
		if ip == &p.IPv6 {
			none = MethodIgnore
		}
		at := ip.Method
		if len(ip.Addresses) > 0 {
			at = Field[Method]{Pos: ip.Addresses[0].Pos, Key: ip.Addresses[0].Key}
		}
		if at.IsSet() && (ip.Method.Value == MethodManual || ip.Method.Value == MethodAuto) {
			r.report(at.Pos, Warning, "not-applied", at.Key, "the interface is a port: its controller "+p.Controller.Value+" has the addresses", "")
		}
		*ip = IP{Method: Field[Method]{Value: none}}
	}
}

// mark returns the value of a key that counts among the marks.
func (r *reader) mark(name string) Field[string] {
	for _, v := range r.marks {
		if v.Key == name && v.Bad == nil {
			return Field[string]{Value: strings.TrimSpace(v.Value), Pos: v.Pos, Key: v.Key}
		}
	}
	return Field[string]{}
}

func (r *reader) controller() (Field[string], Kind) {
	for _, c := range controllerKeys() {
		for _, key := range []string{c.name + "_UUID", c.name} {
			if f := r.mark(key); f.IsSet() {
				return f, c.kind
			}
		}
	}
	return Field[string]{}, ""
}

// setting keeps what a key says, or each option in it; what the key table does not
// take has been told of and is left out. So is what belongs to another kind.
func (r *reader) setting(v value) {
	k, _ := r.table.find(v.Key)
	if v.Bad != nil || k.Takes.form == formEthtool || k.Takes.form == formQdisc || k.Takes.form == formFilter || !r.forKind(k, v) {
		return
	}
	keep := func(name, text string, at Pos) {
		r.p.Settings = append(r.p.Settings, Field[Setting]{Setting{name, text}, at, v.Key})
	}
	if k.Takes.list == "" {
		if k.Takes.Check(v.Value) == nil {
			keep(v.Key, strings.TrimSpace(v.Value), v.Pos)
		}
		return
	}
	var good []string
	for _, item := range v.items(k.Takes.list) {
		switch {
		case k.Takes.check(item.text) != nil:
		case k.Takes.form != formOptions:
			good = append(good, item.text)
		default:
			name, text, _ := strings.Cut(item.text, "=")
			if name == "balance-slb" && text != "0" {
				r.report(item.pos, Warning, "not-applied", v.Key, "balance-slb: NetworkManager does it with rules of its own in nftables; "+later, "")
			}
			keep(name, text, item.pos)
		}
	}
	if len(good) > 0 {
		keep(v.Key, strings.Join(good, ","), v.Pos)
	}
}

// forKind reports whether a key is for the profile's kind of link, and tells where
// it is not.
func (r *reader) forKind(k *Key, v value) bool {
	kind := r.p.Kind.Value
	if k.Kinds == "" || slices.Contains(strings.Fields(k.Kinds), string(kind)) {
		return true
	}
	if !r.p.Rejected && !isNo(v.Value) {
		r.warn(v, "not-applied", fmt.Sprintf("it is for the kind %s, and this is the kind %s", strings.ReplaceAll(k.Kinds, " ", " or "), kind), "")
	}
	return false
}

// vlan settles a VLAN's number, the interface underneath and its own name: from
// VLAN_ID and PHYSDEV, else from DEVICE, as NetworkManager reads it: PARENT.ID split
// at the first dot, or vlanID.
func (r *reader) vlan() {
	p := r.p
	id := p.Setting("VLAN_ID")
	if !id.IsSet() {
		id = p.Setting("VID")
	}
	parent, number, dotted := strings.Cut(p.Device.Value, ".")
	if !dotted {
		number, parent = strings.TrimPrefix(parent, "vlan"), ""
	}
	if !id.IsSet() {
		id = Field[string]{Value: number, Pos: p.Device.Pos, Key: p.Device.Key}
	}
	if _, err := ParseInt(id.Value, 10, 0, 4095); err != nil {
		r.reject(p.Kind.Pos, p.Kind.Key, "neither VLAN_ID nor the interface's name tells a VLAN number in 0..4095; the profile is not applied", "write VLAN_ID")
		return
	}
	if id.Key != "VLAN_ID" {
		p.Settings = append(p.Settings, Field[Setting]{Setting{"VLAN_ID", id.Value}, id.Pos, id.Key})
	}
	if !p.Parent.IsSet() && parent != "" {
		p.Parent = Field[string]{Value: parent, Pos: p.Device.Pos, Key: p.Device.Key}
	}
	if !p.Device.IsSet() && p.Parent.IsSet() && !IsUUID(p.Parent.Value) {
		p.Device = Field[string]{Value: p.Parent.Value + "." + id.Value, Pos: p.Parent.Pos, Key: p.Parent.Key}
	}
}

// VRFTable is the routing table of a VRF's profile, 0 where there is none.
func (p *Profile) VRFTable() uint32 {
	n, err := strconv.ParseUint(p.Setting("VRF_TABLE").Value, 10, 32)
	if err != nil {
		return 0
	}
	return uint32(n)
}
