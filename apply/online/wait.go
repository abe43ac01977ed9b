package online

import (
	"context"
	"errors"
	"time"

	"netonce/apply/network"
)

// Waiter waits for conditions.
type Waiter struct {
	Conditions []Condition
	// Interfaces are those on each of which the conditions have to hold; none for any.
	Interfaces []string
	Snapshot   func() (*network.Snapshot, error)
	// Watch tells from now on that there is something new, until stopped.
	Watch func() (events <-chan network.Event, stop func() error, err error)
	// Ask asks others whether a condition holds on an interface.
	Ask func(s *network.Snapshot, c Condition, name string) error
	// Waiting is told what is missing, whenever that is another.
	Waiting func(what string)
}

const (
	// burst is how long the kernel's events are gathered: they come together.
	burst = 10 * time.Millisecond
	// Others are asked again after a pause, which grows.
	firstPause = 100 * time.Millisecond
	lastPause  = 5 * time.Second
)

// question is a condition on an interface, and what others have answered so far.
type question struct {
	Condition
	name   string
	asked  chan error // nil: nobody is being asked
	held   bool
	reason string
	again  time.Time // when to ask
	pause  time.Duration
}

// Wait returns what is missing when the context ends: nothing where all conditions held
// before. What others have answered once counts as answered.
func (w *Waiter) Wait(ctx context.Context) ([]Missing, error) {
	events, stop, err := w.Watch()
	if err != nil {
		return nil, err
	}
	defer func() { _ = stop() }() // nobody listens any more
	questions := w.questions()
	answered := make(chan struct{}, len(questions))
	for told := ""; ; {
		s, err := w.Snapshot()
		if err != nil {
			return nil, err
		}
		missing, next := w.look(s, questions, answered)
		if text := Text(missing); text != told {
			told = text
			w.Waiting(text)
		}
		if len(missing) == 0 {
			return nil, nil
		}
		timer := time.NewTimer(time.Until(next))
		select {
		case _, heard := <-events:
			if !heard {
				return missing, errDeaf
			}
			gather(events)
			for _, q := range questions {
				q.hasten()
			}
		case <-answered:
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return missing, nil
		}
		timer.Stop()
	}
}

var errDeaf = errors.New("the kernel's events are not heard any more")

// questions are each condition on each interface, and those of the host once.
func (w *Waiter) questions() (all []*question) {
	for _, c := range w.Conditions {
		names := w.Interfaces
		if len(names) == 0 || c.ofHost() {
			names = []string{""}
		}
		for _, name := range names {
			all = append(all, &question{Condition: c, name: name, reason: errSilent.Error()})
		}
	}
	return all
}

// look lists what is missing, has others asked where it is time for that, and returns
// when it is time again.
func (w *Waiter) look(s *network.Snapshot, questions []*question, answered chan<- struct{}) (missing []Missing, next time.Time) {
	next = time.Now().Add(time.Hour)
	for _, q := range questions {
		reason := q.lacks(s, q.name)
		if reason == "" && (q.ofHost() || q.Condition == gatewayHears) {
			reason = w.ask(s, q, answered)
			if q.asked == nil && reason != "" && q.again.Before(next) {
				next = q.again
			}
		}
		if reason != "" {
			missing = append(missing, Missing{q.Condition, q.name, reason})
		}
	}
	return missing, next
}

// ask takes up an answer, has others asked where it is time, and returns why the
// condition does not hold.
func (w *Waiter) ask(s *network.Snapshot, q *question, answered chan<- struct{}) string {
	select {
	case err := <-q.asked:
		q.asked = nil
		if q.held = err == nil; !q.held {
			q.reason = err.Error()
			q.pause = min(max(2*q.pause, firstPause), lastPause)
			q.again = time.Now().Add(q.pause)
		}
	default:
	}
	if q.held {
		return ""
	}
	if q.asked == nil && !time.Now().Before(q.again) {
		asked := make(chan error, 1)
		q.asked = asked
		go func() {
			asked <- w.Ask(s, q.Condition, q.name)
			answered <- struct{}{}
		}()
	}
	return q.reason
}

// hasten has others asked soon: perhaps the answer is another now.
func (q *question) hasten() {
	q.pause = 0
	if soon := time.Now().Add(firstPause); soon.Before(q.again) {
		q.again = soon
	}
}

// gather takes the events that come together.
func gather(events <-chan network.Event) {
	end := time.NewTimer(burst)
	for {
		select {
		case _, heard := <-events:
			if heard {
				continue
			}
		case <-end.C:
		}
		return
	}
}
