package dhcp4

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/apply/dhcp"
)

// Release gives the lease of cfg.Former back to the server it is from (RFC 2131
// 4.4.6). There is no answer: the error is about the sending.
func Release(cfg Config, conn Conn) error {
	if cfg.Former == nil {
		return dhcp.Reason("no lease to give back")
	}
	m, err := NewMachine(cfg, rand.Uint32)
	if err != nil {
		return fmt.Errorf("%s: %w", cfg.Interface, err)
	}
	msg, lease := m.releaseOf(time.Now()), cfg.Former.Lease
	if err := conn.Route(wrap(msg.ToBytes(), lease.Address.Addr(), lease.Server)); err != nil {
		return fmt.Errorf("%s: RELEASE to %v: %w", cfg.Interface, lease.Server, err)
	}
	return nil
}

// Decline tells all servers that another host has the address of cfg.Former's lease
// (RFC 2131 4.4.1). There is no answer: the error is about the sending.
func Decline(cfg Config, conn Conn) error {
	if cfg.Former == nil {
		return dhcp.Reason("no lease to decline")
	}
	m, err := NewMachine(cfg, rand.Uint32)
	if err != nil {
		return fmt.Errorf("%s: %w", cfg.Interface, err)
	}
	msg := m.ending(time.Now(), dhcpv4.MessageTypeDecline)
	msg.Options[optRequestedIPAddress] = cfg.Former.Lease.Address.Addr().AsSlice()
	if err := conn.Send(wrap(msg.ToBytes(), netip.Addr{}, netip.Addr{})); err != nil {
		return fmt.Errorf("%s: DECLINE: %w", cfg.Interface, err)
	}
	return nil
}

// releaseOf is a RELEASE.
func (m *Machine) releaseOf(now time.Time) *dhcpv4.DHCPv4 {
	msg := m.ending(now, dhcpv4.MessageTypeRelease)
	msg.ClientIPAddr = m.cfg.Former.Lease.Address.Addr().AsSlice()
	return msg
}

// ending is a message that ends a lease: of options only what identifies client and
// server (RFC 2131 table 5).
func (m *Machine) ending(now time.Time, kind dhcpv4.MessageType) *dhcpv4.DHCPv4 {
	m.start = now
	m.newTransaction()
	msg := m.message(kind)
	for code := range msg.Options {
		if code != optDHCPMessageType && code != optClientIdentifier {
			delete(msg.Options, code)
		}
	}
	msg.Options[optServerIdentifier] = m.cfg.Former.Lease.Server.AsSlice()
	return msg
}
