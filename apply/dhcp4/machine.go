package dhcp4

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/apply/dhcp"
)

// State is a state of the client, by the names of RFC 2131 4.4, figure 5.
type State uint8

// INIT is the state before Start and while a restart is put off.
const (
	Init State = iota
	Selecting
	Requesting
	Bound
	Rebooting
	Renewing
	Rebinding
)

func (s State) String() string {
	names := [...]string{"INIT", "SELECTING", "REQUESTING", "BOUND", "REBOOTING", "RENEWING", "REBINDING"}
	if int(s) < len(names) {
		return names[s]
	}
	return fmt.Sprintf("State(%d)", uint8(s))
}

// Action is what a Machine wants done after an event. The zero Action wants
// nothing but that the wait goes on.
type Action struct {
	// Send is to be sent now; nil for nothing.
	Send *dhcpv4.DHCPv4
	// From is the own address to send it from, To the server to send it to; the zero
	// Addr is none, and everybody.
	From, To netip.Addr
	// Wake is when to call Expire, in place of any earlier one; the zero Time leaves
	// the earlier one standing.
	Wake time.Time
	// Lease is set once, when the machine is bound; it wants nothing after that.
	Lease *Lease
	// Dropped says what of a Lease was not taken, for the log.
	Dropped []string
	// Restart says why a transaction was given up for a new one: *Refusal, errNoAck,
	// errUnconfirmed or errExpired.
	Restart error
	// Failed ends it all without a lease: an *IPv6Only.
	Failed error
	// Ignored says why a message was not taken; nil when it was.
	Ignored error
}

// Machine decides what a client does from nothing, or a lease of before, to a lease
// (RFC 2131 4.4). It
// has no clock and does no I/O: events go in with the time they happened at,
// Actions come out. It must not be used by several goroutines at once.
type Machine struct {
	cfg   Config
	rand  func() uint32
	state State
	start time.Time
	xid   dhcpv4.TransactionID
	secs  uint16    // of the last DISCOVER; its REQUEST repeats it (RFC 2131 3.1.3)
	tries int       // messages of this state sent in this transaction
	asked time.Time // the first of them
	offer offer
	naks  int
}

// NewMachine makes a Machine in INIT. random gives 32 uniform bits with each call;
// transaction identifiers should be hard to guess. Names in the Config that cannot
// be sent are left out; the error is about what cannot be missed.
func NewMachine(cfg Config, random func() uint32) (*Machine, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cfg.clean()
	if cfg.Anonymous {
		cfg.anonymize()
	}
	if len(cfg.ClientID) == 0 && !cfg.NoClientID {
		cfg.ClientID = defaultClientID(cfg.HardwareAddr)
	}
	cfg.Requested = cfg.Requested.Unmap()
	if !validHost(cfg.Requested) {
		cfg.Requested = netip.Addr{}
	}
	return &Machine{cfg: cfg, rand: random}, nil
}

// State is the state the machine is in.
func (m *Machine) State() State { return m.state }

// Start leaves INIT with the first DISCOVER. RFC 2131 4.4.1 would have it wait up
// to ten seconds first, against herds; the jitter of what follows does for those.
func (m *Machine) Start(now time.Time) Action {
	m.start = now
	if m.cfg.Former != nil {
		return m.keep(now)
	}
	return m.begin(now)
}

// Expire tells the machine that the time it asked for has come.
func (m *Machine) Expire(now time.Time) Action {
	switch m.state {
	case Init:
		return m.begin(now)
	case Selecting:
		return m.sendDiscover(now)
	case Requesting:
		if m.tries < maxRequests {
			return m.sendRequest(now)
		}
		act := m.begin(now)
		act.Restart = errNoAck
		return act
	case Rebooting, Renewing, Rebinding:
		return m.expireFormer(now)
	}
	return Action{}
}

// Receive takes a message that came in, from anyone and with anything in it.
func (m *Machine) Receive(now time.Time, msg *dhcpv4.DHCPv4) Action {
	if err := m.addressed(msg); err != nil {
		return Action{Ignored: err}
	}
	kind := kindOf(msg)
	_, rapid := msg.Options[optRapidCommit]
	if only := m.ipv6Only(msg); only != nil && (kind == dhcpv4.MessageTypeOffer || kind == dhcpv4.MessageTypeAck) {
		return Action{Failed: only}
	}
	switch {
	case m.state == Selecting && kind == dhcpv4.MessageTypeOffer:
		return m.receiveOffer(now, msg)
	case m.state == Selecting && kind == dhcpv4.MessageTypeAck && rapid:
		return m.receiveRapid(now, msg)
	case m.awaitsAck() && kind == dhcpv4.MessageTypeAck:
		return m.receiveAck(now, msg)
	case m.awaitsAck() && kind == dhcpv4.MessageTypeNak:
		return m.receiveNak(now, msg)
	default:
		return Action{Ignored: fmt.Errorf("%w: %v in state %v", errForeign, kind, m.state)}
	}
}

func (m *Machine) awaitsAck() bool { return m.state == Requesting || m.state.keeping() }

// errForeign is a message that was not meant for this client, or not now.
const errForeign = dhcp.Reason("foreign message")

