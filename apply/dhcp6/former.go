package dhcp6

import (
	"bytes"
	"time"
)

// Former is a lease got earlier that still holds and is to be kept.
type Former struct {
	Lease Lease
	// Age is the time since its times began to count, less than its Lifetime.
	Age time.Duration
	// InUse says that the interface has the lease's addresses. Without it the host
	// has to be told first that it may: it may have come to another network.
	InUse bool
}

// keepable is what of a lease of before can be asked for again at some age: the parts
// that are still wanted and have not run out, if it is this client's at all; nil for nothing.
func (c *Config) keepable(age time.Duration) *Lease {
	f := c.Former
	if f == nil || f.Lease.IAID != c.IAID || !bytes.Equal(f.Lease.ClientDUID, c.DUID) || !validDUID(f.Lease.Server) {
		return nil
	}
	l := f.Lease
	for _, kind := range kinds() {
		all := l.of(kind)
		var kept []Grant
		for _, g := range *all {
			if c.asks(kind) && left(g.Valid, age) > 0 {
				kept = append(kept, g)
			}
		}
		*all = kept
	}
	if l.Lifetime = l.longest(); l.Lifetime == 0 {
		return nil
	}
	l.T2 = min(l.T2, l.Lifetime)
	l.T1 = min(l.T1, l.T2)
	return &l
}

// left is what is left of a time, in whole seconds.
func left(d, age time.Duration) time.Duration {
	if d == Forever {
		return Forever
	}
	return max(0, d-age).Truncate(time.Second)
}

// stateOf is where a client with a lease begins (RFC 8415 18.2.12): where prefixes are
// wanted only a REBIND tells whether it may keep it all.
func (c *Config) stateOf(f *Former) State {
	switch {
	case !f.InUse && !c.Delegate:
		return Confirming
	case f.InUse && f.Age < f.Lease.T2:
		return Renewing
	}
	return Rebinding
}

// keeping reports whether a state is one that keeps a lease.
func (s State) keeping() bool { return s == Confirming || s == Renewing || s == Rebinding }

// keep starts with a lease got earlier.
func (m *Machine) keep(now time.Time, l *Lease) {
	m.asked = l
	if validMaxRT(l.SolMaxRT) {
		m.solMaxRT = l.SolMaxRT
	}
	m.enter(now, m.cfg.stateOf(m.cfg.Former))
}

// age is how old the lease of before is.
func (m *Machine) age(now time.Time) time.Duration {
	if m.cfg.Former == nil {
		return 0
	}
	return m.cfg.Former.Age + now.Sub(m.start)
}

// deadline is when a state must come to an end; the zero Time is never.
func (m *Machine) deadline(now time.Time) time.Time {
	until := Forever
	switch m.state {
	case Renewing:
		until = left(m.asked.T2, m.age(now))
	case Confirming, Rebinding:
		until = left(m.asked.Lifetime, m.age(now))
	}
	if limit := m.timing().limit; limit > 0 {
		until = min(until, limit)
	}
	if until == Forever {
		return time.Time{}
	}
	return now.Add(until)
}

// expireFormer is Expire at the end of a state that keeps a lease.
func (m *Machine) expireFormer(now time.Time) {
	switch {
	case m.state == Renewing:
		m.enter(now, Rebinding)
	case m.cfg.Former.InUse:
		m.restart(now, errExpired)
	default:
		// What no server confirms may still be the best to ask for. RFC 8415 18.2.3
		// would have the host use it too; whether to is the caller's to say, who knows
		// how long it still holds.
		m.act.Restart = errUnconfirmed
		m.begin(now)
	}
}

// rest adds to a lease what of the one before the server has said nothing about, which
// stays as it is (RFC 8415 18.2.10.1) if it is in use: on a link that may be another one
// silence confirms nothing. Its times count from when the server was asked.
func (m *Machine) rest(a *answer) {
	age := m.age(m.sent)
	for _, kind := range kinds() {
		all := a.lease.of(kind)
		for _, old := range *m.asked.of(kind) {
			old.Preferred, old.Valid = left(old.Preferred, age), left(old.Valid, age)
			if old.Valid > 0 && len(*all) < maxGrants && !a.names(old.Prefix) {
				*all = append(*all, old)
				a.lease.times(0, 0, old.Preferred, old.Valid)
			}
		}
	}
}

// receiveConfirmed takes the answer to a CONFIRM, which holds a status and nothing else:
// the lease goes on as it was (RFC 8415 18.2.10.2).
func (m *Machine) receiveConfirmed(now time.Time, msg *Message) {
	status, text := statusOf(msg.options)
	l := m.cfg.keepable(m.age(now))
	why := &Refusal{bytes.Clone(serverOf(msg)), status, text}
	switch {
	case status == NotOnLink:
		m.refused(now, why)
	case status != Success:
		m.act.Ignored = why
	case l == nil:
		m.expireFormer(now)
	default:
		m.state, l.Age = Bound, m.age(now)
		m.act.Lease = l
	}
}
