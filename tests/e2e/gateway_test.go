package e2e_test

import (
	"slices"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// TestGatewaySwap: when a gateway is edited there is a default route at every moment,
// and of what goes beyond both of them nothing is lost.
func TestGatewaySwap(t *testing.T) {
	t.Parallel()
	with := func(gateway string) []string {
		return static("eth0", "192.0.2.10/24", gateway, "ACD_TIMEOUT=0", "IPV4_ROUTE_METRIC=100")
	}
	with6 := func(gateway string) []string { return static6("eth0", "2001:db8::10/64", gateway) }
	other := func(more ...string) []string {
		return static("eth1", "198.51.100.10/24", append(more, "ACD_TIMEOUT=0", "IPV4_ROUTE_METRIC=100")...)
	}
	for name, test := range map[string]struct {
		one, two map[string][]string
		far      string
		gateways []string
	}{
		"IPv4": {map[string][]string{"ifcfg-eth0": with("GATEWAY=192.0.2.1")}, map[string][]string{"ifcfg-eth0": with("GATEWAY=192.0.2.254")},
			"203.0.113.1", []string{"192.0.2.1", "192.0.2.254"}},
		"IPv6": {map[string][]string{"ifcfg-eth0": with6("IPV6_DEFAULTGW=2001:db8::1")}, map[string][]string{"ifcfg-eth0": with6("IPV6_DEFAULTGW=2001:db8::fe")},
			"2001:db8:ff::1", []string{"2001:db8::1", "2001:db8::fe"}},
		"to another card": {map[string][]string{"ifcfg-eth0": with("GATEWAY=192.0.2.1"), "ifcfg-eth1": other()},
			map[string][]string{"ifcfg-eth0": with("MTU=1500"), "ifcfg-eth1": other("GATEWAY=198.51.100.1")},
			"203.0.113.1", []string{"192.0.2.1", "198.51.100.1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := lab.New(t)
			h.Cables("eth0", "eth1")
			for _, a := range []string{"192.0.2.1/24", "192.0.2.254/24", "2001:db8::1/64", "2001:db8::fe/64"} {
				h.Peer("eth0", a)
			}
			h.Peer("eth1", "198.51.100.1/24")
			h.Peer("lo", test.far+map[bool]string{true: "/128", false: "/32"}[strings.Contains(test.far, ":")])
			swap := func(files map[string][]string, command string) {
				for name, lines := range files {
					h.Profile(name, lines...)
				}
				code(t, h.Netonce(command), 0)
			}
			swap(test.one, "boot")
			h.Settle()
			there := map[string]bool{test.gateways[0]: true}
			events := h.Watch()
			stop := h.Flood(test.far)
			for range 5 {
				swap(test.two, "reload")
				swap(test.one, "reload")
			}
			sent, lost := stop()
			if lost > 0 || sent < 10 {
				t.Errorf("of %d packets %d were lost", sent, lost)
			}
			t.Logf("%d packets", sent)
			alwaysADefault(t, events.Take(), there, test.gateways)
		})
	}
}

// alwaysADefault follows the default routes by what the kernel tells of them.
func alwaysADefault(t *testing.T, events []string, there map[string]bool, gateways []string) {
	t.Helper()
	swaps := 0
	for _, e := range events {
		comes := strings.HasPrefix(e, "new route default")
		if comes {
			swaps++
		}
		words := strings.Fields(strings.ReplaceAll(e, ",", ""))
		for _, g := range gateways {
			if comes && slices.Contains(words, g) {
				there[g] = true
			}
			if strings.HasPrefix(e, "route gone default via "+g+",") {
				delete(there, g)
			}
		}
		if len(there) == 0 {
			t.Errorf("without a default route after %q of\n%s", e, strings.Join(events, "\n"))
			return
		}
	}
	if swaps != 10 || len(there) != 1 || !there[gateways[0]] {
		t.Errorf("%d swaps, %v at the end, of\n%s", swaps, there, strings.Join(events, "\n"))
	}
}
