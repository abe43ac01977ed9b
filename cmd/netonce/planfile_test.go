package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
)

// How two plans differ: what is in one only, and what stands elsewhere.
func TestPlanDifference(t *testing.T) {
	t.Parallel()
	step := func(value string) apply.PlannedStep {
		return apply.PlannedStep{Op: "add", Object: "address", Interface: "eth0", Value: value}
	}
	a, b, c := step("192.0.2.1/24"), step("192.0.2.2/24"), step("192.0.2.3/24")
	later := step("192.0.2.1/24 valid_lft 3599 preferred_lft 3599")
	for name, test := range map[string]struct {
		saved, now []apply.PlannedStep
		want       []string
	}{
		"same":        {[]apply.PlannedStep{a, b}, []apply.PlannedStep{a, b}, nil},
		"a lifetime":  {[]apply.PlannedStep{later}, []apply.PlannedStep{a}, nil},
		"one less":    {[]apply.PlannedStep{a, b, c}, []apply.PlannedStep{a, c}, []string{"- add address eth0 192.0.2.2/24"}},
		"one more":    {[]apply.PlannedStep{a, c}, []apply.PlannedStep{a, b, c}, []string{"+ add address eth0 192.0.2.2/24"}},
		"other order": {[]apply.PlannedStep{a, b}, []apply.PlannedStep{b, a}, []string{"- add address eth0 192.0.2.1/24", "- add address eth0 192.0.2.2/24", "+ add address eth0 192.0.2.2/24", "+ add address eth0 192.0.2.1/24"}},
		"nothing now": {[]apply.PlannedStep{a}, nil, []string{"- add address eth0 192.0.2.1/24"}},
	} {
		if diff := cmp.Diff(test.want, planDifference(test.saved, test.now)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestSession(t *testing.T) {
	for text, want := range map[string]string{
		"192.0.2.9 5555 192.0.2.1 22": "192.0.2.9 192.0.2.1", "2001:db8::9 5555 ::ffff:192.0.2.1 22": "2001:db8::9 192.0.2.1",
		"fe80::9%eth0 1 fe80::1%eth0 22": "fe80::9 fe80::1", "": "invalid IP invalid IP", "x 1 y 2": "invalid IP invalid IP", "192.0.2.9 5555": "invalid IP invalid IP",
	} {
		t.Setenv("SSH_CONNECTION", text)
		if s := session(); s.Client.String()+" "+s.Server.String() != want {
			t.Errorf("%q: %v", text, s)
		}
	}
}

func FuzzPlan(f *testing.F) {
	file := filepath.Join(f.TempDir(), "plan")
	if err := savePlan(file, &apply.Preview{Steps: []apply.PlannedStep{{Op: "add", Object: "address", Value: "192.0.2.1/24"}}}); err != nil {
		f.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(b))
	f.Add(`{"format":2}`)
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := readPlan(file)
		if err != nil && !strings.HasPrefix(err.Error(), file) {
			t.Errorf("error %v", err)
		}
		if err == nil && len(planDifference(p.Steps, p.Steps)) > 0 {
			t.Error("a plan is not itself")
		}
	})
}
