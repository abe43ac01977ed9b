package e2e_test

import (
	"strings"
	"testing"

	"netonce/tests/lab"
)

// TestMadeLinkGoesAfterKill: a link that netonce has made is its own until it is gone,
// whenever the run that removes it is killed.
func TestMadeLinkGoesAfterKill(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	begin := func() {
		h.Profile("ifcfg-br7", "DEVICE=br7", "TYPE=Bridge", "ONBOOT=yes", "IPADDR=203.0.113.7", "PREFIX=24", "IPV6INIT=no")
		code(t, h.Netonce("reload"), 0)
		h.Remove(lab.Profiles + "/ifcfg-br7")
	}
	begin()
	steps, _ := h.Steps("reload")
	for _, m := range lab.Moments(steps) {
		begin()
		h.KilledAt(m, "reload")
		r := h.Netonce("reload")
		if strings.Contains(strings.Join(h.Facts(), "\n"), "br7") {
			t.Fatalf("killed before %s it stays:\n%s", m, r.Log)
		}
	}
}
