// Package dhcp is what a DHCP client for IPv4 and one for IPv6 have in common: how to
// exchange messages over a connection that fails now and then, with an eye on the clock,
// and what to say when nothing comes of it.
package dhcp

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"

	"netonce/apply/journal"
)

// sendPause is how long to wait before a message is sent that could not be;
// readPause, before reading again after an error. Links that come and go, and addresses
// that are tentative still, cost a fraction of a second then, not the seconds of a
// lost message.
const (
	sendPause = 250 * time.Millisecond
	readPause = 20 * time.Millisecond
)

// Client knows what to send, and what to make of what comes in.
type Client interface {
	// Start, Expire and Receive tell it that the exchange begins, that the time it asked
	// for has come, and of a packet. The error is one that holds no message.
	Start(now time.Time) Action
	Expire(now time.Time) Action
	Receive(now time.Time, packet []byte) (Action, error)
	// Send sends the message of the last Action that set Wake.
	Send() error
	Outcome() Outcome
}

// Action is what a Client wants done after an event. The zero Action wants nothing
// but that the wait goes on.
type Action struct {
	// Send says that there is a message to send now.
	Send bool
	// Wake is when to call Expire, in place of any earlier one; the zero Time leaves
	// the earlier one standing.
	Wake time.Time
	// Bound says that there is a lease, and the exchange over.
	Bound bool
	// Failed ends the exchange without a lease; nil does not.
	Failed error
	// Over is what errors.Is is to find from now on in an error of the exchange,
	// because a lease of before is not to be used any more.
	Over error
	// Restart says why a transaction was given up for a new one.
	Restart error
	// Ignored says why a message was not taken; nil when it was. An error of the
	// exchange tells of it too, unless Foreign says that it was nothing to do with it.
	Ignored error
	Foreign bool
}

// Exchange is one try to get a lease: a Client, what it runs on, and what to say if
// it fails.
type Exchange struct {
	Client Client
	Conn   Conn
	Log    *journal.Logger
	// Protocol is dhcp4 or dhcp6, Interface where; both are for messages.
	Protocol, Interface string
	// Timeout is when to give up, counted from the call of Run; 0 means never.
	Timeout time.Duration
	// Anew is how long to go on after Over; 0 is as Timeout says.
	Anew time.Duration
	// NoAnswer is what errors.Is finds in the error when time ran out.
	NoAnswer error

	start, wake time.Time
	bound       bool

	sendable bool // there is a message that an answer is waited for
	unsent   bool // it is to be sent once more, at resend
	resend   time.Time
	hurried  bool // it was sent once more already because of a link that went down

	over         error
	overAt       time.Time
	ignored      error // the last message to us that was no good
	ignoredCount int
	fault        error // the last error of Conn
}

// Run goes on until the Client is bound. Its buffer has room for the longest packet.
func (x *Exchange) Run(ctx context.Context) error {
	release := interruptible(ctx, x.Conn)
	defer release()
	x.start = time.Now()
	if err := ctx.Err(); err != nil {
		return x.interrupted(err)
	}
	if err := x.do(x.Client.Start(x.start)); err != nil {
		return x.broken(err)
	}
	buf := make([]byte, 65535)
	for !x.bound {
		if err := x.step(ctx, buf); err != nil {
			return err
		}
	}
	return nil
}

// step waits for one event, whatever it is, and deals with it.
func (x *Exchange) step(ctx context.Context, buf []byte) error {
	now := time.Now()
	if end := x.end(); !end.IsZero() && !now.Before(end) {
		return x.outOfTime()
	}
	if !now.Before(x.wake) {
		return x.broken(x.do(x.Client.Expire(now)))
	}
	if x.unsent && !now.Before(x.resend) {
		return x.broken(x.send())
	}
	if err := x.Conn.SetReadDeadline(x.nextTime()); err != nil {
		return x.broken(err)
	}
	if err := ctx.Err(); err != nil {
		return x.interrupted(err)
	}
	n, err := x.Conn.Receive(buf)
	switch {
	case ctx.Err() != nil:
		return x.interrupted(ctx.Err())
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil
	case fatal(err):
		return x.broken(err)
	case err != nil:
		x.note(err)
		if errors.Is(err, syscall.ENETDOWN) {
			x.hurry()
		}
		pause(ctx, min(readPause, time.Until(x.nextTime())))
		return nil
	}
	return x.receive(buf[:n])
}

