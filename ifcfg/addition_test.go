package ifcfg_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

// additionTest is a host's files with what they say of addresses and routes.
type additionTest struct {
	files       map[string]string
	want, found []string
}

func readAdditions(t *testing.T, tests map[string]additionTest) {
	t.Helper()
	for name, r := range tests {
		h := hostOf(t, r.files)
		found := told(h.Diagnostics)
		var got []string
		for _, p := range h.Profiles {
			found = append(found, told(p.Diagnostics)...)
			for _, line := range dump(p) {
				if strings.Contains(line, ".address ") || strings.Contains(line, ".route ") || line == "rejected" {
					got = append(got, p.Suffix()+" "+line)
				}
			}
		}
		if diff := cmp.Diff(r.want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if diff := cmp.Diff(r.found, found); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

const static24 = "DEVICE=eth0\nBOOTPROTO=none\nIPADDR=192.0.2.10\nPREFIX=24\n"

func TestAlias(t *testing.T) {
	t.Parallel()
	const first = "eth0 ipv4.address 192.0.2.10/24 @3:8 IPADDR"
	readAdditions(t, map[string]additionTest{
		"with a prefix length": {map[string]string{"ifcfg-eth0": static24, "ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR=10.0.0.1\nPREFIX=8\nONBOOT=no\nONPARENT=yes\nNM_CONTROLLED=no\n"},
			[]string{first, "eth0 ipv4.address 10.0.0.1/8 eth0:1 @ifcfg-eth0:1:2:8 IPADDR"}, nil},
		"with a netmask": {map[string]string{"ifcfg-eth0": static24, "ifcfg-eth0:a_1": "DEVICE=eth0:a_1\nIPADDR=10.0.0.1\nNETMASK=255.255.0.0\n"},
			[]string{first, "eth0 ipv4.address 10.0.0.1/16 eth0:a_1 @ifcfg-eth0:a_1:2:8 IPADDR"}, nil},
		"prefix length of the first address": {map[string]string{"ifcfg-eth0": static24, "ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR=10.0.0.1\n"},
			[]string{first, "eth0 ipv4.address 10.0.0.1/24 eth0:1 @ifcfg-eth0:1:2:8 IPADDR"}, nil},
		"beside DHCP": {map[string]string{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\n", "ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR=192.0.2.11\n"},
			[]string{"eth0 ipv4.address 192.0.2.11/24 eth0:1 @ifcfg-eth0:1:2:8 IPADDR"},
			[]string{"ifcfg-eth0:1:2:8: warning: IPADDR: no PREFIX and no NETMASK: /24 is taken, by the address's class [classful] (write PREFIX)"}},
		"of an interface without an address": {map[string]string{"ifcfg-eth0": "DEVICE=eth0\n", "ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR=192.0.2.11\nPREFIX=24\n"},
			[]string{"eth0 ipv4.address 192.0.2.11/24 eth0:1 @ifcfg-eth0:1:2:8 IPADDR"}, nil},
		"of the loopback": {map[string]string{"ifcfg-lo": "DEVICE=lo\nIPADDR=127.0.0.1\nNETMASK=255.0.0.0\n", "ifcfg-lo:0": "DEVICE=lo:0\nIPADDR=192.0.2.80\nNETMASK=255.255.255.255\n"},
			[]string{"lo ipv4.address 127.0.0.1/8 @2:8 IPADDR", "lo ipv4.address 192.0.2.80/32 lo:0 @ifcfg-lo:0:2:8 IPADDR"}, nil},
		"without DEVICE": {map[string]string{"ifcfg-eth0": static24, "ifcfg-eth0:1": "IPADDR=192.0.2.11\n"},
			[]string{first, "eth0 ipv4.address 192.0.2.11/24 eth0:1 @ifcfg-eth0:1:1:8 IPADDR"},
			[]string{"ifcfg-eth0:1: warning: there is no DEVICE; NetworkManager passes the file over for it, the old scripts did not [alias] (write DEVICE=eth0:1)"}},
		"of a profile with another name": {map[string]string{"ifcfg-lan": static24, "ifcfg-lan:1": "DEVICE=lan:1\nIPADDR=192.0.2.11\n", "ifcfg-lan:2": "DEVICE=eth0:2\nIPADDR=192.0.2.12\n"},
			[]string{"lan ipv4.address 192.0.2.10/24 @3:8 IPADDR", "lan ipv4.address 192.0.2.11/24 eth0:1 @ifcfg-lan:1:2:8 IPADDR", "lan ipv4.address 192.0.2.12/24 eth0:2 @ifcfg-lan:2:2:8 IPADDR"}, nil},
		"of another interface": {map[string]string{"ifcfg-eth0": static24, "ifcfg-eth0:1": "DEVICE=eth1:1\nIPADDR=192.0.2.11\n"},
			[]string{first},
			[]string{`ifcfg-eth0:1:1:8: error: DEVICE: "eth1:1" is not the alias that the file's name says; the address is not set [alias] (write DEVICE=eth0:1)`}},
		"orphan": {map[string]string{"ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR=192.0.2.11\n", "ifcfg-eth0.bak": static24, "ifcfg-eth0.bak:1": "IPADDR=192.0.2.12\n"}, nil,
			[]string{
				"ifcfg-eth0.bak:1: error: there is no ifcfg-eth0.bak: its address goes nowhere [alias] (write ifcfg-eth0.bak, or the address into another interface's file as IPADDR1)",
				"ifcfg-eth0:1: error: there is no ifcfg-eth0: its address goes nowhere [alias] (write ifcfg-eth0, or the address into another interface's file as IPADDR1)",
			}},
		"odd names": {map[string]string{"ifcfg-eth0": static24, "ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR=192.0.2.11\n", "ifcfg-eth0:a-b": "DEVICE=eth0:a-b\nIPADDR=192.0.2.12\n", "ifcfg-eth0:1:2": "DEVICE=eth0:1:2\nIPADDR=192.0.2.13\n"},
			[]string{first, "eth0 ipv4.address 192.0.2.11/24 eth0:1 @ifcfg-eth0:1:2:8 IPADDR"},
			[]string{
				"ifcfg-eth0:1:2: error: there is no ifcfg-eth0:1: its address goes nowhere [alias] (write ifcfg-eth0:1, or the address into another interface's file as IPADDR1)",
				"ifcfg-eth0:a-b: error: an alias is named after its profile, ':' and letters, digits or '_'; the address is not set [alias] (name the file ifcfg-eth0:1)",
			}},
		"what is not read": {map[string]string{"ifcfg-eth0": static24, "ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR=192.0.2.11\nIPADDR1=192.0.2.12\nGATEWAY=192.0.2.1\nBOOTPROTO=dhcp\nONPARENT=no\nONBOOT=maybe\nFOO=1\nBROADCAST=192.0.2.255\nDNS1=\nUSERCTL=no\n"},
			[]string{first, "eth0 ipv4.address 192.0.2.11/24 eth0:1 @ifcfg-eth0:1:2:8 IPADDR"},
			[]string{
				"ifcfg-eth0:1:3:9: warning: IPADDR1: not read in an alias file [unread] (write it into ifcfg-eth0)",
				"ifcfg-eth0:1:4:9: warning: GATEWAY: not read in an alias file [unread] (write it into ifcfg-eth0)",
				"ifcfg-eth0:1:5:11: warning: BOOTPROTO: not read in an alias file: the address is set as if it were none [unread]",
				"ifcfg-eth0:1:6:10: warning: ONPARENT: NetworkManager never read this: the address is set [unread] (move the file away)",
				`ifcfg-eth0:1:7:8: warning: ONBOOT: "maybe" is neither yes nor no; yes is taken [value]`,
				"ifcfg-eth0:1:8:1: warning: FOO: no such key [unknown-key]",
			}},
		"bad address": {map[string]string{"ifcfg-eth0": static24, "ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR=192.0.2\n", "ifcfg-eth0:2": "DEVICE=eth0:2\nIPADDR=192.0.2.12\nPREFIX=33\n", "ifcfg-eth0:3": "DEVICE=eth0:3\n"},
			[]string{first},
			[]string{
				`ifcfg-eth0:1:2:8: error: IPADDR: "192.0.2" is not an IPv4 address [value]`,
				"ifcfg-eth0:2:3:8: error: PREFIX: 33 is not in 0..32 [value]",
				"ifcfg-eth0:3: error: IPADDR: there is none; the address is not set [alias] (write IPADDR)",
			}},
		"twice": {map[string]string{"ifcfg-eth0": static24, "ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR=192.0.2.10\n"},
			[]string{first},
			[]string{"ifcfg-eth0:1:2:8: warning: IPADDR: 192.0.2.10/24 is the address of IPADDR already [duplicate]"}},
		"of a rejected profile": {map[string]string{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=x\n", "ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR=192.0.2.11\n"},
			[]string{"eth0 rejected"},
			[]string{`ifcfg-eth0:2:11: error: BOOTPROTO: "x" is none of none, static, dhcp, bootp [rejected]`}},
		"badly quoted": {map[string]string{"ifcfg-eth0": static24, "ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR='192.0.2.11\n"},
			[]string{first},
			[]string{"ifcfg-eth0:1:2:8: error: IPADDR: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)"}},
	})
}

func TestRange(t *testing.T) {
	t.Parallel()
	const first = "eth0 ipv4.address 192.0.2.10/24 @3:8 IPADDR"
	file := func(text string) map[string]string {
		return map[string]string{"ifcfg-eth0": static24, "ifcfg-eth0-range0": text}
	}
	readAdditions(t, map[string]additionTest{
		"with labels": {file("IPADDR_START=192.0.2.20\nIPADDR_END=192.0.2.22\nCLONENUM_START=5\nNO_ALIASROUTING=yes\n"),
			[]string{first,
				"eth0 ipv4.address 192.0.2.20/24 eth0:5 @ifcfg-eth0-range0:1:14 IPADDR_START",
				"eth0 ipv4.address 192.0.2.21/24 eth0:6 @ifcfg-eth0-range0:1:14 IPADDR_START",
				"eth0 ipv4.address 192.0.2.22/24 eth0:7 @ifcfg-eth0-range0:1:14 IPADDR_START",
			}, nil},
		"of one, with a netmask": {file("IPADDR_START=10.0.0.1\nIPADDR_END=10.0.0.1\nNETMASK=255.255.0.0\n"),
			[]string{first, "eth0 ipv4.address 10.0.0.1/16 eth0:0 @ifcfg-eth0-range0:1:14 IPADDR_START"}, nil},
		"backwards": {file("IPADDR_START=192.0.2.20\nIPADDR_END=192.0.2.19\n"), []string{first},
			[]string{"ifcfg-eth0-range0:2:12: error: IPADDR_END: 192.0.2.20 and 192.0.2.19 are no range: only the last number may differ, and grow; no address of the range is set [range]"}},
		"over networks": {file("IPADDR_START=192.0.2.20\nIPADDR_END=192.0.3.21\n"), []string{first},
			[]string{"ifcfg-eth0-range0:2:12: error: IPADDR_END: 192.0.2.20 and 192.0.3.21 are no range: only the last number may differ, and grow; no address of the range is set [range]"}},
		"without an end": {file("IPADDR_START=192.0.2.20\n"), []string{first},
			[]string{"ifcfg-eth0-range0: error: IPADDR_END: there is none; no address of the range is set [range]"}},
		"bad start": {file("IPADDR_START=x\nIPADDR_END=192.0.2.20\nCLONENUM_START=y\nDNS1=192.0.2.53\n"), []string{first},
			[]string{
				`ifcfg-eth0-range0:1:14: error: IPADDR_START: "x" is not an IPv4 address; no address of the range is set [range]`,
				`ifcfg-eth0-range0:3:16: warning: CLONENUM_START: "y" is not a number [value]`,
				"ifcfg-eth0-range0:4:6: warning: DNS1: not read in a range file [unread] (write it into ifcfg-eth0)",
			}},
		"not wanted": {file("IPADDR_START=192.0.2.20\nIPADDR_END=192.0.2.22\nONPARENT=no\n"), []string{first},
			[]string{"ifcfg-eth0-range0:3:10: warning: ONPARENT: the addresses of the range are not set [unread]"}},
		"a profile with such a name": {map[string]string{"ifcfg-long-range": static24},
			[]string{"long-range ipv4.address 192.0.2.10/24 @3:8 IPADDR"}, nil},
	})
}

func TestStaticRoutes(t *testing.T) {
	t.Parallel()
	const first = "eth0 ipv4.address 192.0.2.10/24 @3:8 IPADDR"
	file := func(text string) map[string]string {
		return map[string]string{"ifcfg-eth0": static24, "ifcfg-eth1": "DEVICE=eth1\nBOOTPROTO=dhcp\n", "ifcfg-eth2": "DEVICE=eth2\n", "static-routes": text}
	}
	eth0 := func(route string) []string { return []string{first, "eth0 ipv4.route unicast " + route} }
	readAdditions(t, map[string]additionTest{
		"by gateway": {file("# all\n\nany net 10.0.0.0/8 gw 192.0.2.1 # far\r\n"), eth0("10.0.0.0/8 via 192.0.2.1 @static-routes:3:1"), nil},
		"by netmask": {file("any net 10.1.0.0 netmask 255.255.0.0 gw 192.0.2.1 metric 7\n"), eth0("10.1.0.0/16 via 192.0.2.1 metric 7 @static-routes:1:1"), nil},
		"by class":   {file("any net 172.16.0.0 gw 192.0.2.1\n"), eth0("172.16.0.0/16 via 192.0.2.1 @static-routes:1:1"), nil},
		"host":       {file("any host 10.0.0.1 gw 192.0.2.1\n"), eth0("10.0.0.1/32 via 192.0.2.1 @static-routes:1:1"), nil},
		"default":    {file("any default gw 192.0.2.1\n"), eth0("0.0.0.0/0 via 192.0.2.1 @static-routes:1:1"), nil},
		"by interface": {file("eth1 net 10.0.0.0/8 gw 198.51.100.1\n"),
			[]string{first, "eth1 ipv4.route unicast 10.0.0.0/8 via 198.51.100.1 @static-routes:1:1"}, nil},
		"by interface at the end": {file("any net 10.0.0.0/8 dev eth1\n"),
			[]string{first, "eth1 ipv4.route unicast 10.0.0.0/8 @static-routes:1:1"}, nil},
		"reject": {file("eth0 net 10.0.0.0/8 reject\n"), []string{first, "eth0 ipv4.route unreachable 10.0.0.0/8 @static-routes:1:1"}, nil},
		"mistakes": {file("any net 10.0.0.0/8 gw 198.51.100.1\nany net 10.0.0.0/8\neth9 net 10.0.0.0/8\neth2 net 10.0.0.0/8\nany\nany net x gw 192.0.2.1\nany net 10.0.0.0 netmask 1 gw 192.0.2.1\nany net 10.0.0.0/8 via 192.0.2.1\nany net 10.0.0.0/8 gw\nany net 10.0.0.0/8 gw x\nany net 10.0.0.1/8 gw 192.0.2.1 mss 1400\nany net 10.0.0.0/8 gw 192.0.2.1\n"),
			eth0("10.0.0.0/8 via 192.0.2.1 @static-routes:11:1"),
			[]string{
				"static-routes:1:1: error: no profile has an address in the network of 198.51.100.1: the route is not set [route] (write the route into the route- file of an interface)",
				"static-routes:2:1: error: the line names neither an interface nor a gateway: the route is not set [route] (write the route into the route- file of an interface)",
				`static-routes:3:1: error: no profile is for "eth9": the route is not set [route]`,
				"static-routes:4:1: warning: not used: IPv4 is off in ifcfg-eth2 [unread]",
				"static-routes:5:1: error: the line names no destination: write net ADDRESS/LENGTH gw GATEWAY after the interface; the line is not used [route]",
				`static-routes:6:1: error: "x" is not an IPv4 address; the line is not used [route]`,
				`static-routes:7:1: error: "1" is not a netmask; the line is not used [route]`,
				`static-routes:8:1: error: "via" is not a word of route(8) that is known here; the line is not used [route]`,
				`static-routes:9:1: error: "gw" has no value; the line is not used [route]`,
				`static-routes:10:1: error: "x" is not an IPv4 address; the line is not used [route]`,
				`static-routes:11:1: warning: 10.0.0.1/8 has bits beyond its prefix length; 10.0.0.0/8 is taken [host-bits] (write 10.0.0.0/8)`,
				`static-routes:11:33: warning: "mss" is left out of the route [not-applied] (write the route into a route- file)`,
				"static-routes:12:1: warning: line 11 has this route already [duplicate] (remove the line)",
			}},
		"IPv4 off": {file("eth2 net 10.0.0.0/8\n"), []string{first}, []string{"static-routes:1:1: warning: not used: IPv4 is off in ifcfg-eth2 [unread]"}},
		"IPv6": {map[string]string{"ifcfg-eth0": static24, "static-routes-ipv6": "eth0 2001:db8::/32 fe80::1\neth0 2001:db8:1::/48\nsit0 2000::/3 ::\nany 2001:db8::/32\neth0\n"},
			[]string{first, "eth0 ipv6.route unicast 2001:db8::/32 via fe80::1 metric 1 @static-routes-ipv6:1:1", "eth0 ipv6.route unicast 2001:db8:1::/48 metric 1 @static-routes-ipv6:2:1"},
			[]string{
				`static-routes-ipv6:3:1: error: no profile is for "sit0": the route is not set [route]`,
				`static-routes-ipv6:4:1: error: no profile is for "any": the route is not set [route]`,
				"static-routes-ipv6:5:1: error: the line is not INTERFACE DESTINATION GATEWAY; the line is not used [route]",
			}},
	})
}

// What a file with secrets may be read by.
func TestSecrets(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]struct {
		profile, keys         string
		profileMode, keysMode os.FileMode
		want                  []string
	}{
		"both private":   {"IEEE_8021X_PASSWORD=a\n", "KEY_PASSPHRASE1=b\n", 0o600, 0o600, nil},
		"group may":      {"IEEE_8021X_PASSWORD=a\n", "KEY_PASSPHRASE1=b\n", 0o640, 0o640, nil},
		"nothing secret": {"", "KEY_PASSPHRASE1=\n", 0o644, 0o644, nil},
		"profile":        {"IEEE_8021X_PASSWORD=a\nIEEE_8021X_PIN=b\n", "", 0o644, 0o600, []string{"ifcfg-eth0:2:1: warning: IEEE_8021X_PASSWORD: every user of the host can read this secret [exposed] (chmod 600, or move it into a keys- file that has this mode)"}},
		"secrets file":   {"", "KEY1=s:abcde\n", 0o600, 0o604, []string{"keys-eth0:1:1: warning: KEY1: every user of the host can read this secret [exposed] (chmod 600, or move it into a keys- file that has this mode)"}},
		"mistakes": {"", "KEY1=abc\nONBOOT=no\nFOO=1\nWPA_PSK='x\nDNS1=\n", 0o600, 0o600, []string{
			"keys-eth0:1:6: error: KEY1: the value is not 10 or 26 hexadecimal digits, or s: and 5 or 13 characters; of a tunnel 0..4294967295; NetworkManager refuses the profile over it [value]",
			"keys-eth0:2:8: warning: ONBOOT: only secrets are read of a keys- file [unread] (write it into ifcfg-eth0)",
			"keys-eth0:3:1: warning: FOO: no such key [unknown-key]",
			"keys-eth0:4:9: error: WPA_PSK: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)",
		}},
	} {
		dir := t.TempDir()
		scripts := filepath.Join(dir, ifcfg.ScriptsDir)
		must(t, os.MkdirAll(scripts, 0o755))
		for file, f := range map[string]struct {
			text string
			mode os.FileMode
		}{"ifcfg-eth0": {"DEVICE=eth0\n" + r.profile, r.profileMode}, "keys-eth0": {r.keys, r.keysMode}} {
			must(t, os.WriteFile(filepath.Join(scripts, file), []byte(f.text), f.mode))
			must(t, os.Chmod(filepath.Join(scripts, file), f.mode))
		}
		h, err := ifcfg.Load(os.DirFS(dir))
		must(t, err)
		found := slices.DeleteFunc(told(h.All()), func(s string) bool { return strings.Contains(s, "supplicant") })
		if diff := cmp.Diff(r.want, found); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}
