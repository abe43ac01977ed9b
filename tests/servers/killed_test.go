package servers_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/tests/lab"
)

// TestKilledRenew6: whenever the renewal of a DHCPv6 lease is killed, it or a boot brings
// the host to where it was, and leaves nothing to do; and so it is with one that finds the
// address gone.
func TestKilledRenew6(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]string{"renewed": "", "address gone": "ip address flush dev eth0 scope global"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := host(t, dhcp6()...)
			dnsmasq(t, h, six(t))
			code(t, h.Netonce("boot"), 0)
			names6(t, h)
			want := h.StableFacts()
			prepare := func() {
				if words := strings.Fields(begin); len(words) > 0 {
					h.Other(words[0], words[1:]...)
				}
			}
			prepare()
			steps, r := h.Steps("renew", "eth0")
			code(t, r, 0)
			killed := 0
			for n, m := range lab.Moments(steps) {
				prepare()
				if h.KilledAt(m, "renew", "eth0") {
					killed++
				}
				again := [][]string{{"renew", "eth0"}, {"boot"}}[n%2]
				r := h.Netonce(again...)
				code(t, r, 0)
				if diff := cmp.Diff(want, h.StableFacts()); diff != "" {
					t.Fatalf("killed before %s, and repaired by %s (-before +after):\n%s\n%s", m, again[0], diff, r.Log)
				}
				names6(t, h)
				says(t, h.Netonce("reload"), "changes=0 ")
			}
			if t.Logf("killed before %d of %d steps", killed, len(steps)); killed < 5 || killed < len(steps)*9/10 {
				t.Error("these are not all")
			}
		})
	}
}
