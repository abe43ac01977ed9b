package dhcp4

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/apply/dhcp"
	"netonce/apply/journal"
)

// prompt answers everything as it should be, at once.
func prompt(c *fakeConn, _ int, req *dhcpv4.DHCPv4) { c.reply(0, rightAnswer(req)) }

func rightAnswer(req *dhcpv4.DHCPv4, changes ...change) *dhcpv4.DHCPv4 {
	if req.MessageType() == dhcpv4.MessageTypeRequest {
		return ackTo(req, changes...)
	}
	return offerTo(req, changes...)
}

// run is an Acquire in a bubble: how long it took by the fake clock, and its log.
type run struct {
	lease Lease
	err   error
	took  time.Duration
	log   string
	conn  *fakeConn
}

func acquire(ctx context.Context, cfg Config, conn *fakeConn) run {
	var out strings.Builder
	log := journal.New(&out, journal.Options{})
	start := time.Now()
	l, err := Acquire(ctx, cfg, conn, log)
	return run{l, err, time.Since(start), out.String(), conn}
}

// in runs f in a bubble; nothing it starts may outlive it.
func in(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}

func (r run) wantLease(t *testing.T, atMost time.Duration) {
	t.Helper()
	if r.err != nil {
		t.Fatalf("error %v\n%s", r.err, r.log)
	}
	if r.lease.Address.Addr() != testOwn || r.lease.Validate() != nil || r.took > atMost {
		t.Errorf("after %v lease %+v", r.took, r.lease)
	}
}

func TestAcquireAtOnce(t *testing.T) {
	in(t, func(t *testing.T) {
		r := acquire(t.Context(), testConfig(), newFakeConn(t, prompt))
		r.wantLease(t, 0)
		if len(r.conn.sent) != 2 {
			t.Errorf("%d messages sent", len(r.conn.sent))
		}
	})
}

// The first DISCOVER does not wait, and the rest keep to RFC 2131 4.1.
func TestAcquireRetransmission(t *testing.T) {
	in(t, func(t *testing.T) {
		cfg := testConfig()
		cfg.Timeout = 200 * time.Second
		start := time.Now()
		r := acquire(t.Context(), cfg, newFakeConn(t, nil))
		if !r.conn.sentAt[0].Equal(start) {
			t.Errorf("first DISCOVER after %v", r.conn.sentAt[0].Sub(start))
		}
		waits := []time.Duration{4, 8, 16, 32, 64, 64}
		if len(r.conn.sent) < 6 {
			t.Fatalf("%d sent", len(r.conn.sent))
		}
		last := len(r.conn.sentAt) - 1 // sent before the end because the next would come after it
		if got := r.took - r.conn.sentAt[last].Sub(start); got != dhcp.LastTry {
			t.Errorf("the last try is %v before the end", got)
		}
		for i, at := range r.conn.sentAt[1:last] {
			got := at.Sub(r.conn.sentAt[i])
			if want := waits[i] * time.Second; got < want-time.Second || got > want+time.Second {
				t.Errorf("wait %d: %v, want %v within 1 s", i, got, want)
			}
		}
	})
}

func TestAcquireTimeout(t *testing.T) {
	in(t, func(t *testing.T) {
		cfg := testConfig()
		cfg.Timeout = 24 * time.Second
		r := acquire(t.Context(), cfg, newFakeConn(t, nil))
		if r.took != cfg.Timeout || !errors.Is(r.err, ErrTimeout) {
			t.Errorf("after %v: %v", r.took, r.err)
		}
		if got := r.err.Error(); got != "eth1: no DHCP offer in 24 s (4 DISCOVER sent)" {
			t.Errorf("error %q", got)
		}
	})
}

