package dhcp6

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"time"
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
var (
	errNoReply     = errors.New("REQUEST was not answered")
	errUnbound     = errors.New("the server does not know the lease of before")
	errUnconfirmed = errors.New("no server confirmed the lease of before")
	errExpired     = errors.New("the lease of before has run out")
)

// Machine decides what a client does from nothing, or a lease of before, to a lease
// (RFC 8415 18.2). It has no clock and does no I/O: events go in with the time they
// happened at, Actions come out. It must not be used by several goroutines at once.
type Machine struct {
	cfg   Config
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

	asked    Lease // what is asked for, and in REQUEST and RENEW of whom
	best     *offer
	refusals int
}

// NewMachine makes a Machine in Init. random gives 32 uniform bits with each call;
// transaction identifiers should be hard to guess. What in the Config cannot be sent
// and can be missed is left out; the error is about what cannot.
func NewMachine(cfg Config, random func() uint32) (*Machine, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cfg, _ = cfg.clean()
	return &Machine{cfg: cfg, rand: random, solMaxRT: maxRT, infMaxRT: maxRT}, nil
}

// State is the state the machine is in.
func (m *Machine) State() State { return m.state }

// Start leaves Init with the first message.
func (m *Machine) Start(now time.Time) Action {
	m.start = now
	if m.cfg.Information {
		return m.enter(now, Informing)
	}
	if l, ok := m.cfg.keepable(m.age(now)); ok {
		return m.keep(now, l)
	}
	return m.begin(now)
}

// Expire tells the machine that the time it asked for has come.
func (m *Machine) Expire(now time.Time) Action {
	switch {
	case m.state == Bound:
		return Action{}
	case m.state == Init:
		return m.begin(now)
	case m.state == Soliciting && m.best != nil:
		return m.request(now)
	case !m.spent(now):
		return m.send(now)
	case m.state.keeping():
		return m.expireFormer(now)
	}
	m.asked = Lease{}
	act := m.begin(now)
	act.Restart = errNoReply
	return act
}

// Receive takes a message that came in, from anyone and with anything in it.
func (m *Machine) Receive(now time.Time, msg *Message) Action {
	if err := m.addressed(msg); err != nil {
		return Action{Ignored: err}
	}
	switch {
	case m.state == Soliciting && msg.Type == TypeAdvertise:
		return m.receiveAdvertise(now, msg)
	case m.state == Soliciting && msg.Type == TypeReply:
		return m.receiveRapid(now, msg)
	case m.state == Confirming && msg.Type == TypeReply:
		return m.receiveConfirmed(now, msg)
	case m.state == Informing && msg.Type == TypeReply:
		return m.receiveInformation(now, msg)
	case msg.Type == TypeReply:
		return m.receiveReply(now, msg)
	}
	return Action{Ignored: fmt.Errorf("%w: %v in state %v", errForeign, msg.Type, m.state)}
}

// errForeign is a message that was not meant for this client, or not now. errNoServer
// is one that does not say whom it is from.
var (
	errForeign  = errors.New("foreign message")
	errNoServer = errors.New("no valid server identifier")
	errNothing  = errors.New("nothing in it of what was asked for")
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

// receiveReply takes the answer to a REQUEST, RENEW or REBIND (RFC 8415 18.2.10).
func (m *Machine) receiveReply(now time.Time, msg *Message) Action {
	a := interpret(msg, &m.cfg)
	m.learn(&a)
	keeping := m.state.keeping()
	switch {
	case keeping && a.unbound:
		return m.requestAnew(now, a.lease.Server)
	case a.whole && m.mayPass(a.refusal.Status):
		return Action{Ignored: a.refusal}
	case keeping && !a.holds() && len(a.named) == 0:
		return a.ignored(TypeReply)
	case keeping:
		m.rest(&a)
	}
	if a.holds() {
		return m.bind(now, a)
	}
	if a.refusal == nil { // all that was named has no lifetime any more
		a.refusal = &Refusal{Server: a.lease.Server}
	}
	return m.refused(now, a.refusal)
}

// mayPass reports whether a status that stands for all of a message is one after which
// to go on asking the same: what failed may not fail again, and no more than this is
// ever sent by unicast. A lease of before is not given up for any other, either.
func (m *Machine) mayPass(s Status) bool {
	return s == UnspecFail || s == UseMulticast || m.state != Requesting
}

// requestAnew asks a server that has no record of the lease for it (RFC 8415
// 18.2.10.1).
func (m *Machine) requestAnew(now time.Time, server []byte) Action {
	m.asked.Server = server
	act := m.enter(now, Requesting)
	act.Restart = errUnbound
	return act
}

// receiveInformation takes the answer to an INFORMATION-REQUEST.
func (m *Machine) receiveInformation(now time.Time, msg *Message) Action {
	a := interpret(msg, &m.cfg)
	m.learn(&a)
	if a.refusal != nil {
		return Action{Ignored: a.refusal}
	}
	return m.bind(now, a)
}

func (m *Machine) bind(now time.Time, a answer) Action {
	m.state = Bound
	a.lease.Age = now.Sub(m.sent)
	return Action{Lease: &a.lease, Dropped: a.dropped}
}

// learn takes note of the waits that a server asks for, with whatever else it says
// (RFC 8415 21.24, 21.25).
func (m *Machine) learn(a *answer) {
	if a.lease.SolMaxRT > 0 {
		m.solMaxRT = a.lease.SolMaxRT
	}
	if a.lease.InfMaxRT > 0 {
		m.infMaxRT = a.lease.InfMaxRT
	}
}

// refused starts over: at once the first time, later after a pause that doubles, as a
// server that offers what it then refuses would otherwise be asked as fast as it answers.
func (m *Machine) refused(now time.Time, why *Refusal) Action {
	m.asked = Lease{}
	m.refusals++
	if m.refusals == 1 {
		act := m.begin(now)
		act.Restart = why
		return act
	}
	m.state = Init
	return Action{Restart: why, Wake: now.Add(pauseAfter(m.refusals))}
}

// begin starts to look for servers.
func (m *Machine) begin(now time.Time) Action {
	m.best = nil
	return m.enter(now, Soliciting)
}

// enter starts the transaction of a state.
func (m *Machine) enter(now time.Time, s State) Action {
	m.state, m.tries, m.began = s, 0, now
	m.xid = m.rand() & maxXID
	m.until = m.deadline(now)
	return m.send(now)
}

// send sends the message of the state, once more or for the first time.
func (m *Machine) send(now time.Time) Action {
	m.rt = m.nextRT()
	m.sent = now
	m.tries++
	wake := now.Add(m.rt)
	if !m.until.IsZero() && m.until.Before(wake) {
		wake = m.until
	}
	return Action{Send: m.message(now), Wake: wake}
}
