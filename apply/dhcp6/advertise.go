package dhcp6

import (
	"fmt"
	"time"
)

// offer is what an ADVERTISE offers, and how much the server is to be preferred.
type offer struct {
	lease      *Lease
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
func (m *Machine) receiveAdvertise(now time.Time, msg *Message) {
	a := m.read(msg)
	if !a.holds() {
		m.ignore(msg, a)
		return
	}
	o := &offer{lease: &a.lease}
	if v, _ := msg.options.get(optPreference); len(v) == 1 {
		o.preference = v[0]
	}
	for _, kind := range kinds() {
		if len(*a.lease.of(kind)) > 0 {
			o.kinds++
		}
	}
	if o.better(m.best) {
		m.best = o
	}
	if o.preference == mostPreferred || m.tries > 1 {
		m.request(now)
	}
}

// request asks for the best offer.
func (m *Machine) request(now time.Time) {
	m.asked, m.best = m.best.lease, nil
	m.enter(now, Requesting)
}

// receiveRapid takes a REPLY to a SOLICIT, of a server that gave at once what it would
// have offered (RFC 8415 18.2.10.1): only if it says that it knows.
func (m *Machine) receiveRapid(now time.Time, msg *Message, a *answer) {
	if _, ok := msg.options.get(optRapidCommit); !ok || m.cfg.NoRapid {
		m.act.Ignored = fmt.Errorf("%w: REPLY without rapid commit", errForeign)
	} else if a.holds() {
		m.bind(now, a)
	} else {
		m.ignore(msg, a)
	}
}
