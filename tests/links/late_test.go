package links_test

import (
	"testing"

	"netonce/tests/lab"
)

// What stands on a card that comes late comes up with it, and a port that comes late
// joins its bridge; the others do not wait for them.
func TestLateDevices(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth1")
	h.Profile("ifcfg-br0", "DEVICE=br0", "TYPE=Bridge", "IPADDR=192.0.2.10", "PREFIX=24")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "BRIDGE=br0")
	h.Profile("ifcfg-eth2", "DEVICE=eth2", "BRIDGE=br0", "BRIDGING_OPTS=path_cost=50", "DEVTIMEOUT=20")
	h.Profile("ifcfg-mac0", "DEVICE=mac0", "TYPE=Macvlan", "PHYSDEV=eth3", "IPADDR=198.51.100.10", "PREFIX=24", "DEVTIMEOUT=20")
	h.Profile("ifcfg-vx7", "DEVICE=vx7", "TYPE=Vxlan", "PHYSDEV=mac0", "VXLAN_ID=7", "VXLAN_LOCAL=198.51.100.10", "VXLAN_REMOTE=198.51.100.2", "IPADDR=203.0.113.10", "PREFIX=24")
	p := h.Start("boot")
	h.Await("addr br0 192.0.2.10/24", "link br0 up")
	h.Cable("eth2")
	h.Await("link eth2 up")
	h.Cable("eth3")
	r := p.Wait()
	if r.Code != 0 {
		t.Fatalf("exit %d\n%s", r.Code, r.Log)
	}
	has(t, h, []string{"link eth1 master br0", "link eth2 master br0", "link eth2 port cost 50", "link mac0 parent eth3",
		"addr mac0 198.51.100.10/24", "addr vx7 203.0.113.10/24"})
	quiet(t, h, "boot")
}

// A VLAN whose parent never comes says what it has waited for.
func TestParentThatNeverComes(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Profile("ifcfg-eth9", "DEVICE=eth9", "DEVTIMEOUT=1")
	h.Profile("ifcfg-mac0", "DEVICE=mac0", "TYPE=Macvlan", "PHYSDEV=eth9")
	r := h.Netonce("boot")
	says(t, r, "ifcfg-eth9: there is no interface eth9, after 1s", "ifcfg-mac0: mac0 needs eth9, and there is no such interface, after 1s")
	if r.Code != 4 {
		t.Errorf("exit %d\n%s", r.Code, r.Log)
	}
}
