package apply_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"netonce/apply"
	"netonce/apply/kernel"
	"netonce/apply/network"
)

// adjustable is a host with a card whose driver takes settings.
func adjustable(t *testing.T) *host {
	t.Helper()
	h := newHost(t, eth("eth0", 1))
	h.kernel.SetEthtool("eth0", network.Options{{Name: "features tso", Value: "on"}, {Name: "features gro", Value: "on"}, {Name: "features lro", Value: "off [fixed]"},
		{Name: "rings rx", Value: "256"}, {Name: "rings tx", Value: "256"}, {Name: "wol wol", Value: "d"},
		{Name: "linkmodes autoneg", Value: "on"}, {Name: "linkmodes speed", Value: ""}, {Name: "linkmodes duplex", Value: ""}})
	return h
}

const plain = "DEVICE=eth0\nBOOTPROTO=none\n"

func (h *host) wantCommands(want ...string) {
	h.t.Helper()
	if diff := cmp.Diff(want, h.kernel.Commands()); diff != "" {
		h.t.Errorf("commands (-want +got):\n%s", diff)
	}
	h.kernel.Forget()
}

func TestEthtool(t *testing.T) {
	t.Parallel()
	h := adjustable(t)
	before := h.state()
	f := files{"ifcfg-eth0": plain + "ETHTOOL_OPTS='-K eth0 tso off gro on; speed 100 duplex full; wol g; -G eth0 rx 100 tx 256'\nACCEPT_ALL_MAC_ADDRESSES=yes\n"}
	h.clean(apply.Boot, f)
	h.wantCommands("ethtool -K eth0 tso off", "ethtool -G eth0 rx 100", "ethtool -s eth0 autoneg off speed 100 duplex full", "ethtool -s eth0 wol g",
		"ip link set dev eth0 promisc on", "ip link set dev eth0 up")
	if !strings.Contains(h.log.String(), "rings rx 104") {
		t.Errorf("what the driver made of it is not told:\n%s", h.log.String())
	}
	h.unchanged(f)
	h.kernel.Forget()

	f["ifcfg-eth0"] = plain + "ETHTOOL_OPTS='-K eth0 tso off; autoneg on; -G eth0 rx 128'\nACCEPT_ALL_MAC_ADDRESSES=no\n"
	h.clean(apply.Reload, f)
	h.wantCommands("ethtool -G eth0 rx 128", "ethtool -s eth0 autoneg on", "ethtool -s eth0 wol d", "ip link set dev eth0 promisc off")
	h.unchanged(f)

	h.clean(apply.Reload, files{})
	h.wantState(before...)
	if len(h.store.owned) != 0 {
		t.Errorf("still owned: %+v", h.store.owned)
	}
}

// What the driver refuses costs nothing else; a feature that is fixed is told of and
// not asked for.
func TestEthtoolRefused(t *testing.T) {
	t.Parallel()
	h := adjustable(t)
	f := files{"ifcfg-eth0": static + "ETHTOOL_OPTS='-K eth0 tso off lro on; -C eth0 rx-usecs 3; -K eth0 rxhash on'\n"}
	for range 2 {
		wantErrors(t, h.run(apply.Boot, f),
			"ifcfg-eth0:8:39: ETHTOOL_OPTS: ethtool -C eth0 rx-usecs 3: operation not supported: requested parameter is not supported by the driver",
			"ifcfg-eth0:8:59: ETHTOOL_OPTS: ethtool -K eth0 rxhash on: operation not supported: requested parameter is not supported by the driver",
			"ifcfg-eth0:8:15: ETHTOOL_OPTS: ethtool -K eth0 lro on: it stays off [fixed]")
	}
	for _, c := range h.kernel.Commands() {
		if strings.Contains(c, "lro") {
			t.Errorf("asked for: %s", c)
		}
	}
}

// A driver that has its PHY only while the link is up is asked again then.
func TestEthtoolTooEarly(t *testing.T) {
	t.Parallel()
	h := adjustable(t)
	up := false
	h.kernel.Refuse(func(_ int, c network.Change) error {
		up = up || c.Link != nil && c.Link.Up
		if c.Ethtool != nil && !up {
			return &kernel.Refusal{Errno: unix.ENODEV}
		}
		return nil
	})
	f := files{"ifcfg-eth0": plain + "ETHTOOL_OPTS='speed 100 duplex full; wol g'\n"}
	h.clean(apply.Boot, f)
	h.wantCommands("ethtool -s eth0 autoneg off speed 100 duplex full", "ethtool -s eth0 wol g", "ip link set dev eth0 up",
		"ethtool -s eth0 autoneg off speed 100 duplex full", "ethtool -s eth0 wol g")
	h.unchanged(f)
}

// A host whose profiles ask for nothing of the kind is not asked.
func TestEthtoolNotAsked(t *testing.T) {
	t.Parallel()
	h := adjustable(t)
	h.clean(apply.Boot, files{"ifcfg-eth0": static})
	if n := h.kernel.EthtoolRead(); n != 0 {
		t.Errorf("asked %d times", n)
	}
}

// An error elsewhere in the profile takes nothing away, and does not set anew what the
// driver has rounded.
func TestEthtoolKept(t *testing.T) {
	t.Parallel()
	h := adjustable(t)
	h.clean(apply.Boot, files{"ifcfg-eth0": plain + "ETHTOOL_OPTS='-K eth0 tso off; -G eth0 rx 100'\n"})
	h.kernel.Forget()
	h.run(apply.Reload, files{"ifcfg-eth0": plain + "ETHTOOL_OPTS='-G eth0 rx 100'\nIPADDR=192.0.2.300\n"})
	h.wantCommands()
}
