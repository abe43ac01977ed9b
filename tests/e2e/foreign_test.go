package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// TestForeignRoutesCostNothing: a host may have as many routes of its routing daemons as
// there are in the world; a run takes no memory for them, and leaves them.
func TestForeignRoutesCostNothing(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "GATEWAY=192.0.2.1")...)
	h.Profile("route-eth0", "198.51.100.0/24 via 192.0.2.9", "203.0.113.0/24 via 192.0.2.9 table 300")
	code(t, h.Netonce("boot"), 0)
	idle := func() lab.Result {
		r := h.Netonce("reload")
		code(t, r, 0)
		says(t, r, "changes=0")
		return r
	}
	before := idle().Pages
	pages := func(look string) int64 {
		r := h.Netonce(strings.Fields(look)...)
		code(t, r, 0)
		return r.Pages
	}
	looked := map[string]int64{}
	for _, look := range []string{"status", "connection show", "device show eth0", "wait --timeout 20s"} {
		looked[look] = pages(look)
	}
	const foreign = 40_000
	var batch strings.Builder
	for i := range foreign / 2 {
		for _, more := range []string{"proto bird", "proto zebra table 300"} {
			fmt.Fprintf(&batch, "route add %d.%d.%d.0/24 via 192.0.2.7 %s\n", 10+i>>16, i>>8&255, i&255, more)
		}
	}
	h.Write("batch", batch.String())
	if r := h.Other("ip", "-batch", h.Path("batch")); r.Code != 0 {
		t.Fatalf("ip: %d\n%s", r.Code, r.Log)
	}
	after := idle().Pages
	t.Logf("%d pages of memory, and with %d routes of others %d", before, foreign, after)
	if after > before+before/2 {
		t.Errorf("with %d routes of others a run takes %d pages of memory, not %d", foreign, after, before)
	}
	for look, alone := range looked {
		if n := pages(look); n > alone+alone/2 {
			t.Errorf("with %d routes of others netonce %s takes %d pages of memory, not %d", foreign, look, n, alone)
		}
	}
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "GATEWAY=192.0.2.2")...)
	code(t, h.Netonce("reload"), 0)
	left := h.Other("ip", "route", "show", "table", "all", "via", "192.0.2.7").Out
	if n := strings.Count(left, "\n"); n != foreign {
		t.Errorf("%d routes of others are left of %d", n, foreign)
	}
	if left := h.Other("ip", "route", "show", "default").Out; !strings.HasPrefix(left, "default via 192.0.2.2 ") || strings.Count(left, "\n") != 1 {
		t.Errorf("default routes: %s", left)
	}
	idle()
}
