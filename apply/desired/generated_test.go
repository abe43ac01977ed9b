package desired_test

import (
	"net"
	"testing"

	"netonce/apply/desired"
	"netonce/apply/network"
)

// A made-up address is the same for the same link, profile, host and boot, and another
// one where it is to be. The mask takes bits from the card or from what it names.
func TestGeneratedAddress(t *testing.T) {
	t.Parallel()
	card := net.HardwareAddr{0x68, 0xf7, 0x28, 1, 2, 3}
	made := func(lines string, machine, boot string) net.HardwareAddr {
		t.Helper()
		p := profiles(t, map[string]string{"ifcfg-eth0": "DEVICE=eth0\n" + lines})[0]
		i := desired.Empty(p, network.Link{Name: "eth0"})
		i.WithAddress(network.Link{Name: "eth0", MAC: card}, desired.Seed{Machine: machine, Boot: boot, Card: card})
		if len(i.Link) != 1 {
			t.Fatalf("%s: %v", lines, i.Link)
		}
		return i.Link[0].Object.MAC
	}
	const mask = "GENERATE_MAC_ADDRESS_MASK="
	for _, c := range []struct {
		a, b string // profiles
		boot string // of the second
		same bool
	}{
		{"MACADDR=random\n", "MACADDR=random\n", "b1", true},
		{"MACADDR=random\n", "MACADDR=random\n", "b2", false},
		{"MACADDR=random\n", "MACADDR=random\nUUID=5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e04\n", "b1", false},
		{"MACADDR=stable\n", "MACADDR=STABLE\n", "b2", true},
		{"MACADDR=stable\n", "MACADDR=random\n", "b1", false},
		{"MACADDR=stable\nSTABLE_ID=x\n", "MACADDR=stable\nSTABLE_ID=x\nUUID=5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e04\n", "b2", true},
		{"MACADDR=stable\nSTABLE_ID='x${BOOT}'\n", "MACADDR=stable\nSTABLE_ID='x${BOOT}'\n", "b2", false},
		{"MACADDR=stable\n", "MACADDR=stable\nSTABLE_ID='${CONNECTION}'\n", "b2", true},
	} {
		a, b := made(c.a, "m", "b1"), made(c.b, "m", c.boot)
		if (a.String() == b.String()) != c.same {
			t.Errorf("%q %s, %q %s", c.a, a, c.b, b)
		}
		if a[0]&3 != 2 {
			t.Errorf("%s is not one of local administration", a)
		}
	}
	if a, b := made("MACADDR=stable\n", "m", "b1"), made("MACADDR=stable\n", "n", "b1"); a.String() == b.String() {
		t.Error("two hosts have the same address")
	}
	plain := made("MACADDR=stable\n", "m", "b1")
	for _, c := range []struct {
		mask       string
		first, and byte // first byte of what is made, bits of it that are looked at
		rest       string
	}{
		{"FE:FF:FF:00:00:00", 0x68, 0xff, "f7:28"},
		{"'FE:FF:FF:00:00:00 00:1b:21:00:00:00'", 0x00, 0xff, "1b:21"},
		{"'02:00:00:00:00:00 00:00:00:00:00:00'", 0x00, 0x03, plain[1:3].String()},
		{"FF:FF:FF:FF:FF:FF", 0x68, 0xff, "f7:28"},
		{"x", plain[0], 0xff, plain[1:3].String()},
	} {
		got := made("MACADDR=stable\n"+mask+c.mask+"\n", "m", "b1")
		if got[0]&c.and != c.first || got[1:3].String() != c.rest {
			t.Errorf("%s: %s", c.mask, got)
		}
	}
}
