package plan

import (
	"slices"
	"strings"

	"github.com/netonce/netonce/apply/network"
)

// Held is a setting of ethtool's that netonce has made.
type Held struct {
	Group  string `json:"group"`
	Name   string `json:"name"`
	Before string `json:"before"` // in the place of what was set
	Asked  string `json:"asked,omitempty"`
	Became string `json:"became,omitempty"` // what the driver made of Asked, where that is something else
}

// Impossible is a step that is not taken, because the kernel tells beforehand that it
// would have no effect.
type Impossible struct {
	Step
	Is string // how it is instead
}

// ethtool makes the settings that differ. Those of the link's mode and of what wakes
// the host go together.
func (d *differ) ethtool() {
	for _, w := range d.want.Ethtool {
		e := network.Ethtool{Group: w.Object.Group}
		for _, o := range w.Object.Options {
			have, known := d.have.Ethtool[e.Group].Get(o.Name)
			switch {
			case known && (d.sameEthtool(e.Group, o, have)):
				d.plan.Unchanged++
			case known && immovable(o, have):
				c := network.Change{Op: network.OpSet, Interface: d.have.Link.Name, Index: d.have.Link.Index,
					Ethtool: &network.Ethtool{Group: e.Group, Options: network.Options{o}}}
				d.plan.Impossible = append(d.plan.Impossible, Impossible{Step{c, w.Because}, have.Value})
			default:
				e.Options = append(e.Options, o)
			}
		}
		if len(e.Options) > 0 {
			d.setEthtool(w.Because, e, w.Object.Options)
		}
	}
}

func (d *differ) setEthtool(because string, e network.Ethtool, all network.Options) {
	if e.Group == "linkmodes" || e.Group == "wol" {
		e.Options = all
	}
	d.step(network.OpSet, because, network.Change{Ethtool: &e})
}

// sameEthtool takes what the driver has made of a value for that value: one that
// rounds the size of a ring would be asked again with every run.
func (d *differ) sameEthtool(group string, want, have network.Option) bool {
	word, note, _ := strings.Cut(have.Value, " ")
	if want.Value == have.Value || want.Value == word && note == "[fixed]" {
		return true
	}
	i := indexHeld(d.ethtoolHeld, group, want.Name)
	return i >= 0 && d.ethtoolHeld[i].Asked == want.Value && d.ethtoolHeld[i].Became == have.Value
}

// immovable reports whether a feature stays as it is: fixed, or asked for already and
// held back by something else.
func immovable(want, have network.Option) bool {
	return strings.HasSuffix(have.Value, " [fixed]") || strings.HasSuffix(have.Value, " [requested "+want.Value+"]")
}

func indexHeld(held []Held, group, name string) int {
	return slices.IndexFunc(held, func(h Held) bool { return h.Group == group && h.Name == name })
}

// restoreEthtool gives settings that are no longer wanted their old values.
func (d *differ) restoreEthtool() {
	for _, old := range d.owned.Before() {
		var e network.Ethtool
		for _, o := range old.Options {
			have, known := d.have.Ethtool[old.Group].Get(o.Name)
			if known && !d.wantsEthtool(old.Group, o.Name) && !d.sameEthtool(old.Group, o, have) && !immovable(o, have) {
				e.Group, e.Options = old.Group, append(e.Options, o)
			}
		}
		if len(e.Options) > 0 {
			d.setEthtool(d.gone(), e, old.Options)
		}
	}
}

func (d *differ) wantsEthtool(group, name string) bool {
	for _, w := range d.want.Ethtool {
		if _, asked := w.Object.Options.Get(name); asked && w.Object.Group == group {
			return true
		}
	}
	return false
}

// Before lists the values that settings of ethtool's had before netonce, by group.
func (c Owned) Before() (list []network.Ethtool) {
	for _, h := range c.Ethtool {
		i := slices.IndexFunc(list, func(e network.Ethtool) bool { return e.Group == h.Group })
		if i < 0 {
			i = len(list)
			list = append(list, network.Ethtool{Group: h.Group})
		}
		list[i].Options = append(list[i].Options, network.Option{Name: h.Name, Value: h.Before})
	}
	return list
}

func (c *Owned) claimEthtool(e network.Ethtool, have *network.Interface) {
	for _, o := range e.Options {
		before, known := have.Ethtool[e.Group].Get(o.Name)
		if known && indexHeld(c.Ethtool, e.Group, o.Name) < 0 {
			word, _, _ := strings.Cut(before.Value, " ")
			c.Ethtool = append(c.Ethtool, Held{Group: e.Group, Name: o.Name, Before: word})
		}
	}
}

// Became notes what has become of settings that were made, and returns those of which
// the driver made something else. The speed of a link without a carrier is not told.
func (c Owned) Became(e network.Ethtool, have *network.Interface) (noted Owned, others []network.Option) {
	c.Ethtool = slices.Clone(c.Ethtool)
	for _, o := range e.Options {
		i := indexHeld(c.Ethtool, e.Group, o.Name)
		x, known := have.Ethtool[e.Group].Get(o.Name)
		if i < 0 || !known {
			continue
		}
		h := &c.Ethtool[i]
		h.Asked, h.Became = "", ""
		switch {
		case x.Value == o.Value || immovable(o, x):
		case x.Value == network.Unknown:
			h.Asked, h.Became = o.Value, x.Value
		case e.Group != "linkmodes": // of which the old ones may be told for a while
			h.Asked, h.Became = o.Value, x.Value
			others = append(others, x)
		}
	}
	return c, others
}

// settleEthtool drops what has its old value again.
func (d *differ) settleEthtool(held []Held) (kept []Held) {
	for _, h := range held {
		have, known := d.have.Ethtool[h.Group].Get(h.Name)
		word, _, _ := strings.Cut(have.Value, " ")
		if known && word != h.Before || h.Became != "" && d.wantsEthtool(h.Group, h.Name) {
			kept = append(kept, h)
		}
	}
	return kept
}
