package apply

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"netonce/apply/state"
	"netonce/ifcfg"
)

// Report says what became of a run.
type Report struct {
	Interfaces []InterfaceReport
	Errors     []error // what concerns no single interface
	Changes    int     // what the kernel was asked for and did
	Unchanged  int
	Took       time.Duration
	Applied    time.Duration // until all was done that had to wait for nothing

	Due         []Due    // by interface, what is to be done later
	Ended       []string // interfaces that have no lease any more
	Interrupted bool     // told to stop while it waited
}

// InterfaceReport says what became of one profile.
type InterfaceReport struct {
	Name    string // interface, empty where there is none for the profile
	Profile string
	Errors  []error
	Took    time.Duration // until nothing was waited for any more
	Spans   []state.Span  // what was waited for meanwhile
}

// ErrWaiting marks what failed because it was waited for in vain.
var ErrWaiting = errors.New("timed out")

// waitError is a wait that ended without what was waited for.
type waitError struct{ err error }

func (w *waitError) Error() string   { return w.err.Error() }
func (w *waitError) Unwrap() []error { return []error{ErrWaiting, w.err} }

func waited(format string, args ...any) error {
	return &waitError{fmt.Errorf(format, args...)}
}

// All returns every error of the run.
func (r *Report) All() []error {
	all := append([]error(nil), r.Errors...)
	for _, i := range r.Interfaces {
		all = append(all, i.Errors...)
	}
	return all
}

// TimedOut reports whether something failed and all that did was waited for.
func (r *Report) TimedOut() bool {
	all := r.All()
	for _, err := range all {
		if !errors.Is(err, ErrWaiting) {
			return false
		}
	}
	return len(all) > 0
}

// Failed names the interfaces and profiles that are not as they should be.
func (r *Report) Failed() string {
	var names []string
	for _, i := range r.Interfaces {
		if len(i.Errors) == 0 {
			continue
		}
		name := i.Name
		if name == "" {
			name = i.Profile
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// failOnce is fail for what is tried again and again.
func (x *run) failOnce(err error) {
	if !noted(x.report.Errors, err) {
		x.fail(err)
	}
}

// noted reports whether an error of the same words is in a list.
func noted(list []error, err error) bool {
	return slices.ContainsFunc(list, func(have error) bool { return have.Error() == err.Error() })
}

// fail notes what went wrong with no single interface.
func (x *run) fail(err error) {
	x.report.Errors = append(x.report.Errors, err)
	x.Log.Error(err.Error())
}

// failed notes what went wrong with an interface, once: it may come up again in
// another round.
func (x *run) failed(l *link, err error) {
	if noted(l.errs, err) {
		return
	}
	l.errs = append(l.errs, err)
	x.Log.Error(err.Error(), "interface", l.name())
}

// missing notes a profile that no interface got.
func (x *run) missing(p *ifcfg.Profile, err error) {
	x.Log.Error(err.Error())
	took := time.Since(x.started)
	r := InterfaceReport{Profile: p.File, Errors: []error{err}, Took: took}
	if errors.Is(err, ErrWaiting) {
		r.Spans = []state.Span{{What: "device", To: took.Microseconds()}}
	}
	x.report.Interfaces = append(x.report.Interfaces, r)
}
