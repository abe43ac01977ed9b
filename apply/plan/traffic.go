package plan

import (
	"slices"

	"netonce/apply/network"
)

// traffic makes the disciplines that are wanted, then the filters on them. It goes
// before the link comes up: what is sent then goes through them from the first frame
// on, and the kernel need not make its own (attach_default_qdiscs).
func (d *differ) traffic() {
	if d.want.Traffic == nil {
		return
	}
	for i := range d.want.Traffic.List {
		w := &d.want.Traffic.List[i]
		have := d.trafficOf(&w.Object)
		switch {
		case have == nil:
			d.step(network.OpAdd, w.Because, network.Change{Traffic: &w.Object})
		case d.alike(&w.Object, have):
			d.plan.Unchanged++
		default:
			d.remakeQdisc(&w.Object, have, w.Because)
		}
	}
}

// trafficOf finds what is there in the place of a discipline, or as a filter. What went
// with a discipline of this plan is not.
func (d *differ) trafficOf(t *network.Traffic) *network.Traffic {
	root := network.RootOf(d.have.Traffic)
	for i := range d.have.Traffic {
		if x := &d.have.Traffic[i]; t.Same(x, root) && !d.went(x) {
			return x
		}
	}
	return nil
}

func (d *differ) went(t *network.Traffic) bool {
	return slices.ContainsFunc(d.goneQdiscs, func(q *network.Traffic) bool { return t.Under(q) || t == q })
}

// alike reports whether a discipline that is there is as it is wanted. What the profile
// does not name any more of one that is ours has to go back to its default.
func (d *differ) alike(want, have *network.Traffic) bool {
	return want.Kind == have.Kind && (want.Handle == 0 || want.Handle == have.Handle) && len(want.Differing(have)) == 0 && !d.unnamed(want, have)
}

// unnamed reports whether an option is as netonce set it that is not named now.
func (d *differ) unnamed(want, have *network.Traffic) bool {
	for i := range d.owned.Traffic {
		t := &d.owned.Traffic[i]
		if t.Filter || t.Parent != want.Parent || t.Kind != want.Kind || t.Kind != have.Kind {
			continue
		}
		differing := t.Differing(have)
		for _, o := range t.Options {
			_, named := want.Options.Get(o.Name)
			_, differs := differing.Get(o.Name)
			if !named && !differs {
				return true
			}
		}
	}
	return false
}

// remakeQdisc makes of a discipline what is wanted: in place where the kernel can, so
// that nothing is lost that waits in it.
func (d *differ) remakeQdisc(want, have *network.Traffic, because string) {
	differing := want.Differing(have)
	_, flows := differing.Get("flows")                            // fq_codel_change
	fixed := flows || want.Kind == "sfq" || d.unnamed(want, have) // sfq has no change
	sameHandle := want.Handle == 0 || want.Handle == have.Handle
	if have.Handle != 0 && want.Kind == have.Kind && sameHandle && !fixed {
		c := *want
		c.Handle = have.Handle
		if c.Kind != "tbf" { // takes all or nothing
			c.Options = differing
		}
		d.step(network.OpChange, because, network.Change{Traffic: &c})
		return
	}
	// The kernel's own default, with handle 0, any other takes the place of.
	if have.Handle != 0 && sameHandle && (want.Kind == have.Kind || want.Handle != 0) {
		d.step(network.OpDelete, because, network.Change{Traffic: have})
	}
	d.goneQdiscs = append(d.goneQdiscs, have)
	d.step(network.OpAdd, because, network.Change{Traffic: want})
}

// removeTraffic takes away what is ours and not wanted any more and, where the profile
// says what there is to be, all that it does not say; a discipline that somebody else made
// stays under a filter that is wanted. Disciplines come first: what is on one that goes
// needs no step of its own.
func (d *differ) removeTraffic() {
	root := network.RootOf(d.have.Traffic)
	for _, filters := range []bool{false, true} {
		for i := range d.have.Traffic {
			t := &d.have.Traffic[i]
			wanted, carries := d.wantsTraffic(t, root)
			if t.Filter != filters || !filters && t.Handle == 0 || d.went(t) || wanted {
				continue
			}
			goes := d.want.Traffic != nil && (t.Hooked() || t.Filter) && !carries
			for i := range d.owned.Traffic {
				o := &d.owned.Traffic[i]
				goes = goes || o.Kind == t.Kind && o.Same(t, root)
			}
			if goes {
				d.step(network.OpDelete, d.gone(), network.Change{Traffic: t})
				d.goneQdiscs = append(d.goneQdiscs, t)
			}
		}
	}
}

// wantsTraffic reports whether something that is there is wanted, and whether it carries
// a filter or a discipline that is.
func (d *differ) wantsTraffic(t *network.Traffic, root uint32) (wanted, carries bool) {
	if d.want.Traffic == nil {
		return false, false
	}
	for i := range d.want.Traffic.List {
		w := &d.want.Traffic.List[i].Object
		wanted = wanted || w.Same(t, root)
		carries = carries || !t.Filter && w.Under(t)
	}
	return wanted, carries
}

// claimTraffic notes what a step makes: in its place nothing else is. Options that were
// set before and are not named now stay until they are seen gone, see settleTraffic.
func (c *Owned) claimTraffic(t *network.Traffic, have *network.Interface) {
	root := network.RootOf(have.Traffic)
	next := append([]network.Traffic(nil), c.Traffic...)
	for i := range next {
		x := &next[i]
		if !x.Same(t, root) {
			continue
		}
		before := *x
		if *x = *t; before.Kind == t.Kind {
			x.Options = before.Options.Set(t.Options)
		}
		c.Traffic = next
		return
	}
	c.Traffic = append(next, *t)
}

// settleTraffic drops what is neither there nor wanted, and of what is there as it is
// wanted the options that are not named.
func (d *differ) settleTraffic(owned []network.Traffic) (left []network.Traffic) {
	for i := range owned {
		t := &owned[i]
		have := d.trafficOf(t)
		there := have != nil && have.Kind == t.Kind
		if d.want.Traffic != nil {
			for n := range d.want.Traffic.List {
				w := &d.want.Traffic.List[n].Object
				if !w.Same(t, 0) {
					continue
				}
				if there = true; have != nil && d.alike(w, have) {
					t = w
				}
			}
		}
		if there {
			left = append(left, *t)
		}
	}
	return left
}
