package apply

import (
	"errors"
	"slices"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
	"netonce/apply/plan"
	"netonce/apply/state"
	"netonce/ifcfg/lists"
)

// readRules asks the kernel for its rules where a profile has some or some are
// ours: a host without them is not asked.
func (x *run) readRules() error {
	needed := false
	for _, p := range x.request.Profiles {
		needed = needed || len(p.Rules) > 0
	}
	for _, o := range x.owned {
		needed = needed || len(o.Rules) > 0
	}
	if !needed {
		return nil
	}
	rules, err := x.Kernel.Rules()
	if err != nil && !errors.Is(err, unix.EOPNOTSUPP) { // a kernel without policy routing has none
		return err // those of before count on: what is ours is not forgotten
	}
	x.snapshot.Rules = rules
	return nil
}

// passOnRules hands rules of an interface to another one whose profile asks for
// them too.
func (x *run) passOnRules(l *link) {
	l.owned.Rules = lists.Without(l.owned.Rules, func(r *network.Rule) bool {
		other := x.ruleWantedBy(l, *r)
		if other != nil {
			other.owned.Rules = lists.With(slices.Clip(other.owned.Rules), r)
		}
		return other != nil && !l.wantsRule(*r)
	})
}

// ruleWantedBy returns another interface whose profile asks for a rule, nil for
// none.
func (x *run) ruleWantedBy(not *link, r network.Rule) *link {
	for _, l := range x.links {
		if l != not && l.wantsRule(r) {
			return l
		}
	}
	return nil
}

func (l *link) wantsRule(r network.Rule) bool {
	for i := range l.want.Rules {
		if w := &l.want.Rules[i].Object; r.Satisfies(w) || w.Satisfies(&r) {
			return true
		}
	}
	return false
}

// onceEach leaves out a rule that an earlier step adds: the kernel would have it
// twice.
func onceEach() func(*plan.Step) bool {
	added := map[network.Rule]bool{}
	return func(s *plan.Step) bool {
		if s.Rule == nil || s.Op != network.OpAdd {
			return true
		}
		r := *s.Rule
		r.Protocol = 0
		again := added[r]
		added[r] = true
		return !again
	}
}

// findStray lists what is left of interfaces that are gone: their rules, which do
// not go with them.
func (x *run) findStray(name string, o state.Interface) {
	if len(o.Rules) == 0 || x.request.Unknown {
		return
	}
	if p := profileOf(x.request.Profiles, o.Profile); p != nil && p.Rejected {
		return
	}
	left := state.Interface{Profile: o.Profile, Owned: plan.Owned{Rules: o.Rules}}
	x.vanish(&network.Interface{Link: network.Link{Name: name}}, left).gone = true
}

// interfaceOf is what the kernel has of an interface, nil for nothing; of one that
// is gone, that nothing is left.
func (x *run) interfaceOf(l *link) *network.Interface {
	if i := x.snapshot.Interface(l.name()); i != nil || !l.gone {
		return i
	}
	return &network.Interface{Link: l.Link}
}
