package main

import (
	"fmt"

	"github.com/netonce/netonce/units"
)

// progress shows what is being waited for: to systemd always, and on a terminal
// in a line that is wiped when the wait ends.
type progress struct {
	v        *invocation
	notify   units.Notifier
	terminal bool
	shown    bool
}

func (v *invocation) progress(n units.Notifier) *progress {
	return &progress{v: v, notify: n, terminal: isTerminal(v.stderr) && !v.verbose}
}

func (p *progress) waiting(what string) {
	if what == "" {
		p.end()
		return
	}
	p.notify.Status("Waiting for " + what)
	if p.terminal {
		fmt.Fprintf(p.v.stderr, "\r\x1b[Kwaiting for %s ...", what)
		p.shown = true
	}
}

func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.v.stderr, "\r\x1b[K")
		p.shown = false
	}
}
