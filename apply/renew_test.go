package apply_test

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/dhcp4"
)

// due is when the report has eth0's lease due, from now on.
func (h *host) due(r *apply.Report) time.Duration {
	h.t.Helper()
	if len(r.Due) != 1 || r.Due[0].Interface != "eth0" {
		h.t.Fatalf("due: %+v", r.Due)
	}
	return r.Due[0].At - time.Since(h.started)
}

// silence is a server that does not answer, for as long as a client waits.
func (h *host) silence() {
	h.acquire = func(_ context.Context, _ int, c dhcp4.Config) (dhcp4.Lease, error) {
		time.Sleep(c.Timeout)
		return dhcp4.Lease{}, dhcp4.ErrTimeout
	}
}

func TestRenew(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{"ifcfg-eth0": dhcp}
		h.serve(lease("10.9.0.5/24", "10.9.0.1"), 0)
		start := h.clean(apply.Boot, f)
		if got := h.due(start); got != 30*time.Minute {
			t.Errorf("due in %v", got)
		}
		time.Sleep(29 * time.Minute)
		h.kernel.Forget()
		if r := h.clean(apply.Renew, f); len(h.asked) != 1 || r.Changes != 0 || len(h.kernel.Commands()) != 0 || h.due(r) != time.Minute {
			t.Errorf("before its time: asked %d times, %v", len(h.asked), h.kernel.Commands())
		}
		time.Sleep(59 * time.Second)
		if r := h.clean(apply.Renew, f); h.due(r) != time.Second {
			t.Errorf("just before its time, it is put off: due in %s", h.due(r))
		}
		time.Sleep(time.Second)
		r := h.clean(apply.Renew, f)
		former := h.asked[1].Former
		if former == nil || !former.InUse || former.Age != 30*time.Minute {
			t.Errorf("asked with %+v", former)
		}
		want := []string{"ip address change 10.9.0.5/24 brd 10.9.0.255 scope global noprefixroute valid_lft 3600 preferred_lft 3600 dev eth0"}
		if diff := cmp.Diff(want, h.kernel.Commands()); diff != "" {
			t.Errorf("commands (-want +got):\n%s", diff)
		}
		if got := h.due(r); got != 30*time.Minute {
			t.Errorf("renewed, due in %v", got)
		}
	})
}

// A server that is silent is asked at T1, each time that half of what is left until T2
// has passed, then everybody until the end; then anew (RFC 2131 4.4.5).
func TestRenewUnanswered(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{"ifcfg-eth0": dhcp}
		h.serve(lease("10.9.0.5/24", "10.9.0.1"), 0)
		r := h.clean(apply.Boot, f)
		began := time.Now()
		h.silence()
		var times, ages []string
		for time.Since(began) < 65*time.Minute {
			time.Sleep(h.due(r))
			times = append(times, time.Since(began).Round(time.Second).String())
			r = h.run(apply.Renew, f)
			last := h.asked[len(h.asked)-1]
			if last.Former != nil && r.Changes != 0 {
				t.Errorf("at %s: %d changes", times[len(times)-1], r.Changes)
			}
			switch {
			case last.Former == nil:
				ages = append(ages, "anew")
				if last.Requested != netip.MustParseAddr("10.9.0.5") {
					t.Errorf("the address of before is not asked for: %v", last.Requested)
				}
			case last.Former.Age >= 52*time.Minute:
				ages = append(ages, "rebind")
			default:
				ages = append(ages, "renew")
			}
		}
		want := []string{"30m0s", "41m0s", "46m30s", "49m15s", "50m38s", "51m38s", "52m0s", "56m0s", "58m0s", "59m0s", "1h0m0s", "1h1m15s", "1h3m0s", "1h5m45s"}
		if diff := cmp.Diff(want, times); diff != "" {
			t.Errorf("times (-want +got):\n%s", diff)
		}
		if got := strings.Join(slices.Compact(ages), " "); got != "renew rebind anew" {
			t.Error(ages)
		}
		h.serve(lease("10.9.0.6/24", "10.9.0.1"), 0)
		time.Sleep(h.due(r))
		h.clean(apply.Renew, f)
		h.wantState(
			"eth0: address 10.9.0.6/24 brd 10.9.0.255 scope global noprefixroute valid_lft 3600 preferred_lft 3600",
			"eth0: link mtu 1500 address 02:00:00:00:00:01 up true",
			"eth0: route 10.9.0.0/24 proto kernel scope link src 10.9.0.6 metric 100",
			"eth0: route default via 10.9.0.1 proto dhcp src 10.9.0.6 metric 100",
		)
	})
}

