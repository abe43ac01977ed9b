package apply_test

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"netonce/apply"
	"netonce/apply/dhcp4"
	"netonce/apply/network"
)

const (
	dhcp  = "DEVICE=eth0\nBOOTPROTO=dhcp\n"
	ipv6  = "DEVICE=eth0\nIPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=2001:db8::2/64\nIPV6_DEFAULTGW=2001:db8::1\n"
	route = "2001:db8:1::/48 via 2001:db8::9 src 2001:db8::2\n"
)

// bubble runs a test with a clock of its own, on a host with one card.
func bubble(t *testing.T, f func(t *testing.T, h *host)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { f(t, newHost(t, eth("eth0", 1))) })
}

func (h *host) took(r *apply.Report, want time.Duration) {
	h.t.Helper()
	if r.Took != want {
		h.t.Errorf("the run took %s, want %s", r.Took, want)
	}
}

func TestDHCP(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("10.9.0.5/24", "10.9.0.1"), 2*time.Second)
		r := h.clean(apply.Boot, files{"ifcfg-eth0": dhcp})
		h.took(r, 2*time.Second)
		h.wantState(
			"eth0: address 10.9.0.5/24 brd 10.9.0.255 scope global noprefixroute valid_lft 3600 preferred_lft 3600",
			"eth0: link mtu 1500 address 02:00:00:00:00:01 up true",
			"eth0: route 10.9.0.0/24 proto kernel scope link src 10.9.0.5 metric 100",
			"eth0: route default via 10.9.0.1 proto dhcp src 10.9.0.5 metric 100",
		)
		if diff := cmp.Diff([]string{"eth0 (carrier)", "eth0 (DHCP)", ""}, h.waiting); diff != "" {
			t.Errorf("waiting (-want +got):\n%s", diff)
		}
		if len(h.asked) != 1 || h.asked[0].Hostname != "box" || h.asked[0].Timeout != 45*time.Second {
			t.Errorf("asked = %+v", h.asked)
		}
		time.Sleep(10 * time.Minute)
		h.unchanged(files{"ifcfg-eth0": dhcp})
		if len(h.asked) != 1 {
			t.Error("a lease that holds is asked for again")
		}
	})
}

func TestDHCPTimeout(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.acquire = func(context.Context, int, dhcp4.Config) (dhcp4.Lease, error) {
			time.Sleep(45 * time.Second)
			return dhcp4.Lease{}, dhcp4.ErrTimeout
		}
		r := h.run(apply.Boot, files{"ifcfg-eth0": dhcp + "IPADDR=192.0.2.2\nPREFIX=24\n"})
		wantErrors(t, r, "ifcfg-eth0:2:11: BOOTPROTO: "+dhcp4.ErrTimeout.Error())
		h.wantLogged(r)
		if !r.TimedOut() {
			t.Error("not a timeout")
		}
		h.wantState(
			"eth0: address 192.0.2.2/24 brd 192.0.2.255 scope global noprefixroute",
			"eth0: link mtu 1500 address 02:00:00:00:00:01 up true",
			"eth0: route 192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 100",
		)
	})
}

func TestDHCPFatal(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		r := h.run(apply.Boot, files{"ifcfg-eth0": dhcp + "IPADDR=192.0.2.2\nPREFIX=24\nMTU=1400\nIPV4_FAILURE_FATAL=yes\n"})
		wantErrors(t, r, "ifcfg-eth0:2:11: BOOTPROTO: no DHCP server")
		if r.TimedOut() {
			t.Error("a refusal is no timeout")
		}
		h.wantState("eth0: link mtu 1500 address 02:00:00:00:00:01 up true")
	})
}

// Routes of a file wait for the lease: before it there is no way to their gateway.
func TestRoutesWaitForLease(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("10.9.0.5/24"), time.Second)
		h.clean(apply.Boot, files{"ifcfg-eth0": dhcp, "route-eth0": "10.20.0.0/16 via 10.9.0.9\n"})
		want := []string{
			"ip link set dev eth0 up",
			"ip address add 10.9.0.5/24 brd 10.9.0.255 scope global noprefixroute valid_lft 3600 preferred_lft 3600 dev eth0",
			"ip route append 10.9.0.0/24 proto kernel scope link src 10.9.0.5 metric 100 dev eth0",
			"ip route append 10.20.0.0/16 via 10.9.0.9 proto static metric 100 dev eth0",
		}
		if diff := cmp.Diff(want, h.kernel.Commands()); diff != "" {
			t.Errorf("commands (-want +got):\n%s", diff)
		}
	})
}

