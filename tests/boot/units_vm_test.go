//go:build vm

package boot

import (
	"strings"
	"testing"
)

// exposure is the most that systemd-analyze may find, in tenths: what it finds today, with
// systemd 252. For units/ it reads the files alone, and finds a little more.
const exposure = "26"

// systemd finds nothing to say against the units as they are installed, and their
// sandbox stays what it is.
func testUnits(t *testing.T, g guest) {
	services := []string{"netonce.service", "netonce-reload.service", "netonce-device@ens16.service", "netonce-renew@ens16.service", "netonce-rollback@x.service"}
	args := append([]string{"systemd-analyze", "verify", "--man=no"}, services...) // which has no man(1)
	m, err := g.Do("", append(args, "netonce-reload.path")...)
	if err != nil || m.Code != 0 || m.Output+m.Errors != "" {
		t.Errorf("systemd-analyze verify: exit code %d, %v\n%s%s", m.Code, err, m.Output, m.Errors)
	}
	for _, name := range services {
		m, err := g.Do("", "systemd-analyze", "security", "--no-pager", "--threshold="+exposure, name)
		_, level, found := strings.Cut(m.Output, "Overall exposure level for ")
		if err != nil || m.Code != 0 || !found {
			t.Errorf("systemd-analyze security: exit code %d, %v\n%s%s", m.Code, err, m.Output, m.Errors)
		}
		t.Log("exposure: " + strings.TrimSpace(level))
	}
	g.wantNoFailedUnits(t)
}
