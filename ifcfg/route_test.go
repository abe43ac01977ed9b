package ifcfg_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

func readRoutes(t *testing.T, name string, six bool, rows []row) {
	t.Helper()
	for _, r := range rows {
		routes, err := ifcfg.ParseRoutes(strings.NewReader(r.in), name, six)
		if err != nil {
			t.Fatal(err)
		}
		got := row{in: r.in, found: nameless(name, routes.Diagnostics)}
		for _, x := range routes.Routes {
			got.want = append(got.want, route(x)+fmt.Sprintf(" @%d:%d", x.Pos.Line, x.Pos.Col))
		}
		if diff := cmp.Diff(r, got, cmp.AllowUnexported(row{})); diff != "" {
			t.Errorf("%q:\n%s", r.in, diff)
		}
	}
}

func TestParseRoutesReader(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken disk")
	if _, err := ifcfg.ParseRoutes(iotest.ErrReader(broken), "route-eth0", false); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	for _, text := range []string{"", "\n\n", "# nothing\n", "\ufeff"} {
		r, err := ifcfg.ParseRoutes(strings.NewReader(text), "route-eth0", false)
		if err != nil || len(r.Routes) > 0 {
			t.Errorf("%q: %v, %v", text, r.Routes, err)
		}
	}
}

// A file of something else does not fill the screen, and errors are not lost
// behind warnings.
func TestParseRoutesMany(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("10.1.1.1/16\n", 50) + strings.Repeat("junk\n", 50)
	r, err := ifcfg.ParseRoutes(strings.NewReader(text), "route-eth0", false)
	if err != nil || len(r.Routes) != 1 {
		t.Fatal(r.Routes, err)
	}
	got := told(r.Diagnostics)
	if len(got) != 42 {
		t.Errorf("%d diagnostics", len(got))
	}
	want := []string{
		"route-eth0:50:1: warning: this and 78 more like it in the file [duplicate]",
		"route-eth0:100:1: error: this and 29 more like it in the file [route]",
	}
	if diff := cmp.Diff(want, got[40:]); diff != "" {
		t.Error(diff)
	}

	text = "ADDRESS0=10.0.0.0\nNETMASK0=255.0.0.0\n"
	for i := range 60 {
		text += fmt.Sprintf("FOO%d=1\n", i)
	}
	r, _ = ifcfg.ParseRoutes(strings.NewReader(text), "route-eth0", false)
	if got := len(r.Diagnostics); got != 21 {
		t.Errorf("%d diagnostics", got)
	}
}
