package dhcp4

import (
	"net/netip"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/apply/dhcp/dhcptest"
)

// fakeConn is a Conn on no link. It lives in a synctest bubble, where its waits
// cost nothing.
type fakeConn struct {
	*dhcptest.Inbox
	t testing.TB
	// answer is called with each message sent, the first is number 0.
	answer func(c *fakeConn, n int, req *dhcpv4.DHCPv4)
	// sendErr, if set, is asked whether a Send fails.
	sendErr func(n int) error

	sent   []*dhcpv4.DHCPv4
	sentAt []time.Time
	sends  int
	routed []netip.Addr // whereto, not to all
}

func newFakeConn(t testing.TB, answer func(c *fakeConn, n int, req *dhcpv4.DHCPv4)) *fakeConn {
	return &fakeConn{t: t, answer: answer, Inbox: dhcptest.NewInbox()}
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
	c.Deliver(after, replyPacket(m.ToBytes()), nil)
}
