package dhcp4

import (
	"net"
	"net/netip"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
)

// fakeConn is a Conn on no link. It lives in a synctest bubble, where its waits
// cost nothing.
type fakeConn struct {
	t testing.TB
	// answer is called with each message sent, the first is number 0.
	answer func(c *fakeConn, n int, req *dhcpv4.DHCPv4)
	// sendErr, if set, is asked whether a Send fails.
	sendErr func(n int) error

	mu       sync.Mutex
	deadline time.Time
	changed  chan struct{}
	closed   bool
	in       chan received
	sent     []*dhcpv4.DHCPv4
	sentAt   []time.Time
	sends    int
	routed   []netip.Addr // whereto, not to all
}

type received struct {
	packet []byte
	err    error
}

func newFakeConn(t testing.TB, answer func(c *fakeConn, n int, req *dhcpv4.DHCPv4)) *fakeConn {
	return &fakeConn{t: t, answer: answer, changed: make(chan struct{}), in: make(chan received, 1000)}
}

func (c *fakeConn) Send(packet []byte) error {
	c.sends++
	if c.sendErr != nil {
		if err := c.sendErr(c.sends - 1); err != nil {
			return err
		}
	}
	req := parseSent(c.t, packet)
	c.sent = append(c.sent, req)
	c.sentAt = append(c.sentAt, time.Now())
	if c.answer != nil {
		c.answer(c, len(c.sent)-1, req)
	}
	return nil
}

func (c *fakeConn) Route(packet []byte) error {
	to, _ := netip.AddrFromSlice(packet[16:20])
	c.routed = append(c.routed, to)
	return c.Send(packet)
}

// reply delivers a message after a while.
func (c *fakeConn) reply(after time.Duration, m *dhcpv4.DHCPv4) {
	c.deliver(after, received{packet: replyPacket(m.ToBytes())})
}

func (c *fakeConn) deliver(after time.Duration, r received) {
	if after == 0 {
		c.in <- r
		return
	}
	time.AfterFunc(after, func() { c.in <- r })
}

func (c *fakeConn) Receive(buf []byte) (int, error) {
	for {
		c.mu.Lock()
		deadline, changed, closed := c.deadline, c.changed, c.closed
		c.mu.Unlock()
		if closed {
			return 0, net.ErrClosed
		}
		var expired <-chan time.Time
		if !deadline.IsZero() {
			if !time.Now().Before(deadline) {
				return 0, os.ErrDeadlineExceeded
			}
			expired = time.After(time.Until(deadline))
		}
		select {
		case r := <-c.in:
			return copy(buf, r.packet), r.err
		case <-expired:
		case <-changed:
		}
	}
}

func (c *fakeConn) change(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
	close(c.changed)
	c.changed = make(chan struct{})
}

func (c *fakeConn) SetReadDeadline(t time.Time) error {
	c.change(func() { c.deadline = t })
	return nil
}

func (c *fakeConn) Close() error {
	c.change(func() { c.closed = true })
	return nil
}
