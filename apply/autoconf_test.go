package apply_test

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"netonce/apply"
	"netonce/apply/kernel/kerneltest"
	"netonce/apply/network"
)

const auto6 = "DEVICE=eth0\nIPV6INIT=yes\n"

// rdnss is an option with one name server (RFC 8106 5.1).
func rdnss(lifetime time.Duration, server string) []byte {
	b := binary.BigEndian.AppendUint32([]byte{25, 3, 0, 0}, uint32(lifetime/time.Second))
	a := netip.MustParseAddr(server).As16()
	return append(b, a[:]...)
}

// dnssl is an option with one domain of at most 13 bytes (RFC 8106 5.2).
func dnssl(lifetime time.Duration, label string) []byte {
	b := binary.BigEndian.AppendUint32([]byte{31, 3, 0, 0}, uint32(lifetime/time.Second))
	b = append(append(b, byte(len(label))), label...)
	return append(b, make([]byte, 24-len(b))...)
}

// names are the name servers and search lists that were handed over.
func (h *host) names() (list []string) {
	for _, s := range h.sources {
		for _, a := range s.Servers {
			list = append(list, s.Origin+" "+a.String())
		}
		for _, d := range s.Search {
			list = append(list, s.Origin+" "+d)
		}
	}
	return list
}

func (h *host) wantNames(want ...string) {
	h.t.Helper()
	if got := h.names(); !slices.Equal(got, want) {
		h.t.Errorf("names %q, want %q", got, want)
	}
}

func advertise(options ...[]byte) *kerneltest.Advertisement {
	return &kerneltest.Advertisement{Prefix: netip.MustParsePrefix("2001:db8:9::/64"), Lifetime: time.Hour, Options: options}
}

// A profile that has nothing but what routers give is up when it has that, and the
// servers that it told.
func TestRouterAlone(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.DADTime = time.Second
		h.router = advertise(rdnss(20*time.Minute, "2001:db8::53"), dnssl(20*time.Minute, "example"))
		f := files{"ifcfg-eth0": auto6}
		r := h.clean(apply.Boot, f)
		h.took(r, 2*time.Second) // one address after the other
		h.wantAddresses("eth0 2001:db8:9::ff:fe00:1/64")
		h.wantNames("ra 2001:db8::53", "ra example")
		if got := h.due(r); got != 9*time.Minute+59*time.Second {
			t.Errorf("due in %v", got)
		}
		h.kernel.Forget()
		h.took(h.clean(apply.Reload, f), 0)
		if len(h.solicited) != 1 || len(h.kernel.Commands()) > 0 {
			t.Errorf("a second run asks %q and changes %q", h.solicited, h.kernel.Commands())
		}
		h.wantNames("ra 2001:db8::53", "ra example")
	})
}

// Without a router it fails, after a time; the next run asks again. The time is the
// profile's.
func TestNoRouter(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.router = nil
		f := files{"ifcfg-eth0": auto6}
		r := h.run(apply.Boot, f)
		wantErrors(t, r, "ifcfg-eth0:2:10: IPV6INIT: eth0: no router advertisement in 30s")
		h.took(r, 30*time.Second)
		if !r.TimedOut() || len(h.solicited) != 8 || h.due(r) != 30*time.Second || r.Due[0].Task != apply.AskRouters {
			t.Errorf("timed out %v, asked %q, due in %v", r.TimedOut(), h.solicited, h.due(r))
		}
		f["ifcfg-eth0"] += "IPV6_RA_TIMEOUT=5\n"
		time.Sleep(time.Minute)
		wantErrors(t, h.run(apply.Reload, f), "ifcfg-eth0:2:10: IPV6INIT: eth0: no router advertisement in 5s")
		time.Sleep(time.Minute)
		h.router = advertise(rdnss(time.Hour, "2001:db8::53"))
		h.took(h.clean(apply.Renew, f), 20*time.Millisecond)
		h.wantNames("ra 2001:db8::53")
	})
}

func TestNoCarrierForRouter(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.SetCarrier("eth0", false)
		wantErrors(t, h.run(apply.Boot, files{"ifcfg-eth0": auto6}), "ifcfg-eth0:2:10: IPV6INIT: eth0: no carrier in 5s")
	})
}

// Routers that have heard no address are no way out.
func TestRouterWithoutPrefix(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.router = &kerneltest.Advertisement{Options: [][]byte{rdnss(time.Hour, "fe80::53")}}
		r := h.run(apply.Boot, files{"ifcfg-eth0": auto6})
		wantErrors(t, r, "ifcfg-eth0:2:10: IPV6INIT: eth0: no address from routers in 30s")
		h.wantNames("ra fe80::53")
	})
}

// Where IPv4 is up the host does not wait for routers, but the run lingers for them.
func TestLinger(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.DADTime = time.Second
		h.router = advertise(rdnss(10*time.Minute, "2001:db8::53"))
		h.router.Managed = true
		h.serve6(lease6("2001:db8::100"), time.Second)
		f := files{"ifcfg-eth0": auto6 + "IPADDR=192.0.2.2\nPREFIX=24\nDNS1=192.0.2.53\n"}
		h.took(h.clean(apply.Boot, f), 3*time.Second+20*time.Millisecond) // a detection, an answer, a lease, a detection
		h.wantNames("static 192.0.2.53", "ra 2001:db8::53", "dhcp6 2001:db8::53", "dhcp6 six.example")
		if len(h.settled) != 1 || h.settled[0] != 0 {
			t.Errorf("settled after %v", h.settled)
		}
		h.router = nil
		f["ifcfg-eth1"] = "DEVICE=eth1\nIPV6INIT=yes\nIPADDR=192.0.2.3\nPREFIX=24\n"
		h.kernel.AddLink(eth("eth1", 2))
		h.took(h.clean(apply.Reload, f), 2*time.Second) // a detection, and no answer
	})
}

