package e2e_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"netonce/tests/lab"
)

// planned is the form of plan --json, with nothing left out and nothing besides.
type planned struct {
	Steps []struct {
		Op        *string `json:"op"`
		Object    *string `json:"object"`
		Interface *string `json:"interface"`
		Value     *string `json:"value"`
		Because   *string `json:"because"`
		Before    string  `json:"before"`
		Risk      *string `json:"risk"`
	} `json:"steps"`
	Unchanged *int `json:"unchanged"`
}

func readPlan(t *testing.T, h *lab.Host) planned {
	t.Helper()
	r := quietly(t, h, "plan", "--json")
	code(t, r, 0)
	var p planned
	d := json.NewDecoder(bytes.NewReader([]byte(r.Out)))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		t.Fatalf("%v in %s", err, r.Out)
	}
	if d.More() || p.Unchanged == nil || p.Steps == nil {
		t.Fatalf("not one plan: %s", r.Out)
	}
	for _, s := range p.Steps {
		if s.Op == nil || s.Object == nil || s.Interface == nil || s.Value == nil || s.Because == nil || s.Risk == nil {
			t.Fatalf("a step lacks something: %s", r.Out)
		}
		if !slices.Contains([]string{"set", "add", "change", "delete"}, *s.Op) {
			t.Errorf("op %q", *s.Op)
		}
	}
	return p
}

func TestPlanAsJSON(t *testing.T) {
	t.Parallel()
	h := threeCards(t)
	p := readPlan(t, h)
	var list []string
	for _, s := range p.Steps {
		list = append(list, *s.Op+" "+*s.Object+" "+*s.Interface+" "+*s.Value+" # "+*s.Because)
	}
	for _, want := range []string{
		"set link eth0 up # ifcfg-eth0",
		"add address eth0 192.168.11.11/24 brd 192.168.11.255 scope global noprefixroute # ifcfg-eth0:4:8: IPADDR",
		"add route eth0 default via 192.168.11.1 proto static metric 100 # ifcfg-eth0:6:9: GATEWAY",
		"add lease eth1 dhcp4 # ifcfg-eth1:3:11: BOOTPROTO",
		"add lease eth2 dhcp4 # ifcfg-eth2:3:11: BOOTPROTO",
	} {
		if !slices.Contains(list, want) {
			t.Errorf("no step %q in %q", want, list)
		}
	}
	facts(t, h, "link eth0 down")
}

func TestPlanOfAConfiguredHostIsEmpty(t *testing.T) {
	t.Parallel()
	h := threeCards(t)
	code(t, h.Netonce("boot"), 0)
	p := readPlan(t, h)
	if len(p.Steps) != 0 || *p.Unchanged == 0 {
		t.Errorf("%d steps, %d unchanged", len(p.Steps), *p.Unchanged)
	}
}

// TestPlanOfAnEmptyHost has an empty list, not none.
func TestPlanOfAnEmptyHost(t *testing.T) {
	t.Parallel()
	p := readPlan(t, lab.New(t))
	if len(p.Steps) != 0 {
		t.Errorf("%d steps", len(p.Steps))
	}
}
