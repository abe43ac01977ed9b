package apply_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"netonce/apply"
	"netonce/apply/network"
)

// randomStack puts bonds, VLANs and a bridge on three cards, some way or other.
func randomStack(r *rand.Rand) files {
	f := files{}
	metric := 200
	add := func(name string, lines ...string) {
		metric++
		lines = append([]string{"DEVICE=" + name, fmt.Sprint("IPV4_ROUTE_METRIC=", metric)}, lines...)
		f["ifcfg-"+name] = strings.Join(lines, "\n") + "\n"
	}
	if r.IntN(4) > 0 {
		add("bond0", "TYPE=Bond", fmt.Sprintf("BONDING_OPTS='mode=%d'", r.IntN(7)), "IPADDR=192.0.2.1", "PREFIX=24")
	}
	if r.IntN(3) > 0 {
		vlans := []string{"", "BRIDGING_OPTS=vlan_filtering=1", "BRIDGING_OPTS=vlan_filtering=1\nBRIDGE_VLANS='7,10-20 untagged'", "BRIDGING_OPTS='vlan_filtering=1 default_pvid=0'"}
		add("br0", "TYPE=Bridge", "IPADDR=198.51.100.1", "PREFIX=24", vlans[r.IntN(len(vlans))])
	}
	for i := range 3 {
		name := fmt.Sprint("eth", i)
		switch r.IntN(4) {
		case 0:
			add(name, "MASTER=bond0")
		case 1:
			vlans := []string{"", "BRIDGE_PORT_VLANS='5-15,7 pvid untagged'", "BRIDGE_PORT_VLANS='1,12'"}
			add(name, "BRIDGE=br0", vlans[r.IntN(len(vlans))])
		case 2:
			add(name, fmt.Sprintf("IPADDR=10.%d.0.1", i), "PREFIX=24")
		}
	}
	if r.IntN(2) == 0 {
		add("bond0.7", "VLAN=yes", []string{"IPADDR=10.7.0.1\nPREFIX=24", "BRIDGE=br0"}[r.IntN(2)])
	}
	if r.IntN(2) == 0 {
		add("inner", "TYPE=Vlan", "PHYSDEV=bond0.7", fmt.Sprint("VLAN_ID=", 1+r.IntN(3)), "IPADDR=10.9.0.1", "PREFIX=24")
	}
	return f
}

// From any stack to any other, and back: what the kernel holds depends on the
// profiles alone.
func TestTheWayOfStacksDoesNotMatter(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 2))
			a, b := randomStack(r), randomStack(r)
			theWayDoesNotMatter(t, seed, a, b, func() *host { return newHost(t, cards()...) })
		})
		if t.Failed() {
			return
		}
	}
}

// A run that ends after any of its steps leaves what the next one puts right.
func TestStacksEndAnywhere(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 3))
			f := randomStack(r)
			whole := newHost(t, cards()...)
			whole.run(apply.Boot, f)
			steps := len(whole.kernel.Asked())
			for last := range steps {
				h := newHost(t, cards()...)
				h.kernel.Refuse(func(n int, _ network.Change) error {
					if n > last {
						return unix.EIO
					}
					return nil
				})
				h.run(apply.Boot, f)
				h.kernel.Refuse(nil)
				h.run(apply.Boot, f)
				if diff := cmp.Diff(whole.state(), h.state()); diff != "" {
					t.Fatalf("seed %d, ended after step %d (-whole +repaired):\n%s\n%s", seed, last, diff, f)
				}
			}
		})
	}
}

// Ports come before their controller, parents before what stands on them, and a bond
// has its way of working before its first port.
func TestOrderOfStacks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHost(t, cards()...)
		h.run(apply.Boot, files{
			"ifcfg-bond0":   "DEVICE=bond0\nTYPE=Bond\nBONDING_OPTS='mode=4 lacp_rate=fast'\n",
			"ifcfg-eth0":    "DEVICE=eth0\nMASTER=bond0\n",
			"ifcfg-eth1":    "DEVICE=eth1\nMASTER=bond0\n",
			"ifcfg-bond0.5": "DEVICE=bond0.5\nVLAN=yes\nBRIDGE=br5\n",
			"ifcfg-br5":     "DEVICE=br5\nTYPE=Bridge\nIPADDR=192.0.2.1\nPREFIX=24\n",
		})
		commands := h.kernel.Commands()
		at := -1
		for _, c := range []string{
			"ip link add name bond0 type bond mode 802.3ad miimon 100 lacp_rate fast",
			"ip link add link bond0 name bond0.5 type vlan id 5",
			"ip link set dev eth0 master bond0",
			"ip link set dev bond0 up",
			"ip link set dev bond0.5 master br5",
			"ip link set dev br5 up",
		} {
			i := slices.Index(commands, c)
			if i <= at {
				t.Fatalf("%q is not behind the others in\n%s", c, strings.Join(commands, "\n"))
			}
			at = i
		}
	})
}
