package dhcp6

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ErrTimeout is what errors.Is finds in an error of Acquire when no server gave a
// lease in time. A server that refused is an answer, and no ErrTimeout; errors.As
// finds a *Refusal then.
const ErrTimeout = reason("no answer from any DHCPv6 server")

// ErrOver is what errors.Is finds in an error of Acquire when cfg.Former is not to be
// used any more, because a server said so or because it has run out meanwhile. Any
// other error, a *Refusal among them, leaves it as it was.
const ErrOver = reason("the lease of before is over")

// reason is an error that is always the same.
type reason string

func (r reason) Error() string { return string(r) }

// failure is an error of Acquire: a text that says how far it came, and what
// errors.Is is to find.
type failure struct {
	text   string
	causes []error
}

func (f *failure) Error() string   { return f.text }
func (f *failure) Unwrap() []error { return f.causes }

// outOfTime is the error of an exchange that took as long as it might.
func (x *exchange) outOfTime() error {
	if x.wasRefused() {
		return &failure{x.progress(), x.also(x.refusal)}
	}
	return &failure{x.progress(), x.also(ErrTimeout)}
}

// interrupted is the error of an exchange whose context ended. To a caller that
// gave its time limit by the context it is a time-out as well.
func (x *exchange) interrupted(cause error) error {
	f := &failure{x.progress() + ": " + cause.Error(), x.also(cause)}
	if errors.Is(cause, context.DeadlineExceeded) {
		f.causes = append(f.causes, ErrTimeout)
	}
	return f
}

// broken is the error of an exchange whose connection is no more.
func (x *exchange) broken(err error) error {
	return &failure{x.cfg.Interface + ": " + err.Error(), x.also(err)}
}

// also adds to a cause that the lease of before is over, if it is.
func (x *exchange) also(cause error) []error {
	if x.overAt.IsZero() {
		return []error{cause}
	}
	return []error{cause, ErrOver}
}

// wasRefused reports whether a refusal is the last that a server had to say.
func (x *exchange) wasRefused() bool {
	return x.refusal != nil && x.machine.State() != Requesting
}

// progress says how far the exchange came.
func (x *exchange) progress() string {
	notes := x.counts() + " sent"
	if x.ignored != nil {
		notes += fmt.Sprintf("; %d ignored, the last: %v", x.ignoredCount, x.ignored)
	}
	if x.refusal != nil && !x.wasRefused() {
		notes += "; " + x.refusal.Error()
	}
	if x.fault != nil {
		notes += "; " + x.fault.Error()
	}
	return fmt.Sprintf("%s: %s in %s (%s)", x.cfg.Interface, x.outcome(), inSeconds(time.Since(x.start)), notes)
}

// outcome is what came of the exchange.
func (x *exchange) outcome() string {
	what, asked := "", x.machine.asked
	switch state := x.machine.State(); {
	case x.wasRefused():
		return "no DHCPv6 lease, but " + x.refusal.Error() + ","
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
func (x *exchange) counts() string {
	var parts []string
	for t, n := range x.sent {
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

// inSeconds writes a duration as people do, 3 s or 2.5 s.
func inSeconds(d time.Duration) string {
	return strconv.FormatFloat(d.Round(100*time.Millisecond).Seconds(), 'f', -1, 64) + " s"
}
