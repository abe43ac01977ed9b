package apply_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"netonce/apply"
	"netonce/apply/dhcp4"
)

const mostly6 = "DEVICE=eth0\nBOOTPROTO=dhcp\nIPV6INIT=yes\nDHCP_IPV6_ONLY_PREFERRED=yes\n"

// only6 is a server that has every client that lets it do without IPv4.
func (h *host) only6(wait time.Duration) {
	h.acquire = func(_ context.Context, _ int, c dhcp4.Config) (dhcp4.Lease, error) {
		if !c.IPv6Only {
			return lease("10.9.0.5/24", "10.9.0.1"), nil
		}
		return dhcp4.Lease{}, &dhcp4.IPv6Only{Wait: wait}
	}
}

// Where a server has IPv6 stand in for IPv4, it is not asked again before its time, but
// where the host may have come to another network.
func TestWithout4(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.router = advertise()
		h.only6(time.Hour)
		f := files{"ifcfg-eth0": mostly6 + "IPV4_LINK_LOCAL=fallback\n"}
		r := h.clean(apply.Boot, f)
		h.wantAddresses("eth0 2001:db8:9::ff:fe00:1/64")
		if got := h.due(r); got < 59*time.Minute || got > time.Hour || r.Due[0].Task != apply.GetLease {
			t.Errorf("%s due in %v", r.Due[0].Task, got)
		}
		if !strings.Contains(h.log.String(), "ifcfg-eth0:2:11: BOOTPROTO: server") {
			t.Errorf("the log:\n%s", h.log.String())
		}
		h.unchanged(f)
		if len(h.asked) != 1 {
			t.Errorf("asked %d times", len(h.asked))
		}
		s, err := h.host().Status(apply.Request{Profiles: f.profiles(t)}, untouched)
		if err != nil || s.Interfaces[0].State != "up" {
			t.Errorf("status %+v, %v", s, err)
		}
		h.clean(apply.Up, f, "eth0")
		if len(h.asked) != 2 {
			t.Errorf("brought up by name it asks %d times", len(h.asked))
		}
		h.serve(lease("10.9.0.5/24", "10.9.0.1"), 0)
		r = h.clean(apply.Reload, f)
		for range 2 { // the routers' time comes first
			time.Sleep(h.due(r))
			r = h.clean(apply.Renew, f)
		}
		h.wantAddresses("eth0 10.9.0.5/24", "eth0 2001:db8:9::ff:fe00:1/64")
	})
}

// Without routers the profile has failed, and both reasons are told.
func TestWithoutBoth(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.router = nil
		h.only6(time.Hour)
		r := h.run(apply.Boot, files{"ifcfg-eth0": mostly6})
		wantErrors(t, r, "ifcfg-eth0:2:11: BOOTPROTO: server invalid IP has IPv6 stand in for IPv4 for 1h0m0s (option 108)",
			"ifcfg-eth0:3:10: IPV6INIT: eth0: no router advertisement in 30s")
	})
}

// Who needs IPv4 does not offer to do without it.
func TestNotWithout4(t *testing.T) {
	for name, more := range map[string]string{
		"not asked":     "DHCP_IPV6_ONLY_PREFERRED=no\n",
		"no IPv6":       "IPV6INIT=no\n",
		"IPv4 must not": "IPV4_FAILURE_FATAL=yes\n",
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, h *host) {
				h.router = advertise()
				h.only6(time.Hour)
				h.clean(apply.Boot, files{"ifcfg-eth0": mostly6 + more})
				if h.asked[0].IPv6Only || h.store.leases["eth0"].Lease.Server.String() != "10.9.0.1" {
					t.Errorf("asked %+v", h.asked[0])
				}
			})
		})
	}
}

// Anonymity is one word of the profile, for both protocols.
func TestAnonymize(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("10.9.0.5/24", "10.9.0.1"), 0)
		h.serve6(lease6("2001:db8::100"), 0)
		h.clean(apply.Boot, files{"ifcfg-eth0": dhcp6Only + "BOOTPROTO=dhcp\nDHCP_ANONYMIZE=yes\nDHCPV6_DUID=stable-uuid\n"})
		if !h.asked[0].Anonymous {
			t.Errorf("DHCPv4 asks %+v", h.asked[0])
		}
		if c := h.asked6[0]; string(c.DUID) != "\x00\x03\x00\x01\x02\x00\x00\x00\x00\x01" || c.IAID != 1 || c.FQDN != "" {
			t.Errorf("DHCPv6 asks %+v", c)
		}
	})
}
