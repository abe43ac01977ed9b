package e2e_test

import (
	"encoding/json"
	"net/netip"
	"os"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// TestScriptForNmcli: what administrators wrote for nmcli runs as it is.
func TestScriptForNmcli(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Peer("eth1", "198.51.100.1/24")
	h.Serve("eth1", lab.DHCP{
		Address: netip.MustParseAddr("198.51.100.1"),
		Leases:  map[string]netip.Prefix{"02:00:00:00:00:01": netip.MustParsePrefix("198.51.100.100/24")},
	})
	script, err := os.ReadFile("testdata/lan.sh")
	if err != nil {
		t.Fatal(err)
	}
	r := h.Other("bash", "-c", string(script))
	if r.Code != 0 || !strings.HasSuffix(r.Out, "all done\n") {
		t.Fatalf("exit code %d\n%s\n%s", r.Code, r.Out, r.Log)
	}
}

// TestAnsible: its module for nmcli makes a profile, finds nothing to change the
// second time, changes it, and takes it away.
func TestAnsible(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Env = append(h.Env, "ANSIBLE_LOCAL_TEMP="+t.TempDir(), "ANSIBLE_REMOTE_TEMP="+t.TempDir(), "ANSIBLE_STDOUT_CALLBACK=json", "ANSIBLE_LOAD_CALLBACK_PLUGINS=1", "ANSIBLE_PYTHON_INTERPRETER=/usr/bin/python3")
	const profile = "conn_name=lan type=ethernet ifname=eth0 ip4=192.0.2.10/24 gw4=192.0.2.1 dns4=192.0.2.53,198.51.100.53 dns4_search=example.org state=present"
	for _, step := range []struct {
		args    string
		changed bool
		facts   []string
	}{
		{profile, true, []string{"addr eth0 192.0.2.10/24", "route4 main default via 192.0.2.1 dev eth0 proto static metric 100"}},
		{profile, false, nil},
		{profile + " mtu=1400", true, nil},
		{profile + " mtu=1400", false, nil},
		{"conn_name=lan state=absent", true, []string{"!addr eth0 192.0.2.10/24"}},
		{"conn_name=lan state=absent", false, nil},
	} {
		r := h.Other("ansible", "localhost", "-c", "local", "-m", "community.general.nmcli", "-a", step.args)
		if r.Code != 0 {
			t.Fatalf("%s: exit code %d\n%s\n%s", step.args, r.Code, r.Out, r.Log)
		}
		if got := ansibleChanged(t, r.Out); got != step.changed {
			t.Errorf("%s: changed is %t\n%s", step.args, got, r.Out)
		}
		facts(t, h, step.facts...)
	}
}

// ansibleChanged reads from Ansible's report whether something was changed.
func ansibleChanged(t *testing.T, out string) bool {
	t.Helper()
	var report struct {
		Plays []struct {
			Tasks []struct {
				Hosts map[string]struct{ Changed bool }
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if len(report.Plays) != 1 || len(report.Plays[0].Tasks) != 1 {
		t.Fatalf("not one task: %s", out)
	}
	return report.Plays[0].Tasks[0].Hosts["localhost"].Changed
}