// Refused, an address is not used any more, even if there is no other.
func TestRenewRefused(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{"ifcfg-eth0": dhcp}
		h.serve(lease("10.9.0.5/24", "10.9.0.1"), 0)
		h.clean(apply.Boot, f)
		time.Sleep(30 * time.Minute)
		h.acquire = func(context.Context, int, dhcp4.Config) (dhcp4.Lease, error) {
			return dhcp4.Lease{}, &dhcp4.Refusal{Server: netip.MustParseAddr("10.9.0.1"), Address: netip.MustParseAddr("10.9.0.5")}
		}
		r := h.run(apply.Renew, f)
		wantErrors(t, r, "ifcfg-eth0:2:11: BOOTPROTO: server 10.9.0.1 refused 10.9.0.5")
		h.wantState("eth0: link mtu 1500 address 02:00:00:00:00:01 up true")
		if got := h.due(r); got != 30*time.Second {
			t.Errorf("due in %v", got)
		}
	})
}

// With another address the new one is there before the old one goes.
func TestRenewAnotherAddress(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{"ifcfg-eth0": dhcp}
		h.serve(lease("10.9.0.5/24", "10.9.0.1"), 0)
		h.clean(apply.Boot, f)
		time.Sleep(30 * time.Minute)
		h.serve(lease("10.9.0.6/24", "10.9.0.1"), 0)
		h.kernel.Forget()
		h.clean(apply.Renew, f)
		commands := h.kernel.Commands()
		added := slices.IndexFunc(commands, func(c string) bool { return strings.HasPrefix(c, "ip address add 10.9.0.6/24") })
		deleted := slices.IndexFunc(commands, func(c string) bool { return strings.HasPrefix(c, "ip address delete 10.9.0.5/24") })
		if added < 0 || deleted < added {
			t.Error(strings.Join(commands, "\n"))
		}
	})
}

// What a boot could not finish is tried again, ever more rarely, until it works: with
// a cable that comes an hour later.
func TestRenewFromNothing(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{"ifcfg-eth0": dhcp}
		h.kernel.SetCarrier("eth0", false)
		r := h.run(apply.Boot, f)
		began := time.Now()
		var pauses []time.Duration
		for time.Since(began) < time.Hour {
			pauses = append(pauses, h.due(r))
			time.Sleep(h.due(r))
			r = h.run(apply.Renew, f)
			wantErrors(t, r, "ifcfg-eth0: eth0: no carrier, so there was no DHCP")
			h.took(r, 0)
		}
		for i, want := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 5 * time.Minute, 5 * time.Minute} {
			if pauses[i] != want {
				t.Errorf("pause %d: %v, want %v", i, pauses[i], want)
			}
		}
		h.kernel.SetCarrier("eth0", true)
		h.serve(lease("10.9.0.5/24"), time.Second)
		time.Sleep(h.due(r))
		if r := h.clean(apply.Renew, f); h.due(r) != 30*time.Minute {
			t.Errorf("due in %v", h.due(r))
		}
	})
}

