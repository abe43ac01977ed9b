//go:build vm

package links_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/tests/lab"
)

// Killed before any of its changes, a boot leaves what the next one makes the same of
// as one that nobody disturbed.
func TestKilledBetweenSteps(t *testing.T) {
	whole := stackedHost(t)
	steps, r := whole.Steps("boot")
	if r.Code != 0 {
		t.Fatalf("exit code %d\n%s", r.Code, r.Log)
	}
	want := lasting(t, whole)
	has(t, whole, []string{"link bond0.5 master br5", "link bond0.10 master red", "link eth2 master bond0", "addr br5 2001:db8:5::1/64", "addr bond0.11 10.11.0.1/24"})
	killed, left := 0, map[string]bool{}
	for _, m := range lab.Moments(steps) {
		h := stackedHost(t)
		if h.KilledAt(m, "boot") {
			killed++
		}
		left[fmt.Sprint(h.Facts())] = true
		log := boot(t, h, "boot")
		if diff := cmp.Diff(want, lasting(t, h)); diff != "" {
			t.Errorf("killed before %s (-undisturbed +repaired):\n%s\n%s", m, diff, log)
		}
	}
	t.Logf("killed before %d of %d steps, which left %d states", killed, len(steps), len(left))
	if killed < 20 || killed < len(steps)*9/10 || len(left) < 10 {
		t.Error("these are not all")
	}
}

// stackedHost is a host with a bridge over a VLAN over a bond, and a VRF with VLANs of
// the bond's.
func stackedHost(t *testing.T) *lab.Host {
	h := lab.New(t)
	h.Sysctl("ipv6/conf/default/dad_transmits", "0") // that of a bridge takes a second
	h.Cables("eth1", "eth2")
	write(h, map[string][]string{
		"ifcfg-bond0":    {"DEVICE=bond0", "TYPE=Bond", "BONDING_OPTS='mode=active-backup primary=eth2 miimon=10'"},
		"ifcfg-eth1":     {"DEVICE=eth1", "MASTER=bond0"},
		"ifcfg-eth2":     {"DEVICE=eth2", "MASTER=bond0"},
		"ifcfg-bond0.5":  {"DEVICE=bond0.5", "VLAN=yes", "BRIDGE=br5", "BRIDGE_PORT_VLANS='7 pvid untagged'", "MTU=1400"},
		"ifcfg-br5":      {"DEVICE=br5", "TYPE=Bridge", "BRIDGING_OPTS=vlan_filtering=1", "IPADDR=10.5.0.1", "PREFIX=24", "IPV6INIT=yes", "IPV6_AUTOCONF=no", "IPV6ADDR=2001:db8:5::1/64"},
		"ifcfg-red":      {"DEVICE=red", "TYPE=Vrf", "VRF_TABLE=100", "MACADDR=02:00:00:00:00:ed"},
		"ifcfg-bond0.10": {"DEVICE=bond0.10", "VLAN=yes", "VRF=red", "IPADDR=10.10.0.1", "PREFIX=24"},
		"ifcfg-bond0.11": {"DEVICE=bond0.11", "VLAN=yes", "VRF=red", "IPADDR=10.11.0.1", "PREFIX=24", "GATEWAY=10.11.0.254"},
	})
	return h
}

// passingBy are facts that change by themselves: timers, and what a bridge and its ports
// hear.
var passingBy = regexp.MustCompile(`^link \S+ (data|port) \S*(timer|_cnt|age|state|ack) `)

// lasting lists the facts, and sysctls, that stay as they are.
func lasting(t *testing.T, h *lab.Host) (list []string) {
	t.Helper()
	h.Settle()
	list = facts(t, h)
	for _, name := range []string{"bond0", "eth1", "eth2", "bond0.5", "br5", "red", "bond0.10", "bond0.11"} {
		for _, key := range []string{"addr_gen_mode", "disable_ipv6", "accept_ra"} {
			list = append(list, "sysctl "+name+" "+key+" "+h.SysctlValue("ipv6/conf/"+name+"/"+key))
		}
	}
	return slices.DeleteFunc(list, passingBy.MatchString)
}
