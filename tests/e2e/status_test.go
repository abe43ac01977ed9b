package e2e_test

import (
	"encoding/json"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// TestStatusForMonitors: one line and an exit code, and a file of metrics.
func TestStatusForMonitors(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "GATEWAY=192.0.2.1", "MTU=1400")...)
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24")...)
	line := func(want int, line string) {
		t.Helper()
		r := quietly(t, h, "status", "--check")
		code(t, r, want)
		if !strings.HasPrefix(r.Out, line) || strings.Count(r.Out, "\n") != 1 || r.Log != "" {
			t.Errorf("it says %q and %q, want %q", r.Out, r.Log, line)
		}
	}
	line(4, "0 of 2 up; eth0: ")
	code(t, h.Netonce("boot"), 0)
	line(0, "2 of 2 up\n")
	h.Other("ip", "link", "set", "eth0", "mtu", "1300")
	h.Other("ip", "route", "del", "default")
	line(1, "1 of 2 up; eth0: link mtu 1400: is mtu 1300 and 1 more\n")
	r := h.Netonce("status")
	code(t, r, 1)
	if !strings.Contains(r.Out, "changed behind netonce: route default via 192.0.2.1") {
		t.Errorf("status says\n%s", r.Out)
	}
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.11/24")...)
	code(t, h.Netonce("apply", "--confirm", "10m"), 0)
	line(0, "2 of 2 up; a change is not confirmed: taken back in ")
	code(t, h.Netonce("status", "--metrics", h.Path("netonce.prom")), 0)
	for _, want := range []string{`netonce_interface_up{interface="eth0",profile="ifcfg-eth0"} 1`, "netonce_change_pending 1\n"} {
		if text := h.Read("netonce.prom"); !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	code(t, h.Netonce("status", "--metrics", h.Path("no/such/directory")), 3)
	code(t, h.Netonce("rollback"), 0)
	line(0, "2 of 2 up\n")
}

// TestSinceWhen: status tells for how long something has been missing, and forgets it
// once it is there; who has taken something away is told of by what it was.
func TestSinceWhen(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	h.Profile("ifcfg-eth9", static("eth9", "198.51.100.10/24")...)
	type row struct {
		Profile, State string
		Since          int64
	}
	rows := func() (list []row) {
		t.Helper()
		var s struct{ Interfaces []row }
		if err := json.Unmarshal([]byte(h.Netonce("status", "--json").Out), &s); err != nil {
			t.Fatal(err)
		}
		return s.Interfaces
	}
	want := func(first, second row, since bool) {
		t.Helper()
		list := rows()
		if len(list) != 2 {
			t.Fatalf("status shows %v", list)
		}
		if since != (list[1].Since > 0) || list[1].Since > 600 {
			t.Errorf("missing for %d s", list[1].Since)
		}
		list[1].Since = 0
		if list[0] != first || list[1] != second {
			t.Errorf("status shows %v", list)
		}
	}
	up := row{Profile: "ifcfg-eth0", State: "up"}
	h.Netonce("boot")
	want(up, row{Profile: "ifcfg-eth9", State: "missing"}, true)
	for _, file := range []string{"lacking", "report"} { // without them the rest is told all the same
		h.Write("run/netonce/"+file+".json", "damaged")
	}
	want(up, row{Profile: "ifcfg-eth9", State: "missing"}, false)
	says(t, h.Netonce("status", "--metrics", h.Path("prom")), "what runs have waited for is not known")
	if text := h.Read("prom"); !strings.Contains(text, `netonce_interface_up{interface="eth0",profile="ifcfg-eth0"} 1`) {
		t.Errorf("the metrics:\n%s", text)
	}
	h.Cables("eth9")
	code(t, h.Netonce("reload"), 0)
	want(up, row{Profile: "ifcfg-eth9", State: "up"}, false)
}
