package dhcp6

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/dhcp"
	"netonce/apply/journal"
)

// prompt answers everything as it should be, at once; SOLICITs by rapid commit.
func prompt(c *fakeConn, _ int, req *Message) { c.reply(0, rightAnswer(req)) }

func rightAnswer(req *Message, parts ...[]byte) *Message {
	return reply(req, own(), delegated(), raw(optRapidCommit), join(parts...))
}

// slow answers everything, but offers first.
func slow(c *fakeConn, _ int, req *Message) {
	if req.Type == TypeSolicit {
		c.reply(0, advertise(req, own(), delegated()))
	} else {
		c.reply(0, reply(req, own(), delegated()))
	}
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
	if len(r.lease.Addresses) != 1 || r.lease.Addresses[0].Prefix != single(testOwn) || r.lease.Validate() != nil || r.took > atMost {
		t.Errorf("after %v lease %+v", r.took, r.lease)
	}
}

func (r run) kinds() string {
	var kinds []string
	for _, m := range r.conn.sent {
		kinds = append(kinds, m.Type.String())
	}
	return strings.Join(kinds, " ")
}

func TestAcquire(t *testing.T) {
	for _, c := range []struct {
		name   string
		cfg    Config
		answer func(c *fakeConn, n int, req *Message)
		atMost time.Duration
		want   string
	}{
		{"rapid", testConfig(), prompt, 0, "SOLICIT"},
		{"four messages", both(), slow, 1101 * time.Millisecond, "SOLICIT REQUEST"},
		{"confirmed", former(testConfig(), time.Minute, false), prompt, 0, "CONFIRM"},
		{"renewed", former(both(), 15*time.Minute, true), prompt, 0, "RENEW"},
		{"rebound", former(both(), 30*time.Minute, true), prompt, 0, "REBIND"},
		{"not confirmed", former(testConfig(), time.Minute, false), func(c *fakeConn, n int, req *Message) {
			if req.Type == TypeSolicit {
				prompt(c, n, req)
			}
		}, 10 * time.Second, "CONFIRM CONFIRM CONFIRM CONFIRM SOLICIT|CONFIRM CONFIRM CONFIRM CONFIRM CONFIRM SOLICIT"}, // as chance has it (RFC 8415 15, RAND)
	} {
		in(t, func(t *testing.T) {
			r := acquire(t.Context(), c.cfg, newFakeConn(t, c.answer))
			r.wantLease(t, c.atMost)
			if got := r.kinds(); !slices.Contains(strings.Split(c.want, "|"), got) {
				t.Errorf("%s: %s sent, want %s", c.name, got, c.want)
			}
		})
	}
	in(t, func(t *testing.T) {
		r := acquire(t.Context(), mere(), newFakeConn(t, prompt))
		if r.err != nil || r.lease.Refresh != 24*time.Hour || r.kinds() != "INFORMATION-REQUEST" {
			t.Errorf("%+v", r)
		}
	})
}

// The first SOLICIT does not wait, and the rest keep to RFC 8415 15.
func TestAcquireRetransmission(t *testing.T) {
	in(t, func(t *testing.T) {
		cfg := testConfig()
		cfg.Timeout = 100 * time.Second
		start := time.Now()
		r := acquire(t.Context(), cfg, newFakeConn(t, nil))
		if !r.conn.sentAt[0].Equal(start) || len(r.conn.sent) != 8 {
			t.Fatalf("first SOLICIT after %v, %d in all", r.conn.sentAt[0].Sub(start), len(r.conn.sent))
		}
		last := len(r.conn.sentAt) - 1 // sent before the end because the next would come after it
		if got := r.took - r.conn.sentAt[last].Sub(start); got != dhcp.LastTry {
			t.Errorf("the last try is %v before the end", got)
		}
		low, high := 1.0, 1.1
		for i, at := range r.conn.sentAt[1:last] {
			if got := at.Sub(r.conn.sentAt[i]).Seconds(); got < low || got > high {
				t.Errorf("wait %d: %v, want %v to %v", i, got, low, high)
			}
			low, high = low*1.9, high*2.1
		}
	})
}

