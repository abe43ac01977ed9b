package e2e_test

import (
	"os"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"netonce/tests/lab"
)

// TestMistakeKeepsNameServers: a value that cannot be read takes no name server
// away that is in use, neither its own nor those of the address it spoils.
func TestMistakeKeepsNameServers(t *testing.T) {
	t.Parallel()
	for _, edit := range [][]string{
		static("eth0", "192.0.2.300/24", "DNS1=192.0.2.53"),
		static("eth0", "192.0.2.10/24", "DNS1=192.0.2.5.3"),
		{"ONBOOT=yes", "IPADDR=192.0.2.10"}, // not usable at all
	} {
		h := lab.New(t)
		h.Cables("eth0", "eth1")
		h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "DNS1=192.0.2.53")...)
		h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24", "DNS1=198.51.100.53")...)
		code(t, h.Netonce("boot"), 0)
		before := h.ResolvFacts()
		h.Profile("ifcfg-eth0", edit...)
		code(t, h.Netonce("reload"), 1)
		if after := h.ResolvFacts(); !slices.Equal(before, after) {
			t.Errorf("after %q: %q, before %q", edit, after, before)
		}
		facts(t, h, "addr eth0 192.0.2.10/24")
		code(t, h.Netonce("reload"), 1) // and the next run does not forget
		if after := h.ResolvFacts(); !slices.Equal(before, after) {
			t.Errorf("after %q, once more: %q, before %q", edit, after, before)
		}
	}
}

// TestDirectoryOfProfilesIsGone: that nobody asks for anything any more is said by
// an empty directory, not by one that is missing.
func TestDirectoryOfProfilesIsGone(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "DNS1=192.0.2.53")...)
	code(t, h.Netonce("boot"), 0)
	if err := os.Rename(h.Path(lab.Profiles), h.Path(lab.Profiles)+".away"); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"reload", "boot"} {
		r := h.Netonce(command)
		code(t, r, 1)
		says(t, r, "there is no directory of profiles")
		facts(t, h, "addr eth0 192.0.2.10/24")
	}
	if !slices.Contains(h.ResolvFacts(), "resolv nameserver 192.0.2.53") {
		t.Errorf("name servers: %q", h.ResolvFacts())
	}
}

// TestEditDuringARun: what is edited while a run waits is taken up by it, since
// nobody watches the profiles meanwhile.
func TestEditDuringARun(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	h.Profile("ifcfg-eth1", dhcp("eth1", "IPV4_DHCP_TIMEOUT=1")...)
	p := h.Start("-v", "boot")
	p.Says("dhcp4: sent")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.11/24")...)
	code(t, p.Wait(), 4)
	facts(t, h, "addr eth0 192.0.2.11/24", "!addr eth0 192.0.2.10/24")
}

// TestStoppedAfterAnEdit: who is told to stop does not begin once more.
func TestStoppedAfterAnEdit(t *testing.T) {
	t.Parallel()
	h, _, p := askingInVain(t)
	h.Await("addr eth1 198.51.100.10/24")
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.11/24")...)
	p.Signal(unix.SIGTERM)
	code(t, p.Wait(), 4)
	facts(t, h, "addr eth1 198.51.100.10/24")
}
