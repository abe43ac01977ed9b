//go:build vm

package boot

import (
	"strings"
	"testing"
	"time"
)

// A timer renews the lease with its server, in place, and leaves the next one behind,
// whether systemd reads its units anew meanwhile or not.
func testLease(t *testing.T, g guest) {
	const service = "netonce-renew@" + leased + ".service"
	g.awaitEnd(t, g.Journal.Now(), service) // so that the next is a while away
	armed, line := g.timer(t, leased)
	t.Log(line)
	before := g.Journal.Now()
	expiry := g.expiry(t, leased)
	g.run(t, "systemctl", "daemon-reload")
	if again, _ := g.timer(t, leased); again != armed {
		t.Errorf("systemd reads its units anew, and %s becomes %s", armed, again)
	}

	g.await(t, before, "the renewal", served("DHCPREQUEST", leased))
	ack := g.await(t, before, "the answer", served("DHCPACK", leased))
	end := g.awaitEnd(t, before, service)
	if want := strings.TrimSuffix(armed, ".timer") + ".service"; end.About != want {
		t.Errorf("%s was started, not %s", end.About, want)
	}
	for _, e := range g.Journal.Since(before) {
		if served("DHCPDISCOVER", leased)(e) {
			t.Errorf("a new lease was asked for: %s", e)
		}
	}
	if later := g.expiry(t, leased); later-expiry < 10*time.Second {
		t.Errorf("the address was to end at %s, after the renewal at %s", expiry, later)
	}
	g.wantAddresses(t, leased, "192.0.2.117/24")
	next := g.await(t, before, "the next timer", func(e Entry) bool {
		return e.At > ack.At && started("netonce-renew@"+leased+".timer")(e)
	})
	if _, line = g.timer(t, leased); !strings.Contains(line, next.About) {
		t.Errorf("the next timer is %s, and there is: %s", next.About, line)
	}
	t.Log(line)
}

// served matches what dnsmasq says of a message from or to a card.
func served(kind, name string) func(Entry) bool {
	return func(e Entry) bool {
		return e.Identifier == "dnsmasq-dhcp" && strings.HasPrefix(e.Message, kind+"(") && strings.Contains(e.Message, cards[name].driver()["mac"])
	}
}

// expiry is when an interface's address ends, by the guest's uptime.
func (g guest) expiry(t *testing.T, name string) time.Duration {
	t.Helper()
	now := g.uptime(t)
	for _, l := range parse[[]link](t, g.run(t, "ip", "-json", "addr", "show", "dev", name)) {
		for _, a := range l.Addresses {
			if a.Family == "inet" {
				if a.Preferred > a.Valid {
					t.Errorf("%s is preferred for longer than it is valid: %+v", name, a)
				}
				return now + time.Duration(a.Valid)*time.Second
			}
		}
	}
	t.Fatalf("%s has no address", name)
	return 0
}
