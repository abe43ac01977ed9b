package main

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/network"
	"netonce/apply/state"
)

// systemd is told of what differs from what it was told.
func TestChangedTimers(t *testing.T) {
	t.Parallel()
	const now = time.Hour
	due := func(at time.Duration) []apply.Due {
		return []apply.Due{{Interface: "eth0", At: at, Task: apply.RenewLease}}
	}
	for name, c := range map[string]struct {
		told  state.Timers
		due   []apply.Due
		ended []string
		set   []string
		gone  []string
	}{
		"the first":                          {state.Timers{}, due(now + time.Minute), nil, []string{"eth0"}, nil},
		"the same":                           {state.Timers{"eth0": now + time.Minute}, due(now + time.Minute), nil, nil, nil},
		"hardly another":                     {state.Timers{"eth0": now + time.Minute}, due(now + time.Minute + time.Second/2), nil, nil, nil},
		"earlier":                            {state.Timers{"eth0": now + time.Hour}, due(now + time.Minute), nil, []string{"eth0"}, nil},
		"gone off, due again":                {state.Timers{"eth0": now - time.Second}, due(now - time.Second), nil, []string{"eth0"}, nil},
		"never":                              {state.Timers{}, due(network.Forever), nil, nil, nil},
		"never any more":                     {state.Timers{"eth0": now + time.Minute}, due(network.Forever), nil, nil, []string{"eth0"}},
		"over":                               {state.Timers{"eth0": now + time.Minute, "eth1": now + time.Minute}, due(now + time.Minute), []string{"eth1", "eth2"}, nil, []string{"eth1"}},
		"not told of any more, but not over": {state.Timers{"eth0": now + time.Minute}, nil, nil, nil, nil},
		"nothing, and never was":             {state.Timers{}, nil, nil, nil, nil},
	} {
		set, gone := changedTimers(c.told, c.due, c.ended, now)
		var names []string
		for _, d := range set {
			names = append(names, d.Interface)
		}
		if diff := cmp.Diff(c.set, names); diff != "" || !slices.Equal(c.gone, gone) {
			t.Errorf("%s: set %v, gone %v", name, names, gone)
		}
	}
}
