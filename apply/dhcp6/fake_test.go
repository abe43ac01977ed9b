package dhcp6

import (
	"os"
	"sync"
	"testing"
	"time"
)

// fakeConn is a Conn on no link. It lives in a synctest bubble, where its waits
// cost nothing.
type fakeConn struct {
	t testing.TB
	// answer is called with each message sent, the first is number 0.
	answer func(c *fakeConn, n int, req *Message)
	// sendErr, if set, is asked whether a Send fails.
	sendErr func(n int) error

	mu       sync.Mutex
	deadline time.Time
	changed  chan struct{}
	closed   bool
	in       chan received
	sent     []*Message
	sentAt   []time.Time
	sends    int
}

type received struct {
	data []byte
	err  error
}

func newFakeConn(t testing.TB, answer func(c *fakeConn, n int, req *Message)) *fakeConn {
	return &fakeConn{t: t, answer: answer, changed: make(chan struct{}), in: make(chan received, 10000)}
}

func (c *fakeConn) Send(data []byte) error {
	c.sends++
	if c.sendErr != nil {
		if err := c.sendErr(c.sends - 1); err != nil {
			return err
		}
	}
	req, err := parse(data)
	if err != nil {
		c.t.Errorf("sent message does not parse: %v", err)
		return nil
	}
	library(c.t, req) // nor may anybody else stumble over it
	c.sent = append(c.sent, req)
	c.sentAt = append(c.sentAt, time.Now())
	if c.answer != nil {
		c.answer(c, len(c.sent)-1, req)
	}
	return nil
}

// reply delivers a message after a while.
func (c *fakeConn) reply(after time.Duration, m *Message) {
	c.deliver(after, received{data: m.bytes()})
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
			return 0, os.ErrClosed
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
			return copy(buf, r.data), r.err
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