// What an error says, and what errors.Is finds in it.
func TestAcquireFails(t *testing.T) {
	answering := func(kind Type, parts ...[]byte) func(c *fakeConn, n int, req *Message) {
		return func(c *fakeConn, n int, req *Message) {
			if req.Type == kind {
				answer := TypeReply
				if kind == TypeSolicit {
					answer = TypeAdvertise
				}
				c.reply(0, from(testServer, answer, req.XID, parts...))
			}
		}
	}
	for _, c := range []struct {
		name                   string
		cfg                    Config
		answer                 func(c *fakeConn, n int, req *Message)
		want                   string
		timeout, refused, over bool
	}{
		{"silence", testConfig(), nil, "eth1: no answer from any DHCPv6 server in 2.5 s (2 SOLICIT sent)", true, false, false},
		{"information", mere(), nil, "eth1: no answer from any DHCPv6 server in 2.5 s (2 INFORMATION-REQUEST sent)", true, false, false},
		{"no addresses", testConfig(), answering(TypeSolicit, status(NoAddrsAvail, "all\ngone")),
			`eth1: no DHCPv6 lease, but server 00030001020000000009 answered NoAddrsAvail: "all\ngone", in 2.5 s (2 SOLICIT sent)`, false, true, false},
		{"no reply", testConfig(), answering(TypeSolicit, own(), raw(optPreference, 255)),
			"eth1: server 00030001020000000009 did not give what it had offered, 2001:db8::7, in 2.5 s (1 SOLICIT, 2 REQUEST sent)", true, false, false},
		{"no use", testConfig(), answering(TypeSolicit, iana(2, 1, addr("2001:db8::7", 1, 2))),
			"eth1: no answer from any DHCPv6 server in 2.5 s (2 SOLICIT sent; 2 ignored, the last: ADVERTISE: nothing in it of what was asked for)", true, false, false},
		{"not renewed", former(both(), 15*time.Minute, true), nil,
			"eth1: server 00030001020000000009 did not renew the lease of 2001:db8::7 2001:db8:100::/56 in 2.5 s (1 RENEW sent)", true, false, false},
		{"renewal failed", former(testConfig(), 15*time.Minute, true), answering(TypeRenew, status(UnspecFail, "")),
			"eth1: no DHCPv6 lease, but server 00030001020000000009 answered UnspecFail, in 2.5 s (1 RENEW sent)", false, true, false},
		{"not confirmed", former(testConfig(), time.Minute, false), nil,
			"eth1: no server confirmed the lease of 2001:db8::7 in 2.5 s (2 CONFIRM sent)", true, false, false},
		{"not on link", former(testConfig(), time.Minute, false), answering(TypeConfirm, status(NotOnLink, "")),
			"eth1: no DHCPv6 lease, but server 00030001020000000009 answered NotOnLink, in 2.5 s (2 SOLICIT, 1 CONFIRM sent)", false, true, true},
		{"taken back", former(testConfig(), 15*time.Minute, true), answering(TypeRenew, iana(0, 0, addr("2001:db8::7", 0, 0))),
			"eth1: no DHCPv6 lease, but server 00030001020000000009 took the lease back, in 2.5 s (2 SOLICIT, 1 RENEW sent)", false, true, true},
		{"run out", former(testConfig(), 59*time.Minute+59*time.Second, true), nil,
			"eth1: no answer from any DHCPv6 server in 2.5 s (2 SOLICIT, 1 REBIND sent)", true, false, true},
	} {
		in(t, func(t *testing.T) {
			c.cfg.Timeout = 2500 * time.Millisecond
			r := acquire(t.Context(), c.cfg, newFakeConn(t, c.answer))
			if r.took != c.cfg.Timeout || r.err == nil || r.err.Error() != c.want {
				t.Errorf("%s: after %v: %v\nwant %s", c.name, r.took, r.err, c.want)
			}
			var refusal *Refusal
			if errors.Is(r.err, ErrTimeout) != c.timeout || errors.As(r.err, &refusal) != c.refused || errors.Is(r.err, ErrOver) != c.over {
				t.Errorf("%s: timeout %v, refused %v, over %v", c.name, errors.Is(r.err, ErrTimeout), refusal, errors.Is(r.err, ErrOver))
			}
		})
	}
}

