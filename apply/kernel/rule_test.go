package kernel_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/kernel"
	"netonce/apply/network"
)

func rule(six bool, priority uint32, set func(*network.Rule)) network.Rule {
	r := network.Rule{Six: six, Priority: network.Number{Value: priority, Set: true}, Action: network.RuleToTable, Table: 200}
	set(&r)
	return r
}

func allRules() []network.Rule {
	sixteen, any := network.Range{First: 10, Last: 16, Set: true}, func(*network.Rule) {}
	rules := []network.Rule{
		rule(false, 0, any),
		rule(false, 10, any), rule(true, 10, any),
		rule(false, 11, func(r *network.Rule) {
			r.From, r.To = netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("10.2.0.1/32")
		}),
		rule(true, 11, func(r *network.Rule) {
			r.From, r.To = netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2001:db8::1/128")
		}),
		rule(false, 12, func(r *network.Rule) { r.From, r.Not = netip.MustParsePrefix("10.3.0.0/16"), true }),
		rule(false, 13, func(r *network.Rule) { r.Table = 70000 }),
		rule(false, 14, func(r *network.Rule) { r.Table, r.SuppressPrefixLen = network.TableMain, network.Number{Set: true} }),
		rule(false, 15, func(r *network.Rule) { r.SuppressIfgroup = network.Number{Value: 3, Set: true} }),
		rule(false, 16, func(r *network.Rule) { r.FWMark, r.FWMask = 5, 15 }),
		rule(false, 17, func(r *network.Rule) { r.FWMask = 15 }),
		rule(true, 18, func(r *network.Rule) { r.FWMark, r.FWMask = 5, 1<<32-1 }),
		rule(false, 19, func(r *network.Rule) { r.IIF, r.OIF = "lo", "eth9" }),
		rule(false, 20, func(r *network.Rule) { r.UIDs = network.Range{Set: true} }),
		rule(false, 21, func(r *network.Rule) {
			r.IPProto, r.SourcePort, r.DestPort = 6, sixteen, network.Range{First: 80, Last: 80, Set: true}
		}),
		rule(false, 22, func(r *network.Rule) { r.TOS = 0x10 }),
		rule(false, 23, func(r *network.Rule) { r.TunnelID = 1 << 40 }),
		rule(true, 24, func(r *network.Rule) { r.Protocol = network.ProtocolStatic }),
		rule(false, 25, func(r *network.Rule) { r.Realms = 3<<16 | 4 }),
		rule(false, 26, func(r *network.Rule) { r.L3MDev, r.Table = true, 0 }),
		rule(false, 1<<32-1, any),
	}
	for action := range network.RuleActions() {
		rules = append(rules, rule(false, 30+uint32(action), func(r *network.Rule) { r.Action, r.Table = action, 0 }))
	}
	for i := range rules {
		if rules[i].Action == network.RuleGoto {
			rules[i].Goto = 1 << 31
		}
	}
	return rules
}

func ruleChange(op network.Op, r network.Rule) network.Change {
	return network.Change{Op: op, Rule: &r}
}

// made are the rules that are there but for the kernel's own.
func made(t *testing.T, c *kernel.Conn) []network.Rule {
	t.Helper()
	rules, err := c.Rules()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(rules, func(r network.Rule) bool { return r.Protocol == network.ProtocolKernel })
}

// Every rule that can be asked for is read back as it was written, else a second
// run would write it again; and goes when it is told to.
func TestRulesReadBack(t *testing.T) {
	c := namespace(t)
	if rules, err := c.Rules(); err != nil || len(rules) != 5 {
		t.Fatalf("the kernel's own rules are %v, %v", rules, err)
	}
	all := allRules()
	for _, r := range all {
		if err := c.Apply([]network.Change{ruleChange(network.OpAdd, r)})[0]; err != nil {
			t.Errorf("%s: %v", r, err)
		}
	}
	have := made(t, c)
	for _, r := range all {
		if !slices.Contains(have, r) {
			t.Errorf("not read back: %s", r)
		}
	}
	if len(have) != len(all) {
		t.Errorf("%d rules are there, not %d: %v", len(have), len(all), have)
	}
	for _, r := range all {
		if err := c.Apply([]network.Change{ruleChange(network.OpDelete, r)})[0]; err != nil {
			t.Errorf("delete %s: %v", r, err)
		}
	}
	if have := made(t, c); len(have) > 0 {
		t.Errorf("left: %v", have)
	}
}

// A rule without a priority comes before all others but the first, and the made up
// kernel of the tests does the same.
func TestRulePriority(t *testing.T) {
	c := namespace(t)
	for _, table := range []uint32{5, 6} {
		r := network.Rule{Action: network.RuleToTable, Table: table}
		if err := c.Apply([]network.Change{ruleChange(network.OpAdd, r)})[0]; err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, r := range made(t, c) {
		got = append(got, r.String())
	}
	if diff := cmp.Diff([]string{"from all priority 32764 table 6", "from all priority 32765 table 5"}, got); diff != "" {
		t.Error(diff)
	}
}

// A rule of somebody else that says more than netonce can is none that it sees.
func TestForeignRuleAttribute(t *testing.T) {
	t.Parallel()
	b := []byte{2, 0, 0, 0, 200, 0, 0, 1, 0, 0, 0, 0}
	for _, test := range []struct {
		attribute []byte
		ours      bool
	}{
		{nil, true},
		{[]byte{5, 0, 25, 0, 7, 0, 0, 0}, false},       // FRA_DSCP
		{[]byte{6, 0, 28, 0, 0xff, 0xff, 0, 0}, true},  // FRA_SPORT_MASK: the whole port
		{[]byte{6, 0, 28, 0, 0xf0, 0xff, 0, 0}, false}, // FRA_SPORT_MASK
	} {
		if _, ours, err := kernel.ParseRule(append(slices.Clip(b), test.attribute...)); err != nil || ours != test.ours {
			t.Errorf("% x: %v, %v", test.attribute, ours, err)
		}
	}
}

// A rule and its negation are two, though the kernel would refuse one as the other
// were it asked to (rule_exists).
func TestRuleAndItsNegation(t *testing.T) {
	c := namespace(t)
	r := rule(false, 51, func(r *network.Rule) { r.From = netip.MustParsePrefix("10.0.0.0/8") })
	not := r
	not.Not = true
	for i, err := range c.Apply([]network.Change{ruleChange(network.OpAdd, r), ruleChange(network.OpAdd, not)}) {
		if err != nil {
			t.Errorf("change %d: %v", i, err)
		}
	}
	if have := made(t, c); !slices.Contains(have, r) || !slices.Contains(have, not) {
		t.Errorf("rules are %v", have)
	}
}
