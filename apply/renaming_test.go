package apply_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"netonce/apply"
)

// fakeUdev is a udev that finishes with a link when the test says so.
type fakeUdev struct {
	mu       sync.Mutex
	finished map[int]bool
	told     chan struct{} // nil: nobody watches
	watches  int
	err      error // answer to Watch
}

func (u *fakeUdev) Finished(index int) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.finished[index]
}

func (u *fakeUdev) Watch() (<-chan struct{}, func() error, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.watches++
	if u.err != nil {
		return nil, nil, u.err
	}
	u.told = make(chan struct{}, 1)
	return u.told, func() error { return nil }, nil
}

func (u *fakeUdev) finish(index int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.finished[index] = true
	select {
	case u.told <- struct{}{}:
	default:
	}
}

// renames has udev give a card another name after a while, and finish with it.
func (h *host) renames(after time.Duration, index int, from, to string) {
	time.AfterFunc(after, func() {
		if from != to {
			h.kernel.Rename(from, to)
		}
		h.udev.finish(index)
	})
}

const firstCard = 2 // its index

// udevBubble runs a test with a clock of its own, on a host with one card and a udev that
// has not finished with it.
func udevBubble(t *testing.T, f func(t *testing.T, h *host)) {
	bubble(t, func(t *testing.T, h *host) {
		h.udev = &fakeUdev{finished: map[int]bool{}}
		f(t, h)
	})
}

const ens3 = "DEVICE=ens3\nIPADDR=192.0.2.2\nPREFIX=24\n"

// A card is not configured under the name that it had in passing, and a profile that
// waits for nothing waits for udev.
func TestUdevRenames(t *testing.T) {
	udevBubble(t, func(t *testing.T, h *host) {
		h.renames(time.Second, firstCard, "eth0", "ens3")
		r := h.run(apply.Boot, files{
			"ifcfg-ens3":   ens3,
			"ifcfg-eth0":   "DEVICE=eth0\nIPADDR=198.51.100.2\nPREFIX=24\n",
			"ifcfg-eth1":   "DEVICE=eth1\nDEVTIMEOUT=3\n",
			"ifcfg-ens3.5": "DEVICE=ens3.5\nVLAN=yes\nIPADDR=10.5.0.1\nPREFIX=24\n",
		})
		wantErrors(t, r, "ifcfg-eth0: there is no interface eth0", "ifcfg-eth1: there is no interface eth1, after 3s")
		h.took(r, 3*time.Second)
		h.commands("ip link add link ens3 name ens3.5 type vlan id 5", "ip address add 10.5.0.1/24 brd 10.5.0.255 scope global noprefixroute dev ens3.5")
		h.wantAddresses("ens3.5 10.5.0.1/24", "ens3 192.0.2.2/24")
		if text := strings.Join(h.kernel.Commands(), "\n"); strings.Contains(text, "eth0") {
			t.Errorf("something was done to eth0:\n%s", text)
		}
		if diff := cmp.Diff("ens3 (device), eth0 (device), eth1 (device), ens3.5 (device), eth0 (udev)", h.waiting[0]); diff != "" {
			t.Error(diff)
		}
	})
}