// A lease that is due stays in force until there is a new one.
func TestDueLease(t *testing.T) {
	for name, renewed := range map[string]bool{"renewed": true, "no answer": false} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, h *host) {
				h.serve(lease("10.9.0.5/24", "10.9.0.1"), time.Second)
				f := files{"ifcfg-eth0": dhcp + "IPV4_FAILURE_FATAL=yes\n"}
				h.clean(apply.Boot, f)
				time.Sleep(35 * time.Minute)
				if !renewed {
					h.acquire = func(context.Context, int, dhcp4.Config) (dhcp4.Lease, error) { return dhcp4.Lease{}, dhcp4.ErrTimeout }
				}
				h.kernel.Forget()
				h.clean(apply.Reload, f)
				var want []string
				if renewed {
					want = []string{"ip address change 10.9.0.5/24 brd 10.9.0.255 scope global noprefixroute valid_lft 3600 preferred_lft 3600 dev eth0"}
				}
				if diff := cmp.Diff(want, h.kernel.Commands()); diff != "" {
					t.Errorf("commands (-want +got):\n%s", diff)
				}
				former := h.asked[len(h.asked)-1].Former
				if len(h.asked) != 2 || former == nil || !former.InUse || former.Lease.Address.Addr() != netip.MustParseAddr("10.9.0.5") {
					t.Errorf("asked = %+v", h.asked)
				}
			})
		})
	}
}

func TestCarrierNeverComes(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.SetCarrier("eth0", false)
		r := h.run(apply.Boot, files{"ifcfg-eth0": dhcp})
		h.took(r, 5*time.Second)
		wantErrors(t, r, "ifcfg-eth0: eth0: no carrier in 5s, so there was no DHCP")
		h.wantLogged(r)
		if !r.TimedOut() || len(h.asked) != 0 {
			t.Errorf("timed out = %v, asked = %v", r.TimedOut(), h.asked)
		}
	})
}

func TestCarrierComesLate(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.SetCarrier("eth0", false)
		h.serve(lease("10.9.0.5/24"), time.Second)
		time.AfterFunc(3*time.Second, func() { h.kernel.SetCarrier("eth0", true) })
		r := h.clean(apply.Boot, files{"ifcfg-eth0": dhcp})
		h.took(r, 4*time.Second)
		if diff := cmp.Diff([]string{"eth0 (carrier)", "eth0 (DHCP)", ""}, h.waiting); diff != "" {
			t.Errorf("waiting (-want +got):\n%s", diff)
		}
	})
}

func TestDeviceNeverComes(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		r := h.run(apply.Boot, files{"ifcfg-eth9": "DEVICE=eth9\nBOOTPROTO=dhcp\nDEVTIMEOUT=7\n", "ifcfg-eth8": "DEVICE=eth8\nBOOTPROTO=dhcp\n"})
		h.took(r, 7*time.Second)
		wantErrors(t, r, "ifcfg-eth8: there is no interface eth8", "ifcfg-eth9: there is no interface eth9, after 7s")
		h.wantLogged(r)
	})
}

// A device that comes late may have been configured by somebody meanwhile, and of
// two profiles for it one gets it.
func TestDeviceComesLate(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		time.AfterFunc(2*time.Second, func() {
			l := eth("eth1", 2)
			l.Up = true
			h.kernel.AddLink(l)
			h.kernel.AddAddress(network.Address{Interface: "eth1", Prefix: netip.MustParsePrefix("192.0.2.2/24"), Valid: network.Forever, Preferred: network.Forever})
		})
		f := files{
			"ifcfg-eth0":  "DEVICE=eth0\nIPADDR=198.51.100.2\nPREFIX=24\n",
			"ifcfg-eth1":  "DEVICE=eth1\nIPADDR=192.0.2.2\nPREFIX=24\nDEVTIMEOUT=7\n",
			"ifcfg-other": "DEVICE=eth1\nIPADDR=203.0.113.9\nPREFIX=24\nDEVTIMEOUT=7\n",
		}
		r := h.clean(apply.Boot, f)
		h.took(r, 2*time.Second)
		h.wantState(
			"eth0: address 198.51.100.2/24 brd 198.51.100.255 scope global noprefixroute",
			"eth0: link mtu 1500 address 02:00:00:00:00:01 up true",
			"eth0: route 198.51.100.0/24 proto kernel scope link src 198.51.100.2 metric 100",
			"eth1: address 192.0.2.2/24 scope global",
			"eth1: link mtu 1500 address 02:00:00:00:00:02 up true",
			"eth1: route 192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 101",
		)
		h.unchanged(f)
	})
}

