package lab

import (
	"os"

	"github.com/vishvananda/netlink"
)

// Card moves a link of the machine's, which is one of a guest's, into the host. It
// goes back at the end of the test, down.
func (h *Host) Card(name string) {
	h.t.Helper()
	machine, err := os.Open("/proc/thread-self/ns/net")
	if err != nil {
		h.t.Fatalf("%v", err)
	}
	l, err := netlink.LinkByName(name)
	if err != nil {
		h.t.Fatalf("%s: %v", name, err)
	}
	if err := netlink.LinkSetNsFd(l, int(h.here.net.Fd())); err != nil {
		h.t.Fatalf("%s: %v", name, err)
	}
	h.t.Cleanup(func() {
		defer machine.Close()
		l := find(h.t, h.here, name)
		if err := h.here.handle.LinkSetDown(l); err != nil {
			h.t.Logf("%s: %v", name, err)
		}
		if err := h.here.handle.LinkSetNsFd(l, int(machine.Fd())); err != nil {
			h.t.Logf("%s: %v", name, err)
		}
	})
}
