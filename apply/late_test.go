package apply_test

import (
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/kernel/kerneltest"
	"netonce/apply/network"
)

// plugIn has cards appear after a while.
func (h *host) plugIn(after time.Duration, names ...string) {
	time.AfterFunc(after, func() {
		for i, name := range names {
			h.kernel.AddLink(eth(name, byte(0x10+i)))
		}
	})
}

// commands checks that the kernel was asked for all of these, in this order.
func (h *host) commands(want ...string) {
	h.t.Helper()
	all := h.kernel.Commands()
	rest := all
	for _, c := range want {
		i := slices.Index(rest, c)
		if i < 0 {
			h.t.Fatalf("%q is not behind the others in\n%s", c, strings.Join(all, "\n"))
		}
		rest = rest[i+1:]
	}
}

// What stands on a device comes up with it, whether that has a profile or not, and
// whichever of them says how long to wait.
func TestStackOnLateDevice(t *testing.T) {
	for name, f := range map[string]files{
		"parent waits": {
			"ifcfg-eth1":   "DEVICE=eth1\nDEVTIMEOUT=7\nIPADDR=192.0.2.2\nPREFIX=24\n",
			"ifcfg-eth1.5": "DEVICE=eth1.5\nVLAN=yes\nIPADDR=10.5.0.1\nPREFIX=24\n",
		},
		"child waits": {"ifcfg-eth1.5": "DEVICE=eth1.5\nVLAN=yes\nDEVTIMEOUT=7\nIPADDR=10.5.0.1\nPREFIX=24\n"},
		"stack on it waits": {
			"ifcfg-lan":    "NAME=lan\nHWADDR=02:00:00:00:00:10\nDEVICE=eth1\nDEVTIMEOUT=7\n",
			"ifcfg-eth1.5": "DEVICE=eth1.5\nVLAN=yes\nPHYSDEV=lan\nIPADDR=10.5.0.1\nPREFIX=24\n",
			"ifcfg-mac0":   "DEVICE=mac0\nTYPE=Macvlan\nPHYSDEV=eth1.5\nIPADDR=10.6.0.1\nPREFIX=24\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, h *host) {
				h.plugIn(2*time.Second, "eth1")
				h.took(h.clean(apply.Boot, f), 2*time.Second)
				h.commands("ip link add link eth1 name eth1.5 type vlan id 5", "ip link set dev eth1.5 up",
					"ip address add 10.5.0.1/24 brd 10.5.0.255 scope global noprefixroute dev eth1.5")
				whole := newHost(t, eth("eth0", 1), eth("eth1", 0x10))
				whole.clean(apply.Boot, f)
				if diff := cmp.Diff(whole.state(), h.state()); diff != "" {
					t.Errorf("late (-there at once +late):\n%s", diff)
				}
				h.unchanged(f)
			})
		})
	}
}

// Ports that come late join their controller, which is theirs already.
func TestLatePortsJoin(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.plugIn(3*time.Second, "eth1", "eth2")
		f := files{
			"ifcfg-bond0": "DEVICE=bond0\nTYPE=Bond\nBONDING_OPTS='mode=active-backup primary=eth2'\nIPADDR=192.0.2.1\nPREFIX=24\n",
			"ifcfg-eth1":  "DEVICE=eth1\nMASTER=bond0\nDEVTIMEOUT=7\n",
			"ifcfg-eth2":  "DEVICE=eth2\nMASTER=bond0\nDEVTIMEOUT=7\n",
			"ifcfg-br0":   "DEVICE=br0\nTYPE=Bridge\nIPADDR=198.51.100.1\nPREFIX=24\n",
			"ifcfg-v5":    "DEVICE=v5\nTYPE=Vlan\nPHYSDEV=eth3\nVLAN_ID=5\nBRIDGE=br0\nDEVTIMEOUT=9\n",
			"ifcfg-eth3":  "DEVICE=eth3\n",
		}
		h.plugIn(5*time.Second, "eth3")
		r := h.run(apply.Boot, f)
		wantErrors(t, r, "ifcfg-eth3: there is no interface eth3") // which does not wait
		h.took(r, 5*time.Second)
		h.commands("ip link set dev bond0 up", "ip link set dev bond0 type bond primary eth2", "ip link set dev eth1 master bond0",
			"ip link set dev eth2 master bond0", "ip link add link eth3 name v5 type vlan id 5", "ip link set dev v5 master br0", "ip link set dev v5 up")
		h.clean(apply.Reload, f) // brings eth3 up
		h.unchanged(f)
	})
}

// A port that comes late has the VLANs that it would have had from the start.
func TestLatePortHasItsVLANs(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{
			"ifcfg-br0":  "DEVICE=br0\nTYPE=Bridge\nBRIDGING_OPTS='vlan_filtering=1'\nBRIDGE_VLANS=\"1 pvid untagged,20\"\n",
			"ifcfg-eth1": "DEVICE=eth1\nBRIDGE=br0\nBRIDGE_PORT_VLANS=\"10 pvid untagged,20\"\nDEVTIMEOUT=7\n",
		}
		h.plugIn(time.Second, "eth1")
		h.clean(apply.Boot, f)
		whole := newHost(t, eth("eth0", 1), eth("eth1", 0x10))
		whole.clean(apply.Boot, f)
		if diff := cmp.Diff(whole.state(), h.state()); diff != "" || !strings.Contains(strings.Join(h.state(), "\n"), "10") {
			t.Errorf("late (-there at once +late):\n%s\n%q", diff, h.state())
		}
		h.unchanged(f)
	})
}

