package apply_test

import (
	"flag"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/network"
	"netonce/apply/resolv"
)

var update = flag.Bool("update", false, "rewrite testdata/edits from what netonce does")

// TestEdits makes each of the edits in testdata/edits, whose README says how to read
// them, and takes it back.
func TestEdits(t *testing.T) {
	t.Parallel()
	cases := 0
	for path, golden := range editFiles(t) {
		head, edits := parseEdits(t, golden)
		cases += len(edits)
		kind := strings.TrimSuffix(filepath.Base(path), ".txt")
		text := head
		for i := range edits {
			t.Run(kind+"/"+edits[i].name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { edits[i].run(t) })
			})
			text += "\n" + edits[i].String()
		}
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if diff := cmp.Diff(golden, text); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	if cases < 60 {
		t.Errorf("only %d edits", cases)
	}
}

// editFiles are the texts in testdata/edits by their paths.
func editFiles(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "edits", "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	texts := map[string]string{}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts[path] = string(b)
	}
	return texts
}

// edit is a change of profiles, with what netonce does about it.
type edit struct {
	name          string
	profiles      []string // the lines that tell them and their change, as they stand
	before, after files
	there, back   outcome
	differs       bool // from a boot with the same profiles, as the file says
}

// outcome is what a reload asks of the kernel and hands over.
type outcome struct {
	commands  []string
	meanwhile []string // what is there before and after it, and was not in between
	names     []string // name servers and domains, where they are others
	errors    []string
	boot      []string // in what it differs from a boot with the same profiles
}

// editHost is the host that all edits are made on.
func editHost(t *testing.T) *host {
	h := newHost(t, cards()...)
	h.kernel.SetEthtool("eth0", network.Options{{Name: "features tso", Value: "on"}, {Name: "features gro", Value: "on"},
		{Name: "rings rx", Value: "256"}, {Name: "rings tx", Value: "256"}, {Name: "wol wol", Value: "d"}, {Name: "coalesce rx-usecs", Value: "3"},
		{Name: "linkmodes autoneg", Value: "on"}, {Name: "linkmodes speed", Value: "1000"}, {Name: "linkmodes duplex", Value: "full"}})
	h.kernel.SetFunctions("eth2", 4)
	h.router = nil
	l := lease("10.9.0.2/24", "10.9.0.1")
	l.DNS = []netip.Addr{netip.MustParseAddr("10.9.0.53")}
	h.serve(l, 0)
	return h
}

// run boots with the profiles as they are, then reloads with the edit and without it.
func (e *edit) run(t *testing.T) {
	h := editHost(t)
	h.run(apply.Boot, e.before)
	first := h.state()
	h.unchanged(e.before)
	e.there = h.reload(e.after)
	h.unchanged(e.after)
	fresh := editHost(t)
	fresh.run(apply.Boot, e.after)
	e.there.boot = differing(h.state(), fresh.state())
	e.back = h.reload(e.before)
	if diff := cmp.Diff(first, h.state()); diff != "" {
		t.Errorf("there and back is not as before (-before +back):\n%s", diff)
	}
}

// reload reloads and watches what happens.
func (h *host) reload(f files) (o outcome) {
	h.t.Helper()
	before, names := h.state(), namesOf(h.sources)
	var seen [][]string
	h.kernel.Forget()
	h.kernel.Witness(func(state []string) { seen = append(seen, append(state, services(state)...)) })
	r := h.run(apply.Reload, f)
	h.kernel.Witness(nil)
	o.commands = append(h.kernel.Commands(), h.teams.asked...)
	h.teams.asked = nil
	after := h.state()
	before, after = append(before, services(before)...), append(after, services(after)...)
	for _, object := range before {
		gone := func(state []string) bool { return !slices.Contains(state, object) }
		if slices.Contains(after, object) && slices.ContainsFunc(seen, gone) {
			o.meanwhile = append(o.meanwhile, "without "+object)
		}
	}
	if now := namesOf(h.sources); !slices.Equal(now, names) {
		o.names = append(now, []string{"none"}[min(1, len(now)):]...)
	}
	for _, err := range r.All() {
		o.errors = append(o.errors, err.Error())
	}
	return o
}

