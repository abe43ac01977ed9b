// Package links_test makes links of every kind on a real kernel and looks at them
// through ip(8). What every kernel has is tested everywhere, the rest (vm_test.go,
// with the build tag vm) in a guest: make test-vm.
package links_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/netonce/netonce/tests/lab"
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

// shown is a link as ip -d -j link shows it.
type shown struct {
	Index  int    `json:"ifindex"`
	Name   string `json:"ifname"`
	Link   string `json:"link"`
	Master string `json:"master"`
	Info   struct {
		Kind string         `json:"info_kind"`
		Data map[string]any `json:"info_data"`
		Port map[string]any `json:"info_slave_data"`
	} `json:"linkinfo"`
}

func links(t *testing.T, h *lab.Host) (list []shown) {
	t.Helper()
	r := h.Other("ip", "-d", "-j", "link", "show")
	if err := json.Unmarshal([]byte(r.Out), &list); err != nil {
		t.Fatalf("ip: %v: %s%s", err, r.Out, r.Log)
	}
	return list
}

func indexesOf(t *testing.T, h *lab.Host) map[string]int {
	t.Helper()
	indexes := map[string]int{}
	for _, l := range links(t, h) {
		indexes[l.Name] = l.Index
	}
	return indexes
}

// facts are those of the lab and what ip(8) says of kinds and ports.
func facts(t *testing.T, h *lab.Host) []string {
	t.Helper()
	list := h.Facts()
	add := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	for _, l := range links(t, h) {
		if l.Name == "lo" {
			continue
		}
		if l.Info.Kind != "" {
			add("link %s kind %s", l.Name, l.Info.Kind)
		}
		if l.Master != "" {
			add("link %s master %s", l.Name, l.Master)
		}
		if l.Link != "" && l.Info.Kind != "veth" {
			add("link %s parent %s", l.Name, l.Link)
		}
		for k, v := range l.Info.Data {
			add("link %s data %s %v", l.Name, k, v)
		}
		for k, v := range l.Info.Port {
			add("link %s port %s %v", l.Name, k, v)
		}
	}
	slices.Sort(list)
	return list
}
