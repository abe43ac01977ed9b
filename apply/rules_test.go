package apply_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"netonce/apply"
	"netonce/apply/kernel"
	"netonce/apply/network"
)

const ruled = "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\nROUTING_RULE_1='priority 500 from 192.0.2.2 table 300'\nROUTING_RULE6_1='priority 600 to 2001:db8::/32 type prohibit'\n"

// rules are those of the kernel's state.
func (h *host) rules() (list []string) {
	for _, line := range h.state() {
		if rest, ok := strings.CutPrefix(line, "rule "); ok {
			list = append(list, rest)
		}
	}
	return list
}

func (h *host) wantRules(want ...string) {
	h.t.Helper()
	if diff := cmp.Diff(want, h.rules()); diff != "" {
		h.t.Errorf("rules (-want +got):\n%s", diff)
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	before := h.state()
	f := files{"ifcfg-eth0": ruled, "rule-eth0": "iif eth0 table 200\nfrom 10.0.0.0/8 table 200\n", "route-eth0": "default via 192.0.2.1 table 200\n"}
	h.clean(apply.Boot, f)
	keys := []string{"-6 from all to 2001:db8::/32 priority 600 protocol static prohibit", "from 192.0.2.2/32 priority 500 protocol static table 300"}
	h.wantRules("-6 from all to 2001:db8::/32 priority 600 protocol static prohibit", "from 10.0.0.0/8 priority 498 table 200",
		"from 192.0.2.2/32 priority 500 protocol static table 300", "from all iif eth0 priority 499 table 200")
	h.unchanged(f)
	delete(f, "rule-eth0")
	h.clean(apply.Reload, f)
	h.wantRules(keys...)
	h.clean(apply.Down, f, "eth0")
	h.wantRules()
	h.clean(apply.Up, f, "eth0")
	h.wantRules(keys...)
	h.clean(apply.Reload, files{})
	h.wantState(before...)
	if len(h.store.owned) != 0 {
		t.Errorf("still owned: %+v", h.store.owned)
	}
}

// A host whose profiles have no rules is not asked for them.
func TestRulesAreNotAskedFor(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.clean(apply.Boot, files{"ifcfg-eth0": static})
	if n := h.kernel.RulesRead(); n > 0 {
		t.Errorf("asked %d times", n)
	}
	h.clean(apply.Boot, files{"ifcfg-eth0": ruled})
	if n := h.kernel.RulesRead(); n == 0 {
		t.Error("never asked")
	}
}

// Rules of others stay, and those that were there before stay when the profile
// goes; only taking the profile down takes them too.
func TestForeignRules(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	mine := network.Rule{Priority: network.Number{Value: 500, Set: true}, From: prefix("192.0.2.2/32"), Action: network.RuleToTable, Table: 300}
	other := mine
	other.Table = 301
	h.kernel.AddRule(mine)
	h.kernel.AddRule(other)
	f := files{"ifcfg-eth0": ruled}
	h.clean(apply.Boot, f)
	there := []string{"from 192.0.2.2/32 priority 500 table 300", "from 192.0.2.2/32 priority 500 table 301"}
	h.wantRules(append([]string{"-6 from all to 2001:db8::/32 priority 600 protocol static prohibit"}, there...)...)
	h.clean(apply.Reload, files{})
	h.wantRules(there...)
	h.clean(apply.Boot, f)
	h.clean(apply.Down, f, "eth0")
	h.wantRules(there[1])
}

// What two profiles ask for is there once, and as long as one of them does.
func TestSharedRule(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1), eth("eth1", 2))
	f := files{"ifcfg-eth0": "DEVICE=eth0\n", "ifcfg-eth1": "DEVICE=eth1\n", "rule-eth0": "to 10.0.0.0/8 table 7 pref 9\n", "rule-eth1": "pref 9 to 10.0.0.0/8 lookup 7\n"}
	h.clean(apply.Boot, f)
	shared := "from all to 10.0.0.0/8 priority 9 table 7"
	h.wantRules(shared)
	h.unchanged(f)
	h.clean(apply.Down, f, "eth0")
	h.wantRules(shared)
	delete(f, "ifcfg-eth0")
	h.clean(apply.Reload, f)
	h.wantRules(shared)
	delete(f, "rule-eth1")
	h.clean(apply.Reload, f)
	h.wantRules()
}

