package servers_test

import (
	"regexp"
	"syscall"
	"testing"
	"time"

	"netonce/tests/lab"
)

// flapLimit bounds a run during which the link goes and comes back: the message that
// was lost is sent again after 4 s at most.
const flapLimit = 20 * time.Second

// flap takes the carrier away when a server has got a message of some kind, and gives
// it back: the server's answer may be lost. What is asked then is answered.
func flap(t *testing.T, h *lab.Host, s server, kind string) {
	t.Helper()
	s.hears(kind, 1)
	h.Unplug("eth0")
	h.AwaitPeers("eth0", false)
	h.Plug("eth0")
}

// swallow does so with the first message, whose answer is lost for sure: the server is
// held up until the carrier has gone.
func swallow(t *testing.T, h *lab.Host, s server, kind string) *lab.Process {
	t.Helper()
	ready(h)
	s.Signal(syscall.SIGSTOP)
	p := h.Start("-v", "boot")
	p.Says("message=" + kind)
	h.Unplug("eth0")
	h.AwaitPeers("eth0", false)
	s.Signal(syscall.SIGCONT)
	s.hears(kind, 1)
	h.Plug("eth0")
	return p
}

// TestFlap4: a link that goes and comes during either exchange costs no lease.
func TestFlap4(t *testing.T) {
	both(t, func(t *testing.T, start maker) {
		for _, kind := range []string{"DISCOVER", "REQUEST"} {
			t.Run(kind, func(t *testing.T) {
				t.Parallel()
				h := host(t, dhcp4()...)
				var p *lab.Process
				c := four(t)
				c.last = "100" // Kea offers another each time
				if s := start(t, h, c); kind == "DISCOVER" {
					p = swallow(t, h, s, kind)
				} else {
					p = h.Start("boot")
					flap(t, h, s, kind)
				}
				r := p.Wait()
				code(t, r, 0)
				quick(t, r)
				facts(t, h, leased4, route4)
				resolv(t, h, "search lan.example", "nameserver 192.0.2.53")
			})
		}
	})
}

// TestFlap6 is the same with DHCPv6.
func TestFlap6(t *testing.T) {
	for _, kind := range []string{"SOLICIT", "REQUEST"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			h := host(t, dhcp6()...)
			var p *lab.Process
			if s := kea(t, h, six(t)); kind == "SOLICIT" {
				p = swallow(t, h, s, kind)
			} else {
				p = h.Start("boot")
				flap(t, h, s, kind)
			}
			r := p.Wait()
			code(t, r, 0)
			quick(t, r)
			facts(t, h, leased6)
			names6(t, h)
		})
	}
}

// TestFlapRouter: the same while routers are asked.
func TestFlapRouter(t *testing.T) {
	t.Parallel()
	h := host(t, auto6()...)
	s := radvd(t, h, advertisement{prefix: true, names: 600})
	p := h.Start("boot")
	flap(t, h, s, "received RS from")
	r := p.Wait()
	code(t, r, 0)
	quick(t, r)
	facts(t, h, "addr eth0 2001:db8:7::ff:fe00:0/64", "route6 main default via fe80::1 dev eth0")
	names6(t, h)
}

// TestGone: a carrier that goes and does not come back ends in words, at the profile's
// time.
func TestGone(t *testing.T) {
	for name, c := range map[string]struct {
		profile []string
		start   func(*testing.T, *lab.Host) server
		kind    string
		words   string
	}{
		"DHCPv4": {dhcp4("IPV4_DHCP_TIMEOUT=8"), func(t *testing.T, h *lab.Host) server { return kea(t, h, four(t)) }, "DISCOVER", ` in 8(\.\d)? s \(`},
		"DHCPv6": {dhcp6("IPV6_DHCP_TIMEOUT=4"), func(t *testing.T, h *lab.Host) server { return kea(t, h, six(t)) }, "SOLICIT", ` in 4(\.\d)? s \(`},
		"router": {auto6("IPV6_RA_TIMEOUT=4"), func(t *testing.T, h *lab.Host) server { return radvd(t, h, advertisement{}) }, "received RS from", " in "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := host(t, c.profile...)
			s := c.start(t, h)
			p := h.Start("boot")
			s.hears(c.kind, 1)
			h.Unplug("eth0")
			r := p.Wait()
			quick(t, r)
			if r.Code == 0 {
				return // the answer was faster than the hand on the plug
			}
			code(t, r, 4)
			says(t, r, "ifcfg-eth0:", "eth0: ")
			if !regexp.MustCompile("eth0: .*" + c.words).MatchString(r.Log) { // a loaded machine takes some tenths of a second more
				t.Errorf("it does not say how long, %s:\n%s", c.words, r.Log)
			}
		})
	}
}

func quick(t *testing.T, r lab.Result) {
	t.Helper()
	if r.Took > flapLimit {
		t.Errorf("took %s; netonce says:\n%s", r.Took, r.Log)
	}
}
