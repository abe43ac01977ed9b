package kerneltest

import (
	"slices"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// kernelRules are those that every kernel has from the start, of one family:
// IPv6 has no default table.
func kernelRules(six bool) []network.Rule {
	var rules []network.Rule
	for _, r := range []struct{ priority, table uint32 }{{0, network.TableLocal}, {32766, network.TableMain}, {32767, network.TableDefault}} {
		if six && r.table == network.TableDefault {
			continue
		}
		rules = append(rules, network.Rule{Six: six, Priority: network.Number{Value: r.priority, Set: true}, Action: network.RuleToTable,
			Table: r.table, Protocol: network.ProtocolKernel})
	}
	return rules
}

// Rules shows the rules that are there, and counts that they were asked for.
func (k *Kernel) Rules() ([]network.Rule, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.rulesRead++
	if k.rulesBroken != nil {
		return nil, k.rulesBroken
	}
	return slices.Concat(kernelRules(false), kernelRules(true), k.rules), k.broken
}

// RulesRead tells how often the rules have been asked for.
func (k *Kernel) RulesRead() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.rulesRead
}

// BreakRules makes asking for rules fail, for nil no longer.
func (k *Kernel) BreakRules(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.rulesBroken = err
}

// AddRule adds a rule as somebody else would.
func (k *Kernel) AddRule(r network.Rule) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.changeRule(network.Change{Op: network.OpAdd, Rule: &r}); err != nil {
		panic(err)
	}
}

// changeRule adds the same rule as often as it is asked to, and gives one without
// a priority that before all others but the first (fib_default_rule_pref).
func (k *Kernel) changeRule(c network.Change) error {
	r := *c.Rule
	if c.Op == network.OpDelete { // rule_find takes a rule and its negation for the same
		at := slices.IndexFunc(k.rules, func(x network.Rule) bool {
			x.Not = r.Not
			return x.Satisfies(&r)
		})
		if at < 0 {
			return refused(unix.ENOENT, "")
		}
		k.rules = slices.Delete(k.rules, at, at+1)
		return nil
	}
	if !r.Priority.Set {
		first := uint32(32766)
		for _, x := range k.rules {
			if x.Six == r.Six && x.Priority.Value > 0 {
				first = min(first, x.Priority.Value)
			}
		}
		r.Priority = network.Number{Value: first - 1, Set: true}
	}
	after := func(x network.Rule) bool { return x.Priority.Value > r.Priority.Value }
	at := slices.IndexFunc(k.rules, after)
	if at < 0 {
		at = len(k.rules)
	}
	k.rules = slices.Insert(k.rules, at, r)
	return nil
}
