//go:build vm

package boot

import (
	"strings"
	"testing"
)

const profiles = "/etc/sysconfig/network-scripts/"

// A profile that is edited is taken up by itself: one that is written in place, one
// that an editor puts there by a rename. One that is spoiled takes nothing away.
func testEdits(t *testing.T, g guest) {
	profile := profiles + "ifcfg-" + static
	original := g.run(t, "cat", profile)

	before := g.Journal.Now()
	g.write(t, original+"IPADDR1=192.0.2.11\nPREFIX1=24\n", "tee", profile)
	g.awaitEnd(t, before, "netonce-reload.service")
	g.wantAddresses(t, static, "192.0.2.10/24", "192.0.2.11/24")

	before = g.Journal.Now()
	g.run(t, "sed", "-i", "s/192.0.2.11/192.0.2.12/", profile) // a new file, and a rename
	g.awaitEnd(t, before, "netonce-reload.service")
	g.wantAddresses(t, static, "192.0.2.10/24", "192.0.2.12/24")

	before = g.Journal.Now()
	g.write(t, strings.Replace(original, "192.0.2.10", "192.0.2.1000", 1), "tee", profile)
	g.awaitEnd(t, before, "netonce-reload.service")
	g.await(t, before, "the mistake", says("netonce", "192.0.2.1000"))
	if got := g.addresses(t, static); len(got) == 0 || got[0] != "192.0.2.10/24" {
		t.Errorf("a spoiled profile took the address away: %v", got)
	}

	before = g.Journal.Now()
	g.write(t, original, "tee", profile)
	g.awaitEnd(t, before, "netonce-reload.service")
	g.wantAddresses(t, static, "192.0.2.10/24")
	g.wantProperties(t, "netonce-reload.path", map[string]string{"ActiveState": "active", "SubState": "waiting"})
	g.wantNoProcess(t)
}
