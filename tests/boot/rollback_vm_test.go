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

	before := g.Journal.Now()
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

// Where the reload is a change that has to prove itself, an edit that does not work goes
// back by itself, and one that does stays.
func testTriedEdits(t *testing.T, g guest) {
	profile := profiles + "ifcfg-" + static
	original := g.run(t, "cat", profile)
	const dropIn = "/run/systemd/system/netonce-reload.service.d"
	g.run(t, "mkdir", "-p", dropIn)
	g.write(t, "[Service]\nExecStart=\nExecStart=netonce apply --confirm 30s --probe ipv4 -- grep -q yes /run/verdict\n", "tee", dropIn+"/tried.conf")
	g.run(t, "systemctl", "daemon-reload")

	for _, c := range []struct{ verdict, address, says, after string }{
		{"no", "192.0.2.30", "the change is not confirmed", "192.0.2.10/24"},
		{"yes", "192.0.2.40", "confirmed: state", "192.0.2.40/24"},
		{"yes", "192.0.2.10", "confirmed: state", "192.0.2.10/24"},
	} {
		g.write(t, c.verdict, "tee", "/run/verdict")
		before := g.Journal.Now()
		g.write(t, strings.Replace(original, "192.0.2.10", c.address, 1), "tee", profile)
		g.await(t, before, "the verdict", says("netonce", c.says))
		g.awaitEnd(t, before, "netonce-reload.service")
		g.wantAddresses(t, static, c.after)
	}
	if rejected := g.run(t, "cat", profile+".rej"); !strings.Contains(rejected, "192.0.2.30") {
		t.Errorf("the edit that was rejected:\n%s", rejected)
	}
	g.run(t, "rm", "-r", dropIn)
	g.run(t, "systemctl", "daemon-reload")
	before := g.Journal.Now()
	g.run(t, "rm", profile+".rej")
	g.awaitEnd(t, before, "netonce-reload.service")
	g.wantAddresses(t, static, "192.0.2.10/24")
	g.wantProperties(t, "netonce-reload.path", map[string]string{"ActiveState": "active", "SubState": "waiting"})
	g.wantNoFailedUnits(t)
	g.wantNoProcess(t)
}
