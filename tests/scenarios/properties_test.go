package scenarios_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
	"netonce/ifcfg/property"
)

// TestProperties: properties.json has what nmcli shows of the profiles' settings
// where it is not the default, by their names. As in want.txt, that is what
// NetworkManager has, or what a line of the list below says is better.
func TestProperties(t *testing.T) {
	t.Parallel()
	eachScenario(t, compareProperties)
}

// better are the hosts of which netonce has other properties on purpose, and why.
func better() map[string]string {
	return map[string]string{
		"alias-and-range":         "no recording: range files are the old scripts'",
		"alias-orphan":            "an alias of nothing is no profile",
		"bad-gateway":             "a bad gateway costs the gateway, not the profile",
		"bad-netmask":             "a mask with a hole costs the address, and is not rounded",
		"dns-options":             "DNS2 counts without DNS1",
		"duplicate-profiles":      "of two profiles with one UUID each is shown",
		"nm-controlled-no":        "a profile that NetworkManager was told to leave is one",
		"quoting":                 "a value that cannot be read costs the value",
		"route-odd":               "trailing comments, proto, CRLF and 10.19/16 are fine in routes",
		"rule-files":              "routes apply beside rule files",
		"rule-files-nodispatcher": "routes apply beside rule files",
		"static-routes":           "no recording: static-routes is the old scripts'",
		"three-cards-one-subnet":  "no recording of these very files",
		"utf8":                    "a name is text, not '?'; Latin-1 costs its value",
	}
}

func compareProperties(t *testing.T, folder string) {
	h, err := ifcfg.LoadKeeping(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]map[string]any{}
	for _, p := range h.Profiles {
		if d := property.Open(h).Of(p).Document(false); d.Accepted {
			got[p.ID.Value] = d.Properties
		}
	}
	text, err := json.MarshalIndent(got, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	path := filepath.Join(folder, "properties.json")
	if updating() {
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(text)); diff != "" {
		t.Errorf("(-want +got), better: %q\n%s", better()[folder], diff)
	}
}
