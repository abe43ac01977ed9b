package apply

import (
	"context"
	"fmt"
	"reflect"

	"github.com/netonce/netonce/apply/desired"
)

// resolve hands over the name servers of all interfaces, those that this run is
// not about too. It is called whenever they may have changed.
func (x *run) resolve(ctx context.Context) {
	var wants []desired.Interface
	for _, l := range x.links {
		wants = append(wants, l.want)
	}
	sources := desired.Sources(wants)
	if x.handed && reflect.DeepEqual(sources, x.resolved) {
		return
	}
	x.handed, x.resolved = true, sources
	r, err := x.Resolve(context.WithoutCancel(ctx), sources)
	if err != nil {
		x.resolveFailed(fmt.Errorf("name servers: %w", err))
		return
	}
	if r.Changed {
		x.report.Changes++
		x.Log.Info("name servers", "decision", r.Why)
	} else {
		x.Log.Debug("name servers", "decision", r.Why)
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
