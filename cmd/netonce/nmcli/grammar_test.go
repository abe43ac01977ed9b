package nmcli_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"netonce/apply"
	"netonce/apply/state"
	"netonce/cmd/netonce/nmcli"
	"netonce/ifcfg/property"
)

func profiles() map[string]string {
	return map[string]string{
		"ifcfg-eth1": "DEVICE=eth1\nNAME=eth1\nBOOTPROTO=none\nIPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=192.0.2.1\nDNS1=192.0.2.53\n",
		"ifcfg-br0":  "TYPE=Bridge\nDEVICE=br0\nNAME=bridge\nONBOOT=no\nBOOTPROTO=none\n",
	}
}

// TestWritten: what command lines make of profiles, property by property.
func TestWritten(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{ // "file property value"
		"con mod eth1 ipv4.addr 192.0.2.20/24":             "ifcfg-eth1 ipv4.addresses 192.0.2.20/24",
		"con mod eth1 IPv4.METHOD manual ethernet.mt 99":   "ifcfg-eth1 802-3-ethernet.mtu 99",
		"con mod eth1 mtu 1400":                            "ifcfg-eth1 802-3-ethernet.mtu 1400",
		"con mod eth1 ip4 192.0.2.20/24 ip4 192.0.2.21/24": "ifcfg-eth1 ipv4.addresses 192.0.2.20/24, 192.0.2.21/24",
		"con mod eth1 +ip4 192.0.2.21/24":                  "ifcfg-eth1 ipv4.addresses 192.0.2.10/24, 192.0.2.21/24",
		"con mod id eth1 ip6 2001:db8::1/64":               "ifcfg-eth1 ipv6.method manual",
		"con mod eth1 remove ipv6 mtu 1300":                "ifcfg-eth1 802-3-ethernet.mtu 1300",
		"con mod eth1 controller br0 port-type bridge":     "ifcfg-eth1 connection.controller br0",
		"con mod eth1 master bridge":                       "ifcfg-eth1 connection.controller br0", // by its name
		"con mod bridge stp yes prio 7":                    "ifcfg-br0 bridge.priority 7",
		"con mod bridge mac 02:00:00:00:00:07":             "ifcfg-br0 bridge.mac-address 02:00:00:00:00:07",

		"con add type ethernet ifname eth2":                                    "ifcfg-ethernet-eth2 connection.id ethernet-eth2",
		"con add type eth ifname eth2":                                         "ifcfg-ethernet-eth2 connection.interface-name eth2",
		"con add con-name eth1 type ethernet":                                  "ifcfg-eth1-1 connection.id eth1", // its file is another
		"con add type ethernet ifname eth2 ipv4.addresses 10.0.0.1/8":          "ifcfg-ethernet-eth2 ipv4.method manual",
		"con add type ethernet con-name x ifname eth2 ip6 2001:db8::1/64":      "ifcfg-x ipv6.method manual",
		"con add type bond mode 802.3ad miimon 50":                             "ifcfg-bond-nm-bond bond.options mode=802.3ad,miimon=50",
		"con add type bridge con-name b":                                       "ifcfg-b connection.interface-name nm-bridge",
		"con add type team con-name t config {}":                               "ifcfg-t team.config {}",
		"con add type bridge-slave ifname eth2 master br0 path-cost 9":         "ifcfg-bridge-slave-eth2 bridge-port.path-cost 9",
		"con add type ethernet ifname eth2 controller br0":                     "ifcfg-bridge-slave-eth2 connection.port-type bridge",
		"con add save yes type vlan dev eth1 id 5 ifname vlan5":                "ifcfg-vlan-vlan5 vlan.parent eth1",
		"con add type ethernet ifname * con-name any":                          "ifcfg-any connection.interface-name ",
		"con add type ethernet ifname eth2 con-name y -- ipv4.method disabled": "ifcfg-y ipv4.method disabled",
		"con clone eth1 twin":                                                  "ifcfg-twin ipv4.addresses 192.0.2.10/24",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			h := newHost(profiles())
			if _, errOut, code := h.nmcli("nmcli " + line); code != 0 {
				t.Fatalf("exit code %d: %s", code, errOut)
			}
			words := strings.SplitN(want, " ", 3)
			if got := h.value(t, words[0], words[1]); got != words[2] {
				t.Errorf("%s of %s is %q, want %q; the files are %q", words[1], words[0], got, words[2], h.files())
			}
		})
	}
}

// value is a property of a profile as programs see it.
func (h *host) value(t *testing.T, file, full string) string {
	t.Helper()
	files, err := h.Files()
	if err != nil {
		t.Fatal(err)
	}
	setting, name, _ := strings.Cut(full, ".")
	for _, p := range files.Profiles {
		for _, s := range property.Table() {
			if p.File == file && s.Name == setting {
				return s.Find(name).Terse(property.Open(files).Of(p).Get(s.Find(name)))
			}
		}
	}
	t.Errorf("no profile %s", file)
	return ""
}