// What nobody lingered for long enough is taken up a moment later, and again before
// it is over.
func TestRoutersLater(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.DADTime = 5 * time.Second
		h.router = advertise(rdnss(10*time.Minute, "2001:db8::53"))
		f := files{"ifcfg-eth0": auto6 + "IPADDR=192.0.2.2\nPREFIX=24\nDNS1=192.0.2.53\n"}
		r := h.clean(apply.Boot, f)
		h.took(r, 3*time.Second)
		h.wantNames("static 192.0.2.53")
		if len(h.solicited) > 0 || h.due(r) != 3*time.Second {
			t.Errorf("asked %q, due in %v", h.solicited, h.due(r))
		}
		time.Sleep(3 * time.Second)
		r = h.clean(apply.Renew, f)
		h.took(r, 20*time.Millisecond)
		h.wantNames("static 192.0.2.53", "ra 2001:db8::53")
		if got := h.due(r).Round(time.Second); got != 5*time.Minute {
			t.Errorf("due in %v", got)
		}
		time.Sleep(h.due(r))
		h.router.Options = [][]byte{rdnss(0, "2001:db8::53"), rdnss(10*time.Minute, "2001:db8::54")}
		h.clean(apply.Renew, f)
		h.wantNames("static 192.0.2.53", "ra 2001:db8::54")
	})
}

// A router that has gone takes its servers along when their time is over, not before.
func TestRouterGone(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.router = advertise(rdnss(10*time.Minute, "2001:db8::53"), dnssl(10*time.Minute+time.Second, "example"))
		f := files{"ifcfg-eth0": auto6 + "IPADDR=192.0.2.2\nPREFIX=24\n"}
		h.clean(apply.Boot, f)
		h.clean(apply.Renew, f)
		start := time.Now()
		h.router = nil
		for runs := 0; ; runs++ {
			r := h.clean(apply.Renew, f)
			if time.Since(start) >= 10*time.Minute {
				break
			}
			h.wantNames("ra 2001:db8::53", "ra example")
			if runs > 6 || h.due(r) < time.Second {
				t.Fatalf("run %d, and another in %v", runs, h.due(r))
			}
			time.Sleep(h.due(r))
		}
		h.wantNames()
	})
}

// What a router says that cannot be is told of, and costs nothing else.
func TestHostileRouter(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.router = advertise([]byte{25, 3, 0}, rdnss(time.Hour, "ff02::1"), rdnss(time.Hour, "::1"), dnssl(time.Hour, "a;rm -rf"), dnssl(time.Hour, "good"))
		h.clean(apply.Boot, files{"ifcfg-eth0": auto6})
		h.wantNames("ra good")
		if log := h.log.String(); strings.Count(log, "router advertisement: option 25") != 1 || strings.Contains(log, "rm -rf") {
			t.Errorf("log:\n%s", log)
		}
	})
}

// IPV6_PEERDNS=no wants none of it; the addresses stay.
func TestRouterWithoutNames(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.router = advertise(rdnss(time.Hour, "2001:db8::53"))
		h.clean(apply.Boot, files{"ifcfg-eth0": auto6 + "IPV6_PEERDNS=no\n"})
		h.wantNames()
		h.wantAddresses("eth0 2001:db8:9::ff:fe00:1/64")
	})
}

// A profile may have IPv6 waited for although it may fail, and may fail without it.
func TestRequiredTimeout(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.router = nil
		static := auto6 + "IPADDR=192.0.2.2\nPREFIX=24\n"
		h.took(h.clean(apply.Boot, files{"ifcfg-eth0": static + "IPV6_REQUIRED_TIMEOUT=2500\n"}), 2500*time.Millisecond)
	})
}

func TestIPv6Fatal(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.router = nil
		f := files{"ifcfg-eth0": auto6 + "IPADDR=192.0.2.2\nPREFIX=24\nIPV6_FAILURE_FATAL=yes\n"}
		wantErrors(t, h.run(apply.Boot, f), "ifcfg-eth0:2:10: IPV6INIT: eth0: no router advertisement in 30s")
		h.wantAddresses()
	})
}

// What stands on an interface has its own addresses: the interface may have none.
func TestRouterUnderneath(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.router = nil
		h.took(h.clean(apply.Boot, files{"ifcfg-eth0": auto6, "ifcfg-eth0.7": "DEVICE=eth0.7\nVLAN=yes\nIPADDR=192.0.2.2\nPREFIX=24\n"}), time.Second)
		if len(h.settled) != 1 || h.settled[0] != 0 {
			t.Errorf("settled after %v", h.settled)
		}
	})
}

// A forwarding interface stays told to hear routers when a lease comes.
func TestForwardingWithLease(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("10.9.0.5/24"), time.Second)
		if err := h.kernel.Apply([]network.Change{{Interface: "eth0", Index: 2, Sysctl: &network.Sysctl{Family: "ipv6", Interface: "eth0", Key: "forwarding", Value: "1"}}})[0]; err != nil {
			t.Fatal(err)
		}
		h.clean(apply.Boot, files{"ifcfg-eth0": dhcp + "IPV6INIT=yes\n"})
		for _, c := range h.kernel.Commands() {
			if strings.HasSuffix(c, "accept_ra=1") {
				t.Errorf("commands: %q", h.kernel.Commands())
			}
		}
	})
}
