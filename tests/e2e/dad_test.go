package e2e_test

import (
	"testing"
	"time"

	"netonce/tests/lab"
)

// TestIPv6AddressIsUsableWhenBootReturns: not a moment earlier, and with the
// kernel's own times of detection.
func TestIPv6AddressIsUsableWhenBootReturns(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.SlowDAD()
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static6("eth0", "2001:db8::10/64", "IPV6_DEFAULTGW=2001:db8::1")...)
	r := h.Netonce("boot")
	code(t, r, 0)
	facts(t, h, "addr eth0 2001:db8::10/64 scope global noprefixroute forever", "route6 main default via 2001:db8::1 dev eth0 proto static metric 100")
	if r.Took < time.Second {
		t.Errorf("took %s: detection alone takes 1 s", r.Took)
	}
}

// TestStaticIPv6DoesNotWaitForACarrier that may never come.
func TestStaticIPv6DoesNotWaitForACarrier(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.SlowDAD()
	h.Cable("eth0")
	h.Unplug("eth0")
	h.Profile("ifcfg-eth0", static6("eth0", "2001:db8::10/64")...)
	r := h.Netonce("boot")
	code(t, r, 0)
	if r.Took > atMost {
		t.Errorf("took %s", r.Took)
	}
	facts(t, h, "addr eth0 2001:db8::10/64")
}

// TestDuplicateAddressIsNamed: another host on the link has it already.
func TestDuplicateAddressIsNamed(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Peer("eth0", "2001:db8::10/64")
	h.Profile("ifcfg-eth0", static6("eth0", "2001:db8::10/64", "IPV6ADDR_SECONDARIES=2001:db8::11/64")...)
	h.Profile("ifcfg-eth1", static6("eth1", "2001:db8:1::10/64")...)
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "ifcfg-eth0:6:10: IPV6ADDR", "eth0", "another host on the link has the address 2001:db8::10")
	facts(t, h, "addr eth0 2001:db8::11/64 scope global noprefixroute forever", "addr eth1 2001:db8:1::10/64 scope global noprefixroute forever")
}

// TestRouteWithSourceWaitsForItsAddress: the kernel refuses it before.
func TestRouteWithSourceWaitsForItsAddress(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.SlowDAD()
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static6("eth0", "2001:db8::10/64")...)
	h.Profile("route6-eth0", "2001:db8:1::/48 via 2001:db8::1 src 2001:db8::10")
	code(t, h.Netonce("boot"), 0)
	facts(t, h, "route6 main 2001:db8:1::/48 via 2001:db8::1 dev eth0 proto static src 2001:db8::10 metric 100")
	code(t, quietly(t, h, "boot"), 0)
}

// Another host on the link has the address: it is left alone, and named with its
// hardware address; the other address is set.
func TestAddressOfAnotherHost(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0")
	h.Peer("eth0", "192.0.2.10/24")
	h.Profile("ifcfg-eth0", append(static("eth0", "192.0.2.10/24"), "IPADDR2=192.0.2.11", "PREFIX2=24")...)
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "IPADDR: eth0: the host ", " on the link has the address 192.0.2.10")
	facts(t, h, "addr eth0 192.0.2.11/24", "!addr eth0 192.0.2.10/24")
}
