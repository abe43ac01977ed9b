package nmcli_test

import (
	"slices"
	"strings"
	"testing"
)

// FuzzRun: whatever is asked, the exit code is one of nmcli's, a failure is told,
// and profiles that were there are readable afterwards.
func FuzzRun(f *testing.F) {
	for _, line := range []string{
		"con", "-t -f NAME,DEVICE con show --active", "-g ipv4.dns,IP4 con show eth1", "-p -m tabular dev show", "-e no -c yes d",
		"con mod eth1 +ipv4.addresses 192.0.2.11/24 -ipv4.dns 0 ipv4.gateway \"\"", "con mod eth1 remove ipv4", "con add type vlan dev eth1 id 7",
		"con add type bond mode 802.3ad", "con add type bridge-slave ifname eth3 master br0 priority 9", "con clone eth1 x", "con del eth1 br0",
		"con up ifname eth3", "con up eth1 ifname eth2", "con down path /org/freedesktop/NetworkManager/ActiveConnection/2", "dev mod eth1 ip4 192.0.2.9/24 mtu 1400",
		"dev set eth1 managed no", "general hostname x", "radio wifi off", "con show --order -name:+type --json", "--mode=multiline -w 5 con up id eth1", "con load /x",
		"con export", "-v", "--help", "con modify help", "agent", "-o con show eth1 --all", "device checkpoint",
	} {
		f.Add(line)
	}
	files := map[string]string{
		"ifcfg-eth1": "DEVICE=eth1\nNAME=eth1\nBOOTPROTO=none\nIPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=192.0.2.1\nDNS1=192.0.2.53\n",
		"ifcfg-br0":  "TYPE=Bridge\nDEVICE=br0\nNAME=br0\nONBOOT=no\nBOOTPROTO=dhcp\n",
		"route-eth1": "198.51.100.0/24 via 192.0.2.1\n",
	}
	f.Fuzz(func(t *testing.T, line string) {
		h := newHost(files)
		h.up["eth1"] = "ifcfg-eth1"
		out, errOut, code := h.nmcli("nmcli " + line)
		if !slices.Contains([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 10}, code) {
			t.Errorf("%q: exit code %d", line, code)
		}
		if code != 0 && !strings.HasPrefix(errOut, "Error: ") {
			t.Errorf("%q: exit code %d, and all it says is %q", line, code, errOut)
		}
		if code == 2 && out != "" && !strings.Contains(line, "show") {
			t.Errorf("%q: misuse after %q was printed", line, out)
		}
		if _, err := h.Files(); err != nil {
			t.Errorf("%q: %v", line, err)
		}
	})
}
