package plan

import (
	"slices"

	"github.com/netonce/netonce/apply/network"
)

// traffic makes the disciplines that are wanted, then the filters on them. It goes
// before the link comes up: what is sent then goes through them from the first frame
// on, and the kernel need not make its own (attach_default_qdiscs).
func (d *differ) traffic() {
	if d.want.Traffic == nil {
		return
	}
	for _, w := range d.want.Traffic.List {
		have, there := d.trafficOf(w.Object)
		switch {
		case there && !w.Object.Filter && !d.alike(w.Object, have):
			d.remakeQdisc(w.Object, have, w.Because)
		case there:
			d.plan.Unchanged++
		default:
			d.trafficStep(network.OpAdd, w.Because, w.Object)
		}
	}
}

// trafficStep takes a step, and has what is there look as if it were taken.
func (d *differ) trafficStep(op network.Op, because string, t network.Traffic) {
	d.step(op, because, network.Change{Traffic: &t})
	d.have = &network.Interface{Link: d.have.Link, Addresses: d.have.Addresses, Routes: d.have.Routes, VLANs: d.have.VLANs, Sysctls: d.have.Sysctls,
		Traffic: network.ChangeTraffic(d.have.Traffic, op, t)}
}

// trafficOf finds what is there in the place of a discipline, or as a filter.
func (d *differ) trafficOf(t network.Traffic) (network.Traffic, bool) {
	root := network.RootOf(d.have.Traffic)
	i := slices.IndexFunc(d.have.Traffic, func(x network.Traffic) bool { return t.Same(x, root) })
	if i < 0 {
		return network.Traffic{}, false
	}
	return d.have.Traffic[i], true
}

// alike reports whether a discipline that is there is as it is wanted. What the profile
// does not name any more of one that is ours has to go back to its default.
func (d *differ) alike(want, have network.Traffic) bool {
	return want.Kind == have.Kind && (want.Handle == 0 || want.Handle == have.Handle) && len(want.Differing(have)) == 0 && !d.unnamed(want, have)
}

// unnamed reports whether an option is as netonce set it that is not named now.
func (d *differ) unnamed(want, have network.Traffic) bool {
	for _, t := range d.owned.Traffic {
		if t.Filter || !t.Same(want, 0) || t.Kind != want.Kind || t.Kind != have.Kind {
			continue
		}
		for _, o := range t.Options {
			_, named := want.Options.Get(o.Name)
			t.Options = network.Options{o}
			if !named && len(t.Differing(have)) == 0 {
				return true
			}
		}
	}
	return false
}

// remakeQdisc makes of a discipline what is wanted: in place where the kernel can, so
// that nothing is lost that waits in it.
func (d *differ) remakeQdisc(want, have network.Traffic, because string) {
	differing := want.Differing(have)
	fixed := want.Kind == "sfq" || d.unnamed(want, have) // sfq has no change
	for _, o := range differing {
		fixed = fixed || o.Name == "flows" // fq_codel_change
	}
	sameHandle := want.Handle == 0 || want.Handle == have.Handle
	switch {
	case have.Handle == 0: // the kernel's own default, which any other takes the place of
	case want.Kind == have.Kind && sameHandle && !fixed:
		if want.Kind != "tbf" { // takes all or nothing
			want.Options = differing
		}
		want.Handle = have.Handle
		d.trafficStep(network.OpChange, because, want)
		return
	case sameHandle && (want.Kind == have.Kind || want.Handle != 0):
		d.trafficStep(network.OpDelete, because, have)
	}
	d.trafficStep(network.OpAdd, because, want)
}

// removeTraffic takes away what is ours and not wanted any more and, where the profile
// says what there is to be, all that it does not say. What hangs on a discipline that
// goes needs no step of its own.
func (d *differ) removeTraffic() {
	root := network.RootOf(d.have.Traffic)
	claimed := d.want.Traffic != nil
	for _, filters := range []bool{false, true} {
		for _, t := range d.have.Traffic {
			ours := slices.ContainsFunc(d.owned.Traffic, func(o network.Traffic) bool { return o.Same(t, root) && o.Kind == t.Kind })
			switch {
			case t.Filter != filters, !filters && t.Handle == 0, d.wantsTraffic(t, root):
			case claimed && (t.Hooked() || t.Filter), ours:
				d.trafficStep(network.OpDelete, d.gone(), t)
			}
		}
	}
}

// wantsTraffic reports whether something that is there is wanted, or carries a filter
// that is.
func (d *differ) wantsTraffic(t network.Traffic, root uint32) bool {
	if d.want.Traffic == nil {
		return false
	}
	for _, w := range d.want.Traffic.List {
		on := w.Object.Filter && !t.Filter && (network.Major(w.Object.Parent) == t.Handle || w.Object.Parent == 0 && t.Parent == network.TrafficRoot)
		if on || w.Object.Same(t, root) {
			return true
		}
	}
	return false
}

// claimTraffic notes what a step makes: in its place nothing else is. Options that were
// set before and are not named now stay until they are seen gone, see settleTraffic.
func (c *Owned) claimTraffic(op network.Op, t network.Traffic, have *network.Interface) {
	root := network.RootOf(have.Traffic)
	at := slices.IndexFunc(c.Traffic, func(x network.Traffic) bool { return x.Same(t, root) })
	switch {
	case op == network.OpDelete:
		return
	case at < 0:
		c.Traffic = append(slices.Clip(c.Traffic), t)
		return
	case c.Traffic[at].Kind == t.Kind:
		t.Options = c.Traffic[at].Options.Set(t.Options)
	}
	c.Traffic = slices.Clone(c.Traffic)
	c.Traffic[at] = t
}

// settleTraffic drops what is neither there nor wanted, and of what is there as it is
// wanted the options that are not named.
func (d *differ) settleTraffic(owned []network.Traffic) (left []network.Traffic) {
	root := network.RootOf(d.have.Traffic)
	for _, t := range owned {
		have, there := d.trafficOf(t)
		if !(there && have.Kind == t.Kind || d.wantsTraffic(t, root)) {
			continue
		}
		if d.want.Traffic != nil {
			for _, w := range d.want.Traffic.List {
				if w.Object.Same(t, root) && d.alike(w.Object, have) {
					t = w.Object
				}
			}
		}
		left = append(left, t)
	}
	return left
}
