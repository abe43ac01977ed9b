package plan

import (
	"slices"

	"netonce/apply/network"
)

// rules adds those that are missing. What is there besides stays: no rule stands
// in the way of another.
func (d *differ) rules() {
	for _, w := range d.want.Rules {
		if network.FindRule(d.elsewhere.Rules, &w.Object) >= 0 {
			d.plan.Unchanged++
			continue
		}
		d.step(network.OpAdd, w.Because, network.Change{Rule: &w.Object})
	}
}

// removeRules takes away what is ours and not wanted any more; never a rule of
// the kernel's own, whoever has written it down.
func (d *differ) removeRules() {
	for i := range d.owned.Rules {
		at := network.FindRule(d.elsewhere.Rules, &d.owned.Rules[i])
		if at < 0 || d.kept(d.owned.Rules[i].Six) || d.wantsRule(&d.elsewhere.Rules[at]) {
			continue
		}
		if have := d.elsewhere.Rules[at]; have.Protocol != network.ProtocolKernel {
			d.step(network.OpDelete, d.gone(), network.Change{Rule: &have})
		}
	}
}

// wantsRule reports whether a rule that is there is wanted.
func (d *differ) wantsRule(have *network.Rule) bool {
	for i := range d.want.Rules {
		if have.Satisfies(&d.want.Rules[i].Object) {
			return true
		}
	}
	return false
}

// settleRules lists what is owned of the rules that are there or wanted: with the
// priority that the kernel gave to one.
func (d *differ) settleRules(owned []network.Rule) (left []network.Rule) {
	for _, r := range owned {
		at := network.FindRule(d.elsewhere.Rules, &r)
		if at >= 0 {
			r = d.elsewhere.Rules[at]
		}
		if (at >= 0 || d.wantsRule(&r)) && !slices.Contains(left, r) {
			left = append(left, r)
		}
	}
	return left
}
