package plan

import (
	"strings"

	"github.com/netonce/netonce/apply/desired"
	"github.com/netonce/netonce/apply/network"
)

// Impossible is a step that is not taken, because the kernel tells beforehand that it
// would have no effect.
type Impossible struct {
	Step
	Is string // how it is instead
}

// ethtool makes the settings that differ, in one step for each group. Those of the
// link's mode and of what wakes the host make sense together only.
func (d *differ) ethtool(want []desired.Wanted[network.Option]) {
	for len(want) > 0 {
		n, because, group := 0, want[0].Because, want[0].Object.EthtoolGroup()
		var all, differ network.Options
		for ; n < len(want) && want[n].Object.EthtoolGroup() == group; n++ {
			o := want[n].Object
			have, known := d.have.Ethtool.Get(o.Name)
			all = append(all, o)
			switch {
			case known && d.sameEthtool(o, have):
				d.plan.Unchanged++
			case known && immovable(o, have):
				c := network.Change{Op: network.OpSet, Interface: d.have.Link.Name, Ethtool: network.Options{o}}
				d.plan.Impossible = append(d.plan.Impossible, Impossible{Step{c, because}, have.Value})
			default:
				differ = append(differ, o)
			}
		}
		if want = want[n:]; len(differ) == 0 {
			continue
		}
		if group == "linkmodes" || group == "wol" {
			differ = all
		}
		d.step(network.OpSet, because, network.Change{Ethtool: differ})
	}
}

// sameEthtool takes what the driver has made of a value for that value: one that
// rounds the size of a ring would be asked again with every run.
func (d *differ) sameEthtool(want, have network.Option) bool {
	word, note, _ := strings.Cut(have.Value, " ")
	if want.Value == have.Value || want.Value == word && note == "[fixed]" {
		return true
	}
	is, noted := d.rounded.Get(rounded(want))
	return noted && is.Value == have.Value
}

// rounded is the name under which it is kept what a driver has made of a setting.
func rounded(o network.Option) string { return o.Name + " " + o.Value }

// immovable reports whether a feature stays as it is: fixed, or asked for already and
// held back by something else.
func immovable(want, have network.Option) bool {
	return strings.HasSuffix(have.Value, " [fixed]") || strings.HasSuffix(have.Value, " [requested "+want.Value+"]")
}

// restoreEthtool gives settings that are no longer wanted their old values.
func (d *differ) restoreEthtool() {
	var old []desired.Wanted[network.Option]
	for _, o := range d.owned.Ethtool {
		have, known := d.have.Ethtool.Get(o.Name)
		if known && !d.wantsEthtool(o.Name) && !immovable(o, have) {
			old = append(old, desired.Wanted[network.Option]{Object: o, Because: d.gone()})
		}
	}
	d.ethtool(old)
}

func (d *differ) wantsEthtool(name string) bool {
	for _, w := range d.want.Ethtool {
		if w.Object.Name == name {
			return true
		}
	}
	return false
}

func (c *Owned) claimEthtool(options network.Options, have *network.Interface) {
	for _, o := range options {
		before, known := have.Ethtool.Get(o.Name)
		if _, ours := c.Ethtool.Get(o.Name); known && !ours {
			before.Value, _, _ = strings.Cut(before.Value, " ")
			c.Ethtool = append(c.Ethtool, before)
		}
	}
}

// Became notes what has become of settings that were made, and returns those of which
// the driver made something else. The speed of a link without a carrier is not told;
// of one that negotiates anew the old one may be told for a while.
func (c *Owned) Became(options network.Options, have *network.Interface) (others network.Options) {
	for _, o := range options {
		x, known := have.Ethtool.Get(o.Name)
		if !known || x.Value == o.Value || immovable(o, x) {
			continue
		}
		if x.Value != network.Unknown {
			if o.EthtoolGroup() == "linkmodes" {
				continue
			}
			others = append(others, x)
		}
		c.Rounded = c.Rounded.Set(network.Options{{Name: rounded(o), Value: x.Value}})
	}
	return others
}

// settleEthtool drops what has its old value again, and what is noted of settings that
// are not wanted.
func (d *differ) settleEthtool(s *Owned, owned Owned) {
	for _, o := range owned.Ethtool {
		have, known := d.have.Ethtool.Get(o.Name)
		if word, _, _ := strings.Cut(have.Value, " "); known && word != o.Value {
			s.Ethtool = append(s.Ethtool, o)
		}
	}
	for _, w := range d.want.Ethtool {
		if x, noted := owned.Rounded.Get(rounded(w.Object)); noted {
			s.Rounded = append(s.Rounded, x)
		}
	}
}