// TestRefused: exit codes of what is not done; no file changes.
func TestRefused(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]int{
		"-t -p con": 2, "-t -t con": 2, "-m rows con": 2, "-w never con": 2, "-f": 2, "--mode": 2, "-tf NAME con": 2, "--terse=1 con": 2, "-": 2,
		"con show id": 2, "con show --order bogus": 2, "con show --nosuch": 10, "-f IP9 con show eth1": 2, "-f ipv4.x con show eth1": 2,
		"con mod eth1 ipv4.d x": 2, "con mod eth1 ip 1": 2, "con mod eth1 ipv4.dns": 2, "con mod eth1 connection.type bond": 2, "con mod eth1 . x": 2,
		"con mod eth1 remove": 2, "con mod eth1 remove connection": 2, "con mod eth1 remove nosuch": 2, "con mod eth1 bridge.stp no": 2, "con mod eth1 stp no": 2,
		"con mod --temporary eth1 mtu 1400": 1, "con mod eth1 ipv4.method manual ipv4.addresses \"\"": 1, "con mod lo mtu 9": 10,
		"con add": 2, "con add type": 2, "con add type b": 2, "con add type ethernet nosuch 1": 2, "con add type bridge-slave ifname eth2": 2,
		"con add type wifi ifname wlan0": 1, "con add save no type ethernet": 1, "con add type ethernet ifname toolongtobeaninterface": 2,
		"con clone": 2, "con clone eth1": 2, "con clone eth1 a b": 2, "con clone --temporary eth1 a": 1,
		"con delete": 2, "con delete lo": 7, "con delete nosuch": 10, "con up": 2, "con up lo": 4, "con up ifname eth9": 10, "con up ifname": 2,
		"con up ifname eth3": 4, "con up eth1 nosuch x": 2, "con down": 2, "con down eth1": 10, "con down lo": 5, "con load": 2, "con import x": 1, "con migrate": 1, "con edit eth1": 1,
		"dev show eth1 eth2": 2, "dev status x": 2, "dev connect": 2, "dev connect eth3": 4, "dev disconnect": 2, "dev disconnect eth3": 6, "dev disconnect lo": 6,
		"dev reapply eth3": 1, "dev modify eth3 mtu 1400": 1, "dev delete eth1": 1, "dev set eth1": 2, "dev set eth1 managed no": 1, "dev set eth1 managed x": 2, "dev set eth1 nosuch x": 2,
		"dev monitor": 8, "dev wifi connect x": 10, "monitor": 8, "agent": 8, "networking off": 8, "general logging": 8, "general hostname x": 1, "radio wifi off": 1, "radio wifi x": 2,
		"general status x": 2, "general bogus": 2,
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			h := newHost(profiles())
			before := fmt.Sprint(h.files())
			_, errOut, code := h.nmcli("nmcli " + line)
			if code != want || !strings.HasPrefix(errOut, "Error: ") {
				t.Errorf("exit code %d, want %d: %q", code, want, errOut)
			}
			if after := fmt.Sprint(h.files()); after != before {
				t.Errorf("the files were changed to %s", after)
			}
		})
	}
}

// TestRunsThatFail: the exit codes of what the network refuses.
func TestRunsThatFail(t *testing.T) {
	t.Parallel()
	broken := errors.New("eth1: address: no such device")
	for _, tt := range []struct {
		line   string
		report *apply.Report
		err    error
		want   int
	}{
		{"con up eth1", nil, broken, 4},
		{"con up eth1", &apply.Report{Errors: []error{broken}}, nil, 4},
		{"con up eth1", &apply.Report{Interrupted: true, Errors: []error{broken}}, nil, 3},
		{"con up eth1", &apply.Report{Interrupted: true}, nil, 3},
		{"con up eth1", nil, fmt.Errorf("lock: %w", state.ErrLocked), 3},
		{"dev connect eth1", nil, broken, 4},
		{"dev reapply eth1", nil, broken, 4},
		{"dev mod eth1 mtu 1400", nil, broken, 4},
		{"con down eth1", nil, broken, 5},
		{"con down eth1", &apply.Report{Interfaces: []apply.InterfaceReport{{Errors: []error{broken}}}}, nil, 5},
		{"dev disconnect eth1", nil, broken, 6},
		{"con delete eth1", nil, broken, 7},
	} {
		h := newHost(profiles())
		h.up["eth1"] = "ifcfg-eth1"
		h.run = func(nmcli.Request) (*apply.Report, error) { return tt.report, tt.err }
		out, errOut, code := h.nmcli("nmcli " + tt.line)
		if code != tt.want || !strings.HasPrefix(errOut, "Error: ") || out != "" {
			t.Errorf("%s: exit code %d, want %d: %q %q", tt.line, code, tt.want, out, errOut)
		}
	}
}

// TestHelp is printed where it is asked for, and is no failure.
func TestHelp(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"-h", "--help", "help", "con help", "con --help", "con add help", "device -h", "dev wifi help", "monitor help", "general hostname --help"} {
		out, errOut, code := newHost(nil).nmcli("nmcli " + line)
		if code != 0 || errOut != "" || !strings.HasPrefix(out, "Usage: nmcli ") {
			t.Errorf("%s: exit code %d: %q %q", line, code, out, errOut)
		}
	}
}

// TestFilesWithoutKernel: what is of files alone asks nothing else.
func TestFilesWithoutKernel(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"con mod eth1 mtu 1400", "con add type ethernet", "con clone eth1 twin", "con load /etc/sysconfig/network-scripts/ifcfg-eth1", "con reload"} {
		h := newHost(profiles())
		h.facts = func(*nmcli.Facts) { t.Errorf("%s asks the kernel", line) }
		if _, errOut, code := h.nmcli("nmcli " + line); code != 0 || errOut != "" {
			t.Errorf("%s: exit code %d, %q", line, code, errOut)
		}
	}
}