// What udev has finished with is not waited for, nor is a card that no profile lacks,
// nor a virtual link; nothing is opened for it.
func TestUdevIsNotWaitedFor(t *testing.T) {
	f := files{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\n"}
	t.Run("finished", func(t *testing.T) {
		udevBubble(t, func(t *testing.T, h *host) {
			h.udev.finish(firstCard)
			h.took(h.clean(apply.Boot, f), 0)
			if h.udev.watches > 0 {
				t.Error("udev is watched")
			}
			h.wantAddresses("eth0 192.0.2.2/24")
		})
	})
	t.Run("nobody lacks it", func(t *testing.T) {
		udevBubble(t, func(t *testing.T, h *host) {
			h.udev.finished[h.kernel.AddLink(eth("eth1", 2))] = true
			h.took(h.clean(apply.Boot, files{"ifcfg-eth1": "DEVICE=eth1\nIPADDR=192.0.2.2\nPREFIX=24\n"}), 0)
		})
	})
	t.Run("virtual", func(t *testing.T) {
		udevBubble(t, func(t *testing.T, h *host) {
			h.udev.finish(firstCard)
			pair := eth("veth0", 2)
			pair.Kind = "veth"
			h.kernel.AddLink(pair)
			f := files{"ifcfg-veth0": "DEVICE=veth0\nIPADDR=192.0.2.2\nPREFIX=24\n", "ifcfg-br0": "DEVICE=br0\nTYPE=Bridge\nIPADDR=192.0.2.9\nPREFIX=24\n"}
			h.took(h.clean(apply.Boot, f), 0)
			if h.udev.watches > 0 {
				t.Error("udev is watched")
			}
		})
	})
	t.Run("taken down", func(t *testing.T) {
		udevBubble(t, func(t *testing.T, h *host) { h.took(h.clean(apply.Down, f, "eth0"), 0) })
	})
}

// A udev that hangs does not keep a card from its profile for ever.
func TestUdevNeverFinishes(t *testing.T) {
	for name, err := range map[string]error{"told": nil, "not to be watched": unix.EMFILE} {
		t.Run(name, func(t *testing.T) {
			udevBubble(t, func(t *testing.T, h *host) {
				h.udev.err = err
				r := h.run(apply.Boot, files{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\n", "ifcfg-eth1": "DEVICE=eth1\n"})
				h.took(r, 30*time.Second)
				want := []string{"ifcfg-eth1: there is no interface eth1"}
				if err != nil {
					want = append([]string{err.Error()}, want...)
				}
				wantErrors(t, r, want...)
				h.wantAddresses("eth0 192.0.2.2/24")
				if !strings.Contains(h.log.String(), "warning: udev has not finished with it") {
					t.Errorf("no warning:\n%s", &h.log)
				}
			})
		})
	}
}

// A card that is plugged in while its profile waits has a passing name too, and
// nothing is told of a udev that finishes unheard.
func TestUdevRenamesLateDevice(t *testing.T) {
	udevBubble(t, func(t *testing.T, h *host) {
		h.udev.finish(firstCard)
		f := files{"ifcfg-ens3": ens3 + "DEVTIMEOUT=7\n", "ifcfg-eth1": "DEVICE=eth1\nIPADDR=198.51.100.2\nPREFIX=24\nDEVTIMEOUT=7\n"}
		h.plugIn(2*time.Second, "eth1")
		h.renames(3*time.Second, firstCard+1, "eth1", "ens3")
		r := h.run(apply.Boot, f)
		wantErrors(t, r, "ifcfg-eth1: there is no interface eth1, after 7s")
		h.wantAddresses("ens3 192.0.2.2/24")
	})
}

// A card that goes away while udev is at work on it is waited for no longer.
func TestUdevLosesTheDevice(t *testing.T) {
	udevBubble(t, func(t *testing.T, h *host) {
		time.AfterFunc(time.Second, func() { h.kernel.RemoveLink("eth0") })
		r := h.run(apply.Boot, files{"ifcfg-ens3": ens3})
		wantErrors(t, r, "ifcfg-ens3: there is no interface ens3")
		h.took(r, time.Second)
	})
}

// What is ours on the name that a new card has in passing is not taken away from it.
func TestUdevIsAtWorkOnAName(t *testing.T) {
	udevBubble(t, func(t *testing.T, h *host) {
		h.udev.finish(firstCard)
		f := files{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\n"}
		h.clean(apply.Boot, f)
		h.kernel.RemoveLink("eth0")
		h.kernel.AddLink(eth("eth0", 5))
		h.kernel.Forget()
		h.renames(time.Second, firstCard+1, "eth0", "eth0")
		h.took(h.clean(apply.Reload, f), time.Second)
		h.commands("ip link set dev eth0 up", "ip address add 192.0.2.2/24 brd 192.0.2.255 scope global noprefixroute dev eth0")
	})
}

// Who only looks waits for nothing.
func TestPlanAndStatusWithoutPassingNames(t *testing.T) {
	udevBubble(t, func(t *testing.T, h *host) {
		f := files{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\n", "ifcfg-eth1": "DEVICE=eth1\nDEVTIMEOUT=7\n"}
		r := apply.Request{Mode: apply.Reload, Profiles: f.profiles(t)}
		p, err := h.host().Preview(t.Context(), r)
		if err != nil || len(p.Steps) > 0 {
			t.Errorf("%+v, %v", p, err)
		}
		s, err := h.host().Status(r, untouched)
		if err != nil {
			t.Fatal(err)
		}
		var missing []string
		for _, i := range s.Interfaces {
			missing = append(missing, i.State+" "+strings.Join(i.Missing, " "))
		}
		if diff := cmp.Diff([]string{"missing there is no interface eth0", "missing there is no interface eth1"}, missing); diff != "" || h.udev.watches > 0 {
			t.Errorf("status (-want +got):\n%s", diff)
		}
	})
}
