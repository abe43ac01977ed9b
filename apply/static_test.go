package apply_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"netonce/apply"
	"netonce/apply/kernel"
	"netonce/apply/network"
)

const static = "DEVICE=eth0\nBOOTPROTO=none\nIPADDR=192.0.2.2\nPREFIX=24\nGATEWAY=192.0.2.1\nMTU=1400\nDNS1=192.0.2.53\n"

func TestStatic(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	f := files{"ifcfg-eth0": static, "route-eth0": "198.51.100.0/24 via 192.0.2.9 metric 7\nblackhole 203.0.113.0/24\n"}
	r := h.clean(apply.Boot, f)
	want := []string{
		"ip link set dev eth0 mtu 1400",
		"ip link set dev eth0 up",
		"ip address add 192.0.2.2/24 brd 192.0.2.255 scope global noprefixroute dev eth0",
		"ip route append 192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 100 dev eth0",
		"ip route append default via 192.0.2.1 proto static metric 100 dev eth0",
		"ip route append 198.51.100.0/24 via 192.0.2.9 proto static metric 7 dev eth0",
		"ip route append blackhole 203.0.113.0/24 proto static metric 100",
	}
	if diff := cmp.Diff(want, h.kernel.Commands()); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
	if r.Changes != len(want) || h.kernel.Watched() {
		t.Errorf("changes = %d, watched = %v", r.Changes, h.kernel.Watched())
	}
	if len(h.sources) != 1 || !h.sources[0].Default {
		t.Errorf("sources = %+v", h.sources)
	}
	h.unchanged(f)
}

// What a profile changed goes back to what it was when the profile goes.
func TestReloadRemovesWhatVanished(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1), eth("eth1", 2))
	before := h.state()
	f := files{
		"ifcfg-eth0": static + "MACADDR=02:00:00:00:00:aa\n", "route-eth0": "blackhole 203.0.113.0/24\n",
		"ifcfg-eth1": "DEVICE=eth1\nIPADDR=198.51.100.2\nPREFIX=24\nIPADDR2=198.51.100.3\nPREFIX2=24\n",
	}
	h.clean(apply.Boot, f)
	h.clean(apply.Reload, files{})
	h.wantState(before...)
	if len(h.store.owned) != 0 {
		t.Errorf("still owned: %+v", h.store.owned)
	}
}

func TestForeignStays(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	f := files{"ifcfg-eth0": static}
	h.clean(apply.Boot, f)
	h.kernel.AddAddress(network.Address{Interface: "eth0", Prefix: prefix("192.0.2.77/24"), NoPrefixRoute: true, Valid: network.Forever, Preferred: network.Forever})
	h.kernel.AddRoute(network.Route{Interface: "eth0", Destination: prefix("10.1.0.0/16"), Table: network.TableMain, Type: network.Unicast, Scope: network.ScopeLink, Protocol: network.ProtocolBoot})
	h.unchanged(f)
	h.clean(apply.Reload, files{})
	h.wantState(
		"eth0: address 192.0.2.77/24 scope global noprefixroute",
		"eth0: link mtu 1500 address 02:00:00:00:00:01 up true",
		"eth0: route 10.1.0.0/16 proto boot scope link",
	)
}

// A profile with an error keeps what it had; one that is no profile any more too.
func TestBrokenProfileKeeps(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"an address lost": strings.Replace(static, "IPADDR=192.0.2.2", "IPADDR=192.0.2.299\nIPADDR2=192.0.2.3\nPREFIX2=24", 1),
		"rejected":        "DEVICE=eth0\nBOOTPROTO=nonsense\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHost(t, eth("eth0", 1))
			h.clean(apply.Boot, files{"ifcfg-eth0": static})
			before := h.state()
			h.run(apply.Reload, files{"ifcfg-eth0": text})
			for _, line := range before {
				if !strings.Contains(strings.Join(h.state(), "\n"), line) {
					t.Errorf("%q is lost:\n%s", line, strings.Join(h.state(), "\n"))
				}
			}
			h.clean(apply.Reload, files{"ifcfg-eth0": static})
			h.wantState(before...)
		})
	}
}

// A profile that names another device leaves the one that it had.
func TestProfileMovesToAnotherDevice(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1), eth("eth1", 2))
	h.clean(apply.Boot, files{"ifcfg-lan": static})
	f := files{"ifcfg-lan": strings.Replace(static, "eth0", "eth1", 1)}
	h.clean(apply.Reload, f)
	fresh := newHost(t, eth("eth0", 1), eth("eth1", 2))
	fresh.clean(apply.Boot, f)
	h.wantState(fresh.state()...)
}