// DHCP over a bond waits for a port that is waited for, and as long as ever from then
// on: the first wait is about nothing.
func TestDHCPWaitsForLatePort(t *testing.T) {
	for name, test := range map[string]struct {
		after time.Duration
		took  time.Duration
		want  []string
	}{
		"comes": {12 * time.Second, 13 * time.Second, nil},
		"never comes": {time.Hour, 20 * time.Second, []string{
			"ifcfg-eth1: there is no interface eth1, after 20s", "ifcfg-bond0: bond0: no carrier in 20s, so there was no DHCP"}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, h *host) {
				h.serve(lease("10.9.0.5/24"), time.Second)
				h.plugIn(test.after, "eth1")
				r := h.run(apply.Boot, files{
					"ifcfg-bond0": "DEVICE=bond0\nTYPE=Bond\nBOOTPROTO=dhcp\n",
					"ifcfg-eth1":  "DEVICE=eth1\nMASTER=bond0\nDEVTIMEOUT=20\n",
				})
				wantErrors(t, r, test.want...)
				h.took(r, test.took)
				h.wantLogged(r)
				if diff := cmp.Diff("bond0 (carrier), eth1 (device)", h.waiting[0]); diff != "" {
					t.Error(diff)
				}
				time.Sleep(time.Hour) // the card comes before the bubble ends
			})
		})
	}
}

// What stands on a device that never comes is given up with it.
func TestStackOnDeviceThatNeverComes(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		r := h.run(apply.Boot, files{
			"ifcfg-eth1":   "DEVICE=eth1\nDEVTIMEOUT=7\n",
			"ifcfg-eth1.5": "DEVICE=eth1.5\nVLAN=yes\nDEVTIMEOUT=2\n",
			"ifcfg-mac0":   "DEVICE=mac0\nTYPE=Macvlan\nPHYSDEV=eth1.5\n",
			"ifcfg-eth2.5": "DEVICE=eth2.5\nVLAN=yes\nDEVTIMEOUT=2\n",
			"ifcfg-eth3.5": "DEVICE=eth3.5\nVLAN=yes\n",
		})
		h.took(r, 7*time.Second)
		wantErrors(t, r,
			"ifcfg-eth3.5: eth3.5 needs eth3, and there is no such interface",
			"ifcfg-eth2.5: eth2.5 needs eth2, and there is no such interface, after 2s",
			"ifcfg-eth1: there is no interface eth1, after 7s",
			"ifcfg-eth1.5: eth1.5 needs eth1, and there is no such interface, after 7s",
			"ifcfg-mac0: mac0 needs eth1.5, and there is no such interface, after 7s")
		h.wantLogged(r)
	})
}

// eventful is a kernel in which something happens before the next change.
type eventful struct {
	*kerneltest.Kernel
	next func()
}

func (k *eventful) Apply(changes []network.Change) []error {
	if k.next != nil {
		k.next()
		k.next = nil
	}
	return k.Kernel.Apply(changes)
}

// A device that comes while another one is taken up is in the snapshot before its
// event is heard.
func TestLateDevicesOneAfterTheOther(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		k := &eventful{Kernel: h.kernel}
		host := h.host()
		host.Kernel = k
		time.AfterFunc(time.Second, func() {
			k.next = func() { h.kernel.AddLink(eth("eth2", 3)) }
			h.kernel.AddLink(eth("eth1", 2))
		})
		r, err := host.Run(t.Context(), apply.Request{Profiles: files{
			"ifcfg-br0":  "DEVICE=br0\nTYPE=Bridge\n",
			"ifcfg-eth1": "DEVICE=eth1\nBRIDGE=br0\nDEVTIMEOUT=9\n",
			"ifcfg-eth2": "DEVICE=eth2\nBRIDGE=br0\nDEVTIMEOUT=9\n",
		}.profiles(t)})
		if err != nil {
			t.Fatal(err)
		}
		wantErrors(t, r)
		h.took(r, time.Second)
	})
}

// What others hold they keep, even if it is gone: it is not missed anew.
func TestLateDeviceBesideOneThatIsGone(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		time.AfterFunc(time.Second, func() { h.kernel.RemoveLink("eth0") })
		h.plugIn(2*time.Second, "eth1")
		r := h.clean(apply.Boot, files{
			"ifcfg-eth0.5": "DEVICE=eth0.5\nVLAN=yes\n",
			"ifcfg-eth1":   "DEVICE=eth1\nDEVTIMEOUT=7\n",
		})
		h.took(r, 2*time.Second)
	})
}

// A thousand devices that come one after the other are taken up in few looks at the
// kernel.
func TestManyLateDevices(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f, want := files{}, map[string]bool{}
		var names []string
		for i := range 1000 {
			name := "p" + strings.Repeat("x", i/100) + string(rune('a'+i/10%10)) + string(rune('a'+i%10))
			names = append(names, name)
			f["ifcfg-"+name] = "DEVICE=" + name + "\nDEVTIMEOUT=5\nIPADDR=" + netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), 1}).String() + "\nPREFIX=24\n"
			want[name] = true
		}
		h.plugIn(time.Second, names...)
		h.clean(apply.Boot, f)
		for _, line := range h.state() {
			name, _, _ := strings.Cut(line, ":")
			if strings.Contains(line, "address 10.") {
				delete(want, name)
			}
		}
		if len(want) > 0 {
			t.Errorf("not configured: %q", slices.Sorted(maps.Keys(want)))
		}
	})
}
