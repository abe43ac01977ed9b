package lab

import (
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Moment is right before a run takes a step for the nth time, counted from 0: after all
// that it has done until then. What lies between the messages of one netlink request is
// none: the kernel has taken them all before a signal counts (netlink_rcv_skb).
type Moment struct {
	Step string
	Nth  int
}

// String names the moment.
func (m Moment) String() string { return fmt.Sprintf("%s (%d)", m.Step, m.Nth) }

// Moments lists those before each of the steps.
func Moments(steps []string) (list []Moment) {
	seen := map[string]int{}
	for _, s := range steps {
		list = append(list, Moment{s, seen[s]})
		seen[s]++
	}
	return list
}

// Steps runs netonce to its end and lists the steps that it takes: the netlink requests
// that do not just read, the packets, and what is done to files, sysctls among them.
func (h *Host) Steps(args ...string) (steps []string, r Result) {
	h.t.Helper()
	_, p := h.watched(func(step string) bool {
		steps = append(steps, step)
		return false
	}, args)
	return steps, p.Wait()
}

// KilledAt runs netonce and kills it, as kill -9 does, at a moment; false says that it has
// ended before that.
func (h *Host) KilledAt(m Moment, args ...string) (killed bool) {
	h.t.Helper()
	seen := 0
	killed, p := h.watched(func(step string) bool {
		if step == m.Step {
			seen++
		}
		return seen > m.Nth
	}, args)
	p.Wait()
	return killed
}

// watched runs netonce until it ends, or until it is about to take a step before which it
// is to be killed.
func (h *Host) watched(kill func(step string) bool, args []string) (killed bool, p *Process) {
	h.t.Helper()
	listener := -1
	p = h.StartWith([]Confinement{func() (err error) { listener, err = listenForChanges(); return err }}, args...)
	defer unix.Close(listener) // after its end: what it asks for would fail then
	gone, end, err := os.Pipe()
	if err != nil {
		h.t.Fatalf("%v", err)
	}
	defer gone.Close()
	go func() { <-p.ended; end.Close() }()
	last := question{}
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); {
		fds := []unix.PollFd{{Fd: int32(listener), Events: unix.POLLIN}, {Fd: int32(gone.Fd())}}
		_, err := unix.Poll(fds, int(limit.Milliseconds()))
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil || fds[0].Revents&unix.POLLIN == 0 { // nobody is left who could ask
			return false, p
		}
		q, err := nextQuestion(listener)
		if errors.Is(err, unix.ENOENT) { // who asked is gone
			continue
		}
		if err != nil {
			h.t.Fatalf("seccomp: %v", err)
		}
		if step := h.step(q); step != "" && !q.again(last) && kill(step) {
			p.Kill()
			return true, p
		}
		last = q
		if err := allow(listener, q); err != nil && !errors.Is(err, unix.ENOENT) {
			h.t.Fatalf("seccomp: %v", err)
		}
	}
	h.t.Fatalf("netonce has not ended after %s; so far it says:\n%s", limit, p.log.String())
	return false, p
}
