package initramfs

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg/property"
)

// recorded is what nm-initrd-generator made of a command line.
type recorded struct {
	line, hostname string
	profiles       map[string]map[string]string
}

func recordings(t *testing.T) (list []recorded) {
	t.Helper()
	text, err := os.ReadFile("testdata/nm-initrd-generator.txt")
	if err != nil {
		t.Fatal(err)
	}
	profile := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "" || word == "#":
		case word == "$":
			list = append(list, recorded{line: rest, profiles: map[string]map[string]string{}})
		case word == "hostname":
			list[len(list)-1].hostname = rest
		case word == "profile":
			profile = rest
			list[len(list)-1].profiles[profile] = map[string]string{}
		default:
			list[len(list)-1].profiles[profile][strings.TrimSpace(word)] = rest
		}
	}
	return list
}

// ours is the same of what is made here.
func ours(t *testing.T, q Request) map[string]map[string]string {
	t.Helper()
	h, err := q.Load()
	if err != nil {
		t.Fatal(err)
	}
	open := property.Open(h)
	all := map[string]map[string]string{}
	for _, p := range h.Profiles {
		if p.Rejected || p.HasErrors() {
			t.Errorf("%s is not accepted: %v", p.File, p.Diagnostics)
		}
		props := map[string]string{}
		for name, v := range open.Of(p).Document(false).Properties {
			switch v := v.(type) {
			case string:
				props[name] = strings.Join(slices.Sorted(strings.SplitSeq(v, ",")), ",")
			case []string:
				props[name] = strings.Join(slices.Sorted(slices.Values(v)), " ")
			}
		}
		all[props["connection.id"]] = props
	}
	return all
}

// otherwise are the properties that are other here on purpose.
func otherwise(name string) bool {
	switch name {
	case "connection.uuid",
		"connection.controller",                                                                          // a name there, here too: an identity of that run in what was recorded
		"802-3-ethernet.auto-negotiate",                                                                  // said though it is the default
		"ipv6.addr-gen-mode",                                                                             // as the real root's profiles have it where they say nothing, lest the address changes with the root
		"infiniband.p-key",                                                                               // 32772 there, 0x8004 here
		"infiniband.transport-mode",                                                                      // datagram there, which is what nothing means
		"ipv4.dhcp-dscp",                                                                                 // no such key, and a diagnostic
		"802-3-ethernet.s390-nettype", "802-3-ethernet.s390-subchannels", "ethernet-s390-options.layer2": // left to the mainframe's own rules, and a diagnostic
		return true
	}
	return false
}

// better are the command lines of which more is made here than what was recorded.
func better() map[string]string {
	return map[string]string{
		"ip=52:54:00:12:34:56:dhcp":                  "the card with that address; there it was taken for a wrong IP address",
		"ip=dhcp,dhcp6 rd.net.timeout.ip-required=0": "nothing is waited for, as dracut's manual has it; there the name is not known",
		"ip=ibft": "a diagnostic; there the module to read it was missing",
	}
}

func TestRecorded(t *testing.T) {
	t.Parallel()
	list := recordings(t)
	if len(list) < 60 {
		t.Fatalf("%d recordings", len(list))
	}
	for _, r := range list {
		if _, is := better()[r.line]; is {
			continue
		}
		q := Read(fstest.MapFS{}, Source{"cmdline", r.line})
		got := ours(t, q)
		for _, all := range []map[string]map[string]string{got, r.profiles} {
			for _, props := range all {
				maps.DeleteFunc(props, func(name, _ string) bool { return otherwise(name) })
			}
		}
		if diff := cmp.Diff(r.profiles, got); diff != "" {
			t.Errorf("%s (-recorded +ours):\n%s", r.line, diff)
		}
		if q.Hostname != r.hostname && r.hostname != "" {
			t.Errorf("%s: host name %q, want %q", r.line, q.Hostname, r.hostname)
		}
	}
}

