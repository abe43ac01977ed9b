package dhcp6

import "time"

// Conn sends and receives DHCPv6 messages, UDP payloads, on one link.
type Conn interface {
	// Send sends a message to all servers and relay agents of the link, ff02::1:2.
	Send(message []byte) error
	// Receive waits for a message and reads it into buf. Its error is
	// os.ErrDeadlineExceeded (by errors.Is) at the read deadline.
	Receive(buf []byte) (n int, err error)
	// SetReadDeadline ends a Receive, running or to come, at t; the zero Time never.
	SetReadDeadline(t time.Time) error
	Close() error
}