// An interface that goes does not take its rules along: the next run does, but
// not what another asks for, and not over an editing mistake.
func TestRulesOfAnInterfaceThatIsGone(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1), eth("eth1", 2))
	f := files{"ifcfg-eth0": ruled, "ifcfg-eth1": "DEVICE=eth1\nROUTING_RULE_1='priority 500 from 192.0.2.2 table 300'\n"}
	h.clean(apply.Boot, f)
	h.kernel.RemoveLink("eth0")
	all := []string{"-6 from all to 2001:db8::/32 priority 600 protocol static prohibit", "from 192.0.2.2/32 priority 500 protocol static table 300"}
	broken := files{"ifcfg-eth0": "DEVICE='\n", "ifcfg-eth1": f["ifcfg-eth1"]}
	h.run(apply.Reload, broken)
	h.wantRules(all...)
	h.run(apply.Reload, f)
	h.wantRules(all[1])
	if _, left := h.store.owned["eth0"]; left {
		t.Errorf("still owned: %+v", h.store.owned)
	}
	h.run(apply.Reload, files{})
	h.wantRules()
}

// A rule that the kernel refuses costs itself, and is told with its place.
func TestRefusedRule(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.kernel.Refuse(func(_ int, c network.Change) error {
		if c.Rule != nil && c.Rule.Six {
			return &kernel.Refusal{Errno: unix.EINVAL, Message: "Invalid table"}
		}
		return nil
	})
	r := h.run(apply.Boot, files{"ifcfg-eth0": ruled, "rule6-eth0": "from all table 9 pref 9\n"})
	wantErrors(t, r,
		"ifcfg-eth0:5:17: ROUTING_RULE6_1: ip -6 rule add from all to 2001:db8::/32 priority 600 protocol static prohibit: invalid argument: Invalid table",
		"rule6-eth0:1:1: ip -6 rule add from all priority 9 table 9: invalid argument: Invalid table")
	h.wantLogged(r)
	h.wantRules("from 192.0.2.2/32 priority 500 protocol static table 300")
}

// A kernel without policy routing costs the rules, and nothing else.
func TestRulesWithoutPolicyRouting(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.kernel.BreakRules(&kernel.Refusal{Errno: unix.EOPNOTSUPP})
	h.kernel.Refuse(func(_ int, c network.Change) error {
		if c.Rule != nil {
			return &kernel.Refusal{Errno: unix.EOPNOTSUPP}
		}
		return nil
	})
	wantErrors(t, h.run(apply.Boot, files{"ifcfg-eth0": ruled}),
		"ifcfg-eth0:5:17: ROUTING_RULE6_1: ip -6 rule add from all to 2001:db8::/32 priority 600 protocol static prohibit: operation not supported",
		"ifcfg-eth0:4:16: ROUTING_RULE_1: ip rule add from 192.0.2.2/32 priority 500 protocol static table 300: operation not supported")
	if !strings.Contains(strings.Join(h.state(), "\n"), "192.0.2.2/24") {
		t.Errorf("no address:\n%s", strings.Join(h.state(), "\n"))
	}
}

// The kernel takes away the first of a rule and its negation, whichever is meant;
// the right one is left in the end.
func TestNegatedRuleGoes(t *testing.T) {
	t.Parallel()
	for _, lines := range [][2]string{{"", "not "}, {"not ", ""}} {
		h := newHost(t, eth("eth0", 1))
		keeps := lines[0] + "from 10.0.0.0/8 table 7 priority 9\n"
		f := files{"ifcfg-eth0": "DEVICE=eth0\n", "rule-eth0": keeps + lines[1] + "from 10.0.0.0/8 table 7 priority 9\n"}
		h.clean(apply.Boot, f)
		h.unchanged(f)
		f["rule-eth0"] = keeps
		h.clean(apply.Reload, f)
		h.wantRules(lines[0] + "from 10.0.0.0/8 priority 9 table 7")
		h.unchanged(f)
	}
}
