package servers_test

import (
	"strings"
	"testing"
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
