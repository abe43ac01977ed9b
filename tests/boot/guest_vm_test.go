//go:build vm

package boot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// guest is a host as the tests look at it.
type guest struct{ *Host }

// Events of systemd's (sd-messages.h).
const (
	unitStarted  = "39f53479d3a045ac8e11786248231fbf"
	unitEnded    = "7ad2d189f7e94e70a38c781354912448" // a service has done its work
	bootFinished = "b07a249cd024414a82dd00cd181378ff"
)

// run runs a command and returns what it prints.
func (g guest) run(t *testing.T, args ...string) string {
	t.Helper()
	return g.write(t, "", args...)
}

// write runs a command that reads a text.
func (g guest) write(t *testing.T, text string, args ...string) string {
	t.Helper()
	m, err := g.Do(text, args...)
	if err != nil {
		t.Fatalf("%s: %v", strings.Join(args, " "), err)
	}
	if m.Code != 0 {
		t.Fatalf("%s: exit code %d\n%s%s", strings.Join(args, " "), m.Code, m.Output, m.Errors)
	}
	return m.Output
}

// await waits for an entry of the journal.
func (g guest) await(t *testing.T, from Mark, what string, match func(Entry) bool) Entry {
	t.Helper()
	e, ok := g.Journal.Await(from, patience, match)
	if !ok {
		t.Fatalf("%s: not in the journal after %s\n%s", what, patience, End(g.Journal.Since(from)))
	}
	return e
}

// awaitEnd waits until a service has ended well.
func (g guest) awaitEnd(t *testing.T, from Mark, unit string) Entry {
	t.Helper()
	return g.await(t, from, "the end of "+unit, func(e Entry) bool {
		return e.MessageID == unitEnded && instanceOf(e.About, unit)
	})
}

// instanceOf reports whether a unit is that one: an instance of netonce-renew@ may have
// a number behind it.
func instanceOf(name, unit string) bool {
	if plain, number, found := strings.Cut(name, ":"); found {
		_, suffix, _ := strings.Cut(number, ".")
		name = plain + "." + suffix
	}
	return name == unit
}

// started matches systemd's word that a unit is up.
func started(unit string) func(Entry) bool {
	return func(e Entry) bool { return e.MessageID == unitStarted && instanceOf(e.About, unit) }
}

// says matches an entry of a program's with a text in it.
func says(program, text string) func(Entry) bool {
	return func(e Entry) bool { return e.Identifier == program && strings.Contains(e.Message, text) }
}

// properties are those of a unit, as systemctl show prints them.
func (g guest) properties(t *testing.T, unit string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for line := range strings.Lines(g.run(t, "systemctl", "show", unit)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		all[name] = value
	}
	return all
}

func (g guest) wantProperties(t *testing.T, unit string, want map[string]string) {
	t.Helper()
	got := g.properties(t, unit)
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s: %s=%s, not %s", unit, name, got[name], value)
		}
	}
}

// address is one of an interface's, as ip(8) has it.
type address struct {
	Family    string `json:"family"`
	Local     string `json:"local"`
	Length    int    `json:"prefixlen"`
	Scope     string `json:"scope"`
	Valid     int64  `json:"valid_life_time"` // seconds
	Preferred int64  `json:"preferred_life_time"`
}

type link struct {
	Name      string    `json:"ifname"`
	Addresses []address `json:"addr_info"`
}

// addresses are an interface's of IPv4, with their length.
func (g guest) addresses(t *testing.T, name string) []string {
	t.Helper()
	return ipv4(parse[[]link](t, g.run(t, "ip", "-json", "addr", "show", "dev", name)), name)
}

func ipv4(links []link, name string) (list []string) {
	for _, l := range links {
		for _, a := range l.Addresses {
			if l.Name == name && a.Family == "inet" {
				list = append(list, fmt.Sprintf("%s/%d", a.Local, a.Length))
			}
		}
	}
	slices.Sort(list)
	return list
}

func (g guest) wantAddresses(t *testing.T, name string, want ...string) {
	t.Helper()
	if got := g.addresses(t, name); !slices.Equal(got, want) {
		t.Errorf("%s has the addresses %v, not %v", name, got, want)
	}
}

func parse[T any](t *testing.T, text string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return v
}

func (g guest) wantNoFailedUnits(t *testing.T) {
	t.Helper()
	if out := g.run(t, "systemctl", "--failed", "--no-legend", "--plain"); out != "" {
		t.Errorf("failed units:\n%s", out)
	}
}

// uptime is how long the guest has been up, its sleep with it.
func (g guest) uptime(t *testing.T) time.Duration {
	t.Helper()
	text, _, _ := strings.Cut(g.run(t, "cat", "/proc/uptime"), " ")
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(seconds * float64(time.Second))
}

// timer is the one that will see to an interface, and its line of systemctl list-timers.
func (g guest) timer(t *testing.T, iface string) (name, line string) {
	t.Helper()
	out := g.run(t, "systemctl", "list-timers", "--no-legend", "netonce-renew@"+iface+"*")
	for l := range strings.Lines(out) {
		for word := range strings.FieldsSeq(l) {
			if instanceOf(word, "netonce-renew@"+iface+".timer") {
				return word, strings.TrimSpace(l)
			}
		}
	}
	t.Fatalf("no timer for %s: %q", iface, out)
	return "", ""
}
