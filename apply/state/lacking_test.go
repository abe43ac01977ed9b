package state_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/state"
)

// Since when something lacks counts from the first run that found it so.
func TestNoteOfLacking(t *testing.T) {
	t.Parallel()
	const now = time.Hour
	for name, c := range map[string]struct {
		found map[string]bool
		whole bool
		want  state.Lacking
	}{
		"still":                          {map[string]bool{"eth0": false}, false, state.Lacking{"eth0": time.Minute, "ifcfg-eth9": time.Second}},
		"in order":                       {map[string]bool{"eth0": true}, false, state.Lacking{"ifcfg-eth9": time.Second}},
		"another":                        {map[string]bool{"eth1": false}, false, state.Lacking{"eth0": time.Minute, "ifcfg-eth9": time.Second, "eth1": now}},
		"a profile that is not any more": {map[string]bool{"eth0": false}, true, state.Lacking{"eth0": time.Minute}},
		"all in order":                   {map[string]bool{"eth0": true, "eth1": true}, true, state.Lacking{}},
	} {
		l := state.Lacking{"eth0": time.Minute, "ifcfg-eth9": time.Second}
		news := l.Note(c.found, c.whole, now)
		if diff := cmp.Diff(c.want, l); diff != "" || news != (name != "still") {
			t.Errorf("%s: news %v %s", name, news, diff)
		}
	}
}

// TestLacking: what is written is read in the same boot only, and names are checked.
func TestLacking(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	s := state.Open(root, "boot")
	want := state.Lacking{"eth0": time.Minute}
	if l, err := s.Lacking(); len(l) > 0 || err != nil {
		t.Errorf("at first: %v, %v", l, err)
	}
	if err := s.SetLacking(want); err != nil {
		t.Fatal(err)
	}
	if l, err := s.Lacking(); err != nil || cmp.Diff(want, l) != "" {
		t.Errorf("%v, %v", l, err)
	}
	if l, err := state.Open(root, "another").Lacking(); len(l) > 0 || err != nil {
		t.Errorf("in another boot: %v, %v", l, err)
	}
	file := filepath.Join(root, state.Dir, "lacking.json")
	for content, bad := range map[string]bool{`null`: false, `{"a\u001bb":1}`: true, `{"eth0":"1"}`: true, `[]`: true} {
		if err := os.WriteFile(file, []byte(`{"version":1,"boot":"boot","content":`+content+`}`), 0o644); err != nil {
			t.Fatal(err)
		}
		if l, err := s.Lacking(); l == nil || len(l) > 0 || (err != nil) != bad {
			t.Errorf("%s: %v, %v", content, l, err)
		}
	}
}
