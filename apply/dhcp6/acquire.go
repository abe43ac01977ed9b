package dhcp6

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"netonce/apply/dhcp"
	"netonce/apply/journal"
)

// ErrTimeout is what errors.Is finds in an error of Acquire when no server gave a
// lease in time. A server that refused is an answer, and no ErrTimeout; errors.As
// finds a *Refusal then.
const ErrTimeout = dhcp.Reason("no answer from any DHCPv6 server")

// ErrOver is what errors.Is finds in an error of Acquire when cfg.Former is not to be
// used any more, because a server said so or because it has run out meanwhile. Any
// other error, a *Refusal among them, leaves it as it was.
const ErrOver = dhcp.Reason("the lease of before is over")

// Acquire gets a lease over conn, which it neither opens nor closes, and whose read
// deadline it leaves unset. It returns as soon as ctx ends. Its errors start with
// the interface and say how far it came; errors.Is finds ErrTimeout in them when
// cfg.Timeout or the deadline of ctx went by, and ctx's own error. A nil log logs
// nothing.
func Acquire(ctx context.Context, cfg Config, conn Conn, log *journal.Logger) (Lease, error) {
	log = log.With("interface", cfg.Interface)
	for _, note := range cfg.clean() {
		log.Warn("dhcp6: not sent", "reason", note)
	}
	machine, err := NewMachine(cfg, rand.Uint32)
	if err != nil {
		return Lease{}, fmt.Errorf("%s: %w", cfg.Interface, err)
	}
	return machine.run(ctx, conn, log)
}

// run has an exchange do what the machine says.
func (m *Machine) run(ctx context.Context, conn Conn, log *journal.Logger) (Lease, error) {
	c, cfg := &client{machine: m, conn: conn, log: log}, m.cfg
	x := dhcp.Exchange{Client: c, Conn: conn, Log: log, Protocol: "dhcp6", Interface: cfg.Interface, Timeout: cfg.Timeout, Anew: cfg.Anew, NoAnswer: ErrTimeout}
	err := x.Run(ctx)
	return c.lease, err
}

// client is a Machine in an exchange.
type client struct {
	machine *Machine
	conn    Conn
	log     *journal.Logger

	lease   Lease
	last    *Message
	sent    [types]int
	refusal *Refusal
}

func (c *client) Start(now time.Time) dhcp.Action  { return c.action(c.machine.Start(now)) }
func (c *client) Expire(now time.Time) dhcp.Action { return c.action(c.machine.Expire(now)) }

func (c *client) Receive(now time.Time, packet []byte) (dhcp.Action, error) {
	msg, err := parse(packet)
	if err != nil {
		return dhcp.Action{}, err
	}
	return c.action(c.machine.Receive(now, msg)), nil
}

func (c *client) action(act Action) dhcp.Action {
	if !act.Wake.IsZero() {
		c.last = act.Send
	}
	out := dhcp.Action{Send: act.Send != nil, Wake: act.Wake, Restart: act.Restart, Ignored: act.Ignored}
	out.Foreign = errors.As(act.Ignored, &c.refusal) || errors.Is(act.Ignored, errForeign)
	refused := errors.As(act.Restart, &c.refusal)
	if c.machine.cfg.Former != nil && c.sent[TypeSolicit] == 0 && (refused || act.Restart == errExpired) {
		out.Over = ErrOver
	}
	if act.Lease != nil {
		c.lease, out.Bound = *act.Lease, true
		c.tell(act.Dropped)
	}
	return out
}

// tell logs the lease.
func (c *client) tell(dropped []string) {
	server := hex.EncodeToString(c.lease.Server)
	if len(dropped) > 0 {
		c.log.Warn("dhcp6: parts of the lease not taken", "server", server, "dropped", strings.Join(dropped, "; "))
	}
	c.log.Info("dhcp6: bound", "lease", c.lease.content(), "server", server, "lifetime", c.lease.Lifetime, "elapsed", time.Since(c.machine.start))
}

func (c *client) Send() error {
	if err := c.conn.Send(c.last.bytes()); err != nil {
		return err
	}
	c.sent[c.last.Type]++
	c.log.Debug("dhcp6: sent", "message", c.last.Type, "xid", c.last.XID)
	return nil
}

// Outcome says how far the client came.
func (c *client) Outcome() dhcp.Outcome {
	o := dhcp.Outcome{What: c.inVain(), Sent: c.counts()}
	switch {
	case c.refusal == nil:
	case c.wasRefused():
		o.Refusal = c.refusal
	default:
		o.Note = c.refusal.Error()
	}
	return o
}

// wasRefused reports whether a refusal is the last that a server had to say.
func (c *client) wasRefused() bool { return c.refusal != nil && c.machine.State() != Requesting }

// inVain is what did not come of the exchange.
func (c *client) inVain() string {
	what, asked := "", c.machine.asked
	switch state := c.machine.State(); {
	case c.wasRefused():
		return "no DHCPv6 lease, but " + c.refusal.Error() + ","
	case state == Requesting:
		what = "server %x did not give what it had offered, %s,"
	case state == Renewing:
		what = "server %x did not renew the lease of %s"
	case state.keeping():
		return "no server confirmed the lease of " + asked.content()
	default:
		return string(ErrTimeout)
	}
	return fmt.Sprintf(what, asked.Server, asked.content())
}

// counts is how many messages of each type were sent.
func (c *client) counts() string {
	var parts []string
	for t, n := range c.sent {
		if n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+Type(t).String())
		}
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

// content is what a lease is about, for messages.
func (l *Lease) content() string {
	var parts []string
	for _, g := range l.Addresses {
		parts = append(parts, g.Prefix.Addr().String())
	}
	for _, g := range l.Prefixes {
		parts = append(parts, g.Prefix.String())
	}
	if len(parts) == 0 {
		return "information"
	}
	return strings.Join(parts, " ")
}
