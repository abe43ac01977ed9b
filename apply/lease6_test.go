package apply_test

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"netonce/apply"
	"netonce/apply/dhcp6"
)

const dhcp6Only = "DEVICE=eth0\nIPV6INIT=yes\nIPV6_AUTOCONF=no\nDHCPV6C=yes\n"

// lease6 is what a DHCPv6 server gives out for an hour.
func lease6(address string) dhcp6.Lease {
	return dhcp6.Lease{Server: []byte{0, 3, 0, 1, 2}, Lifetime: time.Hour, T1: 30 * time.Minute, T2: 48 * time.Minute,
		Addresses: []dhcp6.Grant{{Prefix: netip.PrefixFrom(netip.MustParseAddr(address), 128), Preferred: 50 * time.Minute, Valid: time.Hour}},
		DNS:       []netip.Addr{netip.MustParseAddr("2001:db8::53")}, Search: []string{"six.example"}}
}

// serve6 answers every client with a lease after a while.
func (h *host) serve6(l dhcp6.Lease, after time.Duration) {
	h.acquire6 = func(_ context.Context, c dhcp6.Config) (dhcp6.Lease, error) {
		time.Sleep(after)
		l.ClientDUID, l.IAID, l.Age = c.DUID, c.IAID, after
		return l, nil
	}
}

// silence6 is a server that does not answer.
func (h *host) silence6() {
	h.acquire6 = func(_ context.Context, c dhcp6.Config) (dhcp6.Lease, error) {
		time.Sleep(c.Timeout)
		return dhcp6.Lease{}, dhcp6.ErrTimeout
	}
}

func TestDHCPv6(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.DADTime = time.Second
		h.serve6(lease6("2001:db8::100"), time.Second)
		f := files{"ifcfg-eth0": dhcp6Only}
		r := h.clean(apply.Boot, f)
		h.took(r, 3*time.Second) // two detections, and the server's
		h.wantState(
			"eth0: address 2001:db8::100/128 scope global noprefixroute valid_lft 3598 preferred_lft 2998",
			"eth0: link mtu 1500 address 02:00:00:00:00:01 up true",
			"eth0: route 2001:db8::100/128 proto kernel metric 100",
			"eth0: sysctl ipv6/accept_ra=0",
		)
		h.wantNames("dhcp6 2001:db8::53", "dhcp6 six.example")
		if c := h.asked6[0]; !c.Address || c.Information || c.FQDN != "box" || c.FQDNFlags != dhcp6.FlagS || len(c.DUID) != 18 || len(h.solicited) > 0 {
			t.Errorf("asked %+v, routers %q", c, h.solicited)
		}
		h.kernel.Forget()
		h.took(h.clean(apply.Reload, f), 0)
		if len(h.asked6) != 1 || len(h.kernel.Commands()) > 0 {
			t.Errorf("a second run asks %d times and changes %q", len(h.asked6), h.kernel.Commands())
		}
	})
}

// It is renewed at T1, without a moment in which the address is not there.
func TestDHCPv6Renewal(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve6(lease6("2001:db8::100"), 0)
		f := files{"ifcfg-eth0": dhcp6Only}
		r := h.clean(apply.Boot, f)
		if got := h.due(r); got != 30*time.Minute || r.Due[0].Task != apply.RenewLease6 {
			t.Errorf("%s due in %v", r.Due[0].Task, got)
		}
		time.Sleep(h.due(r))
		h.kernel.Forget()
		r = h.clean(apply.Renew, f)
		want := []string{"ip address change 2001:db8::100/128 scope global noprefixroute valid_lft 3600 preferred_lft 3000 dev eth0"}
		if got := h.kernel.Commands(); !slices.Equal(got, want) {
			t.Errorf("commands %q", got)
		}
		former := h.asked6[1].Former
		if former == nil || !former.InUse || former.Age != 30*time.Minute || h.due(r) != 30*time.Minute {
			t.Errorf("asked with %+v, due in %v", former, h.due(r))
		}
		h.silence6()
		for r = h.clean(apply.Renew, f); ; r = h.run(apply.Renew, f) {
			if len(h.store.six) == 0 || h.store.six["eth0"].Left(time.Hour, time.Since(h.started)) <= 0 {
				break
			}
			h.wantAddresses("eth0 2001:db8::100/128")
			time.Sleep(h.due(r))
		}
		h.wantAddresses()
		h.serve6(lease6("2001:db8::200"), 0)
		time.Sleep(h.due(r))
		h.clean(apply.Renew, f)
		h.wantAddresses("eth0 2001:db8::200/128")
	})
}

