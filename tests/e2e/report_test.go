package e2e_test

import (
	"encoding/json"
	"encoding/xml"
	"net/netip"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// TestReport: what the last run of each command has waited for, and what would have made
// it faster. A run that does nothing leaves it as it is.
func TestReport(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Serve("eth1", lab.DHCP{Address: netip.MustParseAddr("198.51.100.1"),
		Leases: map[string]netip.Prefix{"02:00:00:00:00:01": netip.MustParsePrefix("198.51.100.100/24")}})
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "ACD_TIMEOUT=0")...)
	h.Profile("ifcfg-eth1", dhcp("eth1", "ACD_TIMEOUT=0")...)
	h.Profile("ifcfg-eth9", static("eth9", "192.0.2.9/24", "DEVTIMEOUT=2")...)
	if r := h.Netonce("report"); r.Code != 0 || r.Out != "no run of this boot did anything\n" {
		t.Errorf("before the first run: %d %q", r.Code, r.Out)
	}

	code(t, h.Netonce("boot"), 4)
	r := h.Netonce("report")
	code(t, r, 0)
	for _, want := range []string{"boot at ", "eth1 ", "DHCP ", "ifcfg-eth9", "device 2", "critical: ifcfg-eth9", "DEVTIMEOUT"} {
		if !strings.Contains(r.Out, want) {
			t.Errorf("no %q in\n%s", want, r.Out)
		}
	}
	var runs []struct {
		Command    string
		Interfaces []struct {
			Name  string
			Spans []struct{ What string }
		}
	}
	if err := json.Unmarshal([]byte(h.Netonce("report", "--json").Out), &runs); err != nil || len(runs) != 1 || runs[0].Command != "boot" || len(runs[0].Interfaces) != 2 {
		t.Errorf("%v: %+v", err, runs)
	}
	if err := xml.Unmarshal([]byte(h.Netonce("report", "--svg").Out), &struct{}{}); err != nil {
		t.Errorf("the picture: %v", err)
	}
	h.Remove(lab.Profiles + "/ifcfg-eth9")
	code(t, h.Netonce("reload"), 0)
	code(t, quietly(t, h, "reload"), 0)
	h.Write("run/netonce/report.json", "{")
	code(t, h.Netonce("report"), 3)
}
