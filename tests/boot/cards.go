package boot

import (
	"fmt"
	"slices"
)

// card is a card of the guest's. Its PCI slot gives it its name, which udev makes in
// the guest, and the MAC address.
type card struct {
	slot int
	hub  int  // those on one hub hear each other
	late bool // plugged in by a test
	out  bool // its cable is out when the guest boots
}

// Names of cards. The two servers' are in the namespace lan, on the hubs where dnsmasq
// answers at once, and where it is started by a test.
const (
	static   = "ens16"
	leased   = "ens17"
	uncabled = "ens18"
	unserved = "ens19"
	hotplug  = "ens22"
)

var cards = map[string]card{
	static:   {slot: 16, hub: 1},
	leased:   {slot: 17, hub: 1},
	uncabled: {slot: 18, hub: 1, out: true},
	unserved: {slot: 19, hub: 2},
	"ens20":  {slot: 20, hub: 1},
	"ens21":  {slot: 21, hub: 2},
	hotplug:  {slot: 22, hub: 1, late: true},
}

// driver is of QEMU's -device and of the monitor's device_add, as key and value.
func (c card) driver() map[string]string {
	return map[string]string{"driver": "virtio-net-pci", "id": c.id(), "netdev": c.id() + "-hub",
		"mac": fmt.Sprintf("52:54:00:00:00:%02d", c.slot), "addr": fmt.Sprintf("0x%x", c.slot), "romfile": ""}
}

func (c card) id() string { return fmt.Sprintf("card%d", c.slot) }

// cardArguments are QEMU's for all cards, and for what the late ones will be plugged
// into.
func cardArguments() (args []string) {
	for _, c := range cards {
		args = append(args, "-netdev", fmt.Sprintf("hubport,id=%s-hub,hubid=%d", c.id(), c.hub))
		if c.late {
			continue
		}
		device := "virtio-net-pci"
		for _, k := range []string{"id", "netdev", "mac", "addr", "romfile"} {
			device += "," + k + "=" + c.driver()[k]
		}
		args = append(args, "-device", device)
	}
	return args
}

// uncabledCards are those whose cable is out at boot.
func uncabledCards() (ids []string) {
	for _, c := range cards {
		if c.out {
			ids = append(ids, c.id())
		}
	}
	slices.Sort(ids)
	return ids
}
