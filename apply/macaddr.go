package apply

import (
	"netonce/apply/desired"
	"netonce/apply/network"
)

// seed tells an interface what its hardware address is to be made of, if it is to be
// made up.
func (x *run) seed(l *link) {
	kind := l.Profile.MAC.Value.Generated
	if kind == "" {
		return
	}
	l.seed = desired.Seed{Machine: x.MachineID(), Boot: x.BootID()}
	if !l.Profile.Made() {
		l.seed.Card = l.Link.BurntIn() // see recall
	}
	if kind == "stable" && l.seed.Machine == "" && l.meant {
		x.Log.Warn("the host has no identity (machine-id(5)): the hardware address is another one with the next boot", "interface", l.name(), "because", l.Profile.MAC.Because())
	}
}

// recall takes for the permanent address of links without one that which they had
// before netonce gave them another: HWADDR means it still.
func (x *run) recall(links []network.Link) {
	for i := range links {
		l := &links[i]
		if o := x.owned[l.Name]; len(l.Permanent) == 0 && len(o.MAC) > 0 && (o.Index == 0 || o.Index == l.Index) {
			l.Permanent = o.MAC
		}
	}
}
