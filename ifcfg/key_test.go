package ifcfg_test

import (
	"strings"
	"testing"

	"netonce/ifcfg"
)

// Every key of the table is read well and badly by some row of these tests.
func TestKeysAreTested(t *testing.T) {
	t.Parallel()
	good, bad := map[string]bool{}, map[string]bool{}
	for _, rows := range [][]row{linkRows(), ipRows(), ipv6Rows(), ipv4Rows(), gateway4Rows(), broadcastRows(), nameServerRows(), ruleKeyRows(), settings6Rows(), matchRows()} {
		for _, r := range rows {
			found := strings.Join(r.found, "\n")
			for line := range strings.SplitSeq(r.in, "\n") {
				key, value, _ := strings.Cut(line, "=")
				stem := strings.TrimRight(key, "0123456789")
				if strings.Contains(found, " "+key+":") {
					bad[stem] = true
				} else if value != "" {
					good[stem] = true
				}
			}
		}
	}
	for _, k := range ifcfg.Keys() {
		// DEVICE is in every row; the other two are never taken.
		never := k.Name == "DEVICE" || k.Name == "METRIC" || k.Name == "DEVICETYPE"
		if !bad[k.Name] || !good[k.Name] && !never {
			t.Errorf("%s: good value tested: %v, bad value tested: %v", k.Name, good[k.Name], bad[k.Name])
		}
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, k := range ifcfg.Keys() {
		if seen[k.Name] {
			t.Errorf("%s stands twice", k.Name)
		}
		seen[k.Name] = true
		if k.Scope == "" || k.Values == "" || k.Meaning == "" {
			t.Errorf("%s is not described: %+v", k.Name, k)
		}
		if k.Fate != ifcfg.Applied {
			t.Errorf("%s is not applied", k.Name)
		}
	}
}

// The same mistake gets the same hint every time, and short names get none.
func TestHint(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"GATWAY": "GATEWAY", "gateway": "GATEWAY", "IPADR": "IPADDR", "IPADR2": "IPADDR2", "IPADDR02": "IPADDR2", "IPADDR00": "IPADDR0",
		"DNS01": "DNS1", "NAMESERVER1": "", "MTT": "MTU", "DN": "", "TP": "", "X": "", "D1": "", "BOOTPROT": "BOOTPROTO", "PREFIX99999": "",
		"ONBOOOT": "ONBOOT", "IPV6_INIT": "IPV6INIT", "NETWRK": "NETWORK", "MODE_": "",
	} {
		for range 5 {
			found := profileOf(t, "DEVICE=eth0\n"+key+"=1\n").Diagnostics
			hint := want
			if want != "" {
				hint = "did you mean " + want + "?"
			}
			if len(found) == 0 || found[0].Code != "unknown-key" || found[0].Hint != hint {
				t.Errorf("%s: %v, want hint %q", key, told(found), hint)
			}
		}
	}
}

// A file with nothing but unknown keys is told of in few words.
func TestManyUnknownKeys(t *testing.T) {
	t.Parallel()
	text := "DEVICE=eth0\n"
	for c := 'A'; c <= 'Z'; c++ {
		text += "FROBNICATE_" + string(c) + "=1\n"
	}
	found := profileOf(t, text).Diagnostics
	if n := len(found); n != 20 || found[n-1].Message != "no such key; further ones are not told" {
		t.Errorf("%d: %v", n, found[n-1])
	}
}
