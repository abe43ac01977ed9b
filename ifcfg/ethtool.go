package ifcfg

import "strings"

const ethtoolKey = "ETHTOOL_OPTS"

// ethtool settles what ETHTOOL_OPTS asks for.
func (r *reader) ethtool() {
	plain := plainWords{value: map[string]string{}, pos: map[string]Pos{}}
	for i := range r.marks {
		if v := &r.marks[i]; v.Key == ethtoolKey && v.Bad == nil {
			r.ethtoolGroups(v.items(";"), plain)
		}
	}
	if len(plain.value) > 0 {
		r.linkModes(plain)
		r.wake(plain)
	}
}

// plainWords are the words that need no flag, with their places. They count together,
// whatever group they stand in.
type plainWords struct {
	value map[string]string
	pos   map[string]Pos
}

func (r *reader) ethtoolGroups(groups []word, plain plainWords) {
	for _, group := range groups {
		device, options, _ := parseEthtool(group.text) // what is bad in it has been told
		if own := r.p.Device.Value; device != "" && own != "" && device != own {
			r.report(group.pos, Warning, "not-applied", ethtoolKey, device+" in it is passed over: it is set on the profile's interface, "+own, "write "+own)
		}
		for _, o := range options {
			if strings.Contains(o.Name, " ") {
				r.setEthtool(o.Name, o.Value, group.pos)
				continue
			}
			plain.value[o.Name], plain.pos[o.Name] = o.Value, group.pos
		}
	}
}

// setEthtool keeps a setting. The last value of a name stands, as it would when ethtool
// ran for each.
func (r *reader) setEthtool(name, value string, at Pos) {
	var f *Field[Setting]
	for i := range r.p.Ethtool {
		if r.p.Ethtool[i].Value.Name == name {
			f = &r.p.Ethtool[i]
		}
	}
	if f == nil {
		r.p.Ethtool = append(r.p.Ethtool, Field[Setting]{})
		f = &r.p.Ethtool[len(r.p.Ethtool)-1]
	}
	f.Value.Name, f.Value.Value, f.Pos, f.Key = name, value, at, ethtoolKey
}

// linkModes settles speed, duplex and autoneg as NetworkManager takes them: without
// autoneg the speed is forced, with it the one mode is offered to the other end, and
// autoneg off by itself is the same as none.
func (r *reader) linkModes(plain plainWords) {
	speed, duplex, auto := plain.value["speed"], plain.value["duplex"], plain.value["autoneg"]
	var at Pos
	for _, name := range []string{"duplex", "speed", "autoneg"} {
		if plain.value[name] != "" {
			at = plain.pos[name]
		}
	}
	if speed == "0" {
		speed = ""
	}
	switch {
	case (speed == "") != (duplex == ""):
		r.report(at, Warning, "not-applied", ethtoolKey, "speed and duplex go together; one without the other is passed over", "write both")
		speed, duplex = "", ""
	case speed == "" && auto == "off":
		r.report(at, Warning, "not-applied", ethtoolKey, "autoneg off forces nothing without speed and duplex; it is passed over", "write speed and duplex")
	}
	if auto != "on" && speed == "" {
		return
	}
	if auto != "on" {
		auto = "off"
	}
	r.setEthtool("linkmodes autoneg", auto, at)
	r.setEthtool("linkmodes speed", speed, at)
	r.setEthtool("linkmodes duplex", duplex, at)
}

// wake settles what wakes the host. The password makes the letter s, and goes with g;
// NetworkManager passes over the letter.
func (r *reader) wake(plain plainWords) {
	wol, password, letters := plain.value["wol"], plain.value["sopass"], ""
	for _, letter := range strings.Fields("p u m b a g") {
		if strings.Contains(wol, letter) {
			letters += letter
		}
	}
	if strings.Contains(wol, "d") {
		letters = "d"
	}
	if password != "" && !strings.HasSuffix(letters, "g") {
		r.report(plain.pos["sopass"], Warning, "not-applied", ethtoolKey, "sopass is the password of the magic packet; without wol g it is passed over", "write wol g")
		password = ""
	}
	if letters == "" || r.p.Setting("ETHTOOL_WAKE_ON_LAN").IsSet() {
		return
	}
	if password != "" {
		letters += "s"
	}
	r.setEthtool("wol wol", letters, plain.pos["wol"])
	if password != "" {
		r.setEthtool("wol sopass", password, plain.pos["sopass"])
	}
}
