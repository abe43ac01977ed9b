package manual_test

import (
	"os/exec"
	"strings"
	"testing"

	"netonce/cmd/netonce/manual"
	"netonce/cmd/netonce/nmcli"
	"netonce/ifcfg"
	"netonce/ifcfg/property"
)

func program() manual.Program {
	return manual.Program{
		Commands: []manual.Entry{{Name: "boot", Summary: "configure everything"}, {Name: "up", Args: "NAME...", Summary: "bring profiles up"}},
		Flags:    []manual.Entry{{Name: "--root", Args: "DIR", Summary: "directory before every path"}},
		Exits:    []manual.Entry{{Name: "0", Summary: "done"}},
	}
}

func TestPagesHaveEveryRowOfTheirTables(t *testing.T) {
	t.Parallel()
	want := map[string][]string{"netonce.8": {"boot", `up NAME...`, `\-\-root DIR`, "Bring profiles up."}}
	for _, o := range nmcli.Objects() {
		for _, c := range o.Commands {
			want["netonce-connection.8"] = append(want["netonce-connection.8"], o.Name+" "+c.Name)
		}
	}
	for _, s := range property.Table() {
		for _, p := range s.Properties {
			want["netonce-connection.8"] = append(want["netonce-connection.8"], p.FullName())
		}
	}
	for _, k := range ifcfg.AllKeys() {
		name := k.Name
		if k.Numbered {
			name += "n"
		}
		want["ifcfg.5"] = append(want["ifcfg.5"], name)
	}
	for _, name := range manual.Pages() {
		page := manual.Page(program(), name)
		for _, w := range want[name] {
			if !strings.Contains(page, w) && !strings.Contains(page, `\fB`+strings.ReplaceAll(w, "-", `\-`)+`\fR`) {
				t.Errorf("%s says nothing of %q", name, w)
			}
		}
		if len(want[name]) < 4 {
			t.Errorf("%s is not tested", name)
		}
	}
}

// A page must please groff, which knows best.
func TestPagesAreRoff(t *testing.T) {
	t.Parallel()
	for _, name := range manual.Pages() {
		c := exec.Command("groff", "-man", "-ww", "-z", "-Tutf8")
		c.Stdin = strings.NewReader(manual.Page(program(), name))
		if out, err := c.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v: %s", name, err, out)
		}
	}
}

func TestPageNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ifcfg", "ifcfg.5"} {
		if !strings.Contains(manual.Page(program(), name), ".TH IFCFG 5") {
			t.Errorf("%s is not the page of ifcfg", name)
		}
	}
	if got := manual.Page(program(), "nonsense"); got != "" {
		t.Errorf("a page of nonsense: %s", got)
	}
}
