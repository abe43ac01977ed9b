package nmcli_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg/property"
)

// exchange is a command of the recorded session with what came of it.
type exchange struct {
	line    string
	code    int // -1: nmcli did not end
	speaks  bool
	out     string
	files   map[string]string // written
	removed []string
}

// readSession reads the recorded session: the files at its start and what was
// done.
func readSession(t *testing.T) (map[string]string, []*exchange) {
	t.Helper()
	text, err := os.ReadFile("testdata/session.txt")
	if err != nil {
		t.Fatal(err)
	}
	e := &exchange{files: map[string]string{}}
	all := []*exchange{e}
	name := ""
	for line := range strings.Lines(string(text)) {
		sign, rest := line[0], line[1:]
		word := strings.TrimSpace(rest)
		switch sign {
		case '$':
			e = &exchange{line: word, files: map[string]string{}}
			all = append(all, e)
		case '=':
			if e.code, err = strconv.Atoi(word); err != nil {
				e.code = -1
			}
		case '!':
			e.speaks = true
		case '>':
			e.out += rest
		case '+':
			name = word
			e.files[name] = ""
		case '|':
			e.files[name] += rest
		case '-':
			e.removed = append(e.removed, word)
		}
	}
	return all[0].files, all[1:]
}

// TestSession gives every command of the recorded session to a host in memory, and
// demands the same answers and files of the same meaning. What NetworkManager's
// writer loses has to be there still.
func TestSession(t *testing.T) {
	t.Parallel()
	files, session := readSession(t)
	h := newHost(files)
	h.up["eth1"], h.up["eth2"] = "ifcfg-eth1", "ifcfg-eth2"
	recorded := maps.Clone(files)
	for i, e := range session {
		switch {
		case e.code >= 0:
			t.Run(fmt.Sprintf("%d %s", i, e.line), func(t *testing.T) { e.repeat(t, h, recorded) })
		case strings.Contains(e.line, "eth3"): // it waits for a lease, and the next commands find eth3 up
			h.up["eth3"] = "ifcfg-eth3"
		}
		if strings.Contains(e.line, " add type bridge ") { // NetworkManager has it up at once
			h.up["br7"] = "ifcfg-br7"
		}
		adoptIdentities(h, recorded)
	}
	for _, want := range []string{"# office uplink, do not touch\n", "\nX_LOCAL=kept\n"} {
		if text := h.files()["ifcfg-eth1"]; !strings.Contains(text, want) {
			t.Errorf("no %q any more in\n%s", want, text)
		}
	}
}

// repeat gives the command to a host and compares. The files that were recorded
// are brought up to date.
func (e *exchange) repeat(t *testing.T, h *host, recorded map[string]string) {
	before := h.files()
	out, errOut, code := h.nmcli(strings.ReplaceAll(e.line, "Settings/1", "Settings/4")) // eth3, in our count
	if refused(e.line) {
		if code != 1 || errOut == "" {
			t.Errorf("exit code %d with %q, want it refused", code, errOut)
		}
		return
	}
	if code != e.code || (errOut != "") != e.speaks {
		t.Errorf("exit code %d with %q, want %d with words %t", code, errOut, e.code, e.speaks)
	}
	if diff := cmp.Diff(normal(e.line, e.out), normal(e.line, out)); diff != "" {
		t.Error(diff)
	}
	maps.Copy(recorded, e.files)
	for _, file := range e.removed {
		delete(recorded, file)
	}
	if len(e.files) == 0 && len(e.removed) == 0 {
		if diff := cmp.Diff(before, h.files()); diff != "" {
			t.Errorf("files were changed:\n%s", diff)
		}
		return
	}
	if diff := cmp.Diff(meaning(t, newHost(recorded)), meaning(t, h)); diff != "" {
		t.Errorf("files:\n%s", diff)
	}
}

// refused are the commands whose wish is not for ifcfg files.
func refused(line string) bool { return strings.Contains(line, "type dummy") }

// normal takes out of an output what is of the moment: D-Bus numbers, random
// UUIDs and that of lo, times; addresses under examination; what NetworkManager
// asked the DHCP server for; the dummy that is not made here. Where the
// interface had been changed by hand its addresses are left out too.
func normal(line, out string) string {
	number := regexp.MustCompile(`(Settings|ActiveConnection|Devices)/\d+`)
	random := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	moment := regexp.MustCompile(`\b17954\d{5}\b`)
	gone := regexp.MustCompile(`^IP6\.ADDRESS|^\tinet6 fe80|^DHCP4.*(requested_|next_server)|^dummy-d0`)
	option := regexp.MustCompile(`(DHCP4\.OPTION)\[\d+\]: *`)
	var lines []string
	for l := range strings.Lines(out) {
		if gone.MatchString(l) || strings.Contains(line, "-o con") && strings.HasPrefix(l, "IP") {
			continue
		}
		l = number.ReplaceAllString(l, "$1/N")
		l = random.ReplaceAllStringFunc(l, func(id string) string {
			if strings.HasPrefix(id, "11111111-") {
				return id
			}
			return "UUID"
		})
		l = moment.ReplaceAllString(l, "TIME")
		lines = append(lines, option.ReplaceAllString(l, "$1 "))
	}
	return strings.Join(lines, "")
}

// meaning lists what the profiles of a host say, by file and property.
func meaning(t *testing.T, h *host) map[string]string {
	t.Helper()
	files, err := h.Files()
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, p := range files.Profiles {
		c := property.Open(files).Of(p)
		for _, s := range c.Settings() {
			for _, row := range s.Properties {
				if words := c.Get(row); !row.IsDefault(words) && row.FullName() != "connection.uuid" {
					said[p.File+" "+row.FullName()] = row.Terse(words)
				}
			}
		}
	}
	return said
}

// adoptIdentities gives new profiles the UUIDs that were recorded, for the
// commands that name them.
func adoptIdentities(h *host, recorded map[string]string) {
	identity := regexp.MustCompile(`(?m)^UUID=.*$`)
	for _, name := range slices.Sorted(maps.Keys(recorded)) {
		text, ok := h.files()[name]
		if want := identity.FindString(recorded[name]); ok && want != "" && !strings.Contains(text, want) {
			h.write(name, identity.ReplaceAllString(text, want))
		}
	}
}
