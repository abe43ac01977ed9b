package apply

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/netonce/netonce/apply/plan"
	"github.com/netonce/netonce/apply/state"
)

// saveOwned writes what is owned where it differs from what is written: before a
// change all that may be there after it, at the end what is there. Interfaces
// that this run is not about keep what was written of them.
func (x *run) saveOwned(end bool) {
	next := maps.Clone(x.owned)
	if next == nil {
		next = state.Owned{}
	}
	for _, l := range append(slices.Clip(x.links), x.vanished...) {
		if !l.meant {
			continue
		}
		owned := l.owned
		if have := x.snapshot.Interface(l.name()); end && have != nil {
			owned = plan.Settle(owned, l.want, have, x.snapshot.Interface("").Routes)
		}
		next[l.name()] = state.Interface{Profile: l.Profile.File, Metric: l.metric, Down: l.down, Named: l.named, Owned: owned}
	}
	if end {
		x.forget(next)
	}
	if reflect.DeepEqual(next, x.owned) {
		return
	}
	if err := x.Store.SetOwned(next); err != nil {
		x.storeFailed(err)
		return
	}
	x.owned = next
}

// forget drops interfaces of which nothing is ours any more: those without a
// profile that nothing is left on, and those that are gone with all that they had.
func (x *run) forget(next state.Owned) {
	for _, l := range x.vanished {
		if next[l.name()].IsZero() {
			delete(next, l.name())
		}
	}
	for name := range next {
		if x.snapshot.Interface(name) == nil {
			delete(next, name)
		}
	}
}

// storeFailed says once that the store cannot be written. The network matters
// more: the run goes on.
func (x *run) storeFailed(err error) {
	err = fmt.Errorf("what netonce owns is not recorded: %w", err)
	for _, have := range x.report.Errors {
		if have.Error() == err.Error() {
			return
		}
	}
	x.fail(err)
}
