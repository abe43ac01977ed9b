package apply

import "time"

// waitsFor names what an interface waits for, empty for nothing.
func (x *run) waitsFor(l *link) string {
	switch {
	case l.phase != done:
		return l.phase.String()
	case x.awaited(l):
		return "another host with its address"
	}
	return ""
}

func (l *link) waitsFor6() string {
	if l.auto.phase == done {
		return ""
	}
	return "IPv6 " + l.auto.phase.String()
}

// trace notes what each interface waits for from now on.
func (x *run) trace() {
	now := time.Since(x.started).Microseconds()
	for _, l := range x.links {
		for n, what := range []string{x.waitsFor(l), l.waitsFor6()} {
			w := &l.waits[n]
			if w.What == what {
				continue
			}
			if w.To = now; w.What != "" {
				l.spans = append(l.spans, *w)
			}
			w.What, w.From = what, now
		}
	}
}
