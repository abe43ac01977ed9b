//go:build vm

package netroot

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"netonce/tests/boot"
)

// guest is a host as the tests look at it.
type guest struct{ *boot.Host }

// Events of systemd's (sd-messages.h).
const (
	bootFinished = "b07a249cd024414a82dd00cd181378ff"
	unitEnded    = "7ad2d189f7e94e70a38c781354912448" // a service has done its work
)

// run runs a command and returns what it prints.
func (g guest) run(t testing.TB, args ...string) string {
	t.Helper()
	m, err := g.Do("", args...)
	if err != nil || m.Code != 0 {
		t.Fatalf("%s: %v, exit code %d\n%s%s", strings.Join(args, " "), err, m.Code, m.Output, m.Errors)
	}
	return m.Output
}

// await waits for an entry of the journal.
func (g guest) await(t testing.TB, what string, match func(boot.Entry) bool) boot.Entry {
	t.Helper()
	e, ok := g.Journal.Await(0, patience, match)
	if !ok {
		t.Fatalf("%s: not in the journal after %s", what, patience)
	}
	return e
}

// addresses are an interface's, with their length.
func (g guest) addresses(t testing.TB, name string) (list []string) {
	t.Helper()
	var links []struct {
		Addresses []struct {
			Local  string `json:"local"`
			Length int    `json:"prefixlen"`
		} `json:"addr_info"`
	}
	out := g.run(t, "ip", "-json", "addr", "show", "dev", name)
	if err := json.Unmarshal([]byte(out), &links); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, l := range links {
		for _, a := range l.Addresses {
			list = append(list, fmt.Sprintf("%s/%d", a.Local, a.Length))
		}
	}
	return list
}
