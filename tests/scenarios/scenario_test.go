// Package scenarios_test runs netonce over whole hosts: a folder holds a host's
// files below etc, its cables and what is at their other ends (lab.json), and what
// its network has to be after netonce boot (want.txt), a fact on each line.
//
// The facts are what NetworkManager makes of the same files. Where netonce reads a
// profile better on purpose, a line "# better: ..." says what and why. With -update
// want.txt is written anew from what netonce does; its comments stay.
package scenarios_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/tests/lab"
)

// atOnce is how many scenarios run together where -parallel says nothing: they
// wait more than they work.
const atOnce = "8"

func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", atOnce); err != nil {
		panic(err)
	}
	flag.Bool("update", false, "write want.txt from what netonce does")
	os.Exit(lab.Main(m.Run))
}

// updating reports whether -update was given.
func updating() bool { return flag.Lookup("update").Value.String() == "true" }

func TestScenarios(t *testing.T) { eachScenario(t, runScenario) }

// eachScenario runs a test for each folder.
func eachScenario(t *testing.T, run func(t *testing.T, folder string)) {
	t.Helper()
	folders, err := filepath.Glob("*/lab.json")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, f := range folders {
		folder := filepath.Dir(f)
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			run(t, folder)
		})
	}
}

func runScenario(t *testing.T, folder string) {
	h, l := makeHost(t, folder)
	r := h.Netonce("boot")
	h.Await(l.Awaits...)
	h.Settle()
	got := append(facts(h), fmt.Sprintf("exit %d", r.Code))
	slices.Sort(got)
	path := filepath.Join(folder, "want.txt")
	comments, want := readWant(t, path)
	if updating() {
		text := strings.Join(append(comments, got...), "\n") + "\n"
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, r.Log)
	}
	if r.Code == 4 {
		return // what timed out is tried again
	}
	events := h.Watch()
	if again := h.Netonce("boot"); again.Code != r.Code {
		t.Errorf("a second run ends with %d, not %d:\n%s", again.Code, r.Code, again.Log)
	}
	if list := events.Take(); len(list) > 0 {
		t.Errorf("of a second run the kernel tells %q", list)
	}
}

// facts are those of the lab that no kernel or chance decides, with the sysctls
// that netonce answers for.
func facts(h *lab.Host) (list []string) {
	links := map[string]bool{}
	for _, f := range h.Facts() {
		w := strings.Fields(f)
		switch {
		case w[0] == "route6" && slices.Contains(w, "fe80::/64"):
			continue
		case w[0] == "link":
			links[w[1]] = true
		case w[0] == "addr" && strings.HasPrefix(w[2], "fe80:"): // the flags tell who made it
			f = strings.Join(w[:3], " ")
		case w[0] == "addr" && slices.Contains(w, "temporary"): // made up by the kernel
			f = strings.Replace(f, w[2], "<random>", 1)
		}
		list = append(list, f)
	}
	for l := range links {
		for _, key := range []string{"disable_ipv6", "accept_ra", "autoconf", "use_tempaddr"} {
			list = append(list, fmt.Sprintf("sysctl %s %s %s", l, key, h.SysctlValue("ipv6/conf/"+l+"/"+key)))
		}
	}
	for i, f := range h.ResolvFacts() {
		f = strings.TrimPrefix(f, "resolv ")
		list = append(list, fmt.Sprintf("resolv %d %s", i+1, f))
	}
	return list
}

func readWant(t *testing.T, path string) (comments, facts []string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil && !(updating() && os.IsNotExist(err)) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			comments = append(comments, line)
		} else if line != "" {
			facts = append(facts, line)
		}
	}
	return comments, facts
}
