package apply_test

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"time"

	"netonce/apply"
	"netonce/apply/dhcp6"
)

// runsIn does what the timers ask for during a time, and counts the runs.
func (h *host) runsIn(f files, r *apply.Report, during time.Duration) (n int) {
	h.t.Helper()
	for end := time.Now().Add(during); len(r.Due) > 0 && n < 1000; n++ {
		if next := time.Now().Add(h.due(r)); next.After(end) {
			break
		}
		time.Sleep(h.due(r))
		r = h.run(apply.Renew, f)
	}
	return n
}

// Where nothing can be asked, or nobody answers, timers go off less and less often.
func TestTimersBackOff(t *testing.T) {
	info := dhcp6.Lease{Server: []byte{1, 2, 3}, DNS: []netip.Addr{netip.MustParseAddr("2001:db8::53")}, Refresh: time.Hour}
	for _, c := range []struct {
		name string
		text string
		lose func(h *host) // after the boot
		give func(h *host) // before it
	}{
		{"no carrier", auto6 + "IPADDR=192.0.2.2\nPREFIX=24\n", nil, func(h *host) { h.kernel.SetCarrier("eth0", false) }},
		{"no carrier, with a lease", dhcp6Only, func(h *host) { h.kernel.SetCarrier("eth0", false) }, func(h *host) { h.serve6(lease6("2001:db8::100"), 0) }},
		{"no addresses any more", auto6, func(h *host) { h.router.Managed = false; h.kernel.Advertise(2, *h.router) },
			func(h *host) { h.router.Managed = true; h.serve6(lease6("2001:db8::100"), 0) }},
		{"no information any more", auto6, func(h *host) { h.router.Other = false; h.kernel.Advertise(2, *h.router) },
			func(h *host) { h.router.Other = true; h.serve6(info, 0) }},
		{"servers of a second", auto6, nil, func(h *host) { h.router = advertise(rdnss(time.Second, "2001:db8::53")) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, h *host) {
				h.router.Lifetime = 100 * time.Hour
				c.give(h)
				f := files{"ifcfg-eth0": c.text}
				r := h.run(apply.Boot, f)
				if c.lose != nil {
					c.lose(h)
				}
				most := 15
				if c.name == "servers of a second" {
					most = 360
				}
				if n := h.runsIn(f, r, time.Hour); n > most {
					t.Errorf("%d runs in an hour", n)
				}
			})
		})
	}
}

// A profile that fails without IPv6 does not lose the rest while its IPv6 holds, however
// silent the routers are; where it has failed it stays so until there is some.
func TestFatalIPv6Holds(t *testing.T) {
	t.Run("holds", func(t *testing.T) {
		bubble(t, func(t *testing.T, h *host) {
			h.router = advertise(rdnss(10*time.Minute, "2001:db8::53"))
			h.router.Lifetime = 100 * time.Hour
			f := files{"ifcfg-eth0": auto6 + "IPADDR=192.0.2.2\nPREFIX=24\nIPV6_FAILURE_FATAL=yes\n"}
			h.clean(apply.Boot, f)
			h.router = nil
			time.Sleep(11 * time.Minute)
			h.clean(apply.Reload, f)
			h.clean(apply.Renew, f)
			h.wantAddresses("eth0 192.0.2.2/24", "eth0 2001:db8:9::ff:fe00:1/64")
		})
	})
	t.Run("has failed", func(t *testing.T) {
		bubble(t, func(t *testing.T, h *host) {
			h.router = nil
			f := files{"ifcfg-eth0": auto6 + "IPADDR=192.0.2.2\nPREFIX=24\nIPV6_FAILURE_FATAL=yes\n"}
			r := h.run(apply.Boot, f)
			time.Sleep(h.due(r))
			h.run(apply.Renew, f)
			h.wantAddresses()
			h.router = advertise()
			time.Sleep(time.Minute)
			h.run(apply.Renew, f)
			h.wantAddresses("eth0 192.0.2.2/24", "eth0 2001:db8:9::ff:fe00:1/64")
		})
	})
}

