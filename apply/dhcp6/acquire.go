package dhcp6

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"time"
)

// sendPause is how long to wait before a message is sent that could not be;
// readPause, before reading again after an error. Links that come and go, and addresses
// that are tentative still, cost a fraction of a second then.
const (
	sendPause = 250 * time.Millisecond
	readPause = 20 * time.Millisecond
)

// Acquire gets a lease over conn, which it neither opens nor closes, and whose read
// deadline it leaves unset. It returns as soon as ctx ends. Its errors start with
// the interface and say how far it came; errors.Is finds ErrTimeout in them when
// cfg.Timeout or the deadline of ctx went by, and ctx's own error. A nil log logs
// nothing.
func Acquire(ctx context.Context, cfg Config, conn Conn, log *slog.Logger) (Lease, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	log = log.With("interface", cfg.Interface)
	for _, note := range cfg.clean() {
		log.Warn("dhcp6: not sent", "reason", note)
	}
	machine, err := NewMachine(cfg, rand.Uint32)
	if err != nil {
		return Lease{}, fmt.Errorf("%s: %w", cfg.Interface, err)
	}
	x := &exchange{cfg: machine.cfg, conn: conn, log: log, machine: machine, start: time.Now()}
	release := interruptible(ctx, conn)
	defer release()
	return x.run(ctx)
}

// interruptible makes the end of ctx end a Receive of conn. A deadline that is set
// after that undoes it, so whoever sets one must look at ctx afterwards.
func interruptible(ctx context.Context, conn Conn) (release func()) {
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		_ = conn.SetReadDeadline(time.Unix(1, 0))
	})
	return func() {
		if !stop() {
			<-done
		}
		_ = conn.SetReadDeadline(time.Time{})
	}
}

// exchange is one Acquire: a Machine, what it runs on, and what to say if it fails.
type exchange struct {
	cfg     *Config
	conn    Conn
	log     *slog.Logger
	machine *Machine
	start   time.Time
	wake    time.Time
	lease   *Lease

	unsent *Message // to be sent once more, at resend
	resend time.Time

	sent         [types]int
	refusal      *Refusal
	overAt       time.Time // when the Former lease was; zero while it is not
	ignored      error     // the last message to us that was no good
	ignoredCount int
	fault        error // the last error of conn
}

func (x *exchange) run(ctx context.Context) (Lease, error) {
	if err := ctx.Err(); err != nil {
		return Lease{}, x.interrupted(err)
	}
	if err := x.do(x.machine.Start(x.start)); err != nil {
		return Lease{}, x.broken(err)
	}
	buf := make([]byte, maxMessage)
	for x.lease == nil {
		if err := x.step(ctx, buf); err != nil {
			return Lease{}, err
		}
	}
	return *x.lease, nil
}

// step waits for one event, whatever it is, and deals with it.
func (x *exchange) step(ctx context.Context, buf []byte) error {
	now := time.Now()
	if end := x.end(); !end.IsZero() && !now.Before(end) {
		return x.outOfTime()
	}
	if due, err := x.onTime(now); due || err != nil {
		return err
	}
	if err := x.conn.SetReadDeadline(x.nextTime()); err != nil {
		return x.broken(err)
	}
	if err := ctx.Err(); err != nil {
		return x.interrupted(err)
	}
	n, err := x.conn.Receive(buf)
	switch {
	case ctx.Err() != nil:
		return x.interrupted(ctx.Err())
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil
	case fatal(err):
		return x.broken(err)
	case err != nil:
		x.note(err)
		pause(ctx, min(readPause, time.Until(x.nextTime())))
		return nil
	}
	return x.brokenBy(x.receive(buf[:n]))
}

// onTime does what is due by now, if anything is.
func (x *exchange) onTime(now time.Time) (due bool, err error) {
	if !now.Before(x.wake) {
		return true, x.brokenBy(x.do(x.machine.Expire(now)))
	}
	if x.unsent != nil && !now.Before(x.resend) {
		return true, x.brokenBy(x.send(x.unsent))
	}
	return false, nil
}

func (x *exchange) brokenBy(err error) error {
	if err != nil {
		return x.broken(err)
	}
	return nil
}

