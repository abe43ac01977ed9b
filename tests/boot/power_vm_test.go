//go:build vm

package boot

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// A lease that was due while the host was asleep is seen to when it wakes up.
func testSuspend(t *testing.T, g guest) {
	g.awaitEnd(t, g.Journal.Now(), "netonce-renew@"+leased+".service") // so that none is due before it sleeps
	before := g.Journal.Now()
	expiry := g.expiry(t, leased)
	if m, err := g.Do("", "systemctl", "suspend"); err != nil || m.Code != 0 {
		t.Fatalf("systemctl suspend: %v, exit code %d: %s", err, m.Code, m.Errors)
	}
	if err := g.monitor.await(0, event{name: "SUSPEND"}, patience); err != nil {
		t.Fatal(err)
	}
	const asleep = 25 * time.Second // longer than it takes until the renewal is due
	time.Sleep(asleep)              // as the guest does
	if err := g.monitor.do("system_wakeup", nil); err != nil {
		t.Fatal(err)
	}
	awake := g.await(t, before, "that it woke up", says("systemd-sleep", "System returned from sleep state."))
	request := g.await(t, before, "the renewal", served("DHCPREQUEST", leased))
	t.Logf("awake at %s, renewal at %s", awake.At, request.At)
	g.awaitEnd(t, before, "netonce-renew@"+leased+".service")
	if later := g.expiry(t, leased); later-expiry < asleep/2 {
		t.Errorf("the address was to end at %s, after the sleep at %s", expiry, later)
	}
	g.wantAddresses(t, leased, "192.0.2.117/24")
	g.timer(t, leased)
	g.wantAddresses(t, static, "192.0.2.10/24")
	g.wantNoFailedUnits(t) // nor by the timer of the card that has gone
}

// The host goes down without waiting for netonce, of which one run is just waiting for a
// server, and another for the first.
func testShutdown(t *testing.T, g guest) {
	g.run(t, "systemctl", "stop", "boot-dhcp@lan.service")
	before := g.Journal.Now()
	if err := g.monitor.do("device_add", cards[hotplug].driver()); err != nil {
		t.Fatal(err)
	}
	// The driver of VLANs tells of each card that goes up.
	g.await(t, before, "that the card is up", says("kernel", "8021q: adding VLAN 0 to HW filter on device "+hotplug))
	g.run(t, "systemctl", "--no-block", "start", "netonce-renew@"+leased+".service")
	g.await(t, before, "that the second waits for the first", says("netonce", "waiting for another run to end"))
	begun := time.Now()
	if m, err := g.Do("", "systemctl", "--no-block", "poweroff"); err == nil && m.Code != 0 {
		t.Fatalf("systemctl poweroff: exit code %d: %s", m.Code, m.Errors)
	}
	if err := g.monitor.await(0, event{name: "SHUTDOWN"}, patience); err != nil {
		t.Fatal(err)
	}
	<-g.Gone
	took := time.Since(begun).Round(time.Second)
	t.Logf("off after %s", took)
	const most = 30 * time.Second // less than the server would be waited for, and than systemd waits
	if took > most {
		t.Errorf("it took %s to go down", took)
	}
	var stopped []string
	for _, e := range g.Journal.Since(before) {
		if strings.HasPrefix(e.Message, "Stopped netonce-") && strings.HasSuffix(e.About, ".service") {
			stopped = append(stopped, e.About)
		}
		for _, bad := range []string{"timed out", "Killing process", "Failed with result", "systemd does not take the timers"} {
			if strings.Contains(e.Message, bad) {
				t.Errorf("while it went down: %s", e)
			}
		}
	}
	for _, name := range []string{"netonce-device@" + hotplug + ".service", "netonce-renew@" + leased + ".service"} {
		if !slices.Contains(stopped, name) {
			t.Errorf("when the host went down %s was not at work, but %v", name, stopped)
		}
	}
}
