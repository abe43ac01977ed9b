package e2e_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"netonce/tests/lab"
)

func advertised() lab.Advertisement {
	return lab.Advertisement{Prefix: netip.MustParsePrefix("2001:db8:7::/64"), Lifetime: time.Hour, Search: []string{"lan.example", "b.example"},
		Servers: []netip.Addr{netip.MustParseAddr("2001:db8:7::53"), netip.MustParseAddr("fe80::1")}}
}

func auto6(more ...string) []string {
	return append([]string{"DEVICE=eth0", "ONBOOT=yes", "BOOTPROTO=none", "IPV6INIT=yes", "IPV6_AUTOCONF=yes"}, more...)
}

// TestRouterGivesAll: an address that can be used when boot returns, and name servers.
func TestRouterGivesAll(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Router("eth0", advertised())
	h.Profile("ifcfg-eth0", auto6()...)
	r := h.Netonce("boot")
	code(t, r, 0)
	facts(t, h, "addr eth0 2001:db8:7::ff:fe00:0/64", "route6 main default via fe80::1 dev eth0")
	for _, want := range []string{"nameserver 2001:db8:7::53\n", "nameserver fe80::1%eth0\n", "search lan.example b.example\n"} {
		if !strings.Contains(h.Read("etc/resolv.conf"), want) {
			t.Errorf("no %q in resolv.conf:\n%s", want, h.Read("etc/resolv.conf"))
		}
	}
	again := h.Netonce("reload")
	code(t, again, 0)
	says(t, again, "changes=0")
	if again.Took > atMost {
		t.Errorf("a second run takes %s", again.Took)
	}
}

// TestRunLingersForRouters: with IPv4 the host does not wait for them, and hears so
// from the run, which goes on until it has what they tell. That outlives the router.
func TestRunLingersForRouters(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.SlowDAD()
	h.Cable("eth0")
	stop := h.Router("eth0", advertised())
	ready := h.Notified()
	h.Profile("ifcfg-eth0", auto6("IPADDR=192.0.2.10", "PREFIX=24", "ACD_TIMEOUT=0")...)
	p := h.Start("boot")
	ready()
	facts(t, h, "addr eth0 192.0.2.10/24")
	if text := h.Read("etc/resolv.conf"); strings.Contains(text, "nameserver") {
		t.Errorf("READY=1 came when routers had been heard, a detection of addresses later:\n%s", text)
	}
	code(t, p.Wait(), 0)
	wantServer := func() {
		t.Helper()
		if text := h.Read("etc/resolv.conf"); !strings.Contains(text, "nameserver 2001:db8:7::53\n") {
			t.Errorf("resolv.conf:\n%s", text)
		}
	}
	wantServer()
	stop()
	code(t, h.Netonce("renew", "eth0"), 0) // nobody answers: all stays
	wantServer()
}

// TestNoRouterIsNamed: with the line that asks for one.
func TestNoRouterIsNamed(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", auto6("IPV6_RA_TIMEOUT=2")...)
	r := h.Netonce("boot")
	code(t, r, 4)
	says(t, r, "ifcfg-eth0:5:15: IPV6_AUTOCONF: eth0: no router advertisement in 2s")
}
