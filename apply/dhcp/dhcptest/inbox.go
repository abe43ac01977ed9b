// Package dhcptest is the receiving half of a DHCP client's connection to nobody. It
// lives in a synctest bubble, where its waits cost nothing.
package dhcptest

import (
	"fmt"
	"net"
	"os"
	"sync"
	"time"
)

// Inbox holds what is still to be received. It has a deadline and can be closed, as a
// socket can.
type Inbox struct {
	mu       sync.Mutex
	deadline time.Time
	changed  chan struct{}
	closed   bool
	in       chan received
}

type received struct {
	packet []byte
	err    error
}

// capacity is more than any test delivers before somebody receives it.
const capacity = 10000

// NewInbox returns an empty one.
func NewInbox() *Inbox {
	return &Inbox{changed: make(chan struct{}), in: make(chan received, capacity)}
}

// Deliver has Receive return a packet, or an error, after a while.
func (b *Inbox) Deliver(after time.Duration, packet []byte, err error) {
	r := received{packet, err}
	if after == 0 {
		b.in <- r
		return
	}
	time.AfterFunc(after, func() { b.in <- r })
}

// Receive waits for a packet until the deadline, or until it is closed.
func (b *Inbox) Receive(buf []byte) (int, error) {
	for {
		b.mu.Lock()
		deadline, changed, closed := b.deadline, b.changed, b.closed
		b.mu.Unlock()
		if closed {
			return 0, fmt.Errorf("%w: %w", net.ErrClosed, os.ErrClosed) // as sockets say, and files
		}
		var expired <-chan time.Time
		if !deadline.IsZero() {
			if !time.Now().Before(deadline) {
				return 0, os.ErrDeadlineExceeded
			}
			expired = time.After(time.Until(deadline))
		}
		select {
		case r := <-b.in:
			return copy(buf, r.packet), r.err
		case <-expired:
		case <-changed:
		}
	}
}

func (b *Inbox) change(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f()
	close(b.changed)
	b.changed = make(chan struct{})
}

// SetReadDeadline ends a Receive, running or to come, at t; the zero Time never.
func (b *Inbox) SetReadDeadline(t time.Time) error {
	b.change(func() { b.deadline = t })
	return nil
}

// Deadline returns what was set last.
func (b *Inbox) Deadline() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.deadline
}

// Close ends it for good.
func (b *Inbox) Close() error {
	b.change(func() { b.closed = true })
	return nil
}
