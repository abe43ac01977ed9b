package dhcp4

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
)

// former is an hour's lease of some age.
func former(age time.Duration, inUse bool) Config {
	cfg := testConfig()
	cfg.Former = &Former{Age: age, InUse: inUse, Lease: Lease{
		Address: netip.PrefixFrom(testOwn, 24), Server: testServer, Lifetime: time.Hour, T1: 30 * time.Minute, T2: 50 * time.Minute}}
	return cfg
}

// RFC 2131 table 5: what a REQUEST says depends on the state.
func TestFormerMessages(t *testing.T) {
	t.Parallel()
	common := map[uint8][]byte{53: {3}, 55: parameterRequest, 57: {0x05, 0xc0}, 61: {1, 2, 0, 0, 0, 0, 1}}
	for _, c := range []struct {
		name     string
		cfg      Config
		state    State
		ciaddr   bool
		from, to netip.Addr
	}{
		{"the address is not in use", former(time.Minute, false), Rebooting, false, netip.Addr{}, netip.Addr{}},
		{"after T1", former(31*time.Minute, true), Renewing, true, testOwn, testServer},
		{"after T2", former(51*time.Minute, true), Rebinding, true, testOwn, netip.Addr{}},
	} {
		m := newMachine(t, c.cfg, counter())
		act := m.Start(epoch)
		if m.State() != c.state || act.From != c.from || act.To != c.to {
			t.Errorf("%s: %v from %v to %v", c.name, m.State(), act.From, act.To)
		}
		want := map[uint8][]byte{}
		for code, v := range common {
			want[code] = v
		}
		if !c.ciaddr {
			want[50] = testOwn.AsSlice()
		}
		checkOptions(t, c.name, act.Send, want)
		if got := act.Send.ClientIPAddr.Equal(testOwn.AsSlice()); got != c.ciaddr {
			t.Errorf("%s: ciaddr %v", c.name, act.Send.ClientIPAddr)
		}
	}
}

func TestFormer(t *testing.T) {
	other := opt(54, 192, 0, 2, 2)
	elsewhere := yiaddr("192.0.2.9")
	for _, c := range []struct {
		name   string
		cfg    Config
		answer func(c *fakeConn, n int, req *dhcpv4.DHCPv4)
		own    string // address of the lease; empty for an error
		kinds  string // of the messages sent
		err    string
	}{
		{"renewed", former(31*time.Minute, true), prompt, "192.0.2.7", "REQUEST", ""},
		{"rebound to another server", former(51*time.Minute, true), func(c *fakeConn, n int, req *dhcpv4.DHCPv4) { c.reply(0, ackTo(req, other)) }, "192.0.2.7", "REQUEST", ""},
		{"rebound after T2 where the server does not renew", former(50*time.Minute-3*time.Second, true), func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if n == 3 {
				c.reply(0, ackTo(req, other))
			}
		}, "192.0.2.7", "REQUEST REQUEST REQUEST REQUEST", ""},
		{"the same again when it has run out", former(time.Hour-3*time.Second, true), func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if n > 2 {
				c.reply(0, rightAnswer(req))
			}
		}, "192.0.2.7", "REQUEST REQUEST REQUEST DISCOVER REQUEST", ""},
		{"none when it has run out", func() Config {
			cfg := former(time.Hour-7*time.Second, true)
			cfg.Anew = 12 * time.Second
			return cfg
		}(), nil, "", "REQUEST REQUEST REQUEST REQUEST DISCOVER DISCOVER DISCOVER", "eth1: no DHCP offer in 19 s (3 DISCOVER sent)"},
		{"confirmed", former(time.Minute, false), prompt, "192.0.2.7", "REQUEST", ""},
		{"not renewed by another server", former(31*time.Minute, true), func(c *fakeConn, n int, req *dhcpv4.DHCPv4) { c.reply(0, ackTo(req, other)) }, "", "REQUEST",
			"eth1: server 192.0.2.1 did not renew the lease of 192.0.2.7 in 8 s (1 REQUEST sent; 1 ignored, the last: ACK: from server 192.0.2.2, not 192.0.2.1)"},
		{"not rebound by nobody", former(51*time.Minute, true), nil, "", "REQUEST", "eth1: no server confirmed the lease of 192.0.2.7 in 8 s (1 REQUEST sent)"},
		{"not with another address", former(31*time.Minute, true), func(c *fakeConn, n int, req *dhcpv4.DHCPv4) { c.reply(0, ackTo(req, elsewhere)) }, "", "REQUEST",
			"eth1: server 192.0.2.1 did not renew the lease of 192.0.2.7 in 8 s (1 REQUEST sent; 1 ignored, the last: ACK: for 192.0.2.9, not 192.0.2.7)"},
		{"refused, and another address instead", former(31*time.Minute, true), func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if n == 0 {
				c.reply(0, nakTo(req))
			} else {
				c.reply(0, rightAnswer(req, elsewhere))
			}
		}, "192.0.2.9", "REQUEST DISCOVER REQUEST", ""},
		{"refused by another server when rebooting", former(time.Minute, false), func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if n == 0 {
				c.reply(0, nakTo(req, other))
			} else {
				c.reply(0, rightAnswer(req))
			}
		}, "192.0.2.7", "REQUEST DISCOVER REQUEST", ""},
		{"refused for good", former(31*time.Minute, true), func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if n == 0 {
				c.reply(0, nakTo(req, text(56, "moved")))
			}
		}, "", "REQUEST DISCOVER DISCOVER", "eth1: server 192.0.2.1 refused 192.0.2.7: moved"},
		{"not renewed by a server that is not to be listened to", func() Config {
			cfg := former(51*time.Minute, true)
			cfg.Reject = []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}
			return cfg
		}(), func(c *fakeConn, n int, req *dhcpv4.DHCPv4) { c.reply(0, nakTo(req)); c.reply(0, ackTo(req)) }, "", "REQUEST",
			"eth1: no server confirmed the lease of 192.0.2.7 in 8 s (1 REQUEST sent; 2 ignored, the last: ACK: server 192.0.2.1 is not to be listened to)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in(t, func(t *testing.T) {
				c.cfg.Timeout = 8 * time.Second
				r := acquire(t.Context(), c.cfg, newFakeConn(t, c.answer))
				var kinds []string
				for _, m := range r.conn.sent {
					kinds = append(kinds, m.MessageType().String())
				}
				if got := strings.Join(kinds, " "); got != c.kinds {
					t.Errorf("sent %s", got)
				}
				switch {
				case c.own == "":
					if r.err == nil || r.err.Error() != c.err {
						t.Errorf("error %v", r.err)
					}
				case r.err != nil || r.lease.Address.Addr().String() != c.own || r.lease.Validate() != nil:
					t.Errorf("lease %v, %v\n%s", r.lease, r.err, r.log)
				}
			})
		})
	}
}

