package dhcp6

import (
	"fmt"
	"time"
)

// offer is what an ADVERTISE offers, and how much the server is to be preferred.
type offer struct {
	lease      Lease
	preference byte
	kinds      int // of what was asked for
}

// better reports whether an offer is the one to take: the server's preference first, as
// RFC 8415 18.2.9 has it, then whether all that was asked for is in it.
func (o *offer) better(than *offer) bool {
	switch {
	case than == nil:
		return true
	case o.preference != than.preference:
		return o.preference > than.preference
	}
	return o.kinds > than.kinds
}

// mostPreferred is the preference of a server beside which no other counts.
const mostPreferred = 255

// receiveAdvertise keeps the best offer until the first wait for an answer is over, and
// takes the first one after that (RFC 8415 18.2.1). Of any number one is kept.
func (m *Machine) receiveAdvertise(now time.Time, msg *Message) Action {
	a := interpret(msg, &m.cfg)
	m.learn(&a)
	if !a.holds() {
		return a.ignored(TypeAdvertise)
	}
	o := &offer{lease: a.lease}
	if v, _ := msg.options.get(optPreference); len(v) == 1 {
		o.preference = v[0]
	}
	if len(a.lease.Addresses) > 0 {
		o.kinds++
	}
	if len(a.lease.Prefixes) > 0 {
		o.kinds++
	}
	if o.better(m.best) {
		m.best = o
	}
	if o.preference == mostPreferred || m.tries > 1 {
		return m.request(now)
	}
	return Action{}
}

// request asks for the best offer.
func (m *Machine) request(now time.Time) Action {
	m.asked, m.best = m.best.lease, nil
	return m.enter(now, Requesting)
}

// receiveRapid takes a REPLY to a SOLICIT, of a server that gave at once what it would
// have offered (RFC 8415 18.2.10.1): only if it says that it knows.
func (m *Machine) receiveRapid(now time.Time, msg *Message) Action {
	if _, ok := msg.options.get(optRapidCommit); !ok || m.cfg.NoRapid {
		return Action{Ignored: fmt.Errorf("%w: REPLY without rapid commit in state %v", errForeign, m.state)}
	}
	a := interpret(msg, &m.cfg)
	m.learn(&a)
	if !a.holds() {
		return a.ignored(TypeReply)
	}
	return m.bind(now, a)
}

// ignored is what to do about an answer that grants nothing.
func (a *answer) ignored(kind Type) Action {
	if a.refusal != nil {
		return Action{Ignored: a.refusal}
	}
	return Action{Ignored: fmt.Errorf("%v: %w", kind, errNothing)}
}
