//go:build vm

package boot

import "testing"

// A card that is plugged in is brought up by what udev starts, each time it comes.
func testHotplug(t *testing.T, g guest) {
	const service = "netonce-device@" + hotplug + ".service"
	for _, time := range []string{"plugged in", "plugged in again"} {
		before := g.Journal.Now()
		if err := g.monitor.do("device_add", cards[hotplug].driver()); err != nil {
			t.Fatal(err)
		}
		g.awaitEnd(t, before, service)
		g.await(t, before, "the lease", served("DHCPACK", hotplug))
		g.wantAddresses(t, hotplug, "192.0.2.122/24")
		g.timer(t, hotplug)
		if t.Failed() {
			t.Fatal(time)
		}
		gone := event{"DEVICE_DELETED", cards[hotplug].id()}
		if err := g.monitor.perform("device_del", map[string]string{"id": gone.device}, gone, patience); err != nil {
			t.Fatal(err)
		}
	}
	// The timer of a card that has gone does no harm.
	g.wantNoFailedUnits(t)
	g.wantAddresses(t, static, "192.0.2.10/24")
}
