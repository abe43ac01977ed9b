//go:build vm

package links_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// A real card that is plugged in while its profile waits is not configured under the
// name that it has until udev has finished with it. udev itself is played: what it
// notes is a file, and there is none in the guest.
func TestUdevRenamesCard(t *testing.T) {
	h := lab.New(t)
	h.Write("run/udev/control", "")
	h.Profile("ifcfg-ens3", "DEVICE=ens3", "IPADDR=192.0.2.10", "PREFIX=24", "DEVTIMEOUT=20")
	h.Profile("ifcfg-ens3.5", "DEVICE=ens3.5", "VLAN=yes", "IPADDR=198.51.100.10", "PREFIX=24")
	h.Profile("ifcfg-pass0", "DEVICE=pass0", "IPADDR=203.0.113.10", "PREFIX=24", "DEVTIMEOUT=1")
	h.Profile("ifcfg-br0", "DEVICE=br0", "TYPE=Bridge", "IPADDR=192.0.2.129", "PREFIX=25")
	p := h.Start("-v", "boot")
	h.Await("addr br0 192.0.2.129/25") // it has looked: the rest it hears
	card := cardOfGuest(t)
	ip(t, "link", "set", card, "down")
	ip(t, "link", "set", card, "name", "pass0", "netns", fmt.Sprint(p.PID()))
	h.Await("link pass0 down")
	index := indexesOf(t, h)["pass0"]
	other(t, h, "link", "set", "pass0", "name", "ens3")
	note := fmt.Sprintf("run/udev/data/n%d", index)
	h.Write(note+".tmp", "I:1\n")
	if err := os.Rename(h.Path(note+".tmp"), h.Path(note)); err != nil {
		t.Fatal(err)
	}
	r := p.Wait()
	has(t, h, []string{"addr ens3 192.0.2.10/24", "addr ens3.5 198.51.100.10/24"})
	says(t, r, "ifcfg-pass0: there is no interface pass0, after")
	if strings.Contains(r.Log, "dev pass0") {
		t.Errorf("something was done to pass0:\n%s", r.Log)
	}
}

// Ports that come late join their bond, which prefers the one that it names.
func TestLatePortsOfBond(t *testing.T) {
	h := lab.New(t)
	h.Profile("ifcfg-bond0", "DEVICE=bond0", "TYPE=Bond", "BONDING_OPTS='mode=active-backup primary=eth2'", "IPADDR=192.0.2.10", "PREFIX=24")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "MASTER=bond0", "DEVTIMEOUT=20")
	h.Profile("ifcfg-eth2", "DEVICE=eth2", "MASTER=bond0", "DEVTIMEOUT=20")
	h.Profile("ifcfg-v5", "DEVICE=v5", "TYPE=Vlan", "PHYSDEV=bond0", "VLAN_ID=5", "IPADDR=198.51.100.10", "PREFIX=24")
	p := h.Start("boot")
	h.Await("addr bond0 192.0.2.10/24")
	h.Cables("eth1", "eth2")
	if r := p.Wait(); r.Code != 0 {
		t.Fatalf("exit %d\n%s", r.Code, r.Log)
	}
	has(t, h, []string{"link eth1 master bond0", "link eth2 master bond0", "link bond0 data primary eth2", "addr v5 198.51.100.10/24"})
	quiet(t, h, "reload")
}

// cardOfGuest is a card that the guest was started with.
func cardOfGuest(t *testing.T) string {
	t.Helper()
	var links []struct {
		Name string `json:"ifname"`
		MAC  string `json:"address"`
	}
	if err := json.Unmarshal([]byte(ip(t, "-j", "link", "show")), &links); err != nil {
		t.Fatal(err)
	}
	for _, l := range links {
		if strings.HasPrefix(l.MAC, "52:54:00:00:00:") {
			return l.Name
		}
	}
	t.Fatalf("the guest has no card: %+v", links)
	return ""
}

func ip(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("ip", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("ip %s: %v: %s", args, err, out)
	}
	return string(out)
}

func other(t *testing.T, h *lab.Host, args ...string) {
	t.Helper()
	if r := h.Other("ip", args...); r.Code != 0 {
		t.Fatalf("ip %s: %s%s", args, r.Out, r.Log)
	}
}