func (x *Exchange) receive(packet []byte) error {
	act, err := x.Client.Receive(time.Now(), packet)
	if err != nil {
		x.Log.Debug(x.Protocol+": packet ignored", "reason", err)
		return nil
	}
	return x.broken(x.do(act))
}

// end is when to give up; the zero Time is never.
func (x *Exchange) end() time.Time {
	if x.Timeout <= 0 {
		return time.Time{}
	}
	if x.over != nil && x.Anew > 0 {
		return x.overAt.Add(x.Anew)
	}
	return x.start.Add(x.Timeout)
}

// nextTime is when a wait must end at the latest.
func (x *Exchange) nextTime() time.Time {
	next := x.wake
	if end := x.end(); !end.IsZero() && end.Before(next) {
		next = end
	}
	if x.unsent && x.resend.Before(next) {
		next = x.resend
	}
	return next
}

// do carries out an Action. Its error is one that no later try can mend.
func (x *Exchange) do(act Action) error {
	if act.Failed != nil {
		return act.Failed
	}
	if act.Over != nil && x.over == nil {
		x.over, x.overAt = act.Over, time.Now()
	}
	if !act.Wake.IsZero() { // which has another end to look at when it is over
		x.wake = x.lastChance(act.Wake)
		x.sendable, x.unsent, x.hurried = act.Send, false, false
	}
	if act.Restart != nil {
		x.Log.Warn(x.Protocol+": starting over", "reason", act.Restart)
	}
	if act.Ignored != nil {
		x.ignore(act.Ignored, act.Foreign)
	}
	x.bound = act.Bound
	if act.Send {
		return x.send()
	}
	return nil
}

// LastTry is how long before the end the last message is sent, where the next would
// come after it. A switch that lets nothing through for 30 s (a spanning tree with its
// usual delays) swallows all, or much, of what is sent in the usual 45 s.
const LastTry = 3 * time.Second

func (x *Exchange) lastChance(wake time.Time) time.Time {
	end := x.end()
	if end.IsZero() || wake.Before(end) || time.Until(end) < 2*LastTry {
		return wake
	}
	return end.Add(-LastTry)
}

func (x *Exchange) ignore(why error, foreign bool) {
	x.Log.Debug(x.Protocol+": message ignored", "reason", why)
	if !foreign {
		x.ignored = why
		x.ignoredCount++
	}
}

// send sends the message. Its error is one that no later try can mend.
func (x *Exchange) send() error {
	err := x.Client.Send()
	if fatal(err) {
		return err
	}
	if x.unsent = err != nil; x.unsent {
		x.note(err)
		x.resend = time.Now().Add(sendPause)
	}
	return nil
}

// hurry has the last message sent again soon: its answer was lost with the link.
// Until the link is up again sending fails, and is tried on; if the interface is
// gone, sending is what tells. Once per message, lest a link that keeps failing
// makes for a flood.
func (x *Exchange) hurry() {
	if x.sendable && !x.unsent && !x.hurried {
		x.unsent, x.resend, x.hurried = true, time.Now().Add(sendPause), true
	}
}

// note keeps an error of the connection that does not end the exchange, and logs
// it unless it is the one before again.
func (x *Exchange) note(err error) {
	if x.fault == nil || x.fault.Error() != err.Error() {
		x.Log.Warn(x.Protocol+": going on after an error", "error", err)
	}
	x.fault = err
}
