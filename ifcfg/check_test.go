package ifcfg_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, r := range []struct {
		name, text string
		want       []string // diagnostics and their lines
	}{
		{"/etc/x/ifcfg-eth0", "DEVICE=eth0\nMTU=big\n", []string{`/etc/x/ifcfg-eth0:2:5: error: MTU: "big" is not a number [value]`, "MTU=big"}},
		{"ifcfg-eth0", "", []string{"ifcfg-eth0: error: neither DEVICE nor TYPE is given [rejected] (write DEVICE=eth0)", ""}},
		{"./ifcfg-eth0", "IPADDR=x\nDEVICE=eth0\n", []string{
			`./ifcfg-eth0:1:8: error: IPADDR: "x" is not an IPv4 address [value]`, "IPADDR=x",
			"./ifcfg-eth0: error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]", "",
		}},
		{"a/route-eth0", "\tjunk\n", []string{`a/route-eth0:1:2: error: "junk" is not an IPv4 address; the line is not used [route]`, "\tjunk"}},
		{"a/route-eth0", "ADDRESS0=x\nNETMASK0=255.0.0.0\n", []string{`a/route-eth0:1:10: error: ADDRESS0: "x" is not an IPv4 address; the route is not used, the others are [value]`, "ADDRESS0=x"}},
		{"a/route6-eth0", "10.0.0.0/8\r\n", []string{`a/route6-eth0:1:1: error: "10.0.0.0" is not an IPv6 address; the line is not used [route]`, "10.0.0.0/8"}},
		{"a/rule-eth0", "junk\n", []string{`a/rule-eth0:1:1: error: "junk" is not a word of a rule; the line is not used [rule]`, "junk"}},
		{"rule6-eth0", "from 10.0.0.1\n", []string{`rule6-eth0:1:6: error: "10.0.0.1" is not an IPv6 address; the line is not used [rule]`, "from 10.0.0.1"}},
		{"/etc/sysconfig/network", "GATEWAY=x\n", []string{`/etc/sysconfig/network:1:9: error: GATEWAY: "x" is not an IPv4 address [value]`, "GATEWAY=x"}},
		{"/etc/sysconfig/network", "GATEWAY=192.0.2.1\n", nil},
		{"/x/ifcfg-eth0:1", "DEVICE=eth0:1\nIPADDR=192.0.2.1\n", nil},
		{"/x/ifcfg-eth0:1", "DEVICE=eth0:2\nIPADDR=192.0.2\n", []string{`/x/ifcfg-eth0:1:1:8: error: DEVICE: "eth0:2" is not the alias that the file's name says; the address is not set [alias] (write DEVICE=eth0:1)`, "DEVICE=eth0:2"}},
		{"ifcfg-eth0:1", "DEVICE=eth0:1\nIPADDR=192.0.2\n", []string{`ifcfg-eth0:1:2:8: error: IPADDR: "192.0.2" is not an IPv4 address [value]`, "IPADDR=192.0.2"}},
		{"x/ifcfg-eth0-range0", "IPADDR_START=192.0.2.1\nIPADDR_END=192.0.2.9\n", nil},
		{"x/ifcfg-eth0-range0", "IPADDR_START=192.0.2.1\n", []string{"x/ifcfg-eth0-range0: error: IPADDR_END: there is none; no address of the range is set [range]", ""}},
		{"ifcfg-eth0-range", "DEVICE=eth0\nBOOTPROTO=dhcp\n", nil},
		{"x/keys-eth0", "KEY1=hush\nDNS1=1\n", []string{
			"x/keys-eth0:1:6: error: KEY1: the value is not 10 or 26 hexadecimal digits, or s: and 5 or 13 characters; of a tunnel 0..4294967295; NetworkManager refuses the profile over it [value]", "KEY1=",
			"x/keys-eth0:2:6: warning: DNS1: only secrets are read of a keys- file [unread] (write it into ifcfg-eth0)", "DNS1=1",
		}},
		{"x/static-routes", "any net 10.0.0.0/8 gw 192.0.2.1\neth0\n", []string{
			"x/static-routes:2:1: error: the line names no destination: write net ADDRESS/LENGTH gw GATEWAY after the interface; the line is not used [route]", "eth0",
		}},
		{"static-routes-ipv6", "eth0 10.0.0.0/8\n", []string{`static-routes-ipv6:1:1: error: "10.0.0.0" is not an IPv6 address; the line is not used [route]`, "eth0 10.0.0.0/8"}},
		{"ifcfg-eth0.bak", "DEVICE=eth0\n", []string{"ifcfg-eth0.bak: warning: a file of this name is never used [file]", ""}},
		{"route-", "", []string{"route-: warning: a file of this name is never used [file]", ""}},
		{"ifcfg-eth0", "DEVICE=eth0\nWPA_PSK='hush\n", []string{
			"ifcfg-eth0:2:9: error: WPA_PSK: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)", "WPA_PSK=",
		}},
		{"ifcfg-eth0", "DEVICE=eth0\n  IEEE_8021X_PASSWORD hush\n", []string{
			"ifcfg-eth0:2:22: error: neither KEY=value nor a comment; line ignored [syntax] (only KEY=value lines are read; shell code is never run)", "  IEEE_8021X_PASSWORD",
		}},
		{"keys-eth0", "hush hush\nTYPO=hush\nWPA_PSK = hush\n", []string{
			"keys-eth0:1:5: error: neither KEY=value nor a comment; line ignored [syntax] (only KEY=value lines are read; shell code is never run)", "",
			"keys-eth0:2:1: warning: TYPO: no such key [unknown-key] (did you mean TYPE?)", "TYPO=",
			"keys-eth0:3:8: error: neither KEY=value nor a comment; line ignored [syntax] (remove the spaces around '=')", "WPA_PSK =",
		}},
		{"ifcfg-eth0", "DEVICE=eth0\nWPA_PSK='hush\nhush'\nPPPOE_PASS=hush\n", []string{
			"ifcfg-eth0:2:9: error: WPA_PSK: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)", "WPA_PSK=",
			"ifcfg-eth0:3:5: error: neither KEY=value nor a comment; line ignored [syntax] (only KEY=value lines are read; shell code is never run)", "",
			"ifcfg-eth0:4:1: warning: PPPOE_PASS: no such key [unknown-key]", "PPPOE_PASS=",
		}},
		{"ifcfg-eth0", "DEVICE=eth0\nKEY1 = hush\n", []string{
			"ifcfg-eth0:2:5: error: neither KEY=value nor a comment; line ignored [syntax] (remove the spaces around '=')", "KEY1 =",
		}},
	} {
		h, err := ifcfg.Check(strings.NewReader(r.text), r.name)
		if err != nil {
			t.Errorf("%s: %v", r.name, err)
			continue
		}
		found := h.Diagnostics
		for _, p := range h.Profiles {
			found = append(found, p.Diagnostics...)
		}
		var got []string
		for _, d := range found {
			got = append(got, told([]ifcfg.Diagnostic{d})[0], h.Line(d))
		}
		if diff := cmp.Diff(r.want, got); diff != "" {
			t.Errorf("%s %q:\n%s", r.name, r.text, diff)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"eth0", "key-eth0", "rules-eth0", "rule", "/etc/passwd", "ifcfg", "route", "network-functions", "global-x", "", "networks", "network-x", "static-routes-x", "IFCFG-eth0", "/etc/ifcfg-x/"} {
		_, err := ifcfg.Check(strings.NewReader(""), name)
		if (err == nil) != strings.HasSuffix(name, "/") {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := errors.New("broken disk")
	for _, name := range []string{"ifcfg-eth0", "keys-eth0", "route-eth0", "rule-eth0", "network", "static-routes"} {
		if _, err := ifcfg.Check(iotest.ErrReader(broken), name); !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHostLine(t *testing.T) {
	t.Parallel()
	h := hostOf(t, map[string]string{
		"network": "GATEWAY=x\n", "ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\nMTU=x", "route-eth0": "junk\n", "route6-eth0": "# a\nmore junk\n",
	})
	var got []string
	for _, d := range append(h.Diagnostics, h.Profiles[0].Diagnostics...) {
		got = append(got, h.Line(d))
	}
	if diff := cmp.Diff([]string{"GATEWAY=x", "MTU=x", "junk", "more junk"}, got); diff != "" {
		t.Error(diff)
	}
	for _, pos := range []ifcfg.Pos{{}, {File: "ifcfg-eth0"}, {File: "ifcfg-eth0", Line: 4, Col: 1}, {File: "ifcfg-eth9", Line: 1, Col: 1}} {
		if s := h.Line(ifcfg.Diagnostic{Pos: pos}); s != "" {
			t.Errorf("%v is %q", pos, s)
		}
		if s := (&ifcfg.Host{}).Line(ifcfg.Diagnostic{Pos: pos}); s != "" {
			t.Errorf("%v is %q", pos, s)
		}
	}
}
