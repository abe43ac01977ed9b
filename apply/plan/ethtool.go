package plan

import (
	"strings"

	"netonce/apply/desired"
	"netonce/apply/network"
)

// ethtool makes the settings that differ, and gives those that are no longer wanted
// their old values.
func (d *differ) ethtool() {
	want := d.want.Ethtool
	for i := range d.owned.Ethtool {
		o := &d.owned.Ethtool[i]
		if x := d.ethtoolNow(o); x != nil && !d.wantsEthtool(o.Name) && !immovable(o, x) {
			want = append(want[:len(want):len(want)], desired.Wanted[network.Option]{Object: *o, Because: d.gone()})
		}
	}
	for i := range want {
		done := false
		for j := range want[:i] {
			done = done || together(&want[j], &want[i])
		}
		if !done {
			d.ethtoolStep(want[i:])
		}
	}
}

// together reports whether settings are made in one step: those of a group that one
// place asks for. The link's mode, and what wakes the host, make sense as a whole only.
func together(a, b *desired.Wanted[network.Option]) bool {
	group := a.Object.EthtoolGroup()
	return group == b.Object.EthtoolGroup() && (whole(group) || a.Because == b.Because)
}

func whole(group string) bool {
	return group == "linkmodes" || group == "wol" || isFunction(network.Option{Name: group})
}

// ethtoolNow is a setting as it is there when the steps before have been taken: of virtual
// functions that are made anew nothing is known.
func (d *differ) ethtoolNow(o *network.Option) *network.Option {
	if isFunction(*o) && d.newFunctions {
		return nil
	}
	return d.have.Ethtool.Find(o.Name)
}

// isFunction reports whether a setting is one of a virtual function.
func isFunction(o network.Option) bool {
	_, is := network.Function(o.EthtoolGroup())
	return is
}

// ethtoolStep makes the first setting and those that go together with it.
func (d *differ) ethtoolStep(want []desired.Wanted[network.Option]) {
	var all, differ network.Options
	for i := range want {
		o := &want[i].Object
		if !together(&want[0], &want[i]) {
			continue
		}
		all = append(all, *o)
		have := d.ethtoolNow(o)
		switch {
		case have != nil && d.sameEthtool(o, have):
			d.plan.Unchanged++
		case have != nil && immovable(o, have):
			c := network.Change{Interface: d.have.Link.Name, Ethtool: network.Options{*o}}
			d.plan.Impossible = append(d.plan.Impossible, want[i].Because+": "+c.String()+": it stays "+have.Value)
		default:
			differ = append(differ, *o)
		}
	}
	if len(differ) == 0 {
		return
	}
	if whole(all[0].EthtoolGroup()) {
		differ = all
	}
	d.step(network.OpSet, want[0].Because, network.Change{Ethtool: differ})
}

// sameEthtool takes what the driver has made of a value for that value: one that
// rounds the size of a ring would be asked again with every run.
func (d *differ) sameEthtool(want, have *network.Option) bool {
	if want.Value == have.Value || want.Value+" [fixed]" == have.Value {
		return true
	}
	is := d.rounded.Find(rounded(want))
	return is != nil && is.Value == have.Value
}

// rounded is the name under which it is kept what a driver has made of a setting.
func rounded(o *network.Option) string { return o.Name + " " + o.Value }

// immovable reports whether a feature stays as it is: fixed, or asked for already and
// held back by something else.
func immovable(want, have *network.Option) bool {
	return strings.HasSuffix(have.Value, "[fixed]") || strings.HasSuffix(have.Value, "[requested "+want.Value+"]")
}

func (d *differ) wantsEthtool(name string) bool {
	for i := range d.want.Ethtool {
		if d.want.Ethtool[i].Object.Name == name {
			return true
		}
	}
	return false
}

// before is the value that a setting is to have again one day. Of a word that stands
// for several features, it is that of all of them.
func before(o *network.Option) string {
	word, _, _ := strings.Cut(o.Value, " ")
	return word
}

func (c *Owned) claimEthtool(options network.Options, have *network.Interface) {
	if _, ours := c.before(network.Sysctl{Family: "device", Interface: have.Link.Name, Key: network.NumVFs}); ours && isFunction(options[0]) {
		return // they go with the profile
	}
	for i := range options {
		name := options[i].Name
		if was := have.Ethtool.Find(name); was != nil && c.Ethtool.Find(name) == nil {
			c.Ethtool = c.Ethtool.With(name, before(was))
		}
	}
}

// Became notes what has become of settings that were made, and returns those of which
// the driver made something else. Not so the speed: of a link without a carrier it is not
// told, and of one that negotiates anew the old one may be told for a while.
func (c *Owned) Became(options network.Options, have *network.Interface) (others network.Options) {
	for i := range options {
		o := &options[i]
		x := have.Ethtool.Find(o.Name)
		if x == nil || x.Value == o.Value || immovable(o, x) {
			continue
		}
		if o.EthtoolGroup() != "linkmodes" {
			others = others.With(o.Name, x.Value)
		}
		c.Rounded = c.Rounded.Set(network.Options{{Name: rounded(o), Value: x.Value}})
	}
	return others
}

// settleEthtool drops what has its old value again, and what is noted of settings that
// are not wanted.
func (d *differ) settleEthtool(s *Owned, owned Owned) {
	for i := range owned.Ethtool {
		o := &owned.Ethtool[i]
		if have := d.have.Ethtool.Find(o.Name); have != nil && before(have) != o.Value {
			s.Ethtool = s.Ethtool.With(o.Name, o.Value)
		}
	}
	for i := range d.want.Ethtool {
		name := rounded(&d.want.Ethtool[i].Object)
		if x := owned.Rounded.Find(name); x != nil {
			s.Rounded = s.Rounded.With(name, x.Value)
		}
	}
}