// A server that takes a lease back gets what it wants.
func TestDHCPv6Refused(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve6(lease6("2001:db8::100"), 0)
		f := files{"ifcfg-eth0": dhcp6Only}
		h.clean(apply.Boot, f)
		h.acquire6 = func(context.Context, dhcp6.Config) (dhcp6.Lease, error) { return dhcp6.Lease{}, dhcp6.ErrOver }
		h.run(apply.Renew, f, "eth0")
		time.Sleep(31 * time.Minute)
		h.run(apply.Renew, f)
		h.wantAddresses()
		if len(h.store.six) > 0 {
			t.Error("the lease is kept")
		}
	})
}

func TestNoDHCPv6Server(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.silence6()
		f := files{"ifcfg-eth0": dhcp6Only + "IPV6_DHCP_TIMEOUT=7\n"}
		r := h.run(apply.Boot, f)
		wantErrors(t, r, "ifcfg-eth0:4:9: DHCPV6C: "+dhcp6.ErrTimeout.Error())
		h.took(r, 7*time.Second)
		if !r.TimedOut() || h.due(r) != 30*time.Second || r.Due[0].Task != apply.GetLease6 {
			t.Errorf("timed out %v, %s due in %v", r.TimedOut(), r.Due[0].Task, h.due(r))
		}
		time.Sleep(30 * time.Second)
		if r = h.run(apply.Renew, f); h.due(r) != time.Minute {
			t.Errorf("due in %v", h.due(r))
		}
	})
}

// Routers say what DHCPv6 is for.
func TestManagedByRouters(t *testing.T) {
	for _, c := range []struct {
		name           string
		managed, other bool
		addresses      []string
		information    bool
	}{
		{"addresses", true, true, []string{"eth0 2001:db8:9::ff:fe00:1/64", "eth0 2001:db8::100/128"}, false},
		{"information", false, true, []string{"eth0 2001:db8:9::ff:fe00:1/64"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, h *host) {
				h.kernel.DADTime = time.Second
				h.router = advertise()
				h.router.Managed, h.router.Other = c.managed, c.other
				l := lease6("2001:db8::100")
				if c.information {
					l = dhcp6.Lease{Server: l.Server, DNS: l.DNS, Search: l.Search, Refresh: 24 * time.Hour}
				}
				h.serve6(l, 0)
				f := files{"ifcfg-eth0": auto6}
				r := h.clean(apply.Boot, f)
				h.wantAddresses(c.addresses...)
				h.wantNames("dhcp6 2001:db8::53", "dhcp6 six.example")
				if len(h.asked6) != 1 || h.asked6[0].Information != c.information || h.asked6[0].Address == c.information {
					t.Errorf("asked %+v", h.asked6)
				}
				if due := h.due(r); due > time.Hour {
					t.Errorf("due in %v", due)
				}
			})
		})
	}
}

// Where nobody waits for IPv6, DHCPv6 is asked by the next run; with IPv4 up its silence
// is no failure.
func TestDHCPv6Later(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.DADTime = 5 * time.Second
		h.serve6(lease6("2001:db8::100"), 10*time.Millisecond)
		f := files{"ifcfg-eth0": dhcp6Only + "IPADDR=192.0.2.2\nPREFIX=24\n"}
		r := h.clean(apply.Boot, f)
		h.took(r, 3*time.Second)
		time.Sleep(h.due(r))
		h.clean(apply.Renew, f)
		h.wantAddresses("eth0 192.0.2.2/24", "eth0 2001:db8::100/128")
		h.silence6()
		f["ifcfg-eth1"] = "DEVICE=eth1\nIPV6INIT=yes\nIPV6_AUTOCONF=no\nDHCPV6C=yes\nIPADDR=192.0.2.3\nPREFIX=24\n"
		h.kernel.AddLink(eth("eth1", 2))
		h.clean(apply.Reload, f)
		time.Sleep(10 * time.Second)
		if r := h.run(apply.Renew, f); len(r.All()) > 0 {
			t.Errorf("errors: %v", r.All())
		}
	})
}

