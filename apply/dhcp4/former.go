package dhcp4

import (
	"net/netip"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
)

// Former is a lease got earlier that still holds and is to be kept.
type Former struct {
	Lease Lease
	// Age is the time since it was acquired, less than its Lifetime.
	Age time.Duration
	// InUse says that the interface has the lease's address. Without it the host
	// has to be told first that it may: it may have come to another network.
	InUse bool
}

// state is where a client with the lease begins (RFC 2131 3.2, 4.4.5).
func (f *Former) state() State {
	switch {
	case !f.InUse:
		return Rebooting
	case f.Age < f.Lease.T2:
		return Renewing
	}
	return Rebinding
}

// maxReboots is how often a client asks whether its lease is good before it asks for
// any other: some 12 s in all.
const maxReboots = 2

// keep starts with a lease got earlier.
func (m *Machine) keep(now time.Time) Action {
	f := m.cfg.Former
	m.state, m.tries = f.state(), 0
	m.newTransaction()
	m.offer = offer{address: f.Lease.Address.Addr()}
	if m.state == Renewing {
		m.offer.server = f.Lease.Server
	}
	return m.sendRequest(now)
}

// expireFormer is Expire in the states that keep a lease. To renew and to rebind
// one message has to do for as long as the caller waits: the next is due when half
// of the time that is left has passed, a minute at least (RFC 2131 4.4.5), and that
// is a matter for another day. Only leases of seconds have no other day.
func (m *Machine) expireFormer(now time.Time) Action {
	over := !now.Before(m.boundary())
	switch {
	case m.state == Renewing && over:
		m.state, m.tries = Rebinding, 0
		m.offer.server = netip.Addr{}
		m.newTransaction()
	case m.state == Rebinding && over:
		return m.anew(now, errExpired)
	case m.state == Rebooting && m.tries >= maxReboots:
		return m.anew(now, errUnconfirmed)
	case m.state != Rebooting && !m.hasty(now):
		return Action{Wake: now.Add(lastWait)}
	}
	return m.sendRequest(now)
}

// hasty reports whether so little is left that there will be no other run in time.
func (m *Machine) hasty(now time.Time) bool { return m.boundary().Sub(now) < lastWait }

// half is when to ask again in haste.
func (m *Machine) half(now time.Time) time.Time {
	end := m.boundary()
	return earlier(now.Add(max(time.Second, end.Sub(now)/2)), end)
}

// boundary is when everybody is to be asked to renew the lease, no longer its server
// alone (T2), and in REBINDING when it runs out.
func (m *Machine) boundary() time.Time {
	f := m.cfg.Former
	if m.state == Renewing {
		return m.start.Add(f.Lease.T2 - f.Age)
	}
	return m.start.Add(f.Lease.Lifetime - f.Age)
}

// anew gives up the lease of before for any that there is, the same again if it may be.
func (m *Machine) anew(now time.Time, why error) Action {
	m.cfg.Requested = m.offer.address
	m.offer = offer{}
	act := m.begin(now)
	act.Restart = why
	return act
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// keeping reports whether a state is one that keeps a lease.
func (s State) keeping() bool { return s == Rebooting || s == Renewing || s == Rebinding }

// requestFor is a REQUEST out of a state (RFC 2131 4.3.2, table 5): what the server
// can know by ciaddr must not stand there twice.
func (m *Machine) requestFor() *dhcpv4.DHCPv4 {
	msg := m.message(dhcpv4.MessageTypeRequest)
	switch m.state {
	case Renewing, Rebinding:
		msg.ClientIPAddr = m.offer.address.AsSlice()
		return msg
	case Requesting:
		msg.Options[optServerIdentifier] = m.offer.server.AsSlice()
	}
	msg.Options[optRequestedIPAddress] = m.offer.address.AsSlice()
	return msg
}
