package e2e_test

import (
	"net"
	"testing"

	"netonce/tests/lab"
)

func TestMissingDeviceIsNamed(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	h.Profile("ifcfg-eth7", static("eth7", "198.51.100.10/24")...)
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "ifcfg-eth7", "there is no interface eth7")
	facts(t, h, "addr eth0 192.0.2.10/24")
}

func TestLateDeviceIsWaitedFor(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24", "DEVTIMEOUT=20")...)
	p := h.Start("boot")
	h.Await("addr eth0 192.0.2.10/24") // the others do not wait for it
	h.Cable("eth1")
	code(t, p.Wait(), 0)
	facts(t, h, "link eth1 up", "addr eth1 198.51.100.10/24")
}

func TestDeviceThatNeverComesTimesOut(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24", "DEVTIMEOUT=1")...)
	r := h.Netonce("boot")
	code(t, r, 4)
	says(t, r, "ifcfg-eth1", "there is no interface eth1", "1s")
	facts(t, h, "addr eth0 192.0.2.10/24")
}

func TestProfileFollowsTheHardwareAddress(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.CableWith("ens9", net.HardwareAddr{0x52, 0x54, 0, 0xaa, 0xbb, 0xcc})
	h.Profile("ifcfg-storage", "HWADDR=52:54:00:AA:BB:CC", "TYPE=Ethernet", "ONBOOT=yes", "BOOTPROTO=none", "IPADDR=192.0.2.10", "PREFIX=24")
	code(t, h.Netonce("boot"), 0)
	facts(t, h, "addr ens9 192.0.2.10/24")
}

func TestOtherHardwareAddressIsNamed(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "HWADDR=52:54:00:AA:BB:CC")...)
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "eth0 has the hardware address 02:00:00:00:00:00, not 52:54:00:aa:bb:cc")
	facts(t, h, "link eth0 down")
}

// TestMACAndMTUAreSetOnce: a second run does not set them again, though the
// profile is found by an address that the link has no more.
func TestMACAndMTUAreSetOnce(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "HWADDR=02:00:00:00:00:00", "MACADDR=02:aa:bb:cc:dd:ee", "MTU=1400")...)
	code(t, h.Netonce("boot"), 0)
	facts(t, h, "link eth0 mac 02:aa:bb:cc:dd:ee", "link eth0 mtu 1400", "addr eth0 192.0.2.10/24")
	code(t, quietly(t, h, "boot"), 0)
}

func TestMTUThatTheLinkRefusesIsNamed(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "MTU=67")...)
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24")...)
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "ifcfg-eth0:6:5: MTU", "mtu 67", "mtu less than device minimum")
	facts(t, h, "addr eth0 192.0.2.10/24", "link eth0 up", "addr eth1 198.51.100.10/24")
}
