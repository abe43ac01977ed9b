package servers_test

import (
	"strings"
	"testing"

	"netonce/tests/lab"
)

// TestLease4: a lease, renewed by a message to the server alone, and nothing that is on
// the interface goes meanwhile.
func TestLease4(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp4()...)
		s := start(t, h, four(t))
		code(t, h.Netonce("boot"), 0)
		facts(t, h, leased4, route4)
		resolv(t, h, "search lan.example", "nameserver 192.0.2.53")
		events := h.Watch()
		code(t, h.Netonce("renew", "eth0"), 0)
		s.hears("REQUEST", 2)
		if s.count("DISCOVER") != 1 {
			t.Errorf("the server heard more than one DISCOVER:\n%s", s.Log())
		}
		for _, e := range events.Take() {
			if strings.Contains(e, "gone") {
				t.Error(e)
			}
		}
		facts(t, h, leased4, route4)
	})
}

// TestRenewIsUnicast: Kea tells.
func TestRenewIsUnicast(t *testing.T) {
	t.Parallel()
	h := host(t, dhcp4()...)
	s := kea(t, h, four(t))
	code(t, h.Netonce("boot"), 0)
	code(t, h.Netonce("renew", "eth0"), 0)
	s.Says("DHCPREQUEST (type 3) received from 192.0.2.100 to 192.0.2.1 on interface lan")
}

// TestReboot4: a host whose address is gone asks for the same again (INIT-REBOOT), and a
// boot that finds a lease that holds needs to ask nobody.
func TestReboot4(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp4()...)
		s := start(t, h, four(t))
		code(t, h.Netonce("boot"), 0)
		lose(t, h)
		h.Up("eth0")
		h.Settle()
		code(t, h.Netonce("renew", "eth0"), 0)
		facts(t, h, leased4, route4)
		s.hears("REQUEST", 2)
		lose(t, h)
		code(t, h.Netonce("boot"), 0)
		facts(t, h, leased4, route4)
		if s.count("DISCOVER") != 1 || s.count("REQUEST") != 2 {
			t.Errorf("the server heard more than a DISCOVER and two REQUESTs:\n%s", s.Log())
		}
	})
}

// lose takes the link down and its addresses away.
func lose(t *testing.T, h *lab.Host) {
	t.Helper()
	h.Other("ip", "link", "set", "eth0", "down")
	h.Other("ip", "address", "flush", "dev", "eth0")
	facts(t, h, "link eth0 down", "!addr eth0 192.0.2.100/24")
}

// TestDownUp4: taken down and up again a card gets the address it had.
func TestDownUp4(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp4()...)
		start(t, h, four(t))
		code(t, h.Netonce("boot"), 0)
		code(t, h.Netonce("down", "eth0"), 0)
		facts(t, h, "!addr eth0 192.0.2.100/24")
		resolv(t, h)
		code(t, h.Netonce("up", "eth0"), 0)
		facts(t, h, leased4, route4)
		resolv(t, h, "search lan.example", "nameserver 192.0.2.53")
	})
}

// TestRapid4: two messages do (RFC 4039).
func TestRapid4(t *testing.T) {
	t.Parallel()
	h := host(t, dhcp4()...)
	c := four(t)
	c.rapid = true
	s := dnsmasq(t, h, c)
	ready(h) // the second DISCOVER does not ask for it
	code(t, h.Netonce("boot"), 0)
	facts(t, h, leased4)
	s.hears("ACK", 1)
	if s.count("DISCOVER") != 1 || s.count("OFFER") != 0 || s.count("REQUEST") != 0 {
		t.Errorf("not two messages:\n%s", s.Log())
	}
}

// TestWithout4: a server has IPv6 stand in for IPv4 where a profile lets it (RFC 8925), and
// gives an address where it does not.
func TestWithout4(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, "BOOTPROTO=dhcp", "IPV6INIT=yes", "DHCP_IPV6_ONLY_PREFERRED=yes")
		radvd(t, h, advertisement{prefix: true})
		c := four(t)
		c.last, c.only6 = c.first, 1800
		s := start(t, h, c)
		r := h.Netonce("boot")
		code(t, r, 0)
		says(t, r, "ifcfg-eth0:3:11: BOOTPROTO", "server 192.0.2.1 has IPv6 stand in for IPv4 for 30m0s")
		facts(t, h, "addr eth0 2001:db8:7::ff:fe00:0/64", "!addr eth0 192.0.2.100/24", "!"+route4)
		code(t, h.Netonce("reload"), 0)
		if s.count("DISCOVER") != 1 || s.count("REQUEST") != 0 {
			t.Errorf("the server heard more than a DISCOVER:\n%s", s.Log())
		}
		h.Profile("ifcfg-eth0", "DEVICE=eth0", "ONBOOT=yes", "BOOTPROTO=dhcp", "IPV6INIT=yes")
		code(t, h.Netonce("reload"), 0)
		facts(t, h, leased4, route4)
	})
}

