package ifcfg_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

// Many files are read side by side; what is said of them has the order of their
// names all the same.
func TestManyProfiles(t *testing.T) {
	t.Parallel()
	const n = 1000
	files := map[string]string{"network": "GATEWAY=10.0.0.254\n"}
	for i := range n {
		files[fmt.Sprintf("ifcfg-eth%04d", i)] = fmt.Sprintf("DEVICE=eth%04d\nPROXY_METHOD=none\nIPADDR=10.%d.%d.1\nPREFIX=24\nFOO=1\n", i, i/250, i%250)
		files[fmt.Sprintf("ifcfg-eth%04d:0", i)] = fmt.Sprintf("DEVICE=eth%04d:0\nIPADDR=10.%d.%d.2\n", i, i/250, i%250)
		files[fmt.Sprintf("ifcfg-orphan%04d:0", i)] = ""
	}
	h := hostOf(t, files)
	if len(h.Profiles) != n || !slices.IsSortedFunc(h.Profiles, func(a, b *ifcfg.Profile) int { return strings.Compare(a.File, b.File) }) {
		t.Fatalf("%d profiles", len(h.Profiles))
	}
	if len(h.Diagnostics) != n || !slices.IsSortedFunc(h.Diagnostics, func(a, b ifcfg.Diagnostic) int { return strings.Compare(a.Pos.File, b.Pos.File) }) {
		t.Errorf("%d diagnostics", len(h.Diagnostics))
	}
	for _, p := range h.Profiles {
		if len(p.IPv4.Addresses) != 2 || len(p.Diagnostics) != 1 || h.Line(p.Diagnostics[0]) != "FOO=1" {
			t.Fatalf("%s: %v, %v", p.File, p.IPv4.Addresses, told(p.Diagnostics))
		}
	}
	if diff := cmp.Diff(hostText(t, h), hostText(t, hostOf(t, files))); diff != "" {
		t.Errorf("not the same twice:\n%s", diff)
	}
}
