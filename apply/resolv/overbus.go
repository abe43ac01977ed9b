package resolv

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"netonce/ifcfg/lists"
)

// busLimit bounds the whole conversation with the bus: a daemon that accepts and
// never answers must not hold up the boot.
const busLimit = time.Second

// errNoAnswer is what the time limit makes of a call.
var errNoAnswer = errors.New("no answer within 1s")

// overBus hands the sources over to systemd-resolved. It is asked even where all
// that is to be said is that a link has no servers any more.
func (h handover) overBus(parent context.Context, f facts, sources []Source, write bool) (Result, error) {
	sources = acceptable(sources)
	links := wants(sources)
	f.empty = !lists.Any(links, (*linkWant).says)
	ctx, cancel := context.WithTimeout(parent, busLimit)
	defer cancel()
	var bus resolver
	var dialErr error
	if len(links) > 0 {
		if bus, dialErr = h.dial(ctx, h.root); dialErr == nil {
			defer bus.Close()
			f.resolved = true
		}
	}
	if dialErr != nil && parent.Err() != nil {
		return Result{}, fmt.Errorf("systemd-resolved: %w", context.Cause(parent))
	}
	f.timeout = dialErr != nil && timedOut(ctx)
	d := decide(f)
	if dialErr != nil && d.mode != ModeNone { // why it is as good as not there
		d.why.add("bus", dialErr.Error())
	}
	changed, err := false, error(nil)
	if d.mode == ModeResolved {
		changed, err = tell(ctx, bus, links, write)
	}
	return d.result(changed, Compose(sources)), err
}

// timedOut reports whether the time is over. What has failed then has failed
// because of it, in whatever form that shows: a read past its deadline, a call
// given up, a connection closed under an answer.
func timedOut(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ok && !time.Now().Before(deadline)
}

// tell makes systemd-resolved's links what is wanted, one after another, and
// touches only what differs. A link that refuses does not stop the others; the
// time limit does.
func tell(ctx context.Context, bus resolver, links []linkWant, write bool) (changed bool, err error) {
	for _, want := range links {
		linkChanged, linkErr := tellLink(ctx, bus, want, write)
		changed = changed || linkChanged
		if linkErr == nil {
			continue
		}
		late := timedOut(ctx)
		if late {
			linkErr = errNoAnswer
		}
		err = errors.Join(err, fmt.Errorf("%s: systemd-resolved: %w", comment(want.name), linkErr))
		if late {
			break
		}
	}
	return changed, err
}

func tellLink(ctx context.Context, bus resolver, want linkWant, write bool) (changed bool, err error) {
	have, err := bus.Link(ctx, want.index)
	if unknownLink(err) && !want.says() {
		return false, nil // there is nothing to clear
	}
	if err != nil {
		return false, err
	}
	steps := []struct {
		differs bool
		set     func() error
	}{
		{!slices.Equal(have.servers, want.servers), func() error { return bus.SetServers(ctx, want.index, want.servers) }},
		{!slices.Equal(have.domains, want.domains), func() error { return bus.SetDomains(ctx, want.index, want.domains) }},
		{defaultDiffers(have, want.linkDNS), func() error { return bus.SetDefaultRoute(ctx, want.index, want.defaultRoute) }},
	}
	for _, step := range steps {
		if !step.differs {
			continue
		}
		if write {
			if err := step.set(); err != nil {
				return changed, err
			}
		}
		changed = true
	}
	return changed, nil
}