// TestAnonymous: servers take a client that tells no more than it must.
func TestAnonymous(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp4("DHCP_ANONYMIZE=yes", "DHCP_HOSTNAME=box", "DHCP_CLIENT_ID=me")...)
		s := start(t, h, four(t))
		code(t, h.Netonce("boot"), 0)
		code(t, h.Netonce("renew", "eth0"), 0)
		facts(t, h, leased4, route4)
		resolv(t, h, "search lan.example", "nameserver 192.0.2.53")
		if strings.Contains(s.Log(), "box") {
			t.Errorf("the server heard a name:\n%s", s.Log())
		}
	})
}

// TestRefused4: a server that gives other addresses now refuses to renew the one of
// before. It goes, and another comes. (Kea is silent then: see TestSilence4.)
func TestRefused4(t *testing.T) {
	t.Parallel()
	h, c, s := otherAddresses(t, dnsmasq, four(t))
	s.Kill()
	c.forget(t)
	s = dnsmasq(t, h, c)
	r := h.Netonce("renew", "eth0")
	code(t, r, 0)
	says(t, r, "server 192.0.2.1 refused 192.0.2.100")
	facts(t, h, "addr eth0 192.0.2.120/24", "!addr eth0 192.0.2.100/24", route4)
	s.hears("DISCOVER", 1)
}

// TestForgotten4: one that has lost its leases refuses too where a host that has no
// address asks for the one of before.
func TestForgotten4(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h, c, s := otherAddresses(t, start, four(t))
		s.Kill()
		c.forget(t)
		s = start(t, h, c)
		h.Other("ip", "address", "flush", "dev", "eth0", "scope", "global")
		r := h.Netonce("renew", "eth0")
		code(t, r, 0)
		says(t, r, "server 192.0.2.1 refused 192.0.2.100")
		facts(t, h, "addr eth0 192.0.2.120/24", "!addr eth0 192.0.2.100/24", route4)
		s.hears("DISCOVER", 1)
	})
}

// otherAddresses is a host with a lease of a server that then gives other addresses.
func otherAddresses(t *testing.T, start maker, c config) (*lab.Host, config, server) {
	t.Helper()
	h := host(t, dhcp4()...)
	s := start(t, h, c)
	code(t, h.Netonce("boot"), 0)
	facts(t, h, leased4)
	s.Kill()
	c.first, c.last = "120", "130"
	return h, c, start(t, h, c)
}

// TestForgottenSame4: one that has lost its leases and gives the same still costs
// nothing.
func TestForgottenSame4(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp4()...)
		c := four(t)
		s := start(t, h, c)
		code(t, h.Netonce("boot"), 0)
		s.Kill()
		c.forget(t)
		start(t, h, c)
		code(t, h.Netonce("renew", "eth0"), 0)
		facts(t, h, leased4, route4)
	})
}

// TestNoneLeft4: a server whose addresses are all given away says nothing.
func TestNoneLeft4(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		c := four(t)
		c.last = "100"
		h := host(t, dhcp4("IPV4_DHCP_TIMEOUT=6")...)
		h.Cable("eth1")
		h.Elsewhere("ip link set eth1 master lan")
		h.Profile("ifcfg-eth1", append([]string{"DEVICE=eth1", "ONBOOT=no"}, dhcp4()...)...)
		s := start(t, h, c)
		code(t, h.Netonce("up", "eth1"), 0)
		r := h.Netonce("boot")
		code(t, r, 4)
		says(t, r, "ifcfg-eth0:3:11: BOOTPROTO: eth0: no DHCP offer in 6 s (", "DISCOVER sent")
		facts(t, h, "!addr eth0 192.0.2.100/24", "addr eth1 192.0.2.100/24")
		s.hears("DISCOVER", 2)
	})
}

// TestRelease4: what is given back is another's at once.
func TestRelease4(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp4("DHCPRELEASE=yes")...)
		s := start(t, h, four(t))
		code(t, h.Netonce("boot"), 0)
		code(t, h.Netonce("down", "eth0"), 0)
		s.hears("RELEASE", 1)
		facts(t, h, "!addr eth0 192.0.2.100/24")
	})
}

// TestDecline4: another host has the address that the server gives; it is told, and
// gives another.
func TestDecline4(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		h := host(t, dhcp4()...)
		s := start(t, h, four(t))
		h.Peer("another", "192.0.2.100/32")
		r := h.Netonce("boot")
		s.hears("DECLINE", 1)
		facts(t, h, "!addr eth0 192.0.2.100/24")
		if !h.Has(other4) {
			code(t, r, 1)
			says(t, r, "192.0.2.100", "02:00:00:00:01:ff")
			code(t, h.Netonce("renew", "eth0"), 0)
		}
		facts(t, h, other4, route4)
	})
}
