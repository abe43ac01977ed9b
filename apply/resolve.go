package apply

import (
	"context"
	"fmt"
	"reflect"

	"github.com/netonce/netonce/apply/desired"
	"github.com/netonce/netonce/apply/resolv"
)

// resolve hands over the name servers of all interfaces, those that this run is
// not about too. It is called whenever they may have changed.
func (x *run) resolve(ctx context.Context) {
	var wants []desired.Interface
	for _, l := range x.links {
		wants = append(wants, l.want)
	}
	sources := desired.Sources(wants)
	x.addIndexes(sources)
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

// addIndexes completes the sources of interfaces that are taken down or have
// failed: their servers are to be forgotten, and what is wanted has no index.
func (x *run) addIndexes(sources []resolv.Source) {
	for i := range sources {
		for _, l := range x.links {
			if sources[i].Index == 0 && sources[i].Interface == l.want.Name {
				sources[i].Index = l.Link.Index
			}
		}
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
