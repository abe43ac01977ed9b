package initramfs

import (
	"strconv"
	"strings"
)

// controller reads NAME:PORTS and returns what follows, for a link that has ports.
func (r *reader) controller(w word, kind, name, ports string) (p *profile, f fields) {
	f = w.fields()
	if given := f.next(); given != "" {
		name, ports = given, "eth0"
	}
	if given := f.next(); given != "" {
		ports = given
	}
	p = r.link(name, kind)
	for _, port := range strings.Split(ports, ",") {
		if port == "" {
			continue
		}
		q := r.named(port)
		q.port = true
		switch kind {
		case "Bond":
			q.set("MASTER", name)
			q.set("SLAVE", "yes")
		case "Bridge":
			q.set("BRIDGE", name)
		default:
			q.set("TEAM_MASTER", name)
			q.kind = ""
			q.set("DEVICETYPE", "TeamPort")
		}
	}
	return p, f
}

// link is a profile of a link that is made.
func (r *reader) link(name, kind string) *profile {
	p := r.named(name)
	p.kind = kind
	return p
}

func (r *reader) bond(w word) {
	p, f := r.controller(w, "Bond", "bond0", "eth0,eth1")
	options := strings.ReplaceAll(f.next(), ",", " ")
	if options == "" {
		options = "mode=balance-rr"
	}
	p.set("BONDING_OPTS", strings.ReplaceAll(options, ";", ","))
	p.set("BONDING_MASTER", "yes")
	if mtu := f.next(); mtu != "" {
		p.set("MTU", mtu)
	}
}

func (r *reader) bridge(w word) {
	p, _ := r.controller(w, "Bridge", "br0", "eth0")
	p.set("STP", "no")
}

func (r *reader) team(w word) {
	p, f := r.controller(w, "Team", "team0", "eth0,eth1")
	p.kind = ""
	p.set("DEVICETYPE", "Team")
	if runner := f.next(); runner != "" {
		p.set("TEAM_CONFIG", `{"runner":{"name":`+strconv.Quote(runner)+`}}`)
	}
}

// vlan reads NAME:PARENT; the number of the VLAN is what the name ends with.
func (r *reader) vlan(w word) {
	f := w.fields()
	name, parent := f.next(), f.next()
	digits := name[len(strings.TrimRight(name, "0123456789")):]
	id, err := strconv.Atoi(digits)
	if err != nil || parent == "" {
		r.fail(w, "%q: a VLAN is the name, ending with its number, a colon and the interface underneath", w.value)
		return
	}
	p := r.link(name, "Vlan")
	p.set("VLAN", "yes")
	p.set("PHYSDEV", parent)
	p.set("VLAN_ID", strconv.Itoa(id))
	r.parents = append(r.parents, parent)
}

// pkey reads PARENT.KEY, a partition of an InfiniBand card.
func (r *reader) pkey(w word) {
	parent, key, ok := strings.Cut(w.value, ".")
	if _, err := strconv.ParseUint(key, 16, 16); !ok || err != nil || parent == "" {
		r.fail(w, "%q: a partition is the interface, a dot and the key in hexadecimal", w.value)
		return
	}
	p := r.link(w.value, "InfiniBand")
	p.set("PKEY", "yes")
	p.set("PKEY_ID", "0x"+key)
	p.set("PHYSDEV", parent)
	p.set("CONNECTED_MODE", "no")
}
