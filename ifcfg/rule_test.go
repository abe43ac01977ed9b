package ifcfg_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

// What NetworkManager shows of a rule, and what it says where it takes none.
func TestParseRule(t *testing.T) {
	t.Parallel()
	for _, r := range []struct {
		six        bool
		text, want string
	}{
		{false, "pref 500 from 192.0.2.10 table 300", "priority 500 from 192.0.2.10 table 300"},
		{false, "priority 501 to 10.0.0.0/8 table 301", "priority 501 to 10.0.0.0/8 table 301"},
		{false, "priority 502 fwmark 0x5/0xf table 302", "priority 502 from 0.0.0.0/0 fwmark 0x5/0xf table 302"},
		{false, "priority 503 from 10.7.0.0/16 type unreachable", "priority 503 from 10.7.0.0/16 type unreachable"},
		{false, "priority 507 from 0.0.0.0/0 iif eth1 ipproto 6 dport 443 table 303", "priority 507 from 0.0.0.0/0 ipproto 6 dport 443 iif eth1 table 303"},
		{false, "not priority 508 from 10.8.0.0/16 table 305 suppress_prefixlength 0", "priority 508 not from 10.8.0.0/16 suppress_prefixlength 0 table 305"},
		{true, "priority 600 from 2001:db8:1::/64 table 310", "priority 600 from 2001:db8:1::/64 table 310"},
		{true, "order 0x10 oif eth1 tos 1c sport 1-2 uidrange 0 sup_pl 128 lookup local", "priority 16 from ::/0 tos 0x1c sport 1-2 oif eth1 uidrange 0-0 suppress_prefixlength 128 table 255"},
		{false, "not not preference 4294967295 from all to 0/0 dsfield 0x8 lookup default", "priority 4294967295 not from 0.0.0.0/0 tos 0x08 table 253"},
		{false, "priority 0 blackhole", "priority 0 from 0.0.0.0/0 type blackhole"},
		{false, "priority 1 prohibit table 5", "priority 1 from 0.0.0.0/0 type prohibit table 5"},
		{false, "priority 1 type unicast fwmark 7", "priority 1 from 0.0.0.0/0 fwmark 0x7/0xffffffff table 254"},
		{false, "priority 1 from 10.1.2.3/8 table 5", "priority 1 from 10.0.0.0/8 table 5"},
		{false, `priority 1 iif e\th0 dev`, `"iif" stands twice`},
		{false, `prio\rity 1 iif a\\b table 5`, `priority 1 from 0.0.0.0/0 iif a\\b table 5`},
		{false, "", "there is no priority"},
		{false, "from 192.0.2.99 table 304", "there is no priority"},
		{false, "priority 504 ipproto tcp", `"tcp" is a name: NetworkManager takes only the number, 6`},
		{false, "priority 506 from 192.0.2.98 nonsense 3", `"nonsense" is not a word of a rule`},
		{false, "prio 5", `"prio" is not a word of a rule`},
		{false, "priority 5 order 6", `"priority" stands twice`},
		{false, "priority 5 from", `nothing follows "from"`},
		{false, "priority 5 table 0", "table 0 is none"},
		{false, "priority 5 table office", `"office" is not a number; of names main, local and default are known`},
		{false, "priority 5 from 10.0.0.0/0", `"10.0.0.0/0": an address with the prefix length 0 means all`},
		{false, "priority 5 from default", `"default" is not an address or prefix`},
		{false, "priority 5 from 2001:db8::/32", `"2001:db8::" is not an IPv4 address`},
		{true, "priority 5 to 10.0.0.0/8", `"10.0.0.0" is not an IPv6 address`},
		{false, "priority 5 sport 9-8", `"9-8" ends before it begins`},
		{false, "priority 5 dport 0", "0 is not in 1..65535"},
		{false, "priority 5 dport 1-x", `"x" is not a number`},
		{false, "priority 5 fwmark 1/x", `"x" is not a number`},
		{false, "priority 5 suppress_prefixlength 33", "33 is not in 0..32"},
		{false, "priority 5 suppress_prefixlength 0 blackhole", `"suppress_prefixlength" makes no sense with "blackhole"`},
		{false, "priority 5 type throw", `"throw": no kernel has such rules`},
		{false, "priority 5 blackhole unreachable", `"type" stands twice`},
		{false, "priority 5 goto 9", `"goto" is no word of NetworkManager's rules; it can stand in a rule- file`},
		{false, "priority 5 iif a/b", `"a/b" is not an interface name: '/' cannot be in one`},
		{false, "priority 5 tos 100", "0x100 is not in 0..255"},
	} {
		rule, err := ifcfg.ParseRule(r.text, r.six)
		got := rule.String()
		if err != nil {
			got = err.Error()
		}
		if got != r.want {
			t.Errorf("%q:\ngot  %s\nwant %s", r.text, got, r.want)
		}
	}
}

