package lab

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
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
	// Pages counts how often it needed a page of memory that it did not have (getrusage(2)
	// on ru_minflt): unlike the peak, it says nothing of who started it.
	Pages int64
}

// Process is a netonce that runs, or another program.
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
	return h.start(os.Getenv(BinaryVariable), confine, args)
}

// Nmcli runs netonce on the host under the name nmcli, to its end.
func (h *Host) Nmcli(args ...string) Result {
	h.t.Helper()
	return h.start("nmcli", nil, args).Wait()
}

// Other runs another program on the host to its end. It finds netonce as nmcli on
// its path, with the host's root.
func (h *Host) Other(program string, args ...string) Result {
	h.t.Helper()
	bin := h.t.TempDir()
	wrapper := "#!/bin/bash\nexec -a nmcli '" + os.Getenv(BinaryVariable) + "' --root '" + h.Root + "' \"$@\"\n"
	if err := os.WriteFile(filepath.Join(bin, "nmcli"), []byte(wrapper), 0o755); err != nil {
		h.t.Fatalf("%v", err)
	}
	h.Env = append(h.Env, "PATH="+bin+":"+os.Getenv("PATH"))
	return h.launch(exec.Command(program, args...), nil).Wait()
}

// start starts netonce under a name.
func (h *Host) start(name string, confine []Confinement, args []string) *Process {
	h.t.Helper()
	cmd := exec.Command(os.Getenv(BinaryVariable), append([]string{"--root", h.Root}, args...)...)
	cmd.Args[0] = name
	return h.launch(cmd, confine)
}

// launch starts a command on the host.
func (h *Host) launch(cmd *exec.Cmd, confine []Confinement) *Process {
	h.t.Helper()
	p := h.process(cmd)
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.log
	p.cmd.Env = append(append(os.Environ(), "NOTIFY_SOCKET="), h.Env...)
	p.begin(func() error {
		return h.here.visit(func() error {
			for _, c := range confine {
				if err := c(); err != nil {
					return err
				}
			}
			return p.cmd.Start()
		})
	})
	return p
}

func (h *Host) process(cmd *exec.Cmd) *Process {
	p := &Process{t: h.t, cmd: cmd, ended: make(chan struct{}), started: time.Now()}
	p.log.more = make(chan struct{})
	return p
}

// begin starts the process by a function and has it die with the test.
func (p *Process) begin(start func() error) {
	p.t.Helper()
	if err := start(); err != nil {
		p.t.Fatalf("%s: %v", strings.Join(p.cmd.Args, " "), err)
	}
	go func() {
		_ = p.cmd.Wait() // its state tells
		p.took = time.Since(p.started)
		close(p.ended)
	}()
	p.t.Cleanup(func() { _ = p.cmd.Process.Kill(); <-p.ended })
}

// Wait waits for the end.
func (p *Process) Wait() Result {
	p.t.Helper()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-p.ended:
	case <-timer.C:
		p.t.Fatalf("%s has not ended after %s; it is in\n%s\nand so far it says:\n%s", p.name(), limit, p.whereabouts(), p.log.String())
	}
	return Result{p.cmd.ProcessState.ExitCode(), p.out.String(), p.log.String(), p.took,
		p.cmd.ProcessState.SysUsage().(*syscall.Rusage).Minflt}
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
	p.SaysTimes(text, 1)
}

// SaysTimes waits until the log contains a text so many times.
func (p *Process) SaysTimes(text string, count int) {
	p.t.Helper()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		have, more := p.log.look()
		if strings.Count(have, text) >= count {
			return
		}
		select {
		case <-more:
		case <-p.ended:
			if strings.Count(p.log.String(), text) < count {
				p.t.Fatalf("%s ended and did not say %q %d times:\n%s", p.name(), text, count, p.log.String())
			}
			return
		case <-timer.C:
			p.t.Fatalf("%s does not say %q %d times:\n%s", p.name(), text, count, have)
		}
	}
}

// Log is what the process has said so far.
func (p *Process) Log() string { return p.log.String() }

func (p *Process) name() string { return filepath.Base(p.cmd.Args[0]) }

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
