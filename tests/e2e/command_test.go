package e2e_test

import (
	"strings"
	"testing"

	"netonce/tests/lab"
)

// TestMisuseTouchesNothing: exit code 2, and the words say what is wrong.
func TestMisuseTouchesNothing(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	for _, args := range [][]string{{"boots"}, {"--rout=/", "boot"}, {"boot", "eth0"}, {"up"}, {"down"}, {"version", "-x"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			r := quietly(t, h, args...)
			code(t, r, 2)
			says(t, r, "netonce: ")
		})
	}
	facts(t, h, "link eth0 down")
}

// TestHelpAndVersionNeedNothing of a host.
func TestHelpAndVersionNeedNothing(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	for _, command := range []string{"help", "version"} {
		r := h.StartWith([]lab.Confinement{lab.WithoutNetlink}, command).Wait()
		code(t, r, 0)
		if !strings.Contains(r.Out, "netonce") {
			t.Errorf("%s says %q", command, r.Out)
		}
	}
}

// TestKindThatIsNotBuiltIsTold and costs nothing but itself.
func TestKindThatIsNotBuiltIsTold(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	h.Profile("ifcfg-wlan0", "DEVICE=wlan0", "TYPE=Wireless", "ONBOOT=yes", "BOOTPROTO=dhcp", "ESSID=x")
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "ifcfg-wlan0")
	facts(t, h, "addr eth0 192.0.2.10/24")
}

func TestUpWithoutItsDevice(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	r := h.Netonce("up", "eth0")
	code(t, r, 1)
	says(t, r, "ifcfg-eth0", "there is no interface eth0")
}

// TestCheckNamesThePlace and is content with what is right.
func TestCheckNamesThePlace(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	code(t, quietly(t, h, "check"), 0)
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "GATEWAY=there")...)
	r := quietly(t, h, "check")
	code(t, r, 1)
	if !strings.Contains(r.Out, "ifcfg-eth0:6:9: error: ") {
		t.Errorf("check says %q", r.Out)
	}
}
