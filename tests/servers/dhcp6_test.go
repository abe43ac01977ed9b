package servers_test

import (
	"slices"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// dhcp6 is a profile of DHCPv6 alone, without routers.
func dhcp6(more ...string) []string {
	return append([]string{"BOOTPROTO=none", "IPV6INIT=yes", "IPV6_AUTOCONF=no", "DHCPV6C=yes"}, more...)
}

// names6 demands what the servers tell of names by DHCPv6.
func names6(t *testing.T, h *lab.Host) {
	t.Helper()
	resolv(t, h, "search lan.example", "nameserver 2001:db8:7::53")
}

// TestLease6: a lease without routers, and renewed in place.
func TestLease6(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp6()...)
		s := start(t, h, six(t))
		code(t, h.Netonce("boot"), 0)
		facts(t, h, leased6)
		names6(t, h)
		if !dnsmasqs(t) && (s.count("SOLICIT") != 1 || s.count("REQUEST") != 1) { // that always takes two
			t.Errorf("not four messages:\n%s", s.Log())
		}
		life := h.Lifetimes("2001:db8:7::100")
		code(t, h.Netonce("renew", "eth0"), 0)
		s.hears("RENEW", 1)
		facts(t, h, leased6)
		if _, least, faults := life.Check(); least <= 0 || len(faults) > 0 {
			t.Errorf("%v left, %q", least, faults)
		}
	})
}

// TestRapid6: two messages do where the server is asked to have them do.
func TestRapid6(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp6()...)
		c := six(t)
		c.rapid = true
		s := start(t, h, c)
		code(t, h.Netonce("boot"), 0)
		facts(t, h, leased6)
		names6(t, h)
		s.hears("REPLY", 1)
		if s.count("SOLICIT") != 1 || s.count("REQUEST") != 0 {
			t.Errorf("not two messages:\n%s", s.Log())
		}
	})
}

// TestManaged6: routers say that addresses are DHCPv6's.
func TestManaged6(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, auto6()...)
		c := six(t)
		if c.advertises = dnsmasqs(t); !c.advertises {
			radvd(t, h, advertisement{managed: true})
		}
		start(t, h, c)
		code(t, h.Netonce("boot"), 0)
		facts(t, h, leased6, "route6 main default via fe80::1 dev eth0")
		names6(t, h)
	})
}

// TestStateless6: routers give addresses, DHCPv6 the names.
func TestStateless6(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, auto6()...)
		c := six(t)
		c.stateless = true
		if c.advertises = dnsmasqs(t); !c.advertises {
			radvd(t, h, advertisement{other: true, prefix: true})
		}
		s := start(t, h, c)
		code(t, h.Netonce("boot"), 0)
		facts(t, h, "addr eth0 2001:db8:7::ff:fe00:0/64", "!addr eth0 2001:db8:7::100/128")
		s.hears("INFORMATION-REQUEST", 1)
		names6(t, h)
	})
}

// TestConfirm6: after the link was down the server is asked whether the lease still holds.
func TestConfirm6(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp6()...)
		s := start(t, h, six(t))
		code(t, h.Netonce("boot"), 0)
		h.Other("ip", "link", "set", "eth0", "down") // which takes the addresses away
		facts(t, h, "!addr eth0 2001:db8:7::100/128")
		h.Other("ip", "link", "set", "eth0", "up")
		h.Settle()
		code(t, h.Netonce("renew", "eth0"), 0)
		facts(t, h, leased6)
		s.hears("CONFIRM", 1)
		if s.count("SOLICIT") != 1 {
			t.Errorf("asked for anew:\n%s", s.Log())
		}
	})
}

// TestBoot6: a boot after that gives the address too.
func TestBoot6(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp6()...)
		start(t, h, six(t))
		code(t, h.Netonce("boot"), 0)
		h.Other("ip", "link", "set", "eth0", "down")
		code(t, h.Netonce("boot"), 0)
		facts(t, h, leased6)
		names6(t, h)
	})
}

// TestRelease6: what is given back is told.
func TestRelease6(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp6("DHCPRELEASE=yes")...)
		s := start(t, h, six(t))
		code(t, h.Netonce("boot"), 0)
		code(t, h.Netonce("down", "eth0"), 0)
		s.hears("RELEASE", 1)
		facts(t, h, "!addr eth0 2001:db8:7::100/128")
		resolv(t, h)
	})
}

// TestNoneLeft6: the server's own word is the message.
func TestNoneLeft6(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp6("IPV6_DHCP_TIMEOUT=4")...)
		h.Cable("eth1")
		h.Elsewhere("ip link set eth1 master lan")
		h.Profile("ifcfg-eth1", append([]string{"DEVICE=eth1", "ONBOOT=no"}, dhcp6()...)...)
		s := start(t, h, six(t))
		code(t, h.Netonce("up", "eth1"), 0)
		r := h.Netonce("boot")
		code(t, r, 1)
		says(t, r, "ifcfg-eth0:6:9: DHCPV6C: eth0:", "NoAddrsAvail")
		facts(t, h, "!addr eth0 2001:db8:7::100/128", "addr eth1 2001:db8:7::100/128")
		s.hears("SOLICIT", 2)
	})
}

// TestDecline6: another host has the address that the server gives. The kernel finds it
// out; the server is told, and gives another to the next run.
func TestDecline6(t *testing.T) {
	t.Parallel()
	h := host(t, dhcp6()...)
	c := six(t)
	c.last = "101"
	s := kea(t, h, c)
	h.Peer("another", "2001:db8:7::100/128")
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "ifcfg-eth0:6:9: DHCPV6C", "another host on the link has the address 2001:db8:7::100")
	quick(t, r)
	s.hears("DECLINE", 1)
	s.Says("DHCP6_DECLINE_LEASE ")
	if list := c.leases(t); !slices.ContainsFunc(list, func(l map[string]string) bool { return l["address"] == "2001:db8:7::100" && l["state"] == keaDeclined }) {
		t.Errorf("not noted as declined: %v", list)
	}
	for _, f := range h.Facts() {
		if strings.Contains(f, "2001:db8:7:") {
			t.Errorf("still there: %s", f)
		}
	}
	resolv(t, h)
	code(t, h.Netonce("renew", "eth0"), 0)
	facts(t, h, "addr eth0 2001:db8:7::101/128", "!addr eth0 2001:db8:7::100/128")
	names6(t, h)
	if s.count("DECLINE") != 1 {
		t.Errorf("declined more than once:\n%s", s.Log())
	}
}
