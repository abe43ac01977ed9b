package e2e_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/tests/lab"
)

// TestSecondRunWaitsForTheFirst and then finds nothing left to do.
func TestSecondRunWaitsForTheFirst(t *testing.T) {
	t.Parallel()
	deaf := oneLease()
	deaf.Drop = 1 // keeps the first run busy until its second DISCOVER
	h, server := leaseHost(t, deaf)
	first := h.Start("boot")
	server.Hears(dhcpv4.MessageTypeDiscover, 1)
	second := h.Start("reload")
	second.Says(fmt.Sprintf("netonce boot (process %d)", first.PID()))
	code(t, first.Wait(), 0)
	r := second.Wait()
	code(t, r, 0)
	says(t, r, "changes=0")
	facts(t, h, leased)
	if seen := server.Seen(); len(seen) != 3 {
		t.Errorf("the server heard %v, want the first run's alone", seen)
	}
}

// TestLockOfADeadRunHoldsNobody up.
func TestLockOfADeadRunHoldsNobody(t *testing.T) {
	t.Parallel()
	deaf := oneLease()
	deaf.Drop = 1
	h, server := leaseHost(t, deaf)
	first := h.Start("boot")
	server.Hears(dhcpv4.MessageTypeDiscover, 1)
	first.Kill()
	r := h.Netonce("boot")
	code(t, r, 0)
	facts(t, h, leased)
}

const (
	kills    = 50
	killStep = 300 * time.Microsecond
)

// TestKilledAtAnyMoment kills a run, later each time, and demands that the next
// one brings the host to where an undisturbed run does, and that what both made is
// known: with the profiles it all goes again.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	undisturbed := killHost(t)
	code(t, undisturbed.Netonce("boot"), 0)
	undisturbed.SettleAddresses()
	want := undisturbed.Facts()
	wantNames := undisturbed.ResolvFacts()
	for i := range kills {
		t.Run(fmt.Sprintf("after %s", time.Duration(i)*killStep), func(t *testing.T) {
			t.Parallel()
			h := killHost(t)
			p := h.Start("boot")
			time.Sleep(time.Duration(i) * killStep)
			p.Kill()
			code(t, h.Netonce("boot"), 0)
			h.SettleAddresses()
			if list := changed(want, h.Facts()); len(list) > 0 {
				t.Errorf("not as without the kill: %q", list)
			}
			if diff := cmp.Diff(wantNames, h.ResolvFacts()); diff != "" {
				t.Errorf("resolv.conf (-want +got):\n%s", diff)
			}
			for _, name := range []string{"ifcfg-eth0", "ifcfg-eth1", "ifcfg-eth2", "route-eth2"} {
				h.Remove(lab.Profiles + "/" + name)
			}
			code(t, h.Netonce("reload"), 0)
			if left := slices.DeleteFunc(h.Facts(), isLinkFact); len(left) > 0 {
				t.Errorf("nobody's any more: %q", left)
			}
			facts(t, h, "link eth0 down", "link eth1 down", "link eth2 down")
		})
	}
}

func isLinkFact(f string) bool { return len(f) > 5 && f[:5] == "link " }

// killHost has something of everything to be killed in.
func killHost(t *testing.T) *lab.Host {
	h := lab.New(t)
	h.Cables("eth0", "eth1", "eth2")
	h.Peer("eth0", "192.0.2.1/24")
	h.Serve("eth0", oneLease())
	h.Profile("ifcfg-eth0", dhcp("eth0")...)
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24", "GATEWAY=198.51.100.1", "DNS1=198.51.100.53", "DOMAIN=example.org")...)
	h.Profile("ifcfg-eth2", static6("eth2", "2001:db8::10/64", "IPADDR=10.0.0.1", "PREFIX=24", "IPADDR1=10.0.1.1", "PREFIX1=24")...)
	h.Profile("route-eth2", "10.7.0.0/16 via 10.0.0.254", "blackhole 10.8.0.0/16")
	return h
}
