package servers_test

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"netonce/tests/lab"
)

// long is how long leases are renewed by a netonce that stays: NETONCE_LONG, or what
// all tests have time for.
func long(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("NETONCE_LONG")
	if text == "" {
		return 40 * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatalf("NETONCE_LONG: %v", err)
	}
	return d
}

// shortest has a server give leases as short as it can, to be renewed as soon as
// netonce does that.
func (c *config) shortest(t *testing.T) {
	if c.life, c.t1, c.t2 = 8, 2, 5; dnsmasqs(t) {
		c.life, c.t1, c.t2 = 120, 10, 20
	}
}

// short has leases that last as short as a server allows. What goes over them for a
// while loses nothing, whatever happens to the server meanwhile: it is killed and comes
// again a second or so later, and in the end it comes under another address.
func short(t *testing.T, h *lab.Host, c config, leased, address, other string, start maker) {
	t.Helper()
	events := h.Watch()
	s := start(t, h, c)
	stay := h.Start("renew", "--stay")
	code(t, h.Netonce("boot"), 0)
	facts(t, h, leased)
	h.Settle()
	events.Take()
	life, stop := h.Lifetimes(address), h.Traffic(address, other)

	part := long(t) / 3
	time.Sleep(part) // nothing tells the end of a time in which nothing is to happen
	s.Kill()
	time.Sleep(1500 * time.Millisecond)
	s = start(t, h, c)
	time.Sleep(part)
	s.Kill()
	moved(h, c)
	s = start(t, h, c)
	time.Sleep(part)

	w := stop()
	changes, least, faults := life.Check()
	t.Logf("%d renewals, %v left at least; %d packets, %d TCP rounds, %d segments again", changes-1, least, w.Sent, w.Rounds, w.Resent)
	if w.Lost > 0 || w.StreamError != nil || w.Resent > 0 {
		t.Errorf("of %d packets %d were lost; TCP: %v, %d segments again", w.Sent, w.Lost, w.StreamError, w.Resent)
	}
	if least <= 0 || len(faults) > 0 {
		t.Errorf("the address had %v left: %q", least, faults)
	}
	if want := int(long(t)/(time.Duration(c.t2)*time.Second)) - 1; changes-1 < want {
		t.Errorf("the address was renewed %d times, want %d at least", changes-1, want)
	}
	for _, e := range events.Take() {
		if strings.Contains(e, "gone") {
			t.Error(e)
		}
	}
	facts(t, h, leased)
	stay.Signal(syscall.SIGTERM)
	stay.Wait()
	if t.Failed() {
		t.Logf("netonce says:\n%s\nthe server:\n%s", stay.Log(), s.Log())
	}
}

// moved gives the server another address on the link in place of the one that it
// answered from. What is at the other end of the traffic stays, and the way back too.
func moved(h *lab.Host, c config) {
	if c.family == 4 {
		h.PeerSysctl("ipv4/conf/lan/promote_secondaries", "1")
		h.Elsewhere("ip address add 192.0.2.2/24 dev lan") // first: without any address all routes of a link go
		h.Elsewhere("ip address del 192.0.2.1/24 dev lan")
		return
	}
	h.Elsewhere("ip address add fe80::5/64 dev lan nodad")
	h.Elsewhere("ip address del fe80::1/64 dev lan")
}

func TestShortLease4(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		c := four(t)
		c.shortest(t)
		h := host(t, dhcp4()...)
		h.Peer("another", "192.0.2.3/32")
		h.Elsewhere("ip route add 192.0.2.100/32 dev lan src 192.0.2.3")
		short(t, h, c, leased4, "192.0.2.100", "192.0.2.3", start)
	})
}

// TestShortLease6 is the same with DHCPv6, where a server is known by its DUID. (Of
// dnsmasq it would take hours to see as much: its T1 is half of two minutes at least.)
func TestShortLease6(t *testing.T) {
	t.Parallel()
	c := six(t)
	c.shortest(t)
	h := host(t, dhcp6()...)
	h.Profile("route6-eth0", "2001:db8:8::/64 dev eth0")
	h.Peer("lan", "2001:db8:8::3/64")
	h.Elsewhere("ip route add 2001:db8:7::100/128 dev lan src 2001:db8:8::3")
	short(t, h, c, leased6, "2001:db8:7::100", "2001:db8:8::3", kea)
}

// TestSilence4: a server that knows nothing of the lease, nor gives its address, does not
// answer (Kea). When it has run out another is asked for.
func TestSilence4(t *testing.T) {
	t.Parallel()
	c := four(t)
	c.shortest(t)
	h, _, s := otherAddresses(t, kea, c)
	stay := h.Start("renew", "--stay")
	h.Await("addr eth0 192.0.2.120/24", "!addr eth0 192.0.2.100/24", route4)
	if s.count("REQUEST") < 3 { // to renew, to rebind, and of the other
		t.Errorf("the server heard\n%s", s.Log())
	}
	stay.Signal(syscall.SIGTERM)
	stay.Wait()
}
