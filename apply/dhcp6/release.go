package dhcp6

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"slices"
	"time"
)

// Release gives a lease back to the server it is from (RFC 8415 18.2.7). The host must
// not use the addresses any more when it is called. The error is about the sending:
// without an answer the message is sent once more, and that must do.
func Release(cfg Config, lease Lease, conn Conn) error {
	return end(&cfg, &lease, conn, TypeRelease)
}

// Decline tells the server that other hosts have some of the lease's addresses (RFC 8415
// 18.2.8). The error is as Release's.
func Decline(cfg Config, lease Lease, addrs []netip.Addr, conn Conn) error {
	all := lease.Addresses
	lease.Addresses, lease.Prefixes = nil, nil
	for _, g := range all {
		if slices.Contains(addrs, g.Prefix.Addr()) {
			lease.Addresses = append(lease.Addresses, g)
		}
	}
	return end(&cfg, &lease, conn, TypeDecline)
}

// An end is sent twice at most, REL_TIMEOUT and DEC_TIMEOUT apart (RFC 8415 7.6), not
// four times: nobody waits for it to have arrived.
const (
	endings   = 2
	endPeriod = time.Second
)

// end sends a message that ends a lease until it is answered, whatever with.
func end(cfg *Config, lease *Lease, conn Conn, kind Type) error {
	if len(lease.Addresses)+len(lease.Prefixes) == 0 || !validDUID(lease.Server) {
		return fmt.Errorf("%s: %v: nothing to give back", cfg.Interface, kind)
	}
	cfg.DUID, cfg.IAID = lease.ClientDUID, lease.IAID // whatever they are by now
	m := &Machine{cfg: cfg, asked: lease, xid: rand.Uint32() & maxXID, began: time.Now()}
	defer func() { _ = conn.SetReadDeadline(time.Time{}) }()
	for range endings {
		if err := conn.Send(m.ending(time.Now(), kind).bytes()); err != nil {
			return fmt.Errorf("%s: %v: %w", cfg.Interface, kind, err)
		}
		answered, err := m.awaitEnd(conn)
		if err != nil {
			return fmt.Errorf("%s: %v: %w", cfg.Interface, kind, err)
		}
		if answered {
			break
		}
	}
	return nil
}

// ending is a message that ends a lease.
func (m *Machine) ending(now time.Time, kind Type) *Message {
	all := m.head(now).add(optServerID, m.asked.Server...)
	for _, ia := range kinds() {
		if len(*m.asked.of(ia)) > 0 {
			all = m.association(all, ia)
		}
	}
	return &Message{kind, m.xid, all}
}

// awaitEnd waits for the REPLY to an ending.
func (m *Machine) awaitEnd(conn Conn) (bool, error) {
	if err := conn.SetReadDeadline(time.Now().Add(endPeriod)); err != nil {
		return false, err
	}
	buf := make([]byte, maxMessage)
	for {
		n, err := conn.Receive(buf)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		msg, err := parse(buf[:n])
		if err != nil || msg.Type != TypeReply || msg.XID != m.xid {
			continue
		}
		if id, _ := msg.options.get(optClientID); bytes.Equal(id, m.cfg.DUID) {
			return true, nil
		}
	}
}
