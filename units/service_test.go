package units_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/units"
)

// The service that teamd's package has is started, else a transient one; either way
// until it is ready.
func TestTeamdStarts(t *testing.T) {
	t.Parallel()
	argv := []string{"/usr/bin/teamd", "-d", "-o", "-t", "team0", "-f", "/run/teamd/team0.conf"}
	const unit, properties = "LoadUnit teamd@team0.service", "Get org.freedesktop.systemd1.Unit"
	for name, c := range map[string]struct {
		installed bool
		states    []string
		early     bool
		calls     []string
		err       string
	}{
		"the package's": {true, []string{"inactive", "activating", "active"}, false,
			[]string{"StartUnit teamd@team0.service", unit, properties, properties, properties}, ""},
		"at once": {true, []string{"inactive", "activating", "active"}, true,
			[]string{"StartUnit teamd@team0.service", unit, properties, properties, properties}, ""},
		"transient": {false, []string{"active"}, false, []string{
			"StartUnit teamd@team0.service", "StartTransientUnit teamd@team0.service", "  Description=Team Daemon", "  Type=forking",
			"  DefaultDependencies=false", "  IgnoreOnIsolate=true", "  ExecStart=[[/usr/bin/teamd [" + strings.Join(argv, " ") + "] false]]", unit, properties}, ""},
		"failed": {true, []string{"activating", "failed"}, false, []string{"StartUnit teamd@team0.service", unit, properties, properties},
			"teamd@team0.service: it has failed, and its journal tells why"},
	} {
		m := &manager{timers: map[string]bool{}, installed: c.installed, states: c.states, early: c.early}
		err := units.Teamd{Root: m.serve(t)}.Start(t.Context(), "team0", argv)
		if diff := cmp.Diff(c.calls, m.calls); diff != "" || (err == nil) != (c.err == "") || err != nil && err.Error() != c.err {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestTeamdStops(t *testing.T) {
	t.Parallel()
	for _, states := range [][]string{{"deactivating", "inactive"}, {"failed"}} {
		m := &manager{timers: map[string]bool{}, states: states}
		if err := (units.Teamd{Root: m.serve(t)}).Stop(t.Context(), "team0"); err != nil || len(m.states) > 0 || m.calls[0] != "StopUnit teamd@team0.service" {
			t.Errorf("%v: %v, %q", states, err, m.calls)
		}
	}
}

// One that does not become ready is told with the state that it is in. It is asked for no
// more often than it changes.
func TestTeamdDoesNotStart(t *testing.T) {
	t.Parallel()
	m := &manager{timers: map[string]bool{}, installed: true, states: []string{"inactive", "activating"}}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	err := units.Teamd{Root: m.serve(t)}.Start(ctx, "team0", []string{"/usr/bin/teamd"})
	want := "teamd@team0.service: it is activating, and does not become active: context deadline exceeded"
	if !errors.Is(err, context.DeadlineExceeded) || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}
