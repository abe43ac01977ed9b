package apply_test

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"netonce/apply"
	"netonce/apply/network"
)

const eth1 = "DEVICE=eth1\nIPADDR=192.0.2.2\nPREFIX=24\n"

// A card that is plugged in is configured, whether it was there before or not, and
// nothing else is tried anew or told of again.
func TestHotplug(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.Refuse(func(_ int, c network.Change) error {
			if c.Interface == "no0" {
				return unix.EOPNOTSUPP
			}
			return nil
		})
		f := files{"ifcfg-no0": "DEVICE=no0\nTYPE=Dummy\n", "ifcfg-eth0": dhcp, "ifcfg-eth1": eth1, "ifcfg-eth7": "DEVICE=eth7\nDEVTIMEOUT=9\n", "ifcfg-eth2": "DEVICE=eth2\nONBOOT=no\n"}
		h.run(apply.Boot, f)
		h.kernel.AddLink(eth("eth2", 3))
		for range 2 {
			h.kernel.AddLink(eth("eth1", 2))
			h.kernel.Forget()
			h.took(h.clean(apply.Hotplug, f), 0)
			h.wantAddresses("eth1 192.0.2.2/24")
			if text := strings.Join(h.kernel.Commands(), "\n"); strings.Contains(text, "eth0") || strings.Contains(text, "eth2") {
				t.Errorf("another card is touched:\n%s", text)
			}
			h.kernel.RemoveLink("eth1")
		}
		if len(h.asked) != 1 {
			t.Errorf("DHCP was tried %d times", len(h.asked))
		}
	})
}

// Of fifty runs for fifty cards the first does it all.
func TestHotplugOfMany(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("10.9.0.5/24"), 3*time.Second)
		f := files{"ifcfg-eth0": dhcp}
		h.clean(apply.Boot, f)
		for i := range 50 {
			name := "p" + string(rune('a'+i/10)) + string(rune('a'+i%10))
			f["ifcfg-"+name] = "DEVICE=" + name + "\nBOOTPROTO=dhcp\n"
			h.kernel.AddLink(eth(name, byte(10+i)))
		}
		h.took(h.clean(apply.Hotplug, f), 3*time.Second)
		h.kernel.Forget()
		writes := h.store.writes
		h.took(h.clean(apply.Hotplug, f), 0)
		if len(h.asked) != 51 || len(h.kernel.Commands()) > 0 || h.store.writes != writes {
			t.Errorf("asked for %d leases, %q, %d writes", len(h.asked), h.kernel.Commands(), h.store.writes-writes)
		}
	})
}

// A port joins its controller, which has a carrier now and gets its lease; what stood
// on a card that was pulled out stands on it again.
func TestHotplugOfStacks(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{
			"ifcfg-bond0": "DEVICE=bond0\nTYPE=Bond\nBOOTPROTO=dhcp\n",
			"ifcfg-eth1":  "DEVICE=eth1\nMASTER=bond0\n",
			"ifcfg-v5":    "DEVICE=v5\nTYPE=Vlan\nPHYSDEV=bond0\nVLAN_ID=5\nIPADDR=10.5.0.1\nPREFIX=24\n",
			"ifcfg-eth0":  "DEVICE=eth0\n",
			"ifcfg-v6":    "DEVICE=v6\nTYPE=Vlan\nPHYSDEV=eth0\nVLAN_ID=6\nIPADDR=10.6.0.1\nPREFIX=24\n",
		}
		h.serve(lease("10.9.0.5/24"), time.Second)
		h.run(apply.Boot, f) // the bond has no carrier
		h.kernel.AddLink(eth("eth1", 2))
		h.clean(apply.Hotplug, f)
		h.wantAddresses("bond0 10.9.0.5/24", "v5 10.5.0.1/24", "v6 10.6.0.1/24")
		h.kernel.RemoveLink("eth0")
		h.kernel.AddLink(eth("eth0", 1))
		h.wantAddresses("bond0 10.9.0.5/24", "v5 10.5.0.1/24")
		h.clean(apply.Hotplug, f)
		h.wantAddresses("bond0 10.9.0.5/24", "v5 10.5.0.1/24", "v6 10.6.0.1/24")
		if len(h.asked) != 1 {
			t.Errorf("asked for %d leases", len(h.asked))
		}
		h.unchanged(f)
	})
}

// What was taken down by hand stays so, and what a run was killed over is done again.
func TestHotplugGoesByWhatWasDone(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\n"}
		h.clean(apply.Boot, f)
		h.clean(apply.Down, f, "eth0")
		h.kernel.RemoveLink("eth0")
		h.kernel.AddLink(eth("eth0", 1))
		h.clean(apply.Hotplug, f)
		h.wantAddresses()
		h.clean(apply.Up, f, "eth0")
		o := h.store.owned["eth0"]
		o.Index = 0 // as a run leaves it that is killed
		h.store.owned["eth0"] = o
		h.kernel.Forget()
		if r := h.clean(apply.Hotplug, f); len(r.Interfaces) != 1 || r.Changes != 0 {
			t.Errorf("%+v", r)
		}
	})
}

// What is not there has no index: the store would not take one that is made up.
func TestNoIndexOfWhatIsNotThere(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{"ifcfg-br0": "DEVICE=br0\nTYPE=Bridge\n", "ifcfg-v5": "DEVICE=v5\nTYPE=Vlan\nPHYSDEV=eth9\nVLAN_ID=5\n"}
		for _, mode := range []apply.Mode{apply.Down, apply.Boot, apply.Down, apply.Hotplug, apply.Reload} {
			h.run(mode, f, "br0")
			for name, o := range h.store.owned {
				if o.Index < 0 || mode == apply.Boot && o.Index == 0 {
					t.Errorf("mode %d: %s has the index %d", mode, name, o.Index)
				}
			}
		}
	})
}

// A card that udev is at work on has a run of its own to come.
func TestHotplugDoesNotWaitForUdev(t *testing.T) {
	udevBubble(t, func(t *testing.T, h *host) {
		h.took(h.clean(apply.Hotplug, files{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\n", "ifcfg-eth1": eth1}), 0)
		if h.udev.watches > 0 {
			t.Error("udev is watched")
		}
		h.wantAddresses()
	})
}
