package apply_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/network"
)

const settings6 = "DEVICE=eth0\nIPV6INIT=yes\nIPV6_TOKEN=::53\nIPV6_PRIVACY=yes\nIPV6_MTU=1300\nIPV6_DEFROUTE=no\nMTU=1400\n"

// What a profile asks of the kernel's IPv6 is set once, and goes with it.
func TestIPv6Settings(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	before := h.state()
	f := files{"ifcfg-eth0": settings6}
	h.clean(apply.Boot, f)
	want := []string{
		"sysctl -w net/ipv6/conf/eth0/use_tempaddr=2",
		"sysctl -w net/ipv6/conf/eth0/accept_ra_defrtr=0",
		"sysctl -w net/ipv6/conf/eth0/accept_ra_mtu=0",
		"ip link set dev eth0 mtu 1400",
		"ip token set ::53 dev eth0",
		"ip link set dev eth0 up",
		"sysctl -w net/ipv6/conf/eth0/mtu=1300",
	}
	if diff := cmp.Diff(want, h.kernel.Commands()); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
	h.unchanged(f)
	f["ifcfg-eth0"] = strings.ReplaceAll(settings6, "IPV6_TOKEN=::53\n", "")
	h.clean(apply.Reload, f)
	if lines := strings.Join(h.state(), "\n"); strings.Contains(lines, "token") {
		t.Errorf("the token stays:\n%s", lines)
	}
	h.clean(apply.Reload, files{})
	h.wantState(before...)
	if len(h.store.owned) != 0 {
		t.Errorf("still owned: %+v", h.store.owned)
	}
}

// Stable addresses are made of a secret that no log shows.
func TestStableAddresses(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	before := h.state()
	f := files{"ifcfg-eth0": "DEVICE=eth0\nIPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6_ADDR_GEN_MODE=stable-privacy\n"}
	h.clean(apply.Boot, f)
	want := []string{
		"sysctl -w net/ipv6/conf/eth0/stable_secret=(secret)",
		"sysctl -w net/ipv6/conf/eth0/addr_gen_mode=2",
		"sysctl -w net/ipv6/conf/eth0/accept_ra=0",
		"ip link set dev eth0 up",
	}
	if diff := cmp.Diff(want, h.kernel.Commands()); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
	h.unchanged(f)
	h.clean(apply.Reload, files{})
	h.wantState(before...)
}

// A default route that a router gave goes when the profile refuses it.
func TestRefusedRouter(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	f := files{"ifcfg-eth0": "DEVICE=eth0\nIPV6INIT=yes\n"}
	h.clean(apply.Boot, f)
	h.kernel.AddRoute(network.Route{Interface: "eth0", Destination: netip.MustParsePrefix("::/0"), Gateway: netip.MustParseAddr("fe80::9"),
		Table: network.TableMain, Metric: 100, Protocol: network.ProtocolRA, Type: network.Unicast})
	h.unchanged(f)
	f["ifcfg-eth0"] += "IPV6_DEFROUTE=no\n"
	h.clean(apply.Reload, f)
	want := []string{"sysctl -w net/ipv6/conf/eth0/accept_ra_defrtr=0", "ip -6 route delete default via fe80::9 proto ra metric 100 dev eth0",
		"sysctl -w net/ipv6/conf/eth0/ra_defrtr_metric=1024"}
	if diff := cmp.Diff(want, h.kernel.Commands()); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
	h.unchanged(f)
}

// A kernel without IPv6 is told of once.
func TestIPv6SettingsWithoutIPv6(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.kernel.NoIPv6 = true
	r := h.run(apply.Boot, files{"ifcfg-eth0": "DEVICE=eth0\nIPV6INIT=yes\nIPV6_PRIVACY=yes\n"})
	if errs := r.All(); len(errs) != 1 || !strings.Contains(errs[0].Error(), "disable_ipv6=0") {
		t.Errorf("errors: %v", errs)
	}
	if commands := h.kernel.Commands(); slices.ContainsFunc(commands, func(c string) bool { return strings.Contains(c, "use_tempaddr") }) {
		t.Errorf("commands: %q", commands)
	}
}

// On an interface that forwards the kernel hears routers only with a 2.
func TestForwardingHearsRouters(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.kernel.SetSysctl(network.Sysctl{Family: "ipv6", Interface: "eth0", Key: "forwarding", Value: "1"})
	f := files{"ifcfg-eth0": "DEVICE=eth0\nIPV6INIT=yes\n"}
	h.clean(apply.Boot, f)
	if commands := h.kernel.Commands(); !slices.Contains(commands, "sysctl -w net/ipv6/conf/eth0/accept_ra=2") {
		t.Errorf("commands: %q", commands)
	}
	h.unchanged(f)
}
