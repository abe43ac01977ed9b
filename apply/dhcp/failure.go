package dhcp

import (
	"context"
	"errors"
	"strconv"
	"time"
)

// Reason is an error that is always the same.
type Reason string

func (r Reason) Error() string { return string(r) }

// Outcome is what has come of an exchange so far.
type Outcome struct {
	// What goes on with how long it took, and what was sent; alone, it says it all.
	What, Sent string
	// Note is what else there is to say; "" for nothing.
	Note string
	// Refusal is the last that a server had to say; nil when it said something else
	// after it, or nothing at all. It is an answer, so time has not run out without one.
	Refusal error
}

// failure is an error of an exchange: a text that says how far it came, and what
// errors.Is is to find.
type failure struct {
	text   string
	causes []error
}

func (f *failure) Error() string   { return f.text }
func (f *failure) Unwrap() []error { return f.causes }

// outOfTime is the error of an exchange that took as long as it might.
func (x *Exchange) outOfTime() error {
	o := x.Client.Outcome()
	cause := o.Refusal
	if cause == nil {
		cause = x.NoAnswer
	}
	return &failure{x.progress(&o), x.also(cause)}
}

// interrupted is the error of an exchange whose context ended. To a caller that
// gave its time limit by the context it is a time-out as well.
func (x *Exchange) interrupted(cause error) error {
	o := x.Client.Outcome()
	f := &failure{x.progress(&o) + ": " + cause.Error(), x.also(cause)}
	if errors.Is(cause, context.DeadlineExceeded) {
		f.causes = append(f.causes, x.NoAnswer)
	}
	return f
}

// broken is the error of an exchange whose connection is no more because of err; nil
// if there is none.
func (x *Exchange) broken(err error) error {
	if err == nil {
		return nil
	}
	return &failure{x.Interface + ": " + err.Error(), x.also(err)}
}

// also adds to a cause that the lease of before is over, if it is.
func (x *Exchange) also(cause error) []error {
	if x.over == nil {
		return []error{cause}
	}
	return []error{cause, x.over}
}

// progress says how far the exchange came.
func (x *Exchange) progress(o *Outcome) string {
	if o.Sent == "" {
		return x.Interface + ": " + o.What
	}
	notes := o.Sent + " sent"
	if x.ignored != nil {
		notes += "; " + strconv.Itoa(x.ignoredCount) + " ignored, the last: " + x.ignored.Error()
	}
	if o.Note != "" {
		notes += "; " + o.Note
	}
	if x.fault != nil {
		notes += "; " + x.fault.Error()
	}
	return x.Interface + ": " + o.What + " in " + inSeconds(time.Since(x.start)) + " (" + notes + ")"
}

// inSeconds writes a duration as people do, 3 s or 2.5 s.
func inSeconds(d time.Duration) string {
	return strconv.FormatFloat(d.Round(100*time.Millisecond).Seconds(), 'f', -1, 64) + " s"
}
