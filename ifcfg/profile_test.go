package ifcfg_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

// row is a file, what is read from it, and what is said about it, places
// without the file's name.
type row struct {
	in          string
	want, found []string
}

// readProfiles reads each row as ifcfg-eth0, after a first line DEVICE=eth0,
// which want leaves out.
func readProfiles(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		p := profileOf(t, "DEVICE=eth0\n"+r.in)
		got := row{in: r.in, found: nameless(p.File, p.Diagnostics)}
		for _, line := range dump(p) {
			if line != "device eth0 @1:8 DEVICE" {
				got.want = append(got.want, line)
			}
		}
		if diff := cmp.Diff(r, got, cmp.AllowUnexported(row{})); diff != "" {
			t.Errorf("%q:\n%s", r.in, diff)
		}
	}
}

func profileOf(t *testing.T, text string) *ifcfg.Profile {
	t.Helper()
	h, err := ifcfg.Check(strings.NewReader(text), "ifcfg-eth0")
	if err != nil {
		t.Fatal(err)
	}
	return h.Profiles[0]
}

func nameless(file string, found []ifcfg.Diagnostic) []string {
	lines := told(found)
	for i, s := range lines {
		lines[i] = strings.TrimLeft(strings.TrimPrefix(s, file+":"), " ")
	}
	return lines
}

func TestProfileSuffix(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{"ifcfg-eth0": "eth0", "ifcfg-": "", "ifcfg-a-b": "a-b"} {
		if got := (&ifcfg.Profile{File: file}).Suffix(); got != want {
			t.Errorf("Suffix of %s = %q, want %q", file, got, want)
		}
	}
}

func TestProfileHasErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"DEVICE=eth0\n":                          false,
		"DEVICE=eth0\nFOO=1\n":                   false,
		"DEVICE=eth0\nBOOTPROTO=dhcp\nDNS1=x\n":  true,
		"DEVICE=eth0\nBOOTPROTO=dhcp\nDNS1='\n":  true,
		"DEVICE=eth0\nBOOTPROTO=dhcp\nDNS 1=x\n": true,
	} {
		if got := profileOf(t, text).HasErrors(); got != want {
			t.Errorf("HasErrors of %q = %v", text, got)
		}
	}
}

func TestMethodString(t *testing.T) {
	t.Parallel()
	var got []string
	for m := ifcfg.MethodDisabled; m <= ifcfg.MethodShared; m++ {
		got = append(got, m.String())
	}
	want := []string{"disabled", "ignore", "manual", "auto", "link-local", "dhcp", "shared"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
