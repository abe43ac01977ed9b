package dhcp6

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"netonce/apply/dhcp"
)

// State is a state of the client, by what it waits for an answer to (RFC 8415 18.2).
type State uint8

// Init is the state before Start and while a restart is put off.
const (
	Init State = iota
	Soliciting
	Requesting
	Confirming
	Renewing
	Rebinding
	Informing
	Bound
)

func (s State) String() string {
	names := [...]string{"INIT", "SOLICITING", "REQUESTING", "CONFIRMING", "RENEWING", "REBINDING", "INFORMING", "BOUND"}
	if int(s) < len(names) {
		return names[s]
	}
	return "State(" + strconv.Itoa(int(s)) + ")"
}

// Action is what a Machine wants done after an event. The zero Action wants
// nothing but that the wait goes on.
type Action struct {
	// Send is to be sent now, to all servers; nil for nothing.
	Send *Message
	// Wake is when to call Expire, in place of any earlier one; the zero Time leaves
	// the earlier one standing.
	Wake time.Time
	// Lease is set once, when the machine is bound; it wants nothing after that.
	Lease *Lease
	// Dropped says what of a Lease was not taken, for the log.
	Dropped []string
	// Restart says why a transaction was given up for a new one: *Refusal, errNoReply,
	// errUnbound, errUnconfirmed or errExpired.
	Restart error
	// Ignored says why a message was not taken, *Refusal for one that grants nothing;
	// nil when it was.
	Ignored error
}

// errNoReply is an offer that came to nothing; the others are about a lease of old.
const (
	errNoReply     = dhcp.Reason("REQUEST was not answered")
	errUnbound     = dhcp.Reason("the server does not know the lease of before")
	errUnconfirmed = dhcp.Reason("no server confirmed the lease of before")
	errExpired     = dhcp.Reason("the lease of before has run out")
)

// Machine decides what a client does from nothing, or a lease of before, to a lease
// (RFC 8415 18.2). It has no clock and does no I/O: events go in with the time they
// happened at, Actions come out. It must not be used by several goroutines at once.
type Machine struct {
	cfg   *Config
	rand  func() uint32
	state State
	start time.Time

	xid   uint32
	began time.Time     // the first message of this transaction
	sent  time.Time     // the last
	until time.Time     // when the state must end; zero for never
	rt    time.Duration // how long the last waits for an answer
	tries int           // messages of this transaction sent

	solMaxRT, infMaxRT time.Duration

	asked    *Lease // what is asked for, and in REQUEST and RENEW of whom
	best     *offer
	refusals int

	act Action // what the event at hand wants
}

// NewMachine makes a Machine in Init. random gives 32 uniform bits with each call;
// transaction identifiers should be hard to guess. What in the Config cannot be sent
// and can be missed is left out; the error is about what cannot.
func NewMachine(cfg Config, random func() uint32) (*Machine, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cfg.clean()
	return &Machine{cfg: &cfg, rand: random, solMaxRT: maxRT, infMaxRT: maxRT, asked: &Lease{}}, nil
}

// State is the state the machine is in.
func (m *Machine) State() State { return m.state }

// Start leaves Init with the first message.
func (m *Machine) Start(now time.Time) Action {
	m.act, m.start = Action{}, now
	if m.cfg.Information {
		m.enter(now, Informing)
	} else if l := m.cfg.keepable(m.age(now)); l != nil {
		m.keep(now, l)
	} else {
		m.begin(now)
	}
	return m.act
}

// Expire tells the machine that the time it asked for has come.
func (m *Machine) Expire(now time.Time) Action {
	m.act = Action{}
	switch {
	case m.state == Bound:
	case m.state == Init:
		m.begin(now)
	case m.state == Soliciting && m.best != nil:
		m.request(now)
	case !m.spent(now):
		m.send(now)
	case m.state.keeping():
		m.expireFormer(now)
	default:
		m.restart(now, errNoReply)
	}
	return m.act
}

// Receive takes a message that came in, from anyone and with anything in it.
func (m *Machine) Receive(now time.Time, msg *Message) Action {
	m.act = Action{}
	err := m.addressed(msg)
	switch advertise := msg.Type == TypeAdvertise; {
	case err != nil:
		m.act.Ignored = err
	case advertise && m.state != Soliciting:
		m.act.Ignored = fmt.Errorf("%w: %v in state %v", errForeign, msg.Type, m.state)
	case advertise:
		m.receiveAdvertise(now, msg)
	case m.state == Confirming:
		m.receiveConfirmed(now, msg)
	default:
		m.receiveReply(now, msg)
	}
	return m.act
}

// errForeign is a message that was not meant for this client, or not now. errNoServer
// is one that does not say whom it is from.
const (
	errForeign  = dhcp.Reason("foreign message")
	errNoServer = dhcp.Reason("no valid server identifier")
	errNothing  = dhcp.Reason("nothing in it of what was asked for")
)

