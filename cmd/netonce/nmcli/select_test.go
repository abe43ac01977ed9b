package nmcli_test

import (
	"strings"
	"testing"

	"netonce/ifcfg"
)

// TestNames: netonce knows a profile by its interface and its file too, and before
// what has no file; nmcli does not.
func TestNames(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"lan": "ifcfg-office", "office": "ifcfg-office", "ifcfg-office": "ifcfg-office", "eth3": "ifcfg-office", "eth1": "ifcfg-eth1", "eth9": "",
		"twin": "", "ifcfg-b": "ifcfg-b",
	} {
		for _, program := range []string{"netonce", "nmcli"} {
			h := newHost(map[string]string{
				"ifcfg-office": "DEVICE=eth3\nNAME=lan\nBOOTPROTO=dhcp\n", "ifcfg-eth1": "DEVICE=eth1\nBOOTPROTO=dhcp\n",
				"ifcfg-a": "DEVICE=twin\nBOOTPROTO=dhcp\n", "ifcfg-b": "DEVICE=twin\nBOOTPROTO=dhcp\n",
			})
			_, _, code := h.nmcli(program + " connection modify " + name + " ipv4.dns 192.0.2.9")
			want := file
			if program == "nmcli" && name != "lan" {
				want = ""
			}
			if (code == 0) != (want != "") {
				t.Errorf("%s %s: exit code %d", program, name, code)
			}
			if want != "" && !strings.Contains(string(h.tree[ifcfg.ScriptsDir+"/"+want].Data), "DNS1=192.0.2.9") {
				t.Errorf("%s %s: %s was not changed", program, name, want)
			}
		}
	}
}