// differing lists what only one of two states has: + the second, - the first.
func differing(a, b []string) (list []string) {
	for _, line := range a {
		if !slices.Contains(b, line) {
			list = append(list, "-"+line)
		}
	}
	for _, line := range b {
		if !slices.Contains(a, line) {
			list = append(list, "+"+line)
		}
	}
	return list
}

// services lists what somebody has from a state whatever provides it: a default route,
// an address on an interface, an interface that is up.
func services(state []string) (list []string) {
	for _, line := range state {
		name, rest, _ := strings.Cut(line, ": ")
		w := strings.Fields(rest)
		six := map[bool]string{true: "IPv6", false: "IPv4"}[strings.Contains(rest, "::")]
		switch {
		case strings.HasPrefix(rest, "route default "):
			list = append(list, "any "+six+" default route")
		case strings.HasPrefix(rest, "address ") && !strings.HasPrefix(w[1], "fe80:"):
			list = append(list, "any "+six+" address on "+name)
		case strings.HasPrefix(rest, "link ") && strings.HasSuffix(rest, " up true"):
			list = append(list, name+" up")
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// namesOf lists what is handed over, a line for each source.
func namesOf(sources []resolv.Source) (list []string) {
	for _, s := range sources {
		if s.Empty() {
			continue
		}
		line := fmt.Sprintf("%s %s: priority %d", s.Interface, s.Origin, s.Priority)
		for _, a := range s.Servers {
			line += " server " + a.String()
		}
		for _, d := range append(slices.Clip(s.Search), s.Domains...) {
			line += " search " + d
		}
		for _, o := range s.Options {
			line += " option " + o
		}
		list = append(list, line)
	}
	return list
}

// parseEdits reads the edits of a file and what stands before the first.
func parseEdits(t *testing.T, text string) (head string, edits []*edit) {
	t.Helper()
	parts := strings.Split(text, "\n## ")
	for _, part := range parts[1:] {
		name, rest, _ := strings.Cut(part, "\n")
		e := &edit{name: name, before: files{}, after: files{}}
		file := ""
		for line := range strings.Lines(rest) {
			line = strings.TrimRight(line, "\n")
			if line == "reload:" {
				e.differs = strings.Contains(rest, "\n  boot: ")
				break
			}
			text := line
			if len(line) > 1 {
				text = line[2:] + "\n"
			}
			switch {
			case line == "":
			case strings.HasSuffix(line, ":") && line[0] != ' ' && line[1] != ' ':
				file = strings.TrimSuffix(line, ":")
			case file == "" || len(line) < 2 || line[1] != ' ':
				t.Fatalf("%s: %q is no line of a profile", name, line)
			case line[0] == ' ':
				e.before[file] += text
				e.after[file] += text
			case line[0] == '-':
				e.before[file] += text
			case line[0] == '+':
				e.after[file] += text
			default:
				t.Fatalf("%s: %q begins with none of ' ', - and +", name, line)
			}
			if line != "" {
				e.profiles = append(e.profiles, line)
			}
		}
		edits = append(edits, e)
	}
	return strings.TrimRight(parts[0], "\n") + "\n", edits
}

func (e *edit) String() string {
	return "## " + e.name + "\n" + strings.Join(e.profiles, "\n") + "\nreload:\n" + e.there.String() + "back:\n" + e.back.String()
}

func (o outcome) String() string {
	var b strings.Builder
	commands := o.commands
	if len(commands) == 0 {
		commands = []string{"nothing"}
	}
	for _, part := range []struct {
		prefix string
		lines  []string
	}{{"  ", commands}, {"  ! ", o.meanwhile}, {"  names: ", o.names}, {"  error: ", o.errors}, {"  boot: ", o.boot}} {
		for _, line := range part.lines {
			b.WriteString(strings.TrimRight(part.prefix+line, " ") + "\n")
		}
	}
	return b.String()
}