// An advertisement that comes while a DHCPv6 client asks neither ends it nor starts
// another.
func TestAdvertisementMeanwhile(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve6(lease6("2001:db8::100"), time.Second)
		go func() {
			time.Sleep(990 * time.Millisecond)
			h.kernel.Advertise(2, *h.router)
		}()
		h.clean(apply.Boot, files{"ifcfg-eth0": auto6 + "DHCPV6_PD_HINT=::/56\nIPADDR=192.0.2.2\nPREFIX=24\n"})
		if len(h.asked6) != 1 {
			t.Errorf("asked %d times", len(h.asked6))
		}
		h.wantAddresses("eth0 192.0.2.2/24", "eth0 2001:db8:9::ff:fe00:1/64", "eth0 2001:db8::100/128")
	})
}

// A carrier that comes and goes has no more time than one that stays away.
func TestFlappingCarrierEnds(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.router = nil
		ctx, stop := context.WithCancel(t.Context())
		go func() {
			for on := false; ctx.Err() == nil; on = !on {
				h.kernel.SetCarrier("eth0", on)
				time.Sleep(4 * time.Second)
			}
		}()
		r := h.run(apply.Boot, files{"ifcfg-eth0": auto6})
		stop()
		if r.Took > 40*time.Second || len(r.All()) == 0 {
			t.Errorf("took %v: %v", r.Took, r.All())
		}
		time.Sleep(5 * time.Second)
	})
}

func TestInterfaceGoesWhileItWaitsForIPv6(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.router = nil
		go func() {
			time.Sleep(4 * time.Second)
			h.kernel.RemoveLink("eth0")
		}()
		r := h.run(apply.Boot, files{"ifcfg-eth0": auto6})
		if all := r.All(); len(all) != 1 || !strings.Contains(all[0].Error(), "the interface went away while it waited for IPv6") {
			t.Errorf("errors %v", all)
		}
	})
}

// What IPv6 gives stands in for DHCPv4 that fails, be it late, and DHCPv6 alone too.
func TestIPv6StandsIn(t *testing.T) {
	t.Run("late router", func(t *testing.T) {
		bubble(t, func(t *testing.T, h *host) { // a switch that lets nothing through at first
			h.silence()
			router := advertise()
			router.Managed, h.router = true, nil
			h.serve6(lease6("2001:db8::100"), 0)
			go func() {
				time.Sleep(10 * time.Second)
				h.kernel.Advertise(2, *router)
			}()
			h.clean(apply.Boot, files{"ifcfg-eth0": dhcp + "IPV6INIT=yes\n"})
			h.wantAddresses("eth0 2001:db8:9::ff:fe00:1/64", "eth0 2001:db8::100/128")
		})
	})
	t.Run("DHCPv6 alone", func(t *testing.T) {
		bubble(t, func(t *testing.T, h *host) {
			h.serve6(lease6("2001:db8::100"), time.Second)
			h.clean(apply.Boot, files{"ifcfg-eth0": dhcp + "IPV6INIT=yes\nIPV6_AUTOCONF=no\nDHCPV6C=yes\n"})
			h.wantAddresses("eth0 2001:db8::100/128")
		})
	})
}

// A lease is the card's and the identity's that it was given to, and the profile's as
// long as it asks for one.
func TestLease6OfAnother(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve6(lease6("2001:db8::100"), 0)
		f := files{"ifcfg-eth0": dhcp6Only}
		h.clean(apply.Boot, f)
		h.kernel.RemoveLink("eth0")
		h.kernel.AddLink(eth("eth0", 9))
		h.serve6(lease6("2001:db8::900"), 0)
		h.clean(apply.Reload, f)
		h.wantAddresses("eth0 2001:db8::900/128")
		f["ifcfg-eth0"] += "DHCPV6_IAID=77\n"
		h.serve6(lease6("2001:db8::77"), 0)
		h.clean(apply.Reload, f)
		h.wantAddresses("eth0 2001:db8::77/128")
		f["ifcfg-eth0"] = "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\n"
		if r := h.clean(apply.Reload, f); len(h.store.six) > 0 || len(r.Ended) != 1 {
			t.Errorf("kept %v, ended %v", h.store.six, r.Ended)
		}
	})
}