// A server that knows nothing of the lease of before stays silent (RFC 2131 4.3.2):
// another is asked for then, the same address if it can be.
func TestRebootUnanswered(t *testing.T) {
	in(t, func(t *testing.T) {
		cfg := former(time.Minute, false)
		r := acquire(t.Context(), cfg, newFakeConn(t, func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if n >= 2 {
				c.reply(0, rightAnswer(req))
			}
		}))
		r.wantLease(t, 15*time.Second)
		if d := r.conn.sent[2]; d.MessageType() != dhcpv4.MessageTypeDiscover || !d.RequestedIPAddress().Equal(testOwn.AsSlice()) {
			t.Errorf("third message %v", d.Summary())
		}
	})
}

// Where the answer is no refusal, whoever asked can tell.
func TestFormerTimeout(t *testing.T) {
	in(t, func(t *testing.T) {
		cfg := former(31*time.Minute, true)
		cfg.Timeout = 10 * time.Second
		r := acquire(t.Context(), cfg, newFakeConn(t, nil))
		var refusal *Refusal
		if !errors.Is(r.err, ErrTimeout) || errors.As(r.err, &refusal) || len(r.conn.routed) != 1 || r.conn.routed[0] != testServer {
			t.Errorf("%v, sent to %v", r.err, r.conn.routed)
		}
	})
}

// RFC 4039: one round trip with a server that knows it, two with any other.
func TestRapidCommit(t *testing.T) {
	rapid := opt(80)
	for name, c := range map[string]struct {
		answer func(c *fakeConn, n int, req *dhcpv4.DHCPv4)
		sent   int
	}{
		"a server that knows it": {func(c *fakeConn, n int, req *dhcpv4.DHCPv4) { c.reply(0, ackTo(req, rapid)) }, 1},
		"an ACK without the option": {func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if n == 0 {
				c.reply(0, ackTo(req))
			}
			c.reply(time.Second, rightAnswer(req))
		}, 2},
		"a server that drops what has it": {func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if !req.Options.Has(dhcpv4.OptionRapidCommit) {
				c.reply(0, rightAnswer(req))
			}
		}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(t *testing.T) {
				r := acquire(t.Context(), testConfig(), newFakeConn(t, c.answer))
				r.wantLease(t, 6*time.Second)
				if len(r.conn.sent) != c.sent {
					t.Errorf("%d messages", len(r.conn.sent))
				}
			})
		})
	}
}

// A refusal ends the lease, whatever comes of what is asked for then; and that has the
// time of a new lease.
func TestRefusedAndNotAcknowledged(t *testing.T) {
	in(t, func(t *testing.T) {
		cfg := former(31*time.Minute, true)
		cfg.Timeout, cfg.Anew = 8*time.Second, 45*time.Second
		r := acquire(t.Context(), cfg, newFakeConn(t, func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			switch {
			case n == 0:
				c.reply(time.Second, nakTo(req))
			case req.MessageType() == dhcpv4.MessageTypeDiscover:
				c.reply(0, offerTo(req, yiaddr("192.0.2.9")))
			}
		}))
		var refusal *Refusal
		if !errors.As(r.err, &refusal) || !errors.Is(r.err, ErrTimeout) || r.took != 46*time.Second {
			t.Errorf("after %v: %v", r.took, r.err)
		}
	})
}