// After a refusal the search for another lease has a limit of its own.
func TestAcquireAnew(t *testing.T) {
	in(t, func(t *testing.T) {
		cfg := former(testConfig(), time.Minute, false)
		cfg.Timeout, cfg.Anew = 3*time.Second, 20*time.Second
		r := acquire(t.Context(), cfg, newFakeConn(t, func(c *fakeConn, n int, req *Message) {
			if req.Type == TypeConfirm {
				c.reply(time.Second/2, reply(req, status(NotOnLink, "")))
			}
		}))
		if r.took != 20500*time.Millisecond || !errors.Is(r.err, ErrOver) {
			t.Errorf("after %v: %v", r.took, r.err)
		}
	})
}

func TestAcquireContext(t *testing.T) {
	in(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(1500*time.Millisecond, cancel)
		r := acquire(ctx, testConfig(), newFakeConn(t, nil))
		if r.took != 1500*time.Millisecond || !errors.Is(r.err, context.Canceled) || errors.Is(r.err, ErrTimeout) {
			t.Errorf("after %v: %v", r.took, r.err)
		}
		if !r.conn.Deadline().IsZero() {
			t.Error("the read deadline is left set")
		}
	})
	in(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		r := acquire(ctx, testConfig(), newFakeConn(t, nil))
		if r.took != 2*time.Second || !errors.Is(r.err, context.DeadlineExceeded) || !errors.Is(r.err, ErrTimeout) {
			t.Errorf("after %v: %v", r.took, r.err)
		}
	})
	in(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if r := acquire(ctx, testConfig(), newFakeConn(t, nil)); !errors.Is(r.err, context.Canceled) || len(r.conn.sent) != 0 {
			t.Errorf("%d sent: %v", len(r.conn.sent), r.err)
		}
	})
}

// While the link-local address is tentative nothing can be sent; what was not is tried
// again soon and not counted.
func TestAcquireSendErrors(t *testing.T) {
	in(t, func(t *testing.T) {
		conn := newFakeConn(t, prompt)
		conn.sendErr = func(n int) error {
			if n < 3 {
				return syscall.EADDRNOTAVAIL
			}
			return nil
		}
		r := acquire(t.Context(), testConfig(), conn)
		r.wantLease(t, 750*time.Millisecond)
		if n := strings.Count(r.log, "going on after an error"); n != 1 {
			t.Errorf("%d lines about it:\n%s", n, r.log)
		}
	})
	in(t, func(t *testing.T) {
		conn := newFakeConn(t, prompt)
		conn.sendErr = func(int) error { return syscall.EADDRNOTAVAIL }
		cfg := testConfig()
		cfg.Timeout = time.Minute
		r := acquire(t.Context(), cfg, conn)
		if want := "eth1: no answer from any DHCPv6 server in 60 s (nothing sent; cannot assign requested address)"; r.err == nil || r.err.Error() != want {
			t.Errorf("error %v", r.err)
		}
	})
	for _, dead := range []error{syscall.ENODEV, os.ErrClosed} {
		in(t, func(t *testing.T) {
			conn := newFakeConn(t, nil)
			conn.sendErr = func(int) error { return dead }
			if r := acquire(t.Context(), testConfig(), conn); !errors.Is(r.err, dead) || r.took != 0 {
				t.Errorf("after %v: %v", r.took, r.err)
			}
		})
	}
}

func TestAcquireReceiveErrors(t *testing.T) {
	in(t, func(t *testing.T) {
		conn := newFakeConn(t, nil)
		for range 10 {
			conn.Deliver(0, nil, syscall.ENOBUFS)
		}
		cfg := testConfig()
		cfg.Timeout = 3 * time.Second
		if r := acquire(t.Context(), cfg, conn); r.took != cfg.Timeout || !strings.Contains(r.err.Error(), "no buffer space") {
			t.Errorf("after %v: %v", r.took, r.err)
		}
	})
	in(t, func(t *testing.T) {
		conn := newFakeConn(t, nil)
		time.AfterFunc(time.Second, func() { conn.Close() })
		if r := acquire(t.Context(), testConfig(), conn); !errors.Is(r.err, os.ErrClosed) || r.took != time.Second {
			t.Errorf("after %v: %v", r.took, r.err)
		}
	})
	if _, err := Acquire(t.Context(), Config{Interface: "eth1"}, nil, nil); err == nil || err.Error() != "eth1: DUID: 0 bytes, want 3 to 130" {
		t.Errorf("error %v", err)
	}
}

