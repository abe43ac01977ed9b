package apply

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"netonce/apply/desired"
	"netonce/apply/plan"
	"netonce/apply/resolv"
	"netonce/ifcfg/lists"
)

// nameServers are those of an interface. A mistake in its profile must not take
// the last of them away: then those of before count.
func (x *run) nameServers(l *link) []resolv.Source {
	served := lists.Any(l.want.DNS, func(s *resolv.Source) bool { return len(s.Servers) > 0 })
	if old := x.owned[l.name()]; l.keep() != plan.KeepNothing && !served && old.Profile == l.Profile.File {
		return old.DNS
	}
	return l.want.DNS
}

// sources lists the name servers of all interfaces: those that this run is not
// about too, and those that have lost their profile, whose servers are to be
// forgotten.
func (x *run) sources() []resolv.Source {
	wants := slices.Clone(x.left)
	for _, l := range x.links {
		want := l.want
		want.DNS = x.nameServers(l)
		wants = append(wants, want)
	}
	for _, l := range x.vanished {
		wants = append(wants, l.want)
	}
	return desired.Sources(wants)
}

// resolveSoon has the name servers handed over in a moment: others may be about
// to come.
func (x *run) resolveSoon() {
	if x.resolveBy.IsZero() {
		x.resolveBy = time.Now().Add(resolvePause)
	}
}

// resolve hands over the name servers, if they are others than before.
func (x *run) resolve(ctx context.Context) {
	sources := x.sources()
	if x.handed && reflect.DeepEqual(sources, x.resolved) {
		return
	}
	first := !x.handed
	x.handed, x.resolved = true, sources
	r, err := x.Resolve(context.WithoutCancel(ctx), sources) // logs what it decides
	if r.Changed {                                           // with an error too: one link of several refused
		x.report.Changes++
	}
	if err != nil {
		x.failOnce(fmt.Errorf("name servers: %w", err))
	}
	if first && x.Resolvable != nil {
		x.Resolvable()
	}
}
