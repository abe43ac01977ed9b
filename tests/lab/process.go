package lab

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Result is what became of a run of netonce.
type Result struct {
	Code int
	Out  string // standard output
	Log  string // standard error
	Took time.Duration
}

// Process is a netonce that runs.
type Process struct {
	t       T
	cmd     *exec.Cmd
	out     bytes.Buffer
	log     watched
	started time.Time
	ended   chan struct{}
	took    time.Duration
}

// Netonce runs netonce on the host to its end.
func (h *Host) Netonce(args ...string) Result {
	h.t.Helper()
	return h.Start(args...).Wait()
}

// Start starts netonce on the host.
func (h *Host) Start(args ...string) *Process {
	h.t.Helper()
	return h.StartWith(nil, args...)
}

// StartWith starts netonce after each of the confinements has been put upon it.
func (h *Host) StartWith(confine []Confinement, args ...string) *Process {
	h.t.Helper()
	return h.start(os.Getenv(binaryVariable), confine, args)
}

// Nmcli runs netonce on the host under the name nmcli, to its end.
func (h *Host) Nmcli(args ...string) Result {
	h.t.Helper()
	return h.start("nmcli", nil, args).Wait()
}

// start starts netonce under a name.
func (h *Host) start(name string, confine []Confinement, args []string) *Process {
	h.t.Helper()
	p := &Process{t: h.t, ended: make(chan struct{}), started: time.Now()}
	p.log.more = make(chan struct{})
	p.cmd = exec.Command(os.Getenv(binaryVariable), append([]string{"--root", h.Root}, args...)...)
	p.cmd.Args[0] = name
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.log
	p.cmd.Env = append(append(os.Environ(), "NOTIFY_SOCKET="), h.Env...)
	err := h.here.visit(func() error {
		for _, c := range confine {
			if err := c(); err != nil {
				return err
			}
		}
		return p.cmd.Start()
	})
	if err != nil {
		h.t.Fatalf("netonce %s: %v", strings.Join(args, " "), err)
	}
	go func() {
		_ = p.cmd.Wait() // its state tells
		p.took = time.Since(p.started)
		close(p.ended)
	}()
	h.t.Cleanup(func() { _ = p.cmd.Process.Kill(); <-p.ended })
	return p
}

// Wait waits for the end.
func (p *Process) Wait() Result {
	p.t.Helper()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-p.ended:
	case <-timer.C:
		p.t.Fatalf("netonce has not ended after %s; so far it says:\n%s", limit, p.log.String())
	}
	return Result{p.cmd.ProcessState.ExitCode(), p.out.String(), p.log.String(), p.took}
}

// Signal sends a signal.
func (p *Process) Signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatalf("%v", err)
	}
}

// Kill ends the process as kill -9 does and waits until it is gone. One that has
// ended by itself is fine too.
func (p *Process) Kill() Result {
	p.t.Helper()
	_ = p.cmd.Process.Kill()
	return p.Wait()
}

// PID is the process's number.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Says waits until the log contains a text.
func (p *Process) Says(text string) {
	p.t.Helper()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		have, more := p.log.look()
		if strings.Contains(have, text) {
			return
		}
		select {
		case <-more:
		case <-p.ended:
			if !strings.Contains(p.log.String(), text) {
				p.t.Fatalf("netonce ended and did not say %q:\n%s", text, p.log.String())
			}
			return
		case <-timer.C:
			p.t.Fatalf("netonce does not say %q:\n%s", text, have)
		}
	}
}

// watched is a buffer that tells when more comes.
type watched struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	more chan struct{} // closed when more has come
}

func (w *watched) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.more)
	w.more = make(chan struct{})
	return w.buf.Write(b)
}

func (w *watched) look() (string, <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.String(), w.more
}

func (w *watched) String() string {
	s, _ := w.look()
	return s
}
