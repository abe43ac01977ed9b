// Package links_test makes links of every kind on a real kernel and looks at them
// through ip(8). What every kernel has is tested everywhere, the rest (vm_test.go,
// with the build tag vm) in a guest: make test-vm.
package links_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"netonce/tests/lab"
)

func TestMain(m *testing.M) { os.Exit(lab.Main(m.Run)) }

// stack is a set of profiles, and what the kernel has to say of them.
type stack struct {
	name     string
	cables   []string            // ports of the host
	profiles map[string][]string // files of the host
	facts    []string
	edit     map[string][]string // files that are written then, nil for removed
	edited   []string            // facts after a reload
	kept     []string            // links that the reload leaves as they are, same index
}

// run brings a stack up, twice, edits it, and takes it away again.
func (s stack) run(t *testing.T) {
	h := lab.New(t)
	h.Cables(s.cables...)
	before := facts(t, h)
	write(h, s.profiles)
	log := boot(t, h, "boot")
	has(t, h, s.facts)
	if t.Failed() {
		t.Fatal(log)
	}
	quiet(t, h, "boot")
	if s.edit != nil {
		indexes := indexesOf(t, h)
		write(h, s.edit)
		boot(t, h, "reload")
		has(t, h, s.edited)
		quiet(t, h, "reload")
		now := indexesOf(t, h)
		for _, name := range s.kept {
			if indexes[name] != now[name] {
				t.Errorf("%s was made anew: its index was %d and is %d", name, indexes[name], now[name])
			}
		}
	}
	for name := range s.profiles {
		if _, edited := s.edit[name]; !edited || s.edit[name] != nil {
			h.Remove(lab.Profiles + "/" + name)
		}
	}
	for name, lines := range s.edit {
		if _, was := s.profiles[name]; !was && lines != nil {
			h.Remove(lab.Profiles + "/" + name)
		}
	}
	gone := boot(t, h, "reload")
	after := facts(t, h)
	for _, f := range after {
		if !slices.Contains(before, f) && !strings.Contains(f, " up") {
			t.Errorf("left when the profiles are gone: %s\n%s", f, gone)
		}
	}
}

func write(h *lab.Host, files map[string][]string) {
	for name, lines := range files {
		if lines == nil {
			h.Remove(lab.Profiles + "/" + name)
			continue
		}
		h.Profile(name, lines...)
	}
}

// boot runs a command that has to do all it is asked for.
func boot(t *testing.T, h *lab.Host, command string) (log string) {
	t.Helper()
	r := h.Netonce("-v", command)
	if r.Code != 0 {
		t.Fatalf("%s: exit %d\n%s", command, r.Code, r.Log)
	}
	return r.Log
}

// quiet runs a command that has nothing to do.
func quiet(t *testing.T, h *lab.Host, command string) {
	t.Helper()
	h.Settle()
	r := h.Netonce("-v", command)
	if r.Code != 0 || !strings.Contains(r.Log, "changes=0") {
		t.Errorf("a second %s: exit %d\n%s", command, r.Code, r.Log)
	}
}

func has(t *testing.T, h *lab.Host, wanted []string) {
	t.Helper()
	all := facts(t, h)
	for _, w := range wanted {
		text, not := strings.CutPrefix(w, "!")
		there := slices.ContainsFunc(all, func(f string) bool { return f == text || strings.HasPrefix(f, text+" ") })
		if there == not {
			t.Errorf("not so: %s\n%s", w, strings.Join(all, "\n"))
			return
		}
	}
}

func indexesOf(t *testing.T, h *lab.Host) map[string]int {
	t.Helper()
	indexes := map[string]int{}
	for _, l := range h.Links() {
		indexes[l.Name] = l.Index
	}
	return indexes
}

// facts are those of the lab and what ip(8) says of kinds and ports.
func facts(t *testing.T, h *lab.Host) []string {
	t.Helper()
	list := slices.Concat(h.Facts(), h.LinkFacts(), h.VLANFacts())
	slices.Sort(list)
	return list
}

func says(t *testing.T, r lab.Result, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(r.Log, w) {
			t.Errorf("it does not say %q:\n%s", w, r.Log)
		}
	}
}
