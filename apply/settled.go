package apply

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"
)

// settled reports whether nothing is waited for any more, and nothing is lingered for.
func (x *run) settled() bool {
	for _, l := range x.links {
		if l.auto.phase != done {
			return false
		}
	}
	return x.sufficient()
}

// sufficient reports whether the host need not wait for anything any more.
func (x *run) sufficient() bool {
	for _, l := range x.links {
		if l.phase != done || x.awaited(l) || x.awaits6(l) {
			return false
		}
	}
	return len(x.late) == 0
}

// linger tells, once, that the host need not wait for the run any more.
func (x *run) linger(ctx context.Context) {
	if x.lingers || !x.sufficient() {
		return
	}
	x.lingers = true
	x.lingerEnd = time.Now().Add(lingerLease)
	if x.request.Root { // who mounts the root file system waits for the end of the run
		x.lingerEnd = time.Now()
		x.stopLingering(x.lingerEnd)
	}
	if x.Settled != nil {
		x.resolve(ctx)
		x.Settled()
	}
}

// stopLingering ends what nobody waits for. What was asked in vain is asked again later.
func (x *run) stopLingering(now time.Time) {
	if !x.lingers || now.Before(x.lingerEnd) {
		return
	}
	for _, l := range x.links {
		a := &l.auto
		if a.phase == done || x.awaits6(l) {
			continue
		}
		if a.phase == waitLease {
			a.cancel()
			a.tries, a.tried = a.tries+1, x.Uptime()
		}
		a.phase, a.over, a.gathering = done, true, false
	}
}

// namedWaits is how many waits are named one by one.
const namedWaits = 8

// waitingFor names what is being waited for.
func (x *run) waitingFor() string {
	var names []string
	n := 0
	add := func(name, what string) {
		if n++; n <= namedWaits {
			names = append(names, name+" ("+what+")")
		}
	}
	for _, l := range x.links {
		if what := cmp.Or(x.waitsFor(l), l.waitsFor6()); what != "" {
			add(l.name(), what)
		}
	}
	for _, d := range x.late {
		add(d.waitsFor(), "device")
	}
	if len(x.late) > 0 {
		for _, name := range x.awaitedOfUdev() {
			add(name, "udev")
		}
	}
	if n > namedWaits {
		names = append(names, fmt.Sprintf("%d more", n-namedWaits))
	}
	return strings.Join(names, ", ")
}
