package ifcfg_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

// hostOf loads a host of files, named by their base names.
func hostOf(t *testing.T, files map[string]string) *ifcfg.Host {
	t.Helper()
	root := fstest.MapFS{}
	for name, text := range files {
		path := ifcfg.ScriptsDir + "/" + name
		if name == "network" || strings.HasPrefix(name, "static-routes") {
			path = "etc/sysconfig/" + name
		}
		root[path] = &fstest.MapFile{Data: []byte(text)}
	}
	h, err := ifcfg.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestDefaultsFile(t *testing.T) {
	t.Parallel()
	for _, r := range []struct {
		in    string
		found []string
	}{
		{"NETWORKING=yes\nNETWORKING_IPV6=yes\nHOSTNAME=x\nNOZEROCONF=yes\nGATEWAY=\n", nil},
		{"NETWORKING=no\n", []string{"1:12: warning: NETWORKING: NetworkManager never read this: the profiles are applied [unread] (disable netonce.service, or write ONBOOT=no into the profiles)"}},
		{"GATEWAY=gw\n", []string{`1:9: error: GATEWAY: "gw" is not an IPv4 address [value]`}},
		{"GATEWAY=0.0.0.0\nIPV6_DEFAULTGW=ff02::1%eth0\n", []string{
			"1:9: error: GATEWAY: 0.0.0.0 cannot be a gateway [value]",
			"2:16: error: IPV6_DEFAULTGW: ff02::1%eth0 cannot be a gateway [value]",
		}},
		{"GATEWAYDEV=eth0:1\nIPV6_DEFAULTDEV='a b'\n", []string{
			`1:12: error: GATEWAYDEV: "eth0:1" is not an interface name: ':' cannot be in one [value]`,
			`2:17: error: IPV6_DEFAULTDEV: "a b" is not an interface name: white space cannot be in one [value]`,
		}},
		{"IPV6INIT=maybe\n", []string{`1:10: warning: IPV6INIT: "maybe" is neither yes nor no; no is taken [value] (write IPV6INIT=yes or IPV6INIT=no)`}},
		{"IPV6_DEFAULTGW=fe80::1%a/b\n", []string{`1:16: error: IPV6_DEFAULTGW: "fe80::1%a/b": "a/b" is not an interface name: '/' cannot be in one [value]`}},
		{"DNS1=192.0.2.53\nIPV6_AUTOCONF=no\nVLAN=yes\nGATWAY=192.0.2.1\n", []string{
			"1:6: warning: DNS1: NetworkManager reads this key in profiles only; it has no effect here [unread] (write it into the ifcfg files)",
			"2:15: warning: IPV6_AUTOCONF: NetworkManager reads this key in profiles only; it has no effect here [unread] (write it into the ifcfg files)",
			"3:6: warning: VLAN: NetworkManager reads this key in profiles only; it has no effect here [unread] (write it into the ifcfg files)",
			"4:1: warning: GATWAY: no such key [unknown-key] (did you mean GATEWAY?)",
		}},
		{"GATEWAY='192\nRES_OPTIONS=\"a\nexport X\n", []string{
			"1:9: error: GATEWAY: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)",
			"2:13: error: RES_OPTIONS: double quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)",
			"3:7: error: neither KEY=value nor a comment; line ignored [syntax] (only KEY=value lines are read; shell code is never run)",
		}},
	} {
		h := hostOf(t, map[string]string{"network": r.in})
		if diff := cmp.Diff(r.found, nameless("network", h.Diagnostics)); diff != "" {
			t.Errorf("%q:\n%s", r.in, diff)
		}
	}
}

// What the global file says, in a profile for eth0.
func TestDefaults(t *testing.T) {
	t.Parallel()
	const static = "DEVICE=eth0\nIPADDR=192.0.2.10\nPREFIX=24\n"
	const six = "DEVICE=eth0\nIPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=2001:db8::2\n"
	for _, r := range []struct {
		name, network, profile string
		want                   []string
	}{
		{"gateway", "GATEWAY=192.0.2.1\n", static, []string{"ipv4.gateway 192.0.2.1 @network:1:9 GATEWAY"}},
		{"own gateway first", "GATEWAY=192.0.2.1\n", static + "GATEWAY=192.0.2.2\n", []string{"ipv4.gateway 192.0.2.2 @4:9 GATEWAY"}},
		{"bad own gateway", "GATEWAY=192.0.2.1\n", static + "GATEWAY=x\n", nil},
		{"no static address", "GATEWAY=192.0.2.1\n", "DEVICE=eth0\nBOOTPROTO=dhcp\n", nil},
		{"no default route", "GATEWAY=192.0.2.1\n", static + "DEFROUTE=no\n", []string{"ipv4.never-default true @4:10 DEFROUTE"}},
		{"device", "GATEWAYDEV=eth0\n", static + "GATEWAY=192.0.2.2\nDEFROUTE=no\n",
			[]string{"ipv4.gateway 192.0.2.2 @4:9 GATEWAY", "ipv4.never-default false @network:1:12 GATEWAYDEV"}},
		{"other device", "GATEWAYDEV=eth1\nGATEWAY=192.0.2.1\n", static + "DEFROUTE=yes\n", []string{"ipv4.never-default true @network:1:12 GATEWAYDEV"}},
		{"profile without device", "GATEWAYDEV=eth1\n", "TYPE=Ethernet\nIPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=192.0.2.2\n", []string{"ipv4.gateway 192.0.2.2 @4:9 GATEWAY"}},
		{"IPv6 gateway", "IPV6_DEFAULTGW=fe80::1\n", six, []string{"ipv6.gateway fe80::1 @network:1:16 IPV6_DEFAULTGW"}},
		{"IPv6 gateway with this zone", "IPV6_DEFAULTGW=fe80::1%eth0\nIPV6_DEFAULTDEV=eth1\n", six + "IPV6_DEFROUTE=no\n",
			[]string{"ipv6.gateway fe80::1 @network:1:16 IPV6_DEFAULTGW", "ipv6.never-default false @network:1:16 IPV6_DEFAULTGW"}},
		{"IPv6 gateway with another zone", "IPV6_DEFAULTGW=fe80::1%eth1\n", six, []string{"ipv6.never-default true @network:1:16 IPV6_DEFAULTGW"}},
		{"IPv6 device", "IPV6_DEFAULTGW=2001:db8::1\nIPV6_DEFAULTDEV=eth1\n", six, []string{"ipv6.never-default true @network:2:17 IPV6_DEFAULTDEV"}},
		{"bad own IPv6 gateway", "IPV6_DEFAULTGW=2001:db8::1\n", six + "IPV6_DEFAULTGW=x\n", nil},
		{"options", "RES_OPTIONS=\"ndots:2 rotate\"\n", static + "RES_OPTIONS=rotate\n",
			[]string{"ipv4.option rotate @4:13 RES_OPTIONS", "ipv4.option ndots:2 @network:1:14 RES_OPTIONS"}},
		{"options without IPv4", "RES_OPTIONS=rotate\n", six, nil},
	} {
		h := hostOf(t, map[string]string{"network": r.network, "ifcfg-eth0": r.profile})
		var got []string
		for _, line := range dump(h.Profiles[0]) {
			for _, s := range []string{".gateway", ".never-default", ".option"} {
				if strings.Contains(line, s) {
					got = append(got, line)
				}
			}
		}
		if diff := cmp.Diff(r.want, got); diff != "" {
			t.Errorf("%s:\n%s", r.name, diff)
		}
	}
}