// end is when to give up; the zero Time is never.
func (x *exchange) end() time.Time {
	if x.cfg.Timeout <= 0 {
		return time.Time{}
	}
	if !x.overAt.IsZero() && x.cfg.Anew > 0 {
		return x.overAt.Add(x.cfg.Anew)
	}
	return x.start.Add(x.cfg.Timeout)
}

// nextTime is when a wait must end at the latest.
func (x *exchange) nextTime() time.Time {
	next := x.wake
	if end := x.end(); !end.IsZero() && end.Before(next) {
		next = end
	}
	if x.unsent != nil && x.resend.Before(next) {
		next = x.resend
	}
	return next
}

func (x *exchange) receive(data []byte) error {
	msg, err := parse(data)
	if err != nil {
		x.log.Debug("dhcp6: packet ignored", "reason", err)
		return nil
	}
	return x.do(x.machine.Receive(time.Now(), msg))
}

// do carries out an Action.
func (x *exchange) do(act Action) error {
	if !act.Wake.IsZero() {
		x.wake, x.unsent = x.lastChance(act.Wake), nil
	}
	if act.Restart != nil {
		refused := errors.As(act.Restart, &x.refusal)
		if x.cfg.Former != nil && x.overAt.IsZero() && x.sent[TypeSolicit] == 0 && (refused || act.Restart == errExpired) {
			x.overAt = time.Now()
		}
		x.log.Warn("dhcp6: starting over", "reason", act.Restart)
	}
	if act.Ignored != nil {
		x.ignore(act.Ignored)
	}
	if act.Lease != nil {
		x.bind(act)
		return nil
	}
	if act.Send != nil {
		return x.send(act.Send)
	}
	return nil
}

// lastTry is how long before the end the last message is sent, where the next would
// come after it. A switch that lets nothing through for 30 s (a spanning tree with its
// usual delays) swallows much of what is sent in the usual 45 s.
const lastTry = 3 * time.Second

func (x *exchange) lastChance(wake time.Time) time.Time {
	end := x.end()
	if end.IsZero() || wake.Before(end) || time.Until(end) < 2*lastTry {
		return wake
	}
	return end.Add(-lastTry)
}

func (x *exchange) ignore(why error) {
	x.log.Debug("dhcp6: message ignored", "reason", why)
	if errors.As(why, &x.refusal) || errors.Is(why, errForeign) {
		return
	}
	x.ignored = why
	x.ignoredCount++
}

func (x *exchange) bind(act Action) {
	x.lease = act.Lease
	server := hex.EncodeToString(act.Lease.Server)
	if len(act.Dropped) > 0 {
		x.log.Warn("dhcp6: parts of the lease not taken", "server", server, "dropped", strings.Join(act.Dropped, "; "))
	}
	x.log.Info("dhcp6: bound", "lease", act.Lease.content(), "server", server,
		"lifetime", act.Lease.Lifetime, "elapsed", time.Since(x.start))
}

// send sends a message. Its error is one that no later try can mend.
func (x *exchange) send(msg *Message) error {
	err := x.conn.Send(msg.bytes())
	if fatal(err) {
		return err
	}
	if err != nil {
		x.note(err)
		x.unsent, x.resend = msg, time.Now().Add(sendPause)
		return nil
	}
	x.unsent = nil
	x.sent[msg.Type]++
	x.log.Debug("dhcp6: sent", "message", msg.Type, "xid", msg.XID)
	return nil
}

// note keeps an error of the connection that does not end the exchange, and logs
// it unless it is the one before again.
func (x *exchange) note(err error) {
	if x.fault == nil || x.fault.Error() != err.Error() {
		x.log.Warn("dhcp6: going on after an error", "error", err)
	}
	x.fault = err
}

// fatal reports whether a connection that gave err is of no more use: it was
// closed, or its interface is gone.
func fatal(err error) bool {
	return errors.Is(err, os.ErrClosed) || errors.Is(err, syscall.EBADF) ||
		errors.Is(err, syscall.ENODEV) || errors.Is(err, syscall.ENXIO)
}

// pause waits for a time, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