// An end is sent twice at most, and once if it is answered.
func TestEnding(t *testing.T) {
	lease := hours(both())
	lease.Addresses = append(lease.Addresses, Grant{netip.MustParsePrefix("2001:db8::8/128"), time.Minute, time.Minute})
	confirmed := func(c *fakeConn, n int, req *Message) {
		c.Deliver(0, []byte{7}, nil)
		c.reply(0, reply(&Message{XID: req.XID + 1}))
		c.reply(100*time.Millisecond, reply(req, status(NoBinding, "")))
	}
	for _, c := range []struct {
		name      string
		answer    func(c *fakeConn, n int, req *Message)
		took      time.Duration
		sent      int
		addresses []netip.Addr // declined; nil for a RELEASE
	}{
		{"released", confirmed, 100 * time.Millisecond, 1, nil},
		{"released, unheard", nil, 2 * time.Second, 2, nil},
		{"declined", confirmed, 100 * time.Millisecond, 1, addrs("2001:db8::8", "2001:db8::66")},
	} {
		in(t, func(t *testing.T) {
			conn := newFakeConn(t, c.answer)
			cfg := both()
			cfg.DUID, cfg.IAID = testOther, 7 // not those of the lease any more
			start, end, kind := time.Now(), func() error { return Release(cfg, lease, conn) }, TypeRelease
			if c.addresses != nil {
				end, kind = func() error { return Decline(cfg, lease, c.addresses, conn) }, TypeDecline
			}
			if err := end(); err != nil || time.Since(start) != c.took || len(conn.sent) != c.sent {
				t.Fatalf("%s: %v after %v, %d sent", c.name, err, time.Since(start), len(conn.sent))
			}
			l := library(t, conn.sent[0])
			if conn.sent[0].Type != kind || string(l.Options.ServerID().ToBytes()) != string(testServer) || string(l.Options.ClientID().ToBytes()) != string(testDUID) {
				t.Errorf("%s: %v", c.name, l.Summary())
			}
			if l.Options.OneIANA().IaId != [4]byte{1, 2, 3, 4} {
				t.Errorf("%s: IAID %v", c.name, l.Options.OneIANA().IaId)
			}
			addresses, prefixes := len(l.Options.OneIANA().Options.Addresses()), l.Options.IAPD()
			if kind == TypeRelease && (addresses != 2 || len(prefixes) != 1) || kind == TypeDecline && (addresses != 1 || len(prefixes) != 0) {
				t.Errorf("%s: %v", c.name, l.Summary())
			}
		})
	}
	if err := Decline(both(), lease, addrs("2001:db8::66"), nil); err == nil {
		t.Error("an address that is not the lease's was declined")
	}
	if err := Release(both(), Lease{}, nil); err == nil {
		t.Error("nothing was released")
	}
	in(t, func(t *testing.T) {
		conn := newFakeConn(t, nil)
		conn.sendErr = func(int) error { return syscall.ENETDOWN }
		if err := Release(both(), lease, conn); !errors.Is(err, syscall.ENETDOWN) || !strings.HasPrefix(err.Error(), "eth1: RELEASE: ") {
			t.Error(err)
		}
	})
}

