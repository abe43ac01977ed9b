package dhcp4

import "time"

// Conn sends and receives whole IPv4 packets on one link.
type Conn interface {
	// Send broadcasts an IPv4 packet, header included, on the link.
	Send(payload []byte) error
	// Route sends an IPv4 packet, header included, over the link to its destination,
	// by way of a router if need be.
	Route(packet []byte) error
	// Receive waits for an IPv4 packet and reads it into buf, header included. Its
	// error is os.ErrDeadlineExceeded (by errors.Is) at the read deadline.
	Receive(buf []byte) (n int, err error)
	// SetReadDeadline ends a Receive, running or to come, at t; the zero Time never.
	SetReadDeadline(t time.Time) error
	Close() error
}