func TestAcquireTimeoutPhases(t *testing.T) {
	cases := []struct {
		name    string
		answer  func(c *fakeConn, n int, req *dhcpv4.DHCPv4)
		want    string
		timeout bool
	}{
		{"no ACK", func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if req.MessageType() == dhcpv4.MessageTypeDiscover {
				c.reply(0, offerTo(req))
			}
		}, "eth1: server 192.0.2.1 offered 192.0.2.7, but did not acknowledge it in 2.5 s (1 DISCOVER, 1 REQUEST sent)", true},
		{"NAK", func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if req.MessageType() == dhcpv4.MessageTypeDiscover {
				c.reply(0, offerTo(req))
			} else {
				c.reply(0, nakTo(req, text(56, "no\nway")))
			}
		}, "eth1: server 192.0.2.1 refused 192.0.2.7: no?way", false},
		{"bad offers", func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			c.reply(0, offerTo(req, without(51)))
			c.reply(0, offerTo(anyRequest))
		}, "eth1: no DHCP offer in 2.5 s (1 DISCOVER sent; 1 ignored, the last: OFFER: no lease time)", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in(t, func(t *testing.T) {
				cfg := testConfig()
				cfg.Timeout = 2500 * time.Millisecond
				r := acquire(t.Context(), cfg, newFakeConn(t, c.answer))
				if r.took != cfg.Timeout || r.err == nil || r.err.Error() != c.want || errors.Is(r.err, ErrTimeout) != c.timeout {
					t.Errorf("after %v: %v", r.took, r.err)
				}
				var refusal *Refusal
				if errors.As(r.err, &refusal) == c.timeout {
					t.Errorf("refusal %v", refusal)
				}
			})
		})
	}
}

func TestAcquireCancel(t *testing.T) {
	in(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(1500*time.Millisecond, cancel)
		r := acquire(ctx, testConfig(), newFakeConn(t, nil))
		if r.took != 1500*time.Millisecond || !errors.Is(r.err, context.Canceled) || errors.Is(r.err, ErrTimeout) {
			t.Errorf("after %v: %v", r.took, r.err)
		}
		if got := r.err.Error(); got != "eth1: no DHCP offer in 1.5 s (1 DISCOVER sent): context canceled" {
			t.Errorf("error %q", got)
		}
		if !r.conn.Deadline().IsZero() {
			t.Error("the read deadline was left set")
		}
	})
	in(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r := acquire(ctx, testConfig(), newFakeConn(t, nil))
		if r.took != time.Second || !errors.Is(r.err, context.DeadlineExceeded) || !errors.Is(r.err, ErrTimeout) {
			t.Errorf("after %v: %v", r.took, r.err)
		}
	})
	in(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		r := acquire(ctx, testConfig(), newFakeConn(t, prompt))
		if !errors.Is(r.err, context.Canceled) || len(r.conn.sent) != 0 {
			t.Errorf("%d sent, error %v", len(r.conn.sent), r.err)
		}
	})
}

func TestAcquireLoss(t *testing.T) {
	in(t, func(t *testing.T) {
		r := acquire(t.Context(), testConfig(), newFakeConn(t, func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if n%2 == 1 { // the first DISCOVER and the first REQUEST are lost
				c.reply(10*time.Millisecond, rightAnswer(req))
			}
			if n == 2 {
				c.reply(10*time.Millisecond, offerTo(req))
			}
		}))
		r.wantLease(t, 11*time.Second)
		if len(r.conn.sent) != 4 {
			t.Errorf("%d sent", len(r.conn.sent))
		}
	})
}

// Answers that come late, twice and in the wrong order, and somebody else's.
func TestAcquireDisorder(t *testing.T) {
	in(t, func(t *testing.T) {
		r := acquire(t.Context(), testConfig(), newFakeConn(t, func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			c.reply(0, ackTo(req, yiaddr("192.0.2.66"), opt(54, 192, 0, 2, 66)))
			c.reply(0, nakTo(req, opt(54, 192, 0, 2, 66)))
			c.reply(time.Second, rightAnswer(req))
			c.reply(time.Second, rightAnswer(req))
			c.reply(1100*time.Millisecond, offerTo(req, yiaddr("192.0.2.67"), opt(54, 192, 0, 2, 67)))
			c.Deliver(0, []byte("noise"), nil)
			c.Deliver(0, replyPacket([]byte("noise")), nil)
		}))
		r.wantLease(t, 2*time.Second)
		if len(r.conn.sent) != 2 {
			t.Errorf("%d sent", len(r.conn.sent))
		}
		time.Sleep(time.Minute) // let the late ones come
	})
}

