package acd

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"netonce/apply/packet"
)

// Conn sends and receives ARP packets on one link.
type Conn interface {
	// Send sends a packet to everybody on the link.
	Send(payload []byte) error
	// Receive waits for a packet. Its error is os.ErrDeadlineExceeded (by errors.Is) at
	// the read deadline.
	Receive(buf []byte) (n int, err error)
	SetReadDeadline(t time.Time) error
	Close() error
}

// Listen opens a packet socket for ARP on an interface (see packet.Listen).
func Listen(ifi *net.Interface) (Conn, error) { return packet.Listen(ifi, unix.ETH_P_ARP, filter()) }

// filter passes all that came in untagged.
func filter() []unix.SockFilter {
	const end, all = 0x06, 0xffff
	return packet.Untagged([]unix.SockFilter{{Code: end, K: all}, {Code: end, K: 0}})
}

// Probe asks for addresses until the time is over, or until all of them are known to
// be another host's, and returns which host has which. The error is the context's, or
// tells why nothing could be found out.
func Probe(ctx context.Context, cfg Config, conn Conn) (map[netip.Addr]net.HardwareAddr, error) {
	m := machine{cfg: cfg, rand: rand.Uint32, conflicts: map[netip.Addr]net.HardwareAddr{}}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	wake := m.start(time.Now())
	buf := make([]byte, 128)
	for ctx.Err() == nil {
		if now := time.Now(); !now.Before(wake) {
			ask, next, done := m.expire(now)
			if done {
				return m.conflicts, nil
			}
			if err := m.ask(conn, ask); err != nil {
				return nil, fmt.Errorf("%s: %w", cfg.Interface, err)
			}
			wake = next
		}
		if err := conn.SetReadDeadline(wake); err != nil {
			return nil, fmt.Errorf("%s: %w", cfg.Interface, err)
		}
		n, err := conn.Receive(buf)
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
		case errors.Is(err, syscall.ENETDOWN): // the link went down: what was asked is lost
		case err != nil:
			return nil, fmt.Errorf("%s: %w", cfg.Interface, err)
		default:
			if p, err := parse(buf[:n]); err == nil && m.receive(p) && len(m.conflicts) == len(cfg.Addresses) {
				return m.conflicts, nil
			}
		}
	}
	return nil, ctx.Err()
}

func (m *machine) ask(conn Conn, addresses []netip.Addr) error {
	for _, a := range addresses {
		if err := conn.Send(asking(m.cfg.HardwareAddr, netip.IPv4Unspecified(), a)); err != nil && !errors.Is(err, syscall.ENETDOWN) {
			return err
		}
	}
	return nil
}

// Announce tells everybody on the link who has the addresses now, so that nobody goes
// on sending to who had them before (RFC 5227 section 2.3).
func Announce(cfg Config, conn Conn, addresses []netip.Addr) error {
	var errs []error
	for _, a := range addresses {
		errs = append(errs, conn.Send(asking(cfg.HardwareAddr, a, a)))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("%s: %w", cfg.Interface, err)
	}
	return nil
}
