//go:build vm

package links_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/tests/lab"
)

// A card of hardware, as QEMU has it, takes all that ETHTOOL_OPTS says. A second run
// sends nothing, though the driver has rounded; an edit changes what it says alone;
// with the profile the old values come back.
func TestEthtoolOfACard(t *testing.T) {
	h := lab.New(t)
	h.Card("eth2") // e1000
	before := ethtoolShows(t, h, "-k -g -c -a", "eth2")
	profile := func(lines ...string) {
		h.Profile("ifcfg-eth2", append([]string{"DEVICE=eth2", "IPADDR=192.0.2.1", "PREFIX=24"}, lines...)...)
	}
	profile("ETHTOOL_OPTS='autoneg on speed 100 duplex full; -K eth2 tso off rx on gso off; -G eth2 rx 100 tx 512; -C eth2 rx-usecs 30; -A eth2 autoneg off rx on tx off'",
		"ACCEPT_ALL_MAC_ADDRESSES=yes")
	log := boot(t, h, "boot")
	told(t, h, "eth2", "-k", "tcp-segmentation-offload: off", "rx-checksumming: on", "generic-segmentation-offload: off")
	told(t, h, "eth2", "-g", "RX: 104", "TX: 512")
	told(t, h, "eth2", "-c", "rx-usecs: 30")
	told(t, h, "eth2", "-a", "Autonegotiate: off", "RX: on", "TX: off")
	told(t, h, "eth2", "", "Advertised link modes: 100baseT/Full", "Auto-negotiation: on")
	if out := h.Other("ip", "link", "show", "eth2").Out; !strings.Contains(out, "PROMISC") {
		t.Errorf("not promiscuous: %s", out)
	}
	if t.Failed() {
		t.Fatal(log)
	}
	quiet(t, h, "boot")

	profile("ETHTOOL_OPTS='autoneg on; -K eth2 tso on rx on gso off; -G eth2 rx 100 tx 512; -C eth2 rx-usecs 30'")
	log = boot(t, h, "reload")
	if n := strings.Count(log, `command="ethtool `); n != 3 {
		t.Errorf("%d changes of ethtool's, not 3:\n%s", n, log)
	}
	told(t, h, "eth2", "-k", "tcp-segmentation-offload: on", "generic-segmentation-offload: off")
	told(t, h, "eth2", "", "Advertised link modes: 10baseT/Half")
	quiet(t, h, "reload")

	h.Remove(lab.Profiles + "/ifcfg-eth2")
	boot(t, h, "reload")
	// tso stands for several features, and comes back for all of them.
	before = strings.Replace(before, "tx-tcp-mangleid-segmentation: off", "tx-tcp-mangleid-segmentation: on", 1)
	if diff := cmp.Diff(strings.Split(before, "\n"), strings.Split(ethtoolShows(t, h, "-k -g -c -a", "eth2"), "\n")); diff != "" {
		t.Errorf("when the profile is gone (-before +now):\n%s", diff)
	}
}

// What the driver refuses is told with the line and its words, and costs nothing else.
func TestEthtoolRefused(t *testing.T) {
	h := lab.New(t)
	h.Card("eth2")
	h.Profile("ifcfg-eth2", "DEVICE=eth2", "IPADDR=192.0.2.1", "PREFIX=24",
		"ETHTOOL_OPTS='-L eth2 combined 2; -G eth2 rx 99999 tx 128; -C eth2 rx-usecs 40 tx-frames 5; -K eth2 gso off lro on; speed 1000 duplex half; wol g'")
	for range 2 {
		r := h.Netonce("-v", "boot")
		for _, words := range []string{
			"ifcfg-eth2:4:15: ETHTOOL_OPTS: ethtool -L eth2 combined 2: operation not supported",
			"ifcfg-eth2:4:35: ETHTOOL_OPTS: ethtool -G eth2 rx 99999",
			"requested ring size exceeds maximum",
			"ethtool -C eth2 tx-frames 5: invalid argument: cannot modify an unsupported parameter",
			"ethtool -K eth2 lro on: it stays off [fixed]",
			"ETHTOOL_OPTS: ethtool -s eth2 autoneg off speed 1000 duplex half: invalid argument",
			"ethtool -s eth2 wol g: invalid argument: cannot enable unsupported WoL mode",
		} {
			if !strings.Contains(r.Log, words) {
				t.Errorf("it does not say %q", words)
			}
		}
		if r.Code != 1 || t.Failed() {
			t.Errorf("exit %d\n%s", r.Code, r.Log)
		}
	}
	told(t, h, "eth2", "-g", "TX: 128")
	told(t, h, "eth2", "-c", "rx-usecs: 40")
	told(t, h, "eth2", "-k", "generic-segmentation-offload: off")
	has(t, h, []string{"addr eth2 192.0.2.1/24"})
}

// A virtio card has channels.
func TestEthtoolOfVirtio(t *testing.T) {
	h := lab.New(t)
	h.Card("eth0")
	h.Profile("ifcfg-eth0", "DEVICE=eth0", "IPADDR=192.0.2.1", "PREFIX=24", "ETHTOOL_OPTS='speed 1000 duplex full; -L eth0 combined 1; -K eth0 tx off'")
	log := boot(t, h, "boot")
	told(t, h, "eth0", "", "Speed: 1000Mb/s", "Duplex: Full")
	told(t, h, "eth0", "-k", "tx-checksumming: off")
	if t.Failed() {
		t.Fatal(log)
	}
	quiet(t, h, "boot")
}

// told checks that ethtool(8) says lines.
func told(t *testing.T, h *lab.Host, name, flag string, lines ...string) {
	t.Helper()
	out := ethtoolShows(t, h, flag, name)
	for _, l := range lines {
		if !strings.Contains(out, "\n"+l) {
			t.Errorf("ethtool %s %s does not say %q:\n%s", flag, name, l, out)
		}
	}
}

// shows is what ethtool(8) says, with each of flags: what is current, not the most
// that there can be, and one blank where there are more.
func ethtoolShows(t *testing.T, h *lab.Host, flags, name string) (all string) {
	t.Helper()
	for _, flag := range strings.Split(flags, " ") {
		args := []string{name}
		if flag != "" {
			args = []string{flag, name}
		}
		out := h.Other("ethtool", args...).Out
		if _, current, split := strings.Cut(out, "Current hardware settings:"); split {
			out = current
		}
		all += "\n" + regexp.MustCompile(`\n[ \t]*`).ReplaceAllString(regexp.MustCompile(`[ \t]+`).ReplaceAllString(out, " "), "\n")
	}
	return all
}