// What is made of command lines as texts, and what is told of them.
func TestRead(t *testing.T) {
	t.Parallel()
	const head = "ONBOOT=yes\nAUTOCONNECT_PRIORITY=-100\nAUTOCONNECT_RETRIES=1\nMULTI_CONNECT=1\n"
	const dhcp = "BOOTPROTO=dhcp\nIPV4_DHCP_TIMEOUT=90\nIPV4_FAILURE_FATAL=yes\nIPV6INIT=yes\nIPV6_DHCP_TIMEOUT=90\n"
	const static = "BOOTPROTO=none\nIPADDR=192.0.2.10\nPREFIX=24\n"
	const no6 = "IPV4_FAILURE_FATAL=yes\nIPV6INIT=no\nIPV6_DISABLED=yes\n"
	eth := func(name string) string { return "NAME=" + name + "\nDEVICE=" + name + "\nTYPE=Ethernet\n" + head }
	for _, c := range []struct {
		line  string
		files map[string]string
		told  []string
	}{
		{"ro quiet rd.net.timeout.dhcp=5", nil, nil},
		{"ip=52:54:00:12:34:56:dhcp", map[string]string{"ifcfg-52:54:00:12:34:56": "NAME=52:54:00:12:34:56\nHWADDR=52:54:00:12:34:56\nTYPE=Ethernet\n" + head + dhcp}, nil},
		{"ip=52-54-00-aa-bb-cc:dhcp:9000", map[string]string{"ifcfg-52:54:00:aa:bb:cc": "NAME=52:54:00:AA:BB:CC\nHWADDR=52:54:00:AA:BB:CC\nTYPE=Ethernet\n" + head + "MTU=9000\n" + dhcp}, nil},
		{"ip=eth0:dhcp -- ip=eth1:dhcp", map[string]string{"ifcfg-eth0": eth("eth0") + dhcp}, nil},
		{`"ip=eth0:dhcp" dyndbg="file x.c ip=eth9:dhcp"`, map[string]string{"ifcfg-eth0": eth("eth0") + dhcp}, nil},
		{"ip=192.0.2.10:::24::eth0:none ip=192.0.2.11:::24::eth0:none", map[string]string{"ifcfg-eth0": eth("eth0") + static + "IPADDR1=192.0.2.11\nPREFIX1=24\n" + no6}, nil},
		{"ip=192.0.2.10/24:::::eth0:none:192.0.2.1:192.0.2.2:192.0.2.3", map[string]string{"ifcfg-eth0": eth("eth0") + static + no6 + "DNS1=192.0.2.1\nDNS2=192.0.2.2\n"},
			[]string{"cmdline:1:4: warning: ip: time server 192.0.2.3 is not taken"}},
		{"ip=[2001:db8::1]:::::eth0:none ip=[2001:db8::2/48]:::::eth0:none", map[string]string{"ifcfg-eth0": eth("eth0") +
			"BOOTPROTO=none\nIPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=2001:db8::1/64\nIPV6ADDR_SECONDARIES=2001:db8::2/48\nIPV6_FAILURE_FATAL=yes\n"},
			[]string{"cmdline:1:4: warning: ip: 2001:db8::1 without a netmask; /64 is taken"}},
		{"ip=eth0:dhpc", map[string]string{"ifcfg-eth0": eth("eth0") + "BOOTPROTO=dhcp\nIPV4_DHCP_TIMEOUT=90\nIPV4_REQUIRED_TIMEOUT=20000\nIPV6INIT=yes\nIPV6_DHCP_TIMEOUT=90\n"},
			[]string{`cmdline:1:4: error: ip: "dhpc" is no method; addresses come by themselves`}},
		{"x ip=192.0.2.300::::::none", nil, []string{`cmdline:1:6: error: ip: "192.0.2.300" is no address`}},
		{"rd.route=10.0.0.0/8:192.0.2.1", nil, []string{"cmdline:1:10: error: rd.route: there is no interface for it"}},
		{"ip=eth0:dhcp rd.route=10.1.2.3/8::eth0 rd.route=[2001:db8::/32]:192.0.2.1", map[string]string{"ifcfg-eth0": eth("eth0") + dhcp, "route-eth0": "10.0.0.0/8 dev eth0\n"},
			[]string{`cmdline:1:49: error: rd.route: gateway "192.0.2.1" is no address of that family`}},
		{"team=team0:eth0:lacp", map[string]string{"ifcfg-team0": "NAME=team0\nDEVICE=team0\n" + head + "DEVICETYPE=Team\nTEAM_CONFIG=\"{\\\"runner\\\":{\\\"name\\\":\\\"lacp\\\"}}\"\n" +
			"BOOTPROTO=dhcp\nIPV4_DHCP_TIMEOUT=90\nIPV4_REQUIRED_TIMEOUT=20000\nIPV6INIT=yes\nIPV6_DHCP_TIMEOUT=90\n",
			"ifcfg-eth0": "NAME=eth0\nDEVICE=eth0\n" + head + "TEAM_MASTER=team0\nDEVICETYPE=TeamPort\n"}, nil},
		{"vlan=storage:eth0", nil, []string{`cmdline:1:6: error: vlan: "storage:eth0": a VLAN is the name, ending with its number, a colon and the interface underneath`}},
		{"ip=eth0:dhcp rd.net.dhcp.client-id=eth0:@box rd.net.dhcp.vendor-class=v rd.net.dhcp.client-id=eth9:01", map[string]string{
			"ifcfg-eth0": eth("eth0") + "DHCP_CLIENT_ID=box\n" + strings.Replace(dhcp, "IPV4_F", "DHCP_VENDOR_CLASS_IDENTIFIER=v\nIPV4_F", 1)},
			[]string{`cmdline:1:95: error: rd.net.dhcp.client-id: "eth9:01": not an interface that there is a profile of, a colon and an identifier`}},
		{"ip=../../x:dhcp", nil, []string{`cmdline: error: "../../x" is not an interface name: '/' cannot be in one`}},
		{"rd.net.timeout.dhcp=x BOOTIF=zz", nil, []string{`cmdline:1:21: error: rd.net.timeout.dhcp: "x" is not a number of 1 to 1048576`, `cmdline:1:30: error: BOOTIF: "zz" is no hardware address`}},
	} {
		q := Read(fstest.MapFS{}, Source{"cmdline", c.line})
		if c.files == nil {
			c.files = map[string]string{}
		}
		if diff := cmp.Diff(c.files, q.Files); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.line, diff)
		}
		var told []string
		for _, d := range q.Diagnostics {
			told = append(told, d.Pos.String()+": "+d.Severity.String()+": "+d.Message)
		}
		if diff := cmp.Diff(c.told, told); diff != "" {
			t.Errorf("%s: told (-want +got):\n%s", c.line, diff)
		}
		ours(t, q)
	}
}