// An address that another host has goes back to the server, and nothing of it stays; the
// kernel itself throws away one that is not for ever. The next run asks for another.
func TestDHCPv6Duplicate(t *testing.T) {
	for name, life := range map[string]time.Duration{"for an hour": time.Hour, "for ever": dhcp6.Forever} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, h *host) {
				h.kernel.DADTime = -1
				l := lease6("2001:db8::100")
				l.Lifetime, l.Addresses[0].Valid = life, life
				h.serve6(l, 0)
				f := files{"ifcfg-eth0": dhcp6Only}
				h.endDAD(time.Second, "eth0 fe80::ff:fe00:1/64", "!eth0 2001:db8::100/128")
				r := h.run(apply.Boot, f)
				wantErrors(t, r, "ifcfg-eth0:4:9: DHCPV6C, DHCPv6 lease: eth0: another host on the link has the address 2001:db8::100")
				h.took(r, 2*time.Second)
				if want := []netip.Addr{netip.MustParseAddr("2001:db8::100")}; !slices.Equal(h.declined6, want) {
					t.Errorf("declined %v", h.declined6)
				}
				h.wantState("eth0: link mtu 1500 address 02:00:00:00:00:01 up true", "eth0: sysctl ipv6/accept_ra=0")
				h.wantNames()
				h.serve6(lease6("2001:db8::101"), 0)
				time.Sleep(h.due(r))
				h.endDAD(time.Second, "eth0 2001:db8::101/128")
				h.clean(apply.Renew, f)
				h.wantAddresses("eth0 2001:db8::101/128")
			})
		})
	}
}

// endDAD ends the duplicate address detection of addresses, each a while after the one
// before it; with a "!" before it, another host has it.
func (h *host) endDAD(pause time.Duration, addresses ...string) {
	go func() {
		for _, a := range addresses {
			time.Sleep(pause)
			text, taken := strings.CutPrefix(a, "!")
			name, prefix, _ := strings.Cut(text, " ")
			h.kernel.EndDAD(name, netip.MustParsePrefix(prefix), !taken)
		}
	}()
}

// Taken down with DHCPRELEASE the lease goes back.
func TestDHCPv6Release(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve6(lease6("2001:db8::100"), 0)
		f := files{"ifcfg-eth0": dhcp6Only + "DHCPRELEASE=yes\n"}
		h.clean(apply.Boot, f)
		h.clean(apply.Down, f, "eth0")
		if len(h.released6) != 1 || len(h.store.six) > 0 {
			t.Errorf("released %v, stored %v", h.released6, h.store.six)
		}
	})
}

// The status tells of the lease, and of what is missing.
func TestStatusOfDHCPv6(t *testing.T) {
	t.Run("lease", func(t *testing.T) { statusOfLease6(t) })
	t.Run("routers", func(t *testing.T) {
		bubble(t, func(t *testing.T, h *host) {
			s, err := h.host().Status(apply.Request{Profiles: files{"ifcfg-eth0": auto6}.profiles(t)}, untouched)
			if err != nil || !slices.Contains(s.Interfaces[0].Missing, "address from routers") {
				t.Errorf("%+v, %v", s, err)
			}
		})
	})
}

func statusOfLease6(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve6(lease6("2001:db8::100"), 0)
		f := files{"ifcfg-eth0": dhcp6Only}
		missing := func() (string, *apply.LeaseState) {
			s, err := h.host().Status(apply.Request{Profiles: f.profiles(t)}, untouched)
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(s.Interfaces[0].Missing, ", "), s.Interfaces[0].Lease6
		}
		if text, _ := missing(); !strings.Contains(text, "DHCPv6 lease") {
			t.Errorf("missing: %s", text)
		}
		h.clean(apply.Boot, f)
		if text, l := missing(); text != "" || l == nil || l.Address.String() != "2001:db8::100/128" || l.Seconds.Left != 3600 || l.Seconds.Renewal != 1800 {
			t.Errorf("missing: %q, lease %+v", text, l)
		}
	})
}