// Renewing concerns leases alone: not what else was edited meanwhile, nor what is down.
func TestRenewNothingElse(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("10.9.0.5/24"), 0)
		f := files{"ifcfg-eth0": dhcp}
		h.clean(apply.Boot, f)
		time.Sleep(31 * time.Minute)
		h.kernel.AddLink(eth("eth1", 2))
		f["ifcfg-eth1"] = "DEVICE=eth1\nIPADDR=192.0.2.1\nPREFIX=24\n"
		f["ifcfg-eth2"] = "DEVICE=eth2\nBOOTPROTO=dhcp\n"
		h.kernel.Forget()
		h.clean(apply.Renew, f, "eth0")
		for _, c := range h.kernel.Commands() {
			if !strings.Contains(c, "eth0") {
				t.Error(c)
			}
		}
		r := h.clean(apply.Down, f, "eth0")
		if len(r.Due) != 0 {
			t.Errorf("taken down, it is due: %+v", r.Due)
		}
		asked := len(h.asked)
		h.clean(apply.Renew, f)
		if len(h.asked) != asked {
			t.Error("what is down is renewed")
		}
	})
}

// DHCPRELEASE gives the lease back while the address is there.
func TestRelease(t *testing.T) {
	for _, says := range []string{"yes", "no"} {
		t.Run(says, func(t *testing.T) {
			bubble(t, func(t *testing.T, h *host) {
				f := files{"ifcfg-eth0": dhcp + "DHCPRELEASE=" + says + "\n"}
				h.serve(lease("10.9.0.5/24"), 0)
				h.clean(apply.Boot, f)
				h.released = func(c dhcp4.Config) error {
					if c.Former == nil || c.Former.Lease.Address != netip.MustParsePrefix("10.9.0.5/24") || !slices.ContainsFunc(h.state(), func(s string) bool { return strings.Contains(s, "10.9.0.5") }) {
						t.Errorf("released %+v with %v", c.Former, h.state())
					}
					return errors.New("network is unreachable")
				}
				r := h.run(apply.Down, f, "eth0")
				if says == "no" {
					wantErrors(t, r)
				} else {
					wantErrors(t, r, "ifcfg-eth0:3:13: DHCPRELEASE: eth0: giving the lease back: network is unreachable")
				}
				h.wantState("eth0: link mtu 1500 address 02:00:00:00:00:01 up false")
			})
		})
	}
}

// A lease is a card's, not a name's; and one that was away may have come to another
// network: it asks first whether its lease is good there.
func TestLeaseOfAnotherCard(t *testing.T) {
	for name, number := range map[string]byte{"the same card": 1, "another": 7} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, h *host) {
				f := files{"ifcfg-eth0": dhcp}
				h.serve(lease("10.9.0.5/24"), 0)
				h.clean(apply.Boot, f)
				h.kernel.RemoveLink("eth0")
				h.kernel.AddLink(eth("eth0", number))
				h.clean(apply.Hotplug, f)
				if len(h.asked) != 2 {
					t.Fatalf("asked %d times", len(h.asked))
				}
				if former := h.asked[1].Former; (former != nil && !former.InUse) != (number == 1) {
					t.Errorf("asked with %+v", former)
				}
			})
		})
	}
}

// A profile that cannot be used any more does not end the lease; one that is gone does.
func TestLeaseEnds(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("10.9.0.5/24"), 0)
		h.clean(apply.Boot, files{"ifcfg-eth0": dhcp})
		if r := h.run(apply.Reload, files{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dchp\n"}); len(r.Ended) != 0 {
			t.Errorf("with a mistake: ended %v", r.Ended)
		}
		if r := h.run(apply.Reload, files{}); len(r.Ended) != 1 {
			t.Errorf("without a profile: ended %v", r.Ended)
		}
	})
}

// A run that is told to stop is not begun again at once.
func TestRenewInterrupted(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.acquire = func(ctx context.Context, _ int, _ dhcp4.Config) (dhcp4.Lease, error) {
			<-ctx.Done()
			return dhcp4.Lease{}, ctx.Err()
		}
		time.AfterFunc(10*time.Second, func() { h.stop(errors.New("terminated")) })
		if r := h.run(apply.Boot, files{"ifcfg-eth0": dhcp}); h.due(r) != 30*time.Second {
			t.Errorf("due in %v", h.due(r))
		}
	})
}
