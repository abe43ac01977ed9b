package property_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
	"netonce/ifcfg/property"
)

// TestHosts reads hosts with links of every kind. properties.json is what
// NetworkManager has of the same files.
func TestHosts(t *testing.T) {
	t.Parallel()
	hosts, err := filepath.Glob("testdata/hosts/*")
	if err != nil || len(hosts) == 0 {
		t.Fatalf("no hosts: %v", err)
	}
	for _, dir := range hosts {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(filepath.Join(dir, "properties.json"))
			if err != nil {
				t.Fatal(err)
			}
			var want map[string]map[string]any
			if err := json.Unmarshal(b, &want); err != nil {
				t.Fatal(err)
			}
			h, err := ifcfg.LoadKeeping(os.DirFS(dir))
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]map[string]any{}
			for _, p := range h.Profiles {
				c := property.Open(h).Of(p)
				if c.Document(false).Accepted {
					got[c.ID()] = properties(t, c)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDocument(t *testing.T) {
	t.Parallel()
	files := dir{"ifcfg-eth1": office, "ifcfg-eth2": "DEVICE=eth2\nTYPE=Nonsense\n"}
	c := files.open(t, "ifcfg-eth1")
	all := c.Document(true).Properties
	for name, want := range map[string]any{
		"connection.zone": "", "ipv4.dns": []string{"192.0.2.53", "198.51.100.53"}, "ipv6.dns": []string{}, "ipv4.may-fail": "yes",
		"802-3-ethernet.mtu": "auto", "ipv4.route-metric": "-1", "connection.autoconnect": "yes",
	} {
		if diff := cmp.Diff(want, all[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for _, name := range []string{"connection.master", "bridge.stp"} { // an older name, another kind
		if v, ok := all[name]; ok {
			t.Errorf("%s is shown: %v", name, v)
		}
	}
	bad := files.open(t, "ifcfg-eth2").Document(true)
	if bad.Accepted || len(bad.Properties) > 0 || len(bad.Diagnostics) == 0 {
		t.Errorf("a profile that is not usable: %+v", bad)
	}
}