// addressed returns an error unless msg is a server's answer to this client in this
// transaction (RFC 8415 16.3, 16.10).
func (m *Machine) addressed(msg *Message) error {
	id, _ := msg.options.get(optClientID)
	server := serverOf(msg)
	switch {
	case m.state == Init || m.state == Bound:
		return fmt.Errorf("%w: state %v", errForeign, m.state)
	case msg.Type != TypeAdvertise && msg.Type != TypeReply:
		return fmt.Errorf("%w: %v", errForeign, msg.Type)
	case msg.XID != m.xid:
		return fmt.Errorf("%w: another transaction", errForeign)
	case !bytes.Equal(id, m.cfg.DUID):
		return fmt.Errorf("%w: another client's DUID", errForeign)
	case server == nil:
		return fmt.Errorf("%v: %w", msg.Type, errNoServer)
	case (m.state == Requesting || m.state == Renewing) && !bytes.Equal(server, m.asked.Server):
		return fmt.Errorf("%v: from server %x, not %x", msg.Type, server, m.asked.Server)
	}
	return nil
}

// receiveReply takes a REPLY that gives something (RFC 8415 18.2.10).
func (m *Machine) receiveReply(now time.Time, msg *Message) {
	a := m.read(msg)
	switch keeping := m.state.keeping(); {
	case m.state == Soliciting:
		m.receiveRapid(now, msg, a)
	case m.state == Informing && a.refusal == nil:
		m.bind(now, a)
	case keeping && a.unbound:
		m.requestAnew(now, a.lease.Server)
	case a.whole && m.mayPass(a.refusal.Status):
		m.ignore(msg, a)
	case !a.holds() && len(a.named) == 0 && (keeping || a.refusal == nil): // as good as no answer
		m.ignore(msg, a)
	default:
		if keeping && m.cfg.Former.InUse {
			m.rest(a)
		}
		m.bindOrRestart(now, a)
	}
}

// mayPass reports whether a status that stands for all of a message is one after which
// to go on asking the same: what failed may not fail again, and no more than this is
// ever sent by unicast. A lease of before is not given up for any other, either.
func (m *Machine) mayPass(s Status) bool {
	return s == UnspecFail || s == UseMulticast || m.state != Requesting
}

func (m *Machine) bindOrRestart(now time.Time, a *answer) {
	switch {
	case a.holds():
		m.bind(now, a)
	case a.refusal != nil:
		m.refused(now, a.refusal)
	default: // all that was named has no lifetime any more
		m.refused(now, &Refusal{Server: a.lease.Server})
	}
}

// requestAnew asks a server that has no record of the lease for it (RFC 8415
// 18.2.10.1).
func (m *Machine) requestAnew(now time.Time, server []byte) {
	m.asked.Server = server
	m.enter(now, Requesting)
	m.act.Restart = errUnbound
}

func (m *Machine) bind(now time.Time, a *answer) {
	m.state = Bound
	a.lease.Age = now.Sub(m.sent)
	m.act.Lease, m.act.Dropped = &a.lease, a.dropped
}

// ignore passes over an answer that grants nothing.
func (m *Machine) ignore(msg *Message, a *answer) {
	if m.act.Ignored = fmt.Errorf("%v: %w", msg.Type, errNothing); a.refusal != nil {
		m.act.Ignored = a.refusal
	}
}

// read reads a message, and takes note of the waits that a server asks for, with
// whatever else it says (RFC 8415 21.24, 21.25).
func (m *Machine) read(msg *Message) *answer {
	a := interpret(msg, m.cfg)
	if a.lease.SolMaxRT > 0 {
		m.solMaxRT = a.lease.SolMaxRT
	}
	if a.lease.InfMaxRT > 0 {
		m.infMaxRT = a.lease.InfMaxRT
	}
	return a
}

// refused starts over: at once the first time, later after a pause that doubles, as a
// server that offers what it then refuses would otherwise be asked as fast as it answers.
func (m *Machine) refused(now time.Time, why *Refusal) {
	m.refusals++
	if m.refusals == 1 {
		m.restart(now, why)
		return
	}
	m.state, m.asked = Init, &Lease{}
	m.act.Restart, m.act.Wake = why, now.Add(pauseAfter(m.refusals))
}

// restart gives up what was asked for.
func (m *Machine) restart(now time.Time, why error) {
	m.asked, m.act.Restart = &Lease{}, why
	m.begin(now)
}

// begin starts to look for servers.
func (m *Machine) begin(now time.Time) {
	m.best = nil
	m.enter(now, Soliciting)
}

// enter starts the transaction of a state.
func (m *Machine) enter(now time.Time, s State) {
	m.state, m.tries, m.began = s, 0, now
	m.xid = m.rand() & maxXID
	m.until = m.deadline(now)
	m.send(now)
}

// hasty reports whether the lease is one of seconds: the waits of RFC 8415 7.6 leave it
// one message to be renewed by, and one that is lost would cost it.
func (m *Machine) hasty() bool {
	return (m.state == Renewing || m.state == Rebinding) && m.cfg.Former.InUse && !m.until.IsZero() && m.until.Sub(m.began) < 2*m.timing().first
}

// send sends the message of the state, once more or for the first time.
func (m *Machine) send(now time.Time) {
	m.rt = m.nextRT()
	if m.hasty() {
		m.rt = min(m.rt, max(time.Second, m.until.Sub(now)/2))
	}
	m.sent = now
	m.tries++
	m.act.Send, m.act.Wake = m.message(now), now.Add(m.rt)
	if !m.until.IsZero() && m.until.Before(m.act.Wake) {
		m.act.Wake = m.until
	}
}
