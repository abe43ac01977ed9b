package ifcfg_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompanions(t *testing.T) {
	t.Parallel()
	const dhcp = "DEVICE=eth0\nBOOTPROTO=dhcp\n"
	for _, r := range []struct {
		name        string
		files       map[string]string
		want, found []string // routes; diagnostics
	}{
		{"both", map[string]string{"ifcfg-lan": dhcp, "route-lan": "10.0.0.0/8\n", "route6-lan": "2001:db8::/32\n"},
			[]string{"ipv4.route unicast 10.0.0.0/8 @route-lan:1:1", "ipv6.route unicast 2001:db8::/32 @route6-lan:1:1"}, nil},
		{"named after the interface", map[string]string{"ifcfg-lan": dhcp, "route-eth0": "10.0.0.0/8\n"}, nil,
			[]string{"route-eth0: warning: not used: there is no ifcfg-eth0 [unread] (rename it to route-lan)"}},
		{"nobody's", map[string]string{"ifcfg-lan": dhcp, "route-eth9": "", "rule6-eth9": "", "route-eth9.bak": "", "route-": ""}, nil,
			[]string{
				"route-eth9: warning: not used: there is no ifcfg-eth9 [unread]",
				"rule6-eth9: warning: not used: there is no ifcfg-eth9 [unread]",
			}},
		{"old name", map[string]string{"ifcfg-lan": dhcp, "lan.route": "", "x.route": ""}, nil,
			[]string{"lan.route: warning: not used: only the oldest scripts read routes from a file of such a name [unread] (rename it to route-lan)"}},
		{"IPv4 off", map[string]string{"ifcfg-lan": "DEVICE=eth0\n", "route-lan": "junk\n", "route6-lan": "2001:db8::/32\n"},
			[]string{"ipv6.route unicast 2001:db8::/32 @route6-lan:1:1"},
			[]string{"route-lan: warning: not used: IPv4 is off in ifcfg-lan [unread]"}},
		{"rejected profile", map[string]string{"ifcfg-lan": "", "route-lan": "junk\n", "rule-lan": ""}, nil,
			[]string{"ifcfg-lan: error: neither DEVICE nor TYPE is given [rejected] (write DEVICE=lan)"}},
		{"rules do not turn routes off", map[string]string{"ifcfg-lan": dhcp, "route-lan": "10.0.0.0/8\n", "rule-lan": "from 10.0.0.1 table 7\n", "rule6-lan": "\n"},
			[]string{"ipv4.route unicast 10.0.0.0/8 @route-lan:1:1", "rule from 10.0.0.1 table 7 @rule-lan:1:1"}, nil},
		{"rules of every kind", map[string]string{"ifcfg-lan": "DEVICE=eth0\nROUTING_RULE_7='priority 7 from 10.0.0.7 table 7'\n",
			"rule-lan": "from 10.0.0.7 table 7 pref 7\nfrom 10.0.0.8 table 8\nbad\n", "rule6-lan": "iif eth0 table 9\n"},
			[]string{
				"rule priority 7 from 10.0.0.7 table 7 @2:16 ROUTING_RULE_7",
				"rule from 10.0.0.8 table 8 @rule-lan:2:1",
				"rule6 from ::/0 iif eth0 table 9 @rule6-lan:1:1",
			},
			[]string{
				`rule-lan:3:1: error: "bad" is not a word of a rule; the line is not used [rule]`,
				"rule-lan:1:1: warning: ifcfg-lan:2:16 has this rule already [duplicate] (remove this one)",
			}},
		{"mistakes", map[string]string{"ifcfg-lan": dhcp + "FOO=1\n", "route-lan": "junk\n10.0.0.0/8\n"},
			[]string{"ipv4.route unicast 10.0.0.0/8 @route-lan:2:1"},
			[]string{
				"ifcfg-lan:3:1: warning: FOO: no such key [unknown-key]",
				`route-lan:1:1: error: "junk" is not an IPv4 address; the line is not used [route]`,
			}},
	} {
		h := hostOf(t, r.files)
		found := told(h.Diagnostics)
		var got []string
		for _, p := range h.Profiles {
			found = append(found, told(p.Diagnostics)...)
			for _, line := range dump(p) {
				if len(line) > 10 && line[4:10] == ".route" || strings.HasPrefix(line, "rule") {
					got = append(got, line)
				}
			}
		}
		if diff := cmp.Diff(r.want, got); diff != "" {
			t.Errorf("%s:\n%s", r.name, diff)
		}
		if diff := cmp.Diff(r.found, found); diff != "" {
			t.Errorf("%s:\n%s", r.name, diff)
		}
	}
}
