package ifcfg_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestHosts reads whole hosts; testdata/hosts/NAME/golden is what each says.
func TestHosts(t *testing.T) {
	t.Parallel()
	hosts, err := filepath.Glob(filepath.Join("testdata", "hosts", "*"))
	if err != nil || len(hosts) < 12 {
		t.Fatal(hosts, err)
	}
	for _, dir := range hosts {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			h, err := ifcfg.Load(os.DirFS(dir))
			must(t, err)
			golden := filepath.Join(dir, "golden")
			got := hostText(t, h)
			if *update {
				must(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			must(t, err)
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func hostText(t *testing.T, h *ifcfg.Host) string {
	t.Helper()
	var b strings.Builder
	say := func(found []ifcfg.Diagnostic) {
		for _, d := range found {
			must(t, ifcfg.Render(&b, d, h.Line(d), false))
		}
	}
	say(h.Diagnostics)
	for _, p := range h.Profiles {
		b.WriteString("\n" + p.File + "\n")
		for _, line := range dump(p) {
			b.WriteString("\t" + line + "\n")
		}
		say(p.Diagnostics)
	}
	return b.String()
}
