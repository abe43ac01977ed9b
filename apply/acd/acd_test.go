package acd

import (
	"context"
	"encoding/hex"
	"errors"
	"net"
	"net/netip"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

var (
	mine   = net.HardwareAddr{2, 0, 0, 0, 0, 1}
	theirs = net.HardwareAddr{2, 0, 0, 0, 0, 9}
	first  = netip.MustParseAddr("192.0.2.1")
	second = netip.MustParseAddr("192.0.2.2")
)

// fakeConn is a Conn on no link, in a synctest bubble.
type fakeConn struct {
	answer func(c *fakeConn, n int, asked message)
	sent   []message
	at     []time.Time
	fail   error

	in       chan []byte
	deadline time.Time
	changed  chan struct{}
}

func newConn(answer func(*fakeConn, int, message)) *fakeConn {
	return &fakeConn{answer: answer, in: make(chan []byte, 100), changed: make(chan struct{}, 1)}
}

func (c *fakeConn) Send(b []byte) error {
	if c.fail != nil {
		return c.fail
	}
	m, err := parse(b)
	if err != nil {
		return err
	}
	c.sent, c.at = append(c.sent, m), append(c.at, time.Now())
	if c.answer != nil {
		c.answer(c, len(c.sent)-1, m)
	}
	return nil
}

func (c *fakeConn) Receive(buf []byte) (int, error) {
	for {
		select {
		case b := <-c.in:
			return copy(buf, b), nil
		case <-time.After(time.Until(c.deadline)):
			return 0, os.ErrDeadlineExceeded
		case <-c.changed:
		}
	}
}

func (c *fakeConn) SetReadDeadline(t time.Time) error {
	c.deadline = t
	select {
	case c.changed <- struct{}{}:
	default:
	}
	return nil
}

func (c *fakeConn) Close() error { return nil }

// is is a reply of whoever has an address.
func is(hw net.HardwareAddr, a netip.Addr) []byte {
	b := asking(hw, a, first)
	b[7] = reply
	return b
}

func config(addresses ...netip.Addr) Config {
	return Config{Interface: "eth1", HardwareAddr: mine, Addresses: addresses, Timeout: 200 * time.Millisecond}
}

func TestProbe(t *testing.T) {
	bridge := net.HardwareAddr{2, 0, 0, 0, 0, 3}
	for name, c := range map[string]struct {
		answer func(c *fakeConn, n int, asked message)
		want   map[netip.Addr]net.HardwareAddr
		sent   int
		whole  bool // it takes the whole time
	}{
		"nobody":       {nil, map[netip.Addr]net.HardwareAddr{}, 6, true},
		"one is taken": {func(c *fakeConn, n int, _ message) { c.in <- is(theirs, second) }, map[netip.Addr]net.HardwareAddr{second: theirs}, 4, true},
		"both are taken": {func(c *fakeConn, n int, asked message) { c.in <- is(theirs, asked.target) },
			map[netip.Addr]net.HardwareAddr{first: theirs, second: theirs}, 2, false},
		"another asks too":         {func(c *fakeConn, n int, asked message) { c.in <- asking(theirs, netip.IPv4Unspecified(), first) }, map[netip.Addr]net.HardwareAddr{first: theirs}, 4, true},
		"what is sent itself":      {func(c *fakeConn, n int, asked message) { c.in <- asking(mine, netip.IPv4Unspecified(), asked.target) }, map[netip.Addr]net.HardwareAddr{}, 6, true},
		"another port of the host": {func(c *fakeConn, n int, asked message) { c.in <- is(bridge, asked.target) }, map[netip.Addr]net.HardwareAddr{}, 6, true},
		"asked by who has another": {func(c *fakeConn, n int, asked message) {
			c.in <- asking(theirs, netip.MustParseAddr("192.0.2.7"), first)
		}, map[netip.Addr]net.HardwareAddr{}, 6, true},
		"nonsense": {func(c *fakeConn, n int, asked message) { c.in <- []byte{1, 2, 3}; c.in <- make([]byte, 60) }, map[netip.Addr]net.HardwareAddr{}, 6, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				conn, began := newConn(c.answer), time.Now()
				cfg := config(first, second)
				cfg.Own = []net.HardwareAddr{bridge}
				got, err := Probe(t.Context(), cfg, conn)
				if diff := cmp.Diff(c.want, got, cmp.Comparer(func(x, y netip.Addr) bool { return x == y })); diff != "" || err != nil {
					t.Errorf("%v (-want +got):\n%s", err, diff)
				}
				if took := time.Since(began); len(conn.sent) != c.sent || (took == cfg.Timeout) != c.whole || took > cfg.Timeout {
					t.Errorf("%d sent, took %v", len(conn.sent), took)
				}
				for _, m := range conn.sent {
					if m.operation != request || !m.senderIP.IsUnspecified() {
						t.Errorf("sent %+v", m)
					}
				}
			})
		})
	}
}

func TestProbeEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if _, err := Probe(ctx, config(first), newConn(nil)); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		broken := newConn(nil)
		broken.fail = syscall.ENXIO
		if _, err := Probe(t.Context(), config(first), broken); err == nil || err.Error() != "eth1: no such device or address" {
			t.Error(err)
		}
	})
}

// The times are RFC 5227's, in a shorter while: random, apart, and time at the end to
// hear the last answer.
func TestTimes(t *testing.T) {
	t.Parallel()
	for _, r := range []uint32{0, 1 << 31, 1<<32 - 1} {
		m := machine{cfg: config(first), rand: func() uint32 { return r }, conflicts: map[netip.Addr]net.HardwareAddr{}}
		now := time.Unix(0, 0)
		wake := m.start(now)
		var at []time.Duration
		for {
			ask, next, done := m.expire(wake)
			if done {
				break
			}
			if len(ask) > 0 {
				at = append(at, wake.Sub(now))
			}
			wake = next
		}
		if len(at) != probes || at[0] > 23*time.Millisecond || at[1]-at[0] < 50*time.Millisecond || at[2]-at[1] < 50*time.Millisecond || at[2] > 160*time.Millisecond || wake.Sub(now) != 200*time.Millisecond {
			t.Errorf("%#x: asked at %v, done at %v", r, at, wake.Sub(now))
		}
	}
}

func TestAnnounce(t *testing.T) {
	t.Parallel()
	conn := newConn(nil)
	if err := Announce(config(), conn, []netip.Addr{first}); err != nil {
		t.Fatal(err)
	}
	if len(conn.sent) != 1 || conn.sent[0].senderIP != first || conn.sent[0].target != first {
		t.Errorf("sent %+v", conn.sent)
	}
}

func TestBytes(t *testing.T) {
	t.Parallel()
	if got := hex.EncodeToString(asking(mine, netip.IPv4Unspecified(), first)); got != "0001"+"0800"+"06"+"04"+"0001"+"020000000001"+"00000000"+"000000000000"+"c0000201" {
		t.Error(got)
	}
	if got := asking(make(net.HardwareAddr, 20), first, first); len(got) != 56 || got[1] != 32 {
		t.Errorf("% x", got)
	}
}

// The filter in words: the table is what an assembler makes of it.
func TestFilter(t *testing.T) {
	t.Parallel()
	assembled, err := bpf.Assemble([]bpf.Instruction{
		bpf.LoadExtension{Num: bpf.ExtType},
		bpf.JumpIf{Cond: bpf.JumpGreaterThan, Val: 2, SkipTrue: 6},
		bpf.LoadExtension{Num: bpf.ExtVLANTagPresent},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: 0, SkipTrue: 3},
		bpf.LoadExtension{Num: bpf.ExtVLANTag},
		bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: 0x0fff},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: 0, SkipFalse: 1},
		bpf.RetConstant{Val: 0xffff},
		bpf.RetConstant{Val: 0},
	})
	if err != nil {
		t.Fatal(err)
	}
	var want []unix.SockFilter
	for _, in := range assembled {
		want = append(want, unix.SockFilter{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K})
	}
	if diff := cmp.Diff(want, filter()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(asking(mine, first, second))
	f.Add([]byte{0, 1, 8, 0, 255, 4, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := parse(b)
		if err == nil && (!m.senderIP.Is4() || !m.target.Is4()) {
			t.Errorf("%+v", m)
		}
	})
}