// udev renames a card while its profile waits for the name.
func TestDeviceIsRenamed(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		time.AfterFunc(time.Second, func() { h.kernel.Rename("eth0", "ens3") })
		h.clean(apply.Boot, files{"ifcfg-ens3": "DEVICE=ens3\nIPADDR=192.0.2.2\nPREFIX=24\nDEVTIMEOUT=7\n"})
		if !strings.HasPrefix(h.kernel.State()[0], "ens3: address 192.0.2.2/24") {
			t.Errorf("state = %q", h.kernel.State())
		}
	})
}

// What is ours stays ours under another name.
func TestRenamedWhileItWaits(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("10.9.0.5/24"), 3*time.Second)
		time.AfterFunc(time.Second, func() { h.kernel.Rename("eth0", "ens3") })
		h.clean(apply.Boot, files{"ifcfg-lan": "HWADDR=02:00:00:00:00:01\nTYPE=Ethernet\nBOOTPROTO=dhcp\nIPADDR=192.0.2.2\nPREFIX=24\n"})
		h.clean(apply.Reload, files{})
		h.wantState("ens3: link mtu 1500 address 02:00:00:00:00:01 up false")
	})
}

func TestDAD(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.DADTime = 1500 * time.Millisecond
		f := files{"ifcfg-eth0": ipv6, "route6-eth0": route}
		r := h.clean(apply.Boot, f)
		h.took(r, 1500*time.Millisecond)
		h.wantState(
			"eth0: address 2001:db8::2/64 scope global noprefixroute",
			"eth0: link mtu 1500 address 02:00:00:00:00:01 up true",
			"eth0: route 2001:db8:1::/48 via 2001:db8::9 proto static src 2001:db8::2 metric 100",
			"eth0: route 2001:db8::/64 proto kernel metric 100",
			"eth0: route default via 2001:db8::1 proto static metric 100",
			"eth0: sysctl ipv6/accept_ra=0",
		)
		if n := strings.Count(strings.Join(h.kernel.Commands(), "\n"), "accept_ra"); n != 1 {
			t.Errorf("accept_ra is set %d times", n)
		}
		h.unchanged(f)
	})
}

func TestDADFails(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.DADTime = -1
		time.AfterFunc(time.Second, func() { h.kernel.EndDAD("eth0", netip.MustParsePrefix("2001:db8::2/64"), false) })
		f := files{"ifcfg-eth0": ipv6}
		for _, mode := range []apply.Mode{apply.Boot, apply.Reload} { // a second run does not call it well
			r := h.run(mode, f)
			wantErrors(t, r, "ifcfg-eth0:4:10: IPV6ADDR: eth0: another host on the link has the address 2001:db8::2")
			if r.TimedOut() {
				t.Error("it is no timeout")
			}
		}
		h.wantLoggedTwice()
	})
}

func (h *host) wantLoggedTwice() {
	h.t.Helper()
	if n := strings.Count(h.log.String(), "another host on the link"); n != 2 {
		h.t.Errorf("logged %d times in two runs:\n%s", n, &h.log)
	}
}

// The wait for DAD ends, once.
func TestDADNeverEnds(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.DADTime = -1
		r := h.run(apply.Boot, files{"ifcfg-eth0": ipv6, "route6-eth0": route})
		h.took(r, 30*time.Second)
		wantErrors(t, r,
			"ifcfg-eth0: eth0: duplicate address detection did not end in 30s",
			"route6-eth0:1:1: ip -6 route append 2001:db8:1::/48 via 2001:db8::9 proto static src 2001:db8::2 metric 100 dev eth0: its source address is not usable")
		if !r.TimedOut() {
			t.Error("not a timeout")
		}
		h.wantLogged(r)
	})
}

// A static profile does not wait for a carrier.
func TestDADWithoutCarrier(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.SetCarrier("eth0", false)
		h.took(h.clean(apply.Boot, files{"ifcfg-eth0": ipv6}), 0)
	})
}

