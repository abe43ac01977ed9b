package dhcp4

import (
	"bytes"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
)

// Nothing in a message tells what the hardware address does not, and what is asked for
// stands in no order that tells either.
func TestAnonymous(t *testing.T) {
	cfg := former(time.Minute, false)
	cfg.Anonymous = true
	cfg.Hostname, cfg.VendorClass, cfg.Requested = "host", "class", testOwn
	cfg.ClientID = []byte{0, 'm', 'e'}
	x := uint32(1)
	m := newMachine(t, cfg, func() uint32 { x = x*1664525 + 1013904223; return x })
	orders := map[string]bool{}
	for at, n := epoch, 0; n < 20; n++ {
		act := m.Expire(at)
		if n == 0 {
			act = m.Start(at)
		}
		if act.Send.MessageType() != dhcpv4.MessageTypeDiscover {
			t.Fatalf("it begins with %v", act.Send.MessageType())
		}
		list := act.Send.Options[55]
		checkOptions(t, "DISCOVER", act.Send, map[uint8][]byte{53: {1}, 55: list, 61: {1, 2, 0, 0, 0, 0, 1}})
		if bytes.IndexByte(list, 121) > bytes.IndexByte(list, 3) {
			t.Errorf("121 is asked for after 3: %v", list)
		}
		orders[string(list)] = true
		if sorted := slices.Sorted(slices.Values(list)); !bytes.Equal(sorted, []byte{1, 3, 6, 15, 119, 121}) {
			t.Errorf("asked for %v", list)
		}
		at = act.Wake
	}
	if len(orders) < 10 {
		t.Errorf("%d orders of 20", len(orders))
	}
}

// A lease that is in use is renewed, under the identity it was got with.
func TestAnonymousRenewal(t *testing.T) {
	cfg := former(31*time.Minute, true)
	cfg.Anonymous = true
	m := newMachine(t, cfg, counter())
	if sent := m.Start(epoch).Send; sent.MessageType() != dhcpv4.MessageTypeRequest || !sent.ClientIPAddr.Equal(net.IP(testOwn.AsSlice())) {
		t.Errorf("sent %v", sent.Summary())
	}
}