// addressed returns an errForeign unless msg is a reply to this client in this
// transaction.
func (m *Machine) addressed(msg *dhcpv4.DHCPv4) error {
	switch {
	case m.state == Init || m.state == Bound:
		return fmt.Errorf("%w: state %v", errForeign, m.state)
	case msg.OpCode != dhcpv4.OpcodeBootReply:
		return fmt.Errorf("%w: not a reply", errForeign)
	case msg.TransactionID != m.xid:
		return fmt.Errorf("%w: another transaction", errForeign)
	case !bytes.Equal(msg.ClientHWAddr, m.cfg.sentHardwareAddr()):
		return fmt.Errorf("%w: another client's hardware address", errForeign)
	}
	// RFC 6842 3: a client identifier in a reply must be the client's own. On a
	// link without chaddr it is all that tells clients apart.
	if id, ok := msg.Options[optClientIdentifier]; ok && len(m.cfg.ClientID) > 0 && !bytes.Equal(id, m.cfg.ClientID) {
		return fmt.Errorf("%w: another client's identifier", errForeign)
	}
	return nil
}

func (m *Machine) receiveOffer(now time.Time, msg *dhcpv4.DHCPv4) Action {
	lease, _, err := interpret(msg)
	if err != nil {
		return Action{Ignored: fmt.Errorf("OFFER: %w", err)}
	}
	if m.rejects(lease.Server) {
		return Action{Ignored: fmt.Errorf("OFFER: server %v is not to be listened to", lease.Server)}
	}
	m.state, m.tries = Requesting, 0
	m.offer = offer{lease.Server, lease.Address.Addr()}
	return m.sendRequest(now)
}

func (m *Machine) rejects(server netip.Addr) bool {
	return slices.ContainsFunc(m.cfg.Reject, func(p netip.Prefix) bool { return p.Contains(server) })
}

// receiveRapid takes an ACK to a DISCOVER, of a server that knows RFC 4039.
func (m *Machine) receiveRapid(now time.Time, msg *dhcpv4.DHCPv4) Action {
	lease, _, err := interpret(msg)
	switch {
	case err != nil:
		return Action{Ignored: fmt.Errorf("ACK: %w", err)}
	case m.rejects(lease.Server):
		return Action{Ignored: fmt.Errorf("ACK: server %v is not to be listened to", lease.Server)}
	}
	m.offer = offer{lease.Server, lease.Address.Addr()}
	return m.receiveAck(now, msg)
}

func (m *Machine) receiveAck(now time.Time, msg *dhcpv4.DHCPv4) Action {
	lease, dropped, err := interpret(msg)
	switch {
	case err != nil:
		return Action{Ignored: fmt.Errorf("ACK: %w", err)}
	case m.offer.server.IsValid() && lease.Server != m.offer.server:
		return Action{Ignored: fmt.Errorf("ACK: from server %v, not %v", lease.Server, m.offer.server)}
	case m.rejects(lease.Server):
		return Action{Ignored: fmt.Errorf("ACK: server %v is not to be listened to", lease.Server)}
	case lease.Address.Addr() != m.offer.address:
		return Action{Ignored: fmt.Errorf("ACK: for %v, not %v", lease.Address.Addr(), m.offer.address)}
	}
	lease.ClientID = bytes.Clone(m.cfg.ClientID)
	lease.Age = now.Sub(m.asked)
	m.state = Bound
	return Action{Lease: &lease, Dropped: dropped}
}

// receiveNak starts over: at once the first time, later after a pause that doubles,
// as a server that offers what it then refuses would otherwise be asked as fast as
// it answers.
func (m *Machine) receiveNak(now time.Time, msg *dhcpv4.DHCPv4) Action {
	server, err := serverOf(msg)
	if err != nil || m.offer.server.IsValid() && server != m.offer.server || m.rejects(server) {
		return Action{Ignored: dhcp.Reason("NAK: not from the server that was asked")}
	}
	refusal := &Refusal{
		Server:  server,
		Address: m.offer.address,
		Message: printable(msg.Options[optMessage]),
	}
	if m.state.keeping() {
		m.offer = offer{}
	}
	m.cfg.Requested = netip.Addr{}
	m.naks++
	if m.naks == 1 {
		act := m.begin(now)
		act.Restart = refusal
		return act
	}
	m.state = Init
	return Action{Restart: refusal, Wake: now.Add(nakPause(m.naks))}
}

// begin starts a transaction.
func (m *Machine) begin(now time.Time) Action {
	m.state, m.tries = Selecting, 0
	m.newTransaction()
	return m.sendDiscover(now)
}

func (m *Machine) newTransaction() { binary.BigEndian.PutUint32(m.xid[:], m.rand()) }

// try counts a message. A lease counts from the first one that asked for it, as nobody
// knows which of them the server has answered (RFC 2131 4.4.1).
func (m *Machine) try(now time.Time) {
	if m.tries == 0 {
		m.asked = now
	}
	m.tries++
}

func (m *Machine) sendDiscover(now time.Time) Action {
	m.secs = secondsSince(m.start, now)
	wake := now.Add(m.wait())
	m.try(now)
	return Action{Send: m.discover(), Wake: wake}
}

func (m *Machine) sendRequest(now time.Time) Action {
	if m.state.keeping() {
		m.secs = secondsSince(m.start, now)
	}
	act := Action{Send: m.requestFor(), Wake: now.Add(m.wait())}
	m.try(now)
	if m.state == Renewing || m.state == Rebinding {
		act.From, act.To = m.offer.address, m.offer.server
		if m.hasty(now) {
			act.Wake = m.half(now)
		}
	}
	return act
}
