package ifcfg_test

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

func FuzzProfile(f *testing.F) {
	for _, rows := range [][]row{linkRows(), ipRows(), ipv6Rows(), ipv4Rows(), gateway4Rows(), broadcastRows(), nameServerRows(), readerRows(), ruleKeyRows(), settings6Rows(), matchRows()} {
		for _, r := range rows {
			f.Add([]byte("DEVICE=eth0\n" + r.in))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		h := checked(t, text, "ifcfg-eth0")
		p := h.Profiles[0]
		checkDiagnostics(t, text, h, p.Diagnostics)
		if diff := cmp.Diff(dump(p), dump(checked(t, text, "ifcfg-eth0").Profiles[0])); diff != "" {
			t.Errorf("not the same twice:\n%s", diff)
		}
		if p.Rejected {
			if !p.HasErrors() {
				t.Error("rejected, and no error says why")
			}
			return
		}
		if p.Device.IsSet() && ifcfg.CheckInterfaceName(p.Device.Value) != nil {
			t.Errorf("device %q", p.Device.Value)
		}
		checkIP(t, text, &p.IPv4, false)
		checkIP(t, text, &p.IPv6, true)
		checkRules(t, text, p.Rules)
	})
}

func FuzzRoutes(f *testing.F) {
	for _, rows := range [][]row{routeCommandRows(), routeWordRows(), routeVariableRows()} {
		for _, r := range rows {
			f.Add([]byte(r.in), false)
		}
	}
	for _, r := range route6Rows() {
		f.Add([]byte(r.in), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, six bool) {
		name := map[bool]string{false: "route-eth0", true: "route6-eth0"}[six]
		h := checked(t, text, name)
		checkDiagnostics(t, text, h, h.Diagnostics)
		r, err := ifcfg.ParseRoutes(bytes.NewReader(text), name, six)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(told(h.Diagnostics), told(r.Diagnostics)); diff != "" {
			t.Errorf("not the same twice:\n%s", diff)
		}
		checkIP(t, text, &ifcfg.IP{Routes: r.Routes}, six)
	})
}

func FuzzLoadNames(f *testing.F) {
	for _, name := range []string{"ifcfg-eth0", "ifcfg-eth0:1", "ifcfg-", "ifcfg-\xff", "route-eth0", "ifcfg-a\nb", "ifcfg-x-range1", "ifcfg-eth0;12345678", "rule6-"} {
		f.Add(name, []byte("DEVICE=eth0\nBOOTPROTO=dhcp\n"))
	}
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		if name == "" || name == "." || name == ".." || strings.ContainsAny(name, "/\x00") {
			return // no name that a directory can hold
		}
		root := fstest.MapFS{}
		for _, file := range []string{name, "ifcfg-" + name, "route-" + name, "rule6-" + name} {
			root[ifcfg.ScriptsDir+"/"+file] = &fstest.MapFile{Data: text}
		}
		h, err := ifcfg.Load(root)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, p := range h.Profiles {
			if !ifcfg.IsProfileName(p.File) || seen[p.File] || !utf8.ValidString(p.File) {
				t.Errorf("profile of %q", p.File)
			}
			seen[p.File] = true
			checkRendered(t, h, p.Diagnostics)
		}
		checkRendered(t, h, h.Diagnostics)
		if len(h.Profiles) == 0 && len(h.Diagnostics) == 0 && ifcfg.IsProfileName(name) {
			t.Errorf("nothing is said of %q", name)
		}
	})
}

func checked(t *testing.T, text []byte, name string) *ifcfg.Host {
	t.Helper()
	h, err := ifcfg.Check(bytes.NewReader(text), name)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// checkDiagnostics checks that every place lies in the file.
func checkDiagnostics(t *testing.T, text []byte, h *ifcfg.Host, found []ifcfg.Diagnostic) {
	t.Helper()
	for _, d := range found {
		if d.Code == "" || d.Message == "" {
			t.Errorf("without words: %+v", d)
		}
		if d.Pos.IsSet() {
			checkPlace(t, text, d.Pos)
		}
	}
	checkRendered(t, h, found)
}

func checkPlace(t *testing.T, text []byte, p ifcfg.Pos) {
	t.Helper()
	lines := bytes.Split(text, []byte("\n"))
	if p.Line < 1 || p.Line > len(lines) || p.Col < 1 || p.Col > len(lines[p.Line-1])+1 {
		t.Errorf("%v is not in the file", p)
	}
}

// checkRendered checks that a terminal shows what is rendered as it is.
func checkRendered(t *testing.T, h *ifcfg.Host, found []ifcfg.Diagnostic) {
	t.Helper()
	for _, d := range found {
		var b strings.Builder
		if err := ifcfg.Render(&b, d, h.Line(d), false); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		if len(lines) > 4 {
			t.Errorf("%d lines: %q", len(lines), lines)
		}
		for _, r := range strings.Join(lines, "") {
			if r != '\t' && !unicode.IsPrint(r) {
				t.Errorf("%q in %q", r, b.String())
			}
		}
	}
}

// checkIP checks what is taken into a profile of one family.
func checkIP(t *testing.T, text []byte, ip *ifcfg.IP, six bool) {
	t.Helper()
	family := func(a netip.Addr) bool { return a.IsValid() && a.Is6() == six && !a.IsMulticast() }
	for _, a := range ip.Addresses {
		checkPlace(t, text, a.Pos)
		if !a.Value.IsValid() || !family(a.Value.Addr()) || a.Value.Addr().IsUnspecified() {
			t.Errorf("address %v", a)
		}
	}
	if g := ip.Gateway; g.IsSet() && (!family(g.Value) || g.Value.IsUnspecified() || g.Value.Zone() != "" || ip.NeverDefault.Value) {
		t.Errorf("gateway %v", g)
	}
	if m := ip.Method.Value; m == ifcfg.MethodManual && len(ip.Addresses) == 0 {
		t.Errorf("method %v without an address", m)
	}
	for _, s := range ip.DNS {
		checkPlace(t, text, s.Pos)
		if !s.Value.IsValid() || s.Value.Is6() != six || strings.ContainsAny(s.Value.Zone(), " \n\t") {
			t.Errorf("name server %v", s)
		}
	}
	for _, s := range append(ip.Search, ip.Options...) {
		checkPlace(t, text, s.Pos)
		if s.Value == "" || strings.ContainsAny(s.Value, " \n\t\x00") {
			t.Errorf("word %q", s.Value)
		}
	}
	for _, r := range ip.Routes {
		checkPlace(t, text, r.Pos)
		if !r.Destination.IsValid() || r.Destination.Addr().Is6() != six || r.Destination != r.Destination.Masked() || r.Type == "" {
			t.Errorf("route %+v", r)
		}
		if g := r.Gateway; g.IsValid() && (g.Is6() != six || g.IsUnspecified()) {
			t.Errorf("gateway of %+v", r)
		}
		if s := r.Source; s.IsValid() && s.Is6() != six {
			t.Errorf("source of %+v", r)
		}
	}
}