// An answer to the first DISCOVER that comes after the second counts: they share
// their transaction.
func TestAcquireLateOffer(t *testing.T) {
	in(t, func(t *testing.T) {
		r := acquire(t.Context(), testConfig(), newFakeConn(t, func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if n != 1 {
				c.reply(6*time.Second, rightAnswer(req))
			}
		}))
		if r.err != nil {
			t.Fatal(r.err)
		}
		time.Sleep(time.Minute)
	})
}

func TestAcquireNakThenLease(t *testing.T) {
	in(t, func(t *testing.T) {
		r := acquire(t.Context(), testConfig(), newFakeConn(t, func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			if n == 1 || n == 3 {
				c.reply(0, nakTo(req))
				return
			}
			c.reply(0, rightAnswer(req))
		}))
		r.wantLease(t, time.Second)
		if len(r.conn.sent) != 6 || r.conn.sent[2].TransactionID == r.conn.sent[1].TransactionID {
			t.Errorf("%d sent", len(r.conn.sent))
		}
	})
}

func TestAcquireReadErrors(t *testing.T) {
	in(t, func(t *testing.T) {
		r := acquire(t.Context(), testConfig(), newFakeConn(t, func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			for range 10 {
				c.Deliver(0, nil, syscall.ENETDOWN)
			}
			c.reply(time.Second, rightAnswer(req))
		}))
		r.wantLease(t, 2*time.Second)
		if got := strings.Count(r.log, "network is down"); got != 1 {
			t.Errorf("logged %d times:\n%s", got, r.log)
		}
	})
}

// A connection that fails every read neither spins nor outstays the time limit.
func TestAcquireReadErrorsForever(t *testing.T) {
	in(t, func(t *testing.T) {
		conn := &brokenConn{fakeConn: newFakeConn(t, nil)}
		cfg := testConfig()
		cfg.Timeout = 10 * time.Second
		start := time.Now()
		_, err := Acquire(t.Context(), cfg, conn, nil)
		if took := time.Since(start); took != cfg.Timeout || !errors.Is(err, ErrTimeout) || conn.reads > 1000 {
			t.Errorf("after %v and %d reads: %v", took, conn.reads, err)
		}
		if n := len(conn.sent); n > 6 { // two waits in 10 s and the last try, each message twice
			t.Errorf("%d messages sent", n)
		}
		if !strings.Contains(err.Error(), "network is down") {
			t.Errorf("error %v", err)
		}
	})
}

type brokenConn struct {
	*fakeConn
	reads int
}

func (c *brokenConn) Receive([]byte) (int, error) {
	c.reads++
	return 0, syscall.ENETDOWN
}

// A message that cannot be sent is tried again long before its answer is overdue,
// and is not counted.
func TestAcquireSendErrors(t *testing.T) {
	in(t, func(t *testing.T) {
		conn := newFakeConn(t, prompt)
		conn.sendErr = func(n int) error {
			if n < 3 {
				return syscall.ENETDOWN
			}
			return nil
		}
		acquire(t.Context(), testConfig(), conn).wantLease(t, time.Second)
	})
	in(t, func(t *testing.T) {
		conn := newFakeConn(t, prompt)
		conn.sendErr = func(int) error { return syscall.ENOBUFS }
		cfg := testConfig()
		cfg.Timeout = time.Minute
		r := acquire(t.Context(), cfg, conn)
		if want := "eth1: no DHCP offer in 60 s (0 DISCOVER sent; no buffer space available)"; r.err == nil || r.err.Error() != want {
			t.Errorf("error %v", r.err)
		}
	})
}

