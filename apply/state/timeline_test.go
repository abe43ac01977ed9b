package state_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/state"
)

// The last run of each command is kept, and what no run wrote counts for nothing.
func TestTimeline(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	s := state.Open(root, "boot")
	if all, err := s.Timeline(); len(all) > 0 || err != nil {
		t.Errorf("at first: %v, %v", all, err)
	}
	run := func(command string, took int64) *state.Timed {
		return &state.Timed{Command: command, Took: took, Interfaces: []state.Waiter{{Name: "eth0", Spans: []state.Span{{What: "DHCP", From: 1, To: 2}}}}}
	}
	for _, r := range []*state.Timed{run("boot", 10), run("renew", 5), run("reload", 7), run("renew", 6)} {
		if err := s.AddTimed(r); err != nil {
			t.Fatal(err)
		}
	}
	all, err := s.Timeline()
	if diff := cmp.Diff(state.Timeline{run("boot", 10), run("reload", 7), run("renew", 6)}, all); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if all, err := state.Open(root, "another").Timeline(); len(all) > 0 || err != nil {
		t.Errorf("in another boot: %v, %v", all, err)
	}
	file := filepath.Join(root, state.Dir, "report.json")
	for _, content := range []string{
		`[null]`, `[{"command":"a\u001bb"}]`, `[{"command":"boot","took_us":1,"applied_us":2}]`, `[{"command":"boot","took_us":-1}]`,
		`[{"command":"boot","took_us":9,"interfaces":[{"name":"e","spans":[{"what":"DHCP","from_us":3,"to_us":2}]}]}]`,
		`[{"command":"boot","took_us":9,"interfaces":[{"name":"e","spans":[{"what":"","from_us":1,"to_us":2}]}]}]`,
		`[{"command":"boot","took_us":9,"interfaces":[{"name":"e","spans":[{"what":"DHCP","from_us":1,"to_us":99}]}]}]`,
		`[{"command":"boot","took_us":9,"interfaces":[{"spans":[]}]}]`,
	} {
		if err := os.WriteFile(file, []byte(`{"version":1,"boot":"boot","content":`+content+`}`), 0o600); err != nil {
			t.Fatal(err)
		}
		if all, err := s.Timeline(); err == nil || len(all) > 0 {
			t.Errorf("%s is read as %v", content, all)
		}
	}
	if err := s.AddTimed(run("boot", 3)); err == nil { // told, and mended
		t.Error("nobody is told of the damage")
	}
	if all, err := s.Timeline(); len(all) != 1 || err != nil {
		t.Errorf("mended: %v, %v", all, err)
	}
}
