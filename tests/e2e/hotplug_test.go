package e2e_test

import (
	"fmt"
	"testing"

	"netonce/tests/lab"
)

// As udev starts it: once for each card of a burst, all at once. Each is configured,
// by whichever run sees it first.
func TestHotplugOfManyCards(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	code(t, h.Netonce("boot"), 0)
	var want []string
	for i := 1; i <= 20; i++ {
		name := fmt.Sprint("eth", i)
		h.Profile("ifcfg-"+name, static(name, fmt.Sprintf("10.0.%d.1/24", i))...)
		want = append(want, fmt.Sprintf("addr %s 10.0.%d.1/24", name, i))
	}
	var runs []*lab.Process
	for i := 1; i <= 20; i++ {
		h.Cable(fmt.Sprint("eth", i))
		runs = append(runs, h.Start("hotplug"))
	}
	for _, r := range runs {
		code(t, r.Wait(), 0)
	}
	facts(t, h, want...)
	code(t, quietly(t, h, "hotplug"), 0)
	code(t, quietly(t, h, "reload"), 0)
}

// A card that was pulled out and comes back is configured again, and nothing is said
// of one that is not there.
func TestHotplugOfTheSameCard(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth1")
	h.Profile("ifcfg-eth1", static("eth1", "192.0.2.10/24")...)
	h.Profile("ifcfg-eth7", static("eth7", "198.51.100.10/24", "DEVTIMEOUT=1")...)
	code(t, h.Netonce("boot"), 4)
	h.PullOut("eth1")
	h.Cable("eth1")
	code(t, h.Netonce("hotplug"), 0)
	facts(t, h, "addr eth1 192.0.2.10/24", "link eth1 up")
}