// After lost events everything is looked at anew.
func TestLostEvents(t *testing.T) {
	for name, test := range map[string]struct {
		files     files
		meanwhile func(*host)
		want      []string
	}{
		"carrier": {files{"ifcfg-eth0": dhcp}, func(h *host) { h.kernel.SetCarrier("eth0", true) }, nil},
		"device": {files{"ifcfg-eth1": "DEVICE=eth1\nIPADDR=192.0.2.2\nPREFIX=24\nDEVTIMEOUT=5\n"},
			func(h *host) { h.kernel.AddLink(eth("eth1", 2)) }, nil},
		"link gone": {files{"ifcfg-eth0": dhcp}, func(h *host) { h.kernel.RemoveLink("eth0") },
			[]string{"ifcfg-eth0: eth0: the interface went away while it waited for carrier"}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, h *host) {
				h.kernel.SetCarrier("eth0", false)
				h.serve(lease("10.9.0.5/24"), time.Second)
				time.AfterFunc(time.Second, func() {
					h.kernel.Deafen()
					test.meanwhile(h)
				})
				time.AfterFunc(2*time.Second, h.kernel.Lose)
				wantErrors(t, h.run(apply.Boot, test.files), test.want...)
			})
		})
	}
}

// When the events end, the deadlines still do their part.
func TestEventsEnd(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.SetCarrier("eth0", false)
		h.serve(lease("10.9.0.5/24"), time.Second)
		time.AfterFunc(time.Second, func() {
			h.kernel.CloseWatches()
			h.kernel.SetCarrier("eth0", true)
		})
		h.took(h.clean(apply.Boot, files{"ifcfg-eth0": dhcp}), 6*time.Second)
	})
}

// Without events there is still a way, at the pace of the deadlines.
func TestNoEvents(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("10.9.0.5/24"), time.Second)
		host := h.host()
		host.Watch = func() (<-chan network.Event, func() error, error) { return nil, nil, unix.EMFILE }
		r, err := host.Run(t.Context(), apply.Request{Profiles: files{"ifcfg-eth0": dhcp}.profiles(t)})
		if err != nil {
			t.Fatal(err)
		}
		wantErrors(t, r, "too many open files")
		h.took(r, 6*time.Second)
		h.wantAddresses("eth0 10.9.0.5/24")
	})
}

func TestLinkGoesAway(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("10.9.0.5/24"), time.Minute)
		time.AfterFunc(time.Second, func() { h.kernel.RemoveLink("eth0") })
		r := h.run(apply.Boot, files{"ifcfg-eth0": dhcp})
		h.took(r, time.Second)
		wantErrors(t, r, "ifcfg-eth0: eth0: the interface went away while it waited for DHCP")
		h.wantLogged(r)
		if len(h.store.owned) != 0 {
			t.Errorf("owned = %+v", h.store.owned)
		}
	})
}

func TestInterrupt(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("10.9.0.5/24"), time.Minute)
		time.AfterFunc(time.Second, func() { h.stop(errors.New("told to stop")) })
		r := h.run(apply.Boot, files{"ifcfg-eth0": dhcp, "ifcfg-eth1": "DEVICE=eth1\nIPADDR=192.0.2.2\nDEVTIMEOUT=60\nPREFIX=24\n"})
		h.took(r, time.Second)
		wantErrors(t, r, "ifcfg-eth1: there is no interface eth1: told to stop", "ifcfg-eth0: eth0: told to stop while waiting for DHCP")
		h.wantLogged(r)
		if !r.TimedOut() {
			t.Error("not a timeout")
		}
	})
}

// A thousand waits are not named one by one.
func TestManyWaits(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{}
		for i := range 12 {
			name := string(rune('a' + i))
			f["ifcfg-"+name] = "DEVICE=" + name + "\nBOOTPROTO=dhcp\nDEVTIMEOUT=1\n"
		}
		h.run(apply.Boot, f)
		if !strings.HasSuffix(h.waiting[0], "h (device), 4 more") {
			t.Errorf("waiting = %q", h.waiting)
		}
	})
}

// With an IPv6 prefix length that changes the address moves, as the kernel holds
// it once.
func TestPrefixLengthChanges(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.clean(apply.Boot, files{"ifcfg-eth0": ipv6})
		f := files{"ifcfg-eth0": strings.Replace(ipv6, "/64", "/48", 1)}
		h.clean(apply.Reload, f)
		fresh := newHost(t, eth("eth0", 1))
		fresh.clean(apply.Boot, f)
		h.wantState(fresh.state()...)
		h.unchanged(f)
	})
}

func TestIPv6Refused(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.NoIPv6 = true
		r := h.run(apply.Boot, files{"ifcfg-eth0": ipv6})
		if len(r.All()) == 0 || !errors.Is(r.All()[len(r.All())-1], unix.EACCES) {
			t.Errorf("errors = %v", r.All())
		}
		h.wantLogged(r)
	})
}
