package dhcp4

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/apply/dhcp"
	"netonce/apply/journal"
)

// ErrTimeout is what errors.Is finds in an error of Acquire when no server gave a
// lease in time. A server that refused is an answer, and no ErrTimeout; errors.As
// finds a *Refusal then.
const ErrTimeout = dhcp.Reason("no answer from any DHCP server")

// Acquire gets a lease over conn, which it neither opens nor closes, and whose read
// deadline it leaves unset. It returns as soon as ctx ends. Its errors start with
// the interface and say how far it came; errors.Is finds ErrTimeout in them when
// cfg.Timeout or the deadline of ctx went by, and ctx's own error. A nil log logs
// nothing.
func Acquire(ctx context.Context, cfg Config, conn Conn, log *journal.Logger) (Lease, error) {
	log = log.With("interface", cfg.Interface)
	for _, note := range cfg.clean() {
		log.Warn("dhcp4: not sent", "reason", note)
	}
	machine, err := NewMachine(cfg, rand.Uint32)
	if err != nil {
		return Lease{}, fmt.Errorf("%s: %w", cfg.Interface, err)
	}
	c := &client{machine: machine, conn: conn, log: log}
	x := dhcp.Exchange{Client: c, Conn: conn, Log: log, Protocol: "dhcp4", Interface: cfg.Interface, Timeout: cfg.Timeout, Anew: cfg.Anew, NoAnswer: ErrTimeout}
	err = x.Run(ctx)
	return c.lease, err
}

// client is a Machine in an exchange.
type client struct {
	machine *Machine
	conn    Conn
	log     *journal.Logger

	lease               Lease
	discovers, requests int
	refusal             *Refusal
	// again sends the last message. It is a function, as the library's type for one
	// would take all of its methods into the binary with it: a client is an interface.
	again func() error
}

func (c *client) Start(now time.Time) dhcp.Action  { return c.action(c.machine.Start(now)) }
func (c *client) Expire(now time.Time) dhcp.Action { return c.action(c.machine.Expire(now)) }

func (c *client) Receive(now time.Time, packet []byte) (dhcp.Action, error) {
	payload, err := unwrap(packet)
	if err != nil {
		return dhcp.Action{}, err
	}
	msg, err := parseReply(payload)
	if err != nil {
		return dhcp.Action{}, err
	}
	return c.action(c.machine.Receive(now, msg)), nil
}

func (c *client) action(act Action) dhcp.Action {
	if !act.Wake.IsZero() {
		c.again = func() error { return c.send(&act) }
	}
	out := dhcp.Action{Send: act.Send != nil, Wake: act.Wake, Restart: act.Restart, Ignored: act.Ignored, Foreign: errors.Is(act.Ignored, errForeign)}
	if act.Failed != nil {
		return dhcp.Action{Failed: act.Failed}
	}
	if errors.As(act.Restart, &c.refusal) && c.machine.cfg.Former != nil && c.discovers == 0 {
		out.Over = c.refusal
	}
	if act.Restart == errExpired {
		out.Over = errExpired
	}
	if act.Lease != nil {
		c.lease, out.Bound = *act.Lease, true
		c.tell(act.Dropped)
	}
	return out
}

// tell logs the lease.
func (c *client) tell(dropped []string) {
	server := c.lease.Server
	if len(dropped) > 0 {
		c.log.Warn("dhcp4: parts of the lease not taken", "server", server, "dropped", strings.Join(dropped, "; "))
	}
	c.log.Info("dhcp4: bound", "address", c.lease.Address, "server", server, "lifetime", c.lease.Lifetime, "elapsed", time.Since(c.machine.start))
}

func (c *client) Send() error { return c.again() }

func (c *client) send(act *Action) error {
	msg, to := act.Send, c.conn.Send
	if act.To.IsValid() {
		to = c.conn.Route
	}
	if err := to(wrap(msg.ToBytes(), act.From, act.To)); err != nil {
		return err
	}
	kind := kindOf(msg)
	if kind == dhcpv4.MessageTypeDiscover {
		c.discovers++
	} else {
		c.requests++
	}
	c.log.Debug("dhcp4: sent", "message", kind, "xid", msg.TransactionID)
	return nil
}

// Outcome says how far the client came. A NAK that is the last that a server had to
// say is all there is to say.
func (c *client) Outcome() dhcp.Outcome {
	state, o := c.machine.State(), c.machine.offer
	if c.refusal != nil && state != Requesting {
		return dhcp.Outcome{What: c.refusal.Error(), Refusal: c.refusal}
	}
	sent, requests := strconv.Itoa(c.discovers)+" DISCOVER", strconv.Itoa(c.requests)+" REQUEST"
	what := "no DHCP offer"
	switch known := o.server.IsValid(); {
	case state.keeping() && known:
		what, sent = fmt.Sprintf("server %v did not renew the lease of %v", o.server, o.address), requests
	case state.keeping():
		what, sent = "no server confirmed the lease of "+o.address.String(), requests
	case known:
		what, sent = fmt.Sprintf("server %v offered %v, but did not acknowledge it", o.server, o.address), sent+", "+requests
	}
	return dhcp.Outcome{What: what, Sent: sent}
}