func TestRuleKeys(t *testing.T) {
	t.Parallel()
	readProfiles(t, ruleKeyRows())
}

func ruleKeyRows() []row {
	return []row{
		{"ROUTING_RULE_20='priority 5 table 5'\nROUTING_RULE_4='priority 9 table 5'\nROUTING_RULE6_4='priority 8 table 5'\nROUTING_RULE_='priority 7 table 5'\nROUTING_RULE_6=",
			[]string{
				"rule priority 7 from 0.0.0.0/0 table 5 @5:15 ROUTING_RULE_",
				"rule6 priority 8 from ::/0 table 5 @4:17 ROUTING_RULE6_4",
				"rule priority 9 from 0.0.0.0/0 table 5 @3:16 ROUTING_RULE_4",
				"rule priority 5 from 0.0.0.0/0 table 5 @2:17 ROUTING_RULE_20",
			},
			nil},
		{"ROUTING_RULE_0=\"priority 5 from 192.0.2.1 table 5\"\nROUTING_RULE6_1=x\nROUTING_RULE_2=\"priority 5 from y\"",
			[]string{"rule priority 5 from 192.0.2.1 table 5 @2:16 ROUTING_RULE_0"},
			[]string{
				`3:17: error: ROUTING_RULE6_1: "x" is not a word of a rule; the rule is not used, the others are [rule]`,
				`4:33: error: ROUTING_RULE_2: "y" is not an IPv4 address; the rule is not used, the others are [rule]`,
			}},
		{"ROUTING_RULE_1='pref 5 from 10.1.1.1/8 table 5'\nROUTING_RULE_2='from 10.0.0.0/8 priority 5 lookup 5'",
			[]string{"rule priority 5 from 10.0.0.0/8 table 5 @2:16 ROUTING_RULE_1"},
			[]string{
				"2:29: warning: ROUTING_RULE_1: 10.1.1.1/8 has bits beyond its prefix length; 10.0.0.0/8 is taken [host-bits] (write 10.0.0.0/8)",
				"3:16: warning: ROUTING_RULE_2: ifcfg-eth0:2:16 has this rule already [duplicate] (remove this one)",
			}},
	}
}

