//go:build vm

package dhcp6

import (
	"testing"
	"time"

	"github.com/vishvananda/netlink"
)

// An interface in a VRF is no different.
func TestListenVRF(t *testing.T) {
	w := newWire(t, 1)
	vrf := &netlink.Vrf{LinkAttrs: netlink.NewLinkAttrs(), Table: 100}
	vrf.Name = "red"
	must(t, "create a VRF", netlink.LinkAdd(vrf))
	must(t, "set it up", netlink.LinkSetUp(vrf))
	must(t, "put cli0 into it", netlink.LinkSetMaster(w.clients[0], vrf))
	must(t, "have a link-local address", settled(w.clients[0]))
	w.serve(0, numbered(1))
	if _, log, err := acquireOn(w.clients[0], listen(t, w.clients[0]), 5*time.Second); err != nil {
		t.Errorf("%v\n%s", err, log)
	}
}