func TestAcquireBroken(t *testing.T) {
	in(t, func(t *testing.T) {
		conn := newFakeConn(t, nil)
		conn.sendErr = func(int) error { return syscall.ENXIO }
		if r := acquire(t.Context(), testConfig(), conn); !errors.Is(r.err, syscall.ENXIO) || r.took != 0 {
			t.Errorf("after %v: %v", r.took, r.err)
		}
	})
	in(t, func(t *testing.T) {
		conn := newFakeConn(t, nil)
		time.AfterFunc(time.Second, func() { conn.Close() })
		if r := acquire(t.Context(), testConfig(), conn); !errors.Is(r.err, net.ErrClosed) || r.took != time.Second {
			t.Errorf("after %v: %v", r.took, r.err)
		}
	})
	if _, err := Acquire(t.Context(), Config{Interface: "eth1", HardwareAddr: testMAC, ClientID: make([]byte, 300)}, nil, nil); err == nil ||
		err.Error() != "eth1: client identifier: 300 bytes, at most 255" {
		t.Errorf("error %v", err)
	}
}

// What is not taken of a lease is logged in one line, harmless to a terminal.
func TestAcquireDropped(t *testing.T) {
	in(t, func(t *testing.T) {
		r := acquire(t.Context(), testConfig(), newFakeConn(t, func(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
			c.reply(0, rightAnswer(req, text(12, "\x1b[2Ja;b"), opt(6, 127, 0, 0, 1), opt(26, 0, 1)))
		}))
		r.wantLease(t, 0)
		if n := strings.Count(r.log, "not taken"); n != 1 || strings.ContainsRune(r.log, 0x1b) {
			t.Errorf("%d lines:\n%q", n, r.log)
		}
	})
}

func TestAcquireRequested(t *testing.T) {
	in(t, func(t *testing.T) {
		cfg := testConfig()
		cfg.Requested = testOwn
		r := acquire(t.Context(), cfg, newFakeConn(t, prompt))
		if got, _ := netip.AddrFromSlice(r.conn.sent[0].Options[50]); got != testOwn {
			t.Errorf("option 50 is %v", got)
		}
	})
}

// What stands between the call of Acquire and the first packet on the wire.
func BenchmarkFirstDiscover(b *testing.B) {
	for b.Loop() {
		m, err := NewMachine(testConfig(), func() uint32 { return 7 })
		if err != nil {
			b.Fatal(err)
		}
		wrap(m.Start(epoch).Send.ToBytes(), netip.Addr{}, netip.Addr{})
	}
}

// A lease counts from the first message that asked for it: nobody knows which of them
// the server has answered.
func TestAge(t *testing.T) {
	for _, c := range []struct {
		name string
		age  time.Duration
		drop int // so many REQUESTs
	}{
		{"answered late", 700 * time.Millisecond, 0},
		{"answered to the second", 4700 * time.Millisecond, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			requests := 0
			conn := newFakeConn(t, func(conn *fakeConn, _ int, req *dhcpv4.DHCPv4) {
				if req.MessageType() == dhcpv4.MessageTypeDiscover {
					conn.reply(100*time.Millisecond, offerTo(req))
					return
				}
				if requests++; requests > c.drop {
					conn.reply(700*time.Millisecond, ackTo(req))
				}
			})
			lease, err := Acquire(t.Context(), testConfig(), conn, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := lease.Age - c.age; got.Abs() > time.Second+time.Millisecond || c.drop == 0 && got != 0 { // RFC 2131 4.1: 4 s, give or take one
				t.Errorf("%s: age %v, want %v", c.name, lease.Age, c.age)
			}
		})
	}
}

// Who sends no client identifier is known by his hardware address.
func TestNoClientID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := newFakeConn(t, func(c *fakeConn, _ int, req *dhcpv4.DHCPv4) {
			if req.Options.Has(dhcpv4.OptionClientIdentifier) || req.ClientHWAddr.String() != testMAC.String() {
				t.Errorf("sent %s", req.Summary())
			}
			if req.MessageType() == dhcpv4.MessageTypeDiscover {
				c.reply(0, offerTo(req))
			} else {
				c.reply(0, ackTo(req, opt(61, 1, 2, 3))) // a server that says what it has made of it
			}
		})
		cfg := testConfig()
		cfg.NoClientID = true
		if lease, err := Acquire(t.Context(), cfg, conn, nil); err != nil || lease.ClientID != nil {
			t.Errorf("%v, %v", lease, err)
		}
	})
}