func TestRefusalIsToldOnce(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.kernel.Refuse(func(_ int, c network.Change) error {
		if c.Route != nil && c.Route.IsDefault() {
			return &kernel.Refusal{Errno: unix.ENETUNREACH, Message: "Nexthop has invalid gateway"}
		}
		return nil
	})
	h.kernel.AddAddress(network.Address{Interface: "eth0", Prefix: prefix("192.0.2.2/24"), Valid: network.Forever, Preferred: network.Forever})
	h.kernel.SetCarrier("eth0", true)
	r := h.run(apply.Boot, files{"ifcfg-eth0": static})
	wantErrors(t, r, "ifcfg-eth0:5:9: GATEWAY: ip route append default via 192.0.2.1 proto static metric 100 dev eth0: network is unreachable: Nexthop has invalid gateway")
	if !errors.Is(r.All()[0], unix.ENETUNREACH) || r.TimedOut() || r.Failed() != "eth0" {
		t.Errorf("report = %+v", r)
	}
	h.wantLogged(r)
}

// A refused removal is an error too, and what could not be removed stays ours.
func TestRefusedRemoval(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.clean(apply.Boot, files{"ifcfg-eth0": static})
	h.kernel.Refuse(func(_ int, c network.Change) error {
		if c.Address != nil {
			return &kernel.Refusal{Errno: unix.EPERM}
		}
		return nil
	})
	r := h.run(apply.Reload, files{})
	wantErrors(t, r, "ifcfg-eth0: no longer asked for: ip address delete 192.0.2.2/24 brd 192.0.2.255 scope global noprefixroute dev eth0: operation not permitted")
	h.wantLogged(r)
	h.kernel.Refuse(nil)
	h.clean(apply.Reload, files{})
	h.wantState("eth0: link mtu 1500 address 02:00:00:00:00:01 up false")
}

func TestStoreNotWritable(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.store.err = unix.EROFS
	r := h.run(apply.Boot, files{"ifcfg-eth0": static})
	wantErrors(t, r, "what netonce owns is not recorded: read-only file system")
	h.wantLogged(r)
	if len(h.kernel.Asked()) != 5 {
		t.Errorf("the network is not configured: %q", h.kernel.Commands())
	}
}

func TestSnapshotFails(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.kernel.BreakSnapshot(unix.ENOBUFS)
	_, err := h.host().Run(t.Context(), apply.Request{Profiles: files{"ifcfg-eth0": static}.profiles(t)})
	if !errors.Is(err, unix.ENOBUFS) {
		t.Errorf("err = %v", err)
	}
}

// The second address of a subnet stays when the first one goes.
func TestPrimaryAddressGoes(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.clean(apply.Boot, files{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\nIPADDR2=192.0.2.3\nPREFIX2=24\n"})
	h.kernel.AddAddress(network.Address{Interface: "eth0", Prefix: prefix("192.0.2.4/24"), NoPrefixRoute: true, Valid: network.Forever, Preferred: network.Forever})
	f := files{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.3\nPREFIX=24\n"}
	h.clean(apply.Reload, f)
	h.wantState(
		"eth0: address 192.0.2.3/24 brd 192.0.2.255 scope global noprefixroute",
		"eth0: address 192.0.2.4/24 scope global noprefixroute",
		"eth0: link mtu 1500 address 02:00:00:00:00:01 up true",
		"eth0: route 192.0.2.0/24 proto kernel scope link src 192.0.2.3 metric 100",
	)
	h.unchanged(f)
}

// An address that is there already keeps its place; only its route is replaced.
func TestAdoption(t *testing.T) {
	t.Parallel()
	l := eth("eth0", 1)
	l.Up = true
	h := newHost(t, l)
	h.kernel.AddAddress(network.Address{Interface: "eth0", Prefix: prefix("192.0.2.2/24"), Valid: network.Forever, Preferred: network.Forever})
	f := files{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\n"}
	h.clean(apply.Boot, f)
	want := []string{
		"ip route append 192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 100 dev eth0",
		"ip route delete 192.0.2.0/24 proto kernel scope link src 192.0.2.2 dev eth0",
	}
	if diff := cmp.Diff(want, h.kernel.Commands()); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
	h.unchanged(f)
	h.clean(apply.Reload, files{})
	if !strings.Contains(strings.Join(h.state(), "\n"), "192.0.2.2/24") {
		t.Error("an address that was there before netonce is gone")
	}
}

func TestDisabledIPv6WithoutIPv6(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHost(t, eth("eth0", 1))
		h.kernel.NoIPv6 = true
		h.clean(apply.Boot, files{"ifcfg-eth0": static + "IPV6_DISABLED=yes\n"})
	})
}
