package dhcp4

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
var ErrTimeout = errors.New("no answer from any DHCP server")

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
		return &failure{x.progress(), []error{x.refusal}}
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

// also adds to a cause that the lease of before is over, if a server has said so.
func (x *exchange) also(cause error) []error {
	if x.over == nil {
		return []error{cause}
	}
	return []error{cause, x.over}
}

// wasRefused reports whether a NAK is the last that a server had to say.
func (x *exchange) wasRefused() bool {
	return x.refusal != nil && x.machine.State() != Requesting
}

// progress says how far the exchange came.
func (x *exchange) progress() string {
	if x.wasRefused() {
		return fmt.Sprintf("%s: %v", x.cfg.Interface, x.refusal)
	}
	elapsed := inSeconds(time.Since(x.start))
	counts := []string{fmt.Sprintf("%d DISCOVER", x.discovers)}
	text := fmt.Sprintf("%s: no DHCP offer in %s", x.cfg.Interface, elapsed)
	switch o := x.machine.offer; {
	case x.machine.State().keeping():
		text = fmt.Sprintf("%s: no server confirmed the lease of %v in %s", x.cfg.Interface, o.address, elapsed)
		if o.server.IsValid() {
			text = fmt.Sprintf("%s: server %v did not renew the lease of %v in %s", x.cfg.Interface, o.server, o.address, elapsed)
		}
		counts = []string{fmt.Sprintf("%d REQUEST", x.requests)}
	case o.server.IsValid():
		text = fmt.Sprintf("%s: server %v offered %v, but did not acknowledge it in %s",
			x.cfg.Interface, o.server, o.address, elapsed)
		counts = append(counts, fmt.Sprintf("%d REQUEST", x.requests))
	}
	notes := []string{strings.Join(counts, ", ") + " sent"}
	if x.ignored != nil {
		notes = append(notes, fmt.Sprintf("%d ignored, the last: %v", x.ignoredCount, x.ignored))
	}
	if x.fault != nil {
		notes = append(notes, x.fault.Error())
	}
	return text + " (" + strings.Join(notes, "; ") + ")"
}

// inSeconds writes a duration as people do, 3 s or 2.5 s.
func inSeconds(d time.Duration) string {
	return strconv.FormatFloat(d.Round(100*time.Millisecond).Seconds(), 'f', -1, 64) + " s"
}