// The firmware's table, as the kernel shows it.
func TestFirmware(t *testing.T) {
	t.Parallel()
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text + "\n")} }
	const dir = "firmware/ibft/ethernet"
	sys := fstest.MapFS{
		dir + "0/mac": file("52:54:00:12:34:56"), dir + "0/ip-addr": file("192.0.2.10"), dir + "0/subnet-mask": file("255.255.255.0"), dir + "0/gateway": file("192.0.2.1"),
		dir + "0/primary-dns": file("192.0.2.53"), dir + "0/secondary-dns": file("0.0.0.0"), dir + "0/origin": file("1"), dir + "0/vlan": file("0"),
		dir + "1/mac": file("52:54:00:12:34:57"), dir + "1/origin": file("3"), dir + "1/ip-addr": file("198.51.100.7"), dir + "1/vlan": file("7"),
		dir + "2/mac": file("broken"),
	}
	q := Read(sys, Source{"cmdline", "ip=ibft"})
	got := ours(t, q)
	a, b := got["iBFT Connection 0"], got["iBFT Connection 1"]
	if a["ipv4.addresses"] != "192.0.2.10/24" || a["ipv4.gateway"] != "192.0.2.1" || a["ipv4.dns"] != "192.0.2.53" || a["802-3-ethernet.mac-address"] != "52:54:00:12:34:56" || a["ipv6.method"] != "disabled" {
		t.Errorf("the first card: %v", a)
	}
	if b["ipv4.method"] != "auto" || len(got) != 2 {
		t.Errorf("the second card: %v of %d", b, len(got))
	}
	if len(q.Diagnostics) != 2 {
		t.Errorf("told %v", q.Diagnostics)
	}
	if q := Read(fstest.MapFS{}, Source{"cmdline", "rd.iscsi.ibft=1"}); len(q.Files) != 0 || len(q.Diagnostics) != 1 {
		t.Errorf("without a table: %v, %v", q.Files, q.Diagnostics)
	}
}

// Whatever is on the line, it is read without a fault, and what comes out are profiles.
func FuzzRead(f *testing.F) {
	text, err := os.ReadFile("testdata/nm-initrd-generator.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if line, is := strings.CutPrefix(line, "$ "); is {
			f.Add(strings.TrimSpace(line))
		}
	}
	f.Fuzz(func(t *testing.T, line string) {
		q := Read(fstest.MapFS{}, Source{"cmdline", line})
		for name, text := range q.Files {
			if strings.ContainsAny(name, "/\n") {
				t.Errorf("a file %q", name)
			}
			if strings.Count(text, "\n") > 200+len(line) {
				t.Errorf("%s has %d lines", name, strings.Count(text, "\n"))
			}
		}
		if _, err := q.Load(); err != nil {
			t.Error(err)
		}
	})
}