func TestParseRules(t *testing.T) {
	t.Parallel()
	for _, six := range []bool{false, true} {
		name := map[bool]string{false: "rule-eth0", true: "rule6-eth0"}[six]
		for _, r := range ruleFileRows(six) {
			rules, err := ifcfg.ParseRules(strings.NewReader(r.in), name, six)
			must(t, err)
			got := row{in: r.in, found: nameless(name, rules.Diagnostics)}
			for _, x := range rules.Rules {
				got.want = append(got.want, x.String()+fmt.Sprintf(" @%d:%d", x.Pos.Line, x.Pos.Col))
			}
			if diff := cmp.Diff(r, got, cmp.AllowUnexported(row{})); diff != "" {
				t.Errorf("%q:\n%s", r.in, diff)
			}
		}
	}
	broken := errors.New("broken disk")
	if _, err := ifcfg.ParseRules(iotest.ErrReader(broken), "rule-eth0", false); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

func ruleFileRows(six bool) []row {
	if six {
		return []row{
			{"from 2001:db8:1::/64 table 200 priority 1100\n", []string{"priority 1100 from 2001:db8:1::/64 table 200 @1:1"}, nil},
			{"realms 3 table 7\n", nil, []string{"1:8: error: IPv6 has no realms; the line is not used [rule]"}},
		}
	}
	return []row{
		{"from 192.0.2.10 table 200 priority 1000\r\n# comment\n\n to 203.0.113.0/24 table 200 priority 1001 # office\nfrom 10/8 iif eth1 lookup 200 pref 1002\nfwmark 0x10/0xff table 200 priority 1003",
			[]string{
				"priority 1000 from 192.0.2.10 table 200 @1:1",
				"priority 1001 to 203.0.113.0/24 table 200 @4:2",
				"priority 1002 from 10.0.0.0/8 iif eth1 table 200 @5:1",
				"priority 1003 from 0.0.0.0/0 fwmark 0x10/0xff table 200 @6:1",
			},
			nil},
		{"\ufefffrom 10.0.0.1 tab main pri 7\nfrom any prot kernel ipproto tcp dport 80\n",
			[]string{"priority 7 from 10.0.0.1 table 254 @1:4", "from 0.0.0.0/0 ipproto 6 dport 80 table 254 @2:1"},
			nil},
		{"pri 3 goto 7\npri 4 nop\nl3mdev pri 5\nrealms 3/4 table 7\nsup_group 2 table 7\ntun_id 9 table 7\nrealms 9\n",
			[]string{
				"priority 3 from 0.0.0.0/0 goto 7 @1:1",
				"priority 4 from 0.0.0.0/0 nop @2:1",
				"priority 5 from 0.0.0.0/0 l3mdev @3:1",
				"from 0.0.0.0/0 realms 3/4 table 7 @4:1",
				"from 0.0.0.0/0 suppress_ifgroup 2 table 7 @5:1",
				"from 0.0.0.0/0 tun_id 9 table 7 @6:1",
				"from 0.0.0.0/0 realms 9 table 254 @7:1",
			},
			nil},
		{"pri 7 goto 7\nl3mdev table 5\nsuppress 3\nnat 10.0.0.1\nrealms 1/x\nrealms x/1\nprotocol x\ntun_id x\n",
			nil,
			[]string{
				`1:1: error: "goto" leads backwards: only to a greater priority; the line is not used [rule]`,
				`2:1: error: "l3mdev" takes the table of the VRF, there cannot be another; the line is not used [rule]`,
				`3:1: error: "suppress" is not a word of a rule; the line is not used [rule]`,
				`4:1: error: "nat": no kernel has such rules; the line is not used [rule]`,
				`5:8: error: "x" is not a number; the line is not used [rule]`,
				`6:8: error: "x" is not a number; the line is not used [rule]`,
				`7:10: error: "x" is not a number; the line is not used [rule]`,
				`8:8: error: "x" is not a number; the line is not used [rule]`,
			}},
		{"ip rule add from 10.0.0.1\nfwmark 0 table 7\nfrom 10.0.0.1 table 7\nfrom 10.0.0.1 lookup 7\n",
			[]string{"from 0.0.0.0/0 table 7 @2:1", "from 10.0.0.1 table 7 @3:1"},
			[]string{
				`1:1: error: "ip" is not a word of a rule; the line is not used [rule] (write only what follows ip rule add)`,
				"2:8: warning: without a mask 0 matches every packet, marked or not [fwmark] (write 0/0xffffffff)",
				"4:1: warning: rule-eth0:3:1 has this rule already [duplicate] (remove this one)",
			}},
	}
}

// A file of something else does not fill the screen, and takes no time.
func TestParseRulesMany(t *testing.T) {
	t.Parallel()
	r, err := ifcfg.ParseRules(strings.NewReader(strings.Repeat("from 10.1.1.1\n", 20000)+strings.Repeat("junk\n", 50)), "rule-eth0", false)
	if err != nil || len(r.Rules) != 1 || len(r.Diagnostics) != 42 {
		t.Error(len(r.Rules), len(r.Diagnostics), err)
	}
}

func FuzzParseRule(f *testing.F) {
	f.Add("priority 502 from 0.0.0.0/0 fwmark 0x5/0xf iif a\\b uidrange 0-7 table 302", false)
	f.Add("priority 9 not to 2001:db8::/32 sport 1-2 tos 0x1c suppress_prefixlength 0 table 5", true)
	f.Fuzz(fuzzParseRule)
}

func fuzzParseRule(t *testing.T, text string, six bool) {
	rule, err := ifcfg.ParseRule(text, six)
	if err != nil {
		return
	}
	again, err := ifcfg.ParseRule(rule.String(), six)
	if err != nil || again != rule {
		t.Errorf("%q is %+v, and that in its own words %+v, %v", text, rule, again, err)
	}
}

func FuzzRules(f *testing.F) {
	for _, six := range []bool{false, true} {
		for _, r := range ruleFileRows(six) {
			f.Add([]byte(r.in), six)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, six bool) {
		name := map[bool]string{false: "rule-eth0", true: "rule6-eth0"}[six]
		h := checked(t, text, name)
		checkDiagnostics(t, text, h, h.Diagnostics)
		r, err := ifcfg.ParseRules(bytes.NewReader(text), name, six)
		must(t, err)
		checkRules(t, text, r.Rules)
	})
}

// checkRules checks what is taken of rules.
func checkRules(t *testing.T, text []byte, rules []ifcfg.Rule) {
	t.Helper()
	for _, r := range rules {
		checkPlace(t, text, r.Pos)
		for _, p := range []string{r.From.String(), r.To.String()} {
			if p != "invalid Prefix" && strings.Contains(p, ":") != r.Six {
				t.Errorf("prefix %s of %+v", p, r)
			}
		}
		if r.Action == "" || r.Action == ifcfg.RuleLookup && r.Table == 0 && !r.L3MDev {
			t.Errorf("action of %+v", r)
		}
	}
}
