package dhcp4

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
)

// Release gives the lease of cfg.Former back to the server it is from (RFC 2131
// 4.4.6). There is no answer: the error is about the sending.
func Release(cfg Config, conn Conn) error {
	if cfg.Former == nil {
		return errors.New("no lease to give back")
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

// releaseOf is a RELEASE: of options only what identifies client and server (RFC 2131
// table 5).
func (m *Machine) releaseOf(now time.Time) *dhcpv4.DHCPv4 {
	m.start = now
	m.newTransaction()
	lease := m.cfg.Former.Lease
	msg := m.message(dhcpv4.MessageTypeRelease)
	for code := range msg.Options {
		if code != dhcpv4.OptionDHCPMessageType.Code() && code != dhcpv4.OptionClientIdentifier.Code() {
			delete(msg.Options, code)
		}
	}
	msg.Options[dhcpv4.OptionServerIdentifier.Code()] = lease.Server.AsSlice()
	msg.ClientIPAddr = lease.Address.Addr().AsSlice()
	return msg
}
