package nmcli_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestJSON: what programs are given instead of tables.
func TestJSON(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	for line, want := range map[string]any{
		"dev --json":               nil,
		"con --json":               nil,
		"--json con show --active": nil,
		"-f IP4.ADDRESS,GENERAL.DEVICE dev show eth1 --json": object{
			"IP4": object{"ADDRESS": []any{"192.0.2.10/24"}}, "GENERAL": object{"DEVICE": "eth1"}},
		"-f DEVICE,CONNECTION dev status --json": []any{
			object{"DEVICE": "eth1", "CONNECTION": "eth1"}, object{"DEVICE": "lo", "CONNECTION": "lo"},
			object{"DEVICE": "eth2", "CONNECTION": ""}, object{"DEVICE": "eth3", "CONNECTION": ""}},
		"-f STATE general status --json": []any{object{"STATE": "connected"}},
	} {
		h := newHost(profiles())
		h.up["eth1"] = "ifcfg-eth1"
		out, errOut, code := h.nmcli("nmcli " + line)
		var got any
		if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 {
			t.Errorf("%s: exit code %d, %v: %s%s", line, code, err, out, errOut)
		}
		if want == nil { // that it is JSON is enough
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", line, diff)
		}
	}
}

// TestJSONOfProfiles has their properties under nmcli's names.
func TestJSONOfProfiles(t *testing.T) {
	t.Parallel()
	h := newHost(profiles())
	out, _, code := h.nmcli("nmcli con show eth1 --json")
	var list []struct {
		File       string
		Accepted   bool
		Properties map[string]any
	}
	if err := json.Unmarshal([]byte(out), &list); err != nil || code != 0 || len(list) != 1 {
		t.Fatalf("exit code %d, %v: %s", code, err, out)
	}
	if one := list[0]; one.File != "ifcfg-eth1" || !one.Accepted || one.Properties["ipv4.gateway"] != "192.0.2.1" || one.Properties["ipv4.never-default"] != nil {
		t.Errorf("got %s", out)
	}
	all, _, _ := h.nmcli("nmcli --json con show eth1 --all")
	if len(all) <= len(out) {
		t.Errorf("--all shows no more: %s", all)
	}
	out, _, code = h.nmcli("nmcli con show --json")
	if err := json.Unmarshal([]byte(out), &list); err != nil || code != 0 || len(list) != 2 {
		t.Errorf("exit code %d, %v: %s", code, err, out)
	}
	if _, errOut, code := h.nmcli("nmcli con show --json nosuch"); code != 10 || errOut == "" {
		t.Errorf("exit code %d: %q", code, errOut)
	}
}
