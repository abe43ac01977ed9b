package ifcfg

import (
	"slices"
	"strings"
)

// Ethtool is a group of settings that ethtool(8) makes at once, in its words. A value
// that is empty stands for any: it takes back what is narrowed.
type Ethtool struct {
	Group   string // the kernel's name: linkmodes, wol, features, coalesce, rings, channels, pause
	Options []Setting
}

// value returns what a group sets under a name, empty for nothing.
func (e Ethtool) value(name string) string {
	for _, o := range e.Options {
		if o.Name == name {
			return o.Value
		}
	}
	return ""
}

// ethtool settles what ETHTOOL_OPTS asks for. The groups of one kind count as one, as
// they would when ethtool ran for each: the last value of a name stands.
func (r *reader) ethtool() {
	p := r.p
	for _, v := range r.marks {
		if v.Key != "ETHTOOL_OPTS" || v.Bad != nil {
			continue
		}
		for _, item := range v.items(";") {
			e, device, _ := parseEthtool(item.text) // what is bad in it has been told
			if device != "" && p.Device.IsSet() && device != p.Device.Value {
				r.report(item.pos, Warning, "not-applied", v.Key, device+" in it is passed over: it is set on the profile's interface, "+p.Device.Value, "write "+p.Device.Value)
			}
			for _, o := range e.Options {
				p.ask(ethtoolGroupOf(e.Group, o.Name), o, item.pos, v.Key)
			}
		}
	}
	for i := range p.Ethtool {
		f := &p.Ethtool[i]
		switch f.Value.Group {
		case groupLinkModes:
			r.linkModes(f)
		case groupWake:
			r.wake(f)
		}
	}
	p.Ethtool = slices.DeleteFunc(p.Ethtool, func(f Field[Ethtool]) bool { return len(f.Value.Options) == 0 })
}

// ask adds to a group of settings, or changes what it says.
func (p *Profile) ask(group string, o Setting, at Pos, key string) {
	i := slices.IndexFunc(p.Ethtool, func(f Field[Ethtool]) bool { return f.Value.Group == group })
	if i < 0 {
		i = len(p.Ethtool)
		p.Ethtool = append(p.Ethtool, Field[Ethtool]{Ethtool{Group: group}, at, key})
	}
	e := &p.Ethtool[i].Value
	e.Options = append(slices.DeleteFunc(e.Options, func(x Setting) bool { return x.Name == o.Name }), o)
}

// linkModes settles speed, duplex and autoneg as NetworkManager takes them: without
// autoneg the speed is forced, with it the one mode is offered to the other end, and
// autoneg off by itself is the same as none.
func (r *reader) linkModes(f *Field[Ethtool]) {
	auto, speed, duplex := f.Value.value("autoneg"), f.Value.value("speed"), f.Value.value("duplex")
	if speed == "0" {
		speed = ""
	}
	if (speed == "") != (duplex == "") {
		r.report(f.Pos, Warning, "not-applied", f.Key, "speed and duplex go together; one without the other is passed over", "write both")
		speed, duplex = "", ""
	} else if speed == "" && auto == "off" {
		r.report(f.Pos, Warning, "not-applied", f.Key, "autoneg off forces nothing without speed and duplex; it is passed over", "write speed and duplex")
	}
	if auto != "on" {
		auto = "off"
	}
	f.Value.Options = nil
	if auto == "on" || speed != "" {
		f.Value.Options = []Setting{{"autoneg", auto}, {"speed", speed}, {"duplex", duplex}}
	}
}

// wake settles what wakes the host. The password makes the letter s, and goes with g;
// NetworkManager passes over the letter.
func (r *reader) wake(f *Field[Ethtool]) {
	letters, password := "", f.Value.value("sopass")
	for _, c := range "pumbag" {
		if strings.ContainsRune(f.Value.value("wol"), c) {
			letters += string(c)
		}
	}
	if strings.Contains(f.Value.value("wol"), "d") {
		letters = "d"
	}
	magic := strings.Contains(letters, "g")
	if password != "" && !magic {
		r.report(f.Pos, Warning, "not-applied", f.Key, "sopass is the password of the magic packet; without wol g it is passed over", "write wol g")
	}
	f.Value.Options = nil
	switch {
	case r.p.Setting("ETHTOOL_WAKE_ON_LAN").IsSet() || letters == "":
	case password != "" && magic:
		f.Value.Options = []Setting{{"wol", letters + "s"}, {"sopass", password}}
	default:
		f.Value.Options = []Setting{{"wol", letters}}
	}
}
