package dhcp6

import (
	"testing"
	"time"

	"netonce/apply/dhcp/dhcptest"
)

// fakeConn is a Conn on no link. It lives in a synctest bubble, where its waits
// cost nothing.
type fakeConn struct {
	*dhcptest.Inbox
	t testing.TB
	// answer is called with each message sent, the first is number 0.
	answer func(c *fakeConn, n int, req *Message)
	// sendErr, if set, is asked whether a Send fails.
	sendErr func(n int) error

	sent   []*Message
	sentAt []time.Time
	sends  int
}

func newFakeConn(t testing.TB, answer func(c *fakeConn, n int, req *Message)) *fakeConn {
	return &fakeConn{t: t, answer: answer, Inbox: dhcptest.NewInbox()}
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
	c.Deliver(after, m.bytes(), nil)
}
