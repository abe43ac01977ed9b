//go:build vm

package boot

import (
	"strings"
	"testing"
)

// orOne takes exit code 1 for well: one profile has no card.
const orOne = " || test $? = 1"

// A change that nobody confirms is taken back by a timer, with nobody left waiting for it
// meanwhile; one that is confirmed stays, and its timer goes.
func testRollback(t *testing.T, g guest) {
	profile := profiles + "ifcfg-" + static
	original := g.run(t, "cat", profile)
	changed := strings.Replace(original, "192.0.2.10", "192.0.2.20", 1)
	g.run(t, "systemctl", "stop", "netonce-reload.path") // which would be the first

	before := g.Journal.now()
	g.write(t, changed, "tee", profile)
	g.run(t, "sh", "-c", "netonce apply --confirm 20s"+orOne)
	g.wantAddresses(t, static, "192.0.2.20/24")
	g.wantNoProcess(t)
	if timers := g.run(t, "systemctl", "list-timers", "netonce-rollback@*"); strings.Count(timers, "netonce-rollback@change") != 2 { // the timer and what it starts
		t.Errorf("timers:\n%s", timers)
	}
	g.await(t, before, "the rollback", says("netonce", "it is taken back"))
	g.awaitEnd(t, before, "netonce-rollback@change.service") // the time counts from the end of the run: a second timer
	g.wantAddresses(t, static, "192.0.2.10/24")
	if text := g.run(t, "cat", profile); text != original {
		t.Errorf("the profile:\n%s", text)
	}

	g.write(t, changed, "tee", profile)
	g.run(t, "sh", "-c", "netonce apply --confirm 5m30s"+orOne)
	g.run(t, "netonce", "confirm")
	if timers := g.run(t, "systemctl", "list-timers", "netonce-rollback@*"); strings.Contains(timers, "netonce-rollback") {
		t.Errorf("confirmed, and still:\n%s", timers)
	}
	g.wantAddresses(t, static, "192.0.2.20/24")
	g.run(t, "sh", "-c", "netonce rollback"+orOne)
	g.wantAddresses(t, static, "192.0.2.10/24")
	g.run(t, "systemctl", "start", "netonce-reload.path")
	g.wantNoFailedUnits(t)
	g.wantNoProcess(t)
}
