package ifcfg

import "strings"

// ethtool settles what ETHTOOL_OPTS asks for. Groups of one kind count as one, as they
// would when ethtool ran for each: the last value of a name stands.
func (r *reader) ethtool() {
	var asked []Field[Setting]
	for _, v := range r.marks {
		if v.Key != "ETHTOOL_OPTS" || v.Bad != nil {
			continue
		}
		for _, item := range v.items(";") {
			e := parseEthtool(item.text) // what is bad in it has been told
			if device := r.p.Device.Value; e.device != "" && device != "" && e.device != device {
				r.report(item.pos, Warning, "not-applied", v.Key, e.device+" in it is passed over: it is set on the profile's interface, "+device, "write "+device)
			}
			for _, o := range e.options {
				asked = append(asked, Field[Setting]{o, item.pos, v.Key})
			}
		}
	}
	if asked == nil {
		return
	}
	r.linkModes(lastOf(asked, "linkmodes autoneg"), lastOf(asked, "linkmodes speed"), lastOf(asked, "linkmodes duplex"))
	r.wake(lastOf(asked, "wol wol"), lastOf(asked, "wol sopass"))
	for _, g := range ethtoolGroups() {
		for name := range strings.FieldsSeq(g.names) {
			if f := lastOf(asked, g.name+" "+name); f.IsSet() && g.flags != "" {
				r.p.Ethtool = append(r.p.Ethtool, f)
			}
		}
	}
}

// lastOf returns the last that sets a name; not set, where none does.
func lastOf(asked []Field[Setting], name string) (last Field[Setting]) {
	for _, f := range asked {
		if f.Value.Name == name {
			last = f
		}
	}
	return last
}

// linkModes settles speed, duplex and autoneg as NetworkManager takes them: without
// autoneg the speed is forced, with it the one mode is offered to the other end, and
// autoneg off by itself is the same as none.
func (r *reader) linkModes(auto, speed, duplex Field[Setting]) {
	if speed.Value.Value == "0" {
		speed = Field[Setting]{}
	}
	at := auto
	for _, f := range []Field[Setting]{speed, duplex} {
		if !at.IsSet() {
			at = f
		}
	}
	switch {
	case !at.IsSet():
		return
	case speed.IsSet() != duplex.IsSet():
		r.report(at.Pos, Warning, "not-applied", at.Key, "speed and duplex go together; one without the other is passed over", "write both")
		speed, duplex = Field[Setting]{}, Field[Setting]{}
	case !speed.IsSet() && auto.Value.Value == "off":
		r.report(at.Pos, Warning, "not-applied", at.Key, "autoneg off forces nothing without speed and duplex; it is passed over", "write speed and duplex")
	}
	word := "off"
	if auto.Value.Value == "on" {
		word = "on"
	}
	if word == "off" && !speed.IsSet() {
		return
	}
	for _, s := range []Setting{{"autoneg", word}, {"speed", speed.Value.Value}, {"duplex", duplex.Value.Value}} {
		r.p.Ethtool = append(r.p.Ethtool, Field[Setting]{Setting{"linkmodes " + s.Name, s.Value}, at.Pos, at.Key})
	}
}

// wake settles what wakes the host. The password makes the letter s, and goes with g;
// NetworkManager passes over the letter.
func (r *reader) wake(wol, password Field[Setting]) {
	letters := ""
	for _, c := range "pumbag" {
		if strings.ContainsRune(wol.Value.Value, c) {
			letters += string(c)
		}
	}
	if strings.Contains(wol.Value.Value, "d") {
		letters = "d"
	}
	secured := password.IsSet() && strings.HasSuffix(letters, "g")
	if password.IsSet() && !secured {
		r.report(password.Pos, Warning, "not-applied", password.Key, "sopass is the password of the magic packet; without wol g it is passed over", "write wol g")
	}
	if letters == "" || r.p.Setting("ETHTOOL_WAKE_ON_LAN").IsSet() {
		return
	}
	wol.Value.Value = letters
	if secured {
		wol.Value.Value += "s"
	}
	r.p.Ethtool = append(r.p.Ethtool, wol)
	if secured {
		r.p.Ethtool = append(r.p.Ethtool, password)
	}
}
