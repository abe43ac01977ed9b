package e2e_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"netonce/tests/lab"
)

// TestRefusedRouteIsExplained shows the kernel's own words with the profile's line.
func TestRefusedRouteIsExplained(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	h.Profile("route-eth0", "203.0.113.0/24 via 192.0.2.1", "198.51.100.0/24 via 192.0.2.10 onlink", "10.0.0.0/8 via 192.0.2.1 src 192.0.2.99")
	h.Profile("ifcfg-eth1", static("eth1", "10.1.0.1/24")...)
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "route-eth0:2", "198.51.100.0/24", "invalid argument: Nexthop has invalid gateway")
	says(t, r, "route-eth0:3", "10.0.0.0/8", "invalid argument: Invalid prefsrc address")
	facts(t, h, "addr eth0 192.0.2.10/24", "route4 main 203.0.113.0/24 via 192.0.2.1", "addr eth1 10.1.0.1/24")
}

// TestGatewayOfOnesOwnIsExplained does the same for IPv6.
func TestGatewayOfOnesOwnIsExplained(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static6("eth0", "2001:db8::10/64")...)
	h.Profile("route6-eth0", "2001:db8:1::/48 via 2001:db8::10")
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "route6-eth0:1", "2001:db8:1::/48", "invalid argument: Gateway can not be a local address")
	facts(t, h, "addr eth0 2001:db8::10/64")
}

// TestRefusedAddressIsNamed: a link with less than 1280 bytes has no IPv6.
func TestRefusedAddressIsNamed(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static6("eth0", "2001:db8::10/64", "MTU=1000", "IPADDR=192.0.2.10", "PREFIX=24")...)
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "ifcfg-eth0:6:10: IPV6ADDR", "2001:db8::10/64", "ip address add", "invalid argument")
	facts(t, h, "link eth0 up", "link eth0 mtu 1000", "addr eth0 192.0.2.10/24")
}

func TestWithoutPermissionNothingIsTried(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	before := h.Files()
	r := h.StartWith([]lab.Confinement{lab.WithoutCapability(unix.CAP_NET_ADMIN)}, "boot").Wait()
	code(t, r, 3)
	says(t, r, "CAP_NET_ADMIN", "root")
	facts(t, h, "link eth0 down")
	if after := h.Files(); len(after) != len(before) {
		t.Errorf("files before: %v, after: %v", before, after)
	}
}

// TestPlanNeedsNoPermission: what changes nothing needs no right to.
func TestPlanNeedsNoPermission(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	r := h.StartWith([]lab.Confinement{lab.WithoutCapability(unix.CAP_NET_ADMIN)}, "plan").Wait()
	code(t, r, 0)
}

func TestWithoutNetlinkNothingIsTried(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	for _, command := range []string{"boot", "plan", "status"} {
		r := h.StartWith([]lab.Confinement{lab.WithoutNetlink}, command).Wait()
		code(t, r, 3)
		says(t, r, "netlink", "address family not supported")
	}
	facts(t, h, "link eth0 down")
}