// What a hostile server sends before an honest one answers costs nothing but lines for
// debugging.
func TestAcquireHostile(t *testing.T) {
	foul := func(req *Message) map[string][][]byte {
		bad := func(kind Type, parts ...[]byte) []byte { return from(testOther, kind, req.XID, parts...).bytes() }
		good := bad(TypeReply, own(), raw(optRapidCommit))
		return map[string][][]byte{
			"noise":               {{}, {7}, []byte(strings.Repeat("\xff", 65535)), make([]byte, 65535)},
			"wrong xid":           slices.Repeat([][]byte{from(testOther, TypeReply, req.XID^1, own(), raw(optRapidCommit)).bytes()}, 1000),
			"another client":      {(&Message{TypeReply, req.XID, join(raw(optClientID, testOther...), raw(optServerID, testOther...), own(), raw(optRapidCommit))}).bytes()},
			"cut short":           {good[:len(good)-1], good[:20], good[:5]},
			"nested too long":     {bad(TypeReply, raw(optRapidCommit), iana(0, 0, addr("2001:db8::66", 1, 2), []byte{0, 5, 0xff, 0xff}))},
			"1000 IAs":            {bad(TypeReply, raw(optRapidCommit), repeated(1000, func(i int) []byte { return raw(optIANA, secs(uint32(i), 0, 0)...) }))},
			"T1 after T2":         {bad(TypeReply, raw(optRapidCommit), iana(2, 1, addr("2001:db8::66", 1, 2)))},
			"no lifetime":         {bad(TypeReply, raw(optRapidCommit), iana(0, 0, addr("2001:db8::66", 0, 0)))},
			"endless, then less":  {bad(TypeReply, raw(optRapidCommit), iana(0, 0, addr("2001:db8::66", 1<<32-1, 5)))},
			"addresses of nobody": {bad(TypeReply, raw(optRapidCommit), iana(0, 0, addr("ff02::1", 1, 2), addr("::1", 1, 2), addr("fe80::1", 1, 2), addr("::", 1, 2), addr("::ffff:10.0.0.1", 1, 2)))},
			"not rapid":           {bad(TypeReply, own())},
			"refusals":            slices.Repeat([][]byte{bad(TypeAdvertise, status(NoAddrsAvail, strings.Repeat("\x1b[2J", 5000)))}, 1000),
			"reconfigure":         {bad(TypeReconfigure, raw(19, 5))},
			"notes":               {bad(TypeAdvertise, iana(0, 0, repeated(2000, func(int) []byte { return addr("::1", 1, 2) })))},
		}
	}
	for name := range foul(&Message{}) {
		in(t, func(t *testing.T) {
			r := acquire(t.Context(), testConfig(), newFakeConn(t, func(c *fakeConn, n int, req *Message) {
				for _, data := range foul(req)[name] {
					c.Deliver(0, data, nil)
				}
				prompt(c, n, req)
			}))
			r.wantLease(t, 0)
			if strings.Count(r.log, "\n") != 1 {
				t.Errorf("%s: more than a line about the lease:\n%.1000s", name, r.log)
			}
		})
	}
	// A flood of offers holds up nothing, and of any number one is kept.
	in(t, func(t *testing.T) {
		r := acquire(t.Context(), testConfig(), newFakeConn(t, func(c *fakeConn, n int, req *Message) {
			if req.Type == TypeSolicit {
				for i := range 9000 {
					c.reply(0, from([]byte{0, 3, byte(i), byte(i >> 8)}, TypeAdvertise, req.XID, iana(0, 0, addr("2001:db8::66", 1, 2))))
				}
				c.reply(0, advertise(req, own(), raw(optPreference, 1)))
			} else {
				prompt(c, n, req)
			}
		}))
		r.wantLease(t, 1101*time.Millisecond)
	})
}

// What is not taken of a lease is logged in one line, harmless to a terminal.
func TestAcquireDropped(t *testing.T) {
	in(t, func(t *testing.T) {
		r := acquire(t.Context(), testConfig(), newFakeConn(t, func(c *fakeConn, n int, req *Message) {
			c.reply(0, rightAnswer(req, text(optSearch, "\x05\x1b[2Ja\x00"), raw(optDNS, make([]byte, 17)...)))
		}))
		r.wantLease(t, 0)
		if n := strings.Count(r.log, "not taken"); n != 1 || strings.ContainsRune(r.log, 0x1b) {
			t.Errorf("%d lines:\n%q", n, r.log)
		}
	})
	in(t, func(t *testing.T) {
		cfg := testConfig()
		cfg.FQDN = "a b"
		if r := acquire(t.Context(), cfg, newFakeConn(t, prompt)); strings.Count(r.log, "not sent") != 1 {
			t.Error(r.log)
		}
	})
}

// The lease that comes of all four messages.
func TestAcquireLease(t *testing.T) {
	in(t, func(t *testing.T) {
		r := acquire(t.Context(), both(), newFakeConn(t, slow))
		if diff := cmp.Diff(hours(both()), r.lease, equatable); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}
