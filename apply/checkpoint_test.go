package apply_test

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"netonce/apply"
	"netonce/apply/network"
)

// takeBack is what netonce rollback does to the kernel.
func (h *host) takeBack(f files, change func()) {
	h.t.Helper()
	owned, kernel, err := h.host().Checkpoint(apply.Request{Mode: apply.Reload, Profiles: f.profiles(h.t)})
	if err != nil {
		h.t.Fatal(err)
	}
	change()
	if err := h.host().Recall(owned); err != nil {
		h.t.Fatal(err)
	}
	h.clean(apply.Reload, f)
	if _, err := h.host().Restore(kernel); err != nil {
		h.t.Error(err)
	}
}

// After a change and back everything is as it was: what is ours, what was taken down by
// hand, and what others had on the interfaces.
func TestCheckpoint(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1), eth("eth1", 2), eth("eth2", 3))
	f := files{"ifcfg-eth0": static, "ifcfg-eth1": "DEVICE=eth1\nIPADDR=198.51.100.2\nPREFIX=24\nIPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=2001:db8::2/64\n",
		"route-eth1": "10.9.0.0/16 via 198.51.100.9\n", "rule-eth1": "from 198.51.100.2 table 100\n", "ifcfg-br0": "DEVICE=br0\nTYPE=Bridge\nIPADDR=203.0.113.2\nPREFIX=24\n",
		"ifcfg-eth2": "DEVICE=eth2\nIPADDR=10.2.0.2\nPREFIX=24\n"}
	h.clean(apply.Boot, f)
	h.clean(apply.Down, f, "eth2")
	h.kernel.AddAddress(network.Address{Interface: "eth1", Prefix: netip.MustParsePrefix("2001:db8:f::1/64"), Valid: network.Forever, Preferred: network.Forever})
	h.kernel.AddRoute(network.Route{Interface: "eth1", Destination: netip.MustParsePrefix("2001:db8:ff::/48"), Gateway: netip.MustParseAddr("2001:db8:f::9"),
		Table: network.TableMain, Metric: 5, Protocol: network.ProtocolBoot, Type: network.Unicast})
	before := h.state()
	h.takeBack(f, func() {
		h.clean(apply.Reload, files{"ifcfg-eth0": strings.Replace(static, "192.0.2.2", "192.0.2.3", 1) + "MTU=1300\n", "ifcfg-eth1": "DEVICE=eth1\nIPADDR=198.51.100.3\nPREFIX=24\n",
			"ifcfg-eth2": "DEVICE=eth2\nIPADDR=10.2.0.3\nPREFIX=24\n", "ifcfg-br1": "DEVICE=br1\nTYPE=Bridge\n"})
		h.clean(apply.Up, files{"ifcfg-eth2": "DEVICE=eth2\nIPADDR=10.2.0.3\nPREFIX=24\n"}, "eth2")
		h.clean(apply.Reload, files{}) // eth1 goes down, and with it what others had there
	})
	if diff := cmp.Diff(before, h.state()); diff != "" {
		t.Errorf("state (-before +after):\n%s", diff)
	}
	h.unchanged(f)
	h.clean(apply.Reload, files{})
	if left := strings.Join(h.state(), "\n"); strings.Contains(left, "198.51.100") || !strings.Contains(left, "2001:db8:f::1/64") {
		t.Errorf("whose is what is not known any more:\n%s", left)
	}
}

// What the kernel refuses to put back is told, and the rest is there.
func TestRestoreRefused(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	f := files{"ifcfg-eth0": static}
	h.clean(apply.Boot, f)
	for _, a := range []string{"192.0.2.50/32", "192.0.2.51/32"} {
		h.kernel.AddAddress(network.Address{Interface: "eth0", Prefix: netip.MustParsePrefix(a), Valid: network.Forever, Preferred: network.Forever})
	}
	_, kernel, err := h.host().Checkpoint(apply.Request{Mode: apply.Reload, Profiles: f.profiles(t)})
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := h.kernel.Snapshot(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []string{"192.0.2.50/32", "192.0.2.51/32"} {
		errs := h.kernel.Apply([]network.Change{{Op: network.OpDelete, Interface: "eth0", Index: snapshot.Interface("eth0").Link.Index,
			Address: &network.Address{Interface: "eth0", Prefix: netip.MustParsePrefix(a)}}})
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	h.kernel.Refuse(func(n int, c network.Change) error {
		if c.Address != nil && c.Address.Prefix.String() == "192.0.2.50/32" {
			return unix.ENOBUFS
		}
		return nil
	})
	done, err := h.host().Restore(kernel)
	if !errors.Is(err, unix.ENOBUFS) || !strings.Contains(err.Error(), "ip address add 192.0.2.50/32") {
		t.Errorf("error %v", err)
	}
	if !slices.Equal(done, []string{"ip address add 192.0.2.51/32 scope global dev eth0"}) {
		t.Errorf("put back %q", done)
	}
}
