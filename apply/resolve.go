package apply

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"github.com/netonce/netonce/apply/desired"
	"github.com/netonce/netonce/apply/resolv"
)

// sources lists the name servers of all interfaces: those that this run is not
// about too, and those that have lost their profile, whose servers are to be
// forgotten.
func (x *run) sources() []resolv.Source {
	var wants []desired.Interface
	for _, l := range x.links {
		wants = append(wants, l.want)
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
	x.handed, x.resolved = true, sources
	r, err := x.Resolve(context.WithoutCancel(ctx), sources) // logs what it decides
	if r.Changed {                                           // with an error too: one link of several refused
		x.report.Changes++
	}
	if err != nil {
		x.resolveFailed(fmt.Errorf("name servers: %w", err))
	}
}

func (x *run) resolveFailed(err error) {
	for _, have := range x.report.Errors {
		if have.Error() == err.Error() {
			return
		}
	}
	x.fail(err)
}
