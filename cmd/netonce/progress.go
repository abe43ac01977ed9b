package main

import (
	"fmt"
	"io"
	"sync"

	"netonce/units"
)

// progress shows what is being waited for: to systemd always, and on a terminal
// in a last line below the log, which is wiped when the wait ends.
type progress struct {
	notify   units.Notifier
	terminal bool

	mu   sync.Mutex // DHCP clients log beside the run
	w    io.Writer
	line string // as shown
}

const wipe = "\r\x1b[K"

func (v *invocation) newProgress() *progress {
	return &progress{w: v.stderr, terminal: isTerminal(v.stderr) && !v.verbose}
}

// Write writes a line of the log above the one that shows the wait.
func (p *progress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.line == "" {
		return p.w.Write(b)
	}
	if _, err := io.WriteString(p.w, wipe); err != nil {
		return 0, err
	}
	n, err := p.w.Write(b)
	if err == nil {
		_, err = io.WriteString(p.w, p.line)
	}
	return n, err
}

// waiting shows what is waited for, nothing where that is empty.
func (p *progress) waiting(what string) {
	if what != "" {
		p.notify.Status("Waiting for " + what)
	}
	if !p.terminal {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.line != "" {
		fmt.Fprint(p.w, wipe)
	}
	p.line = ""
	if what != "" {
		p.line = "waiting for " + what + " ..."
		fmt.Fprint(p.w, p.line)
	}
}
