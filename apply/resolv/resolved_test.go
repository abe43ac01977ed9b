package resolv

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const stub = "../run/systemd/resolve/stub-resolv.conf"

func resolvedSources() []Source {
	return []Source{
		{Interface: "eth0", Index: 2, Priority: 100, Default: true, Search: []string{"a.example", "~corp.example."},
			Servers: []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("fe80::1")}},
		{Interface: "eth1", Index: 3, Priority: 100, Search: []string{"~."}, Servers: []netip.Addr{netip.MustParseAddr("2001:db8::1")}},
		{Interface: "lost", Servers: []netip.Addr{netip.MustParseAddr("192.0.2.9")}},
	}
}

func runResolved(t *testing.T, bus *fakeResolver, sources []Source, write bool) (Result, error) {
	t.Helper()
	bus.calls = nil
	return handover{root: linkTo(t, stub), dial: bus.dial}.run(t.Context(), sources, write)
}

func TestResolved(t *testing.T) {
	t.Parallel()
	bus := &fakeResolver{links: map[int]*linkDNS{2: {}, 3: {}}}
	if r, err := runResolved(t, bus, resolvedSources(), false); err != nil || !r.Changed || bus.calls != nil {
		t.Fatalf("plan: %+v %v %q", r, err, bus.calls)
	}
	r, err := runResolved(t, bus, resolvedSources(), true)
	if err != nil || r.Mode != ModeResolved || !r.Changed {
		t.Fatalf("%+v %v", r, err)
	}
	want := []string{
		"servers 2 [192.0.2.1 fe80::1]", "domains 2 [{a.example false} {corp.example true}]", "default 2 true",
		"servers 3 [2001:db8::1]", "domains 3 [{. true}]", "default 3 false",
	}
	if diff := cmp.Diff(want, bus.calls); diff != "" {
		t.Error(diff)
	}
	if r, err := runResolved(t, bus, resolvedSources(), true); err != nil || r.Changed || bus.calls != nil {
		t.Errorf("second run: %+v %v %q", r, err, bus.calls)
	}
}

func TestResolvedOnlyDifferences(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(link *linkDNS)
		want   []string
	}{
		{"default route", func(l *linkDNS) { l.defaultRoute = false }, []string{"default 2 true"}},
		{"servers", func(l *linkDNS) { l.servers = nil }, []string{"servers 2 [192.0.2.1 fe80::1]", "default 2 true"}},
		{"domains of an old one", func(l *linkDNS) { l.domains, l.noDefault = nil, true },
			[]string{"domains 2 [{a.example false} {corp.example true}]"}},
		{"an old one cannot be told", func(l *linkDNS) { l.defaultRoute, l.noDefault = false, true }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bus := &fakeResolver{links: map[int]*linkDNS{2: {}, 3: {}}}
			if _, err := runResolved(t, bus, resolvedSources(), true); err != nil {
				t.Fatal(err)
			}
			tt.change(bus.links[2])
			r, err := runResolved(t, bus, resolvedSources(), true)
			if err != nil || r.Changed != (tt.want != nil) {
				t.Errorf("%+v %v", r, err)
			}
			if diff := cmp.Diff(tt.want, bus.calls); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Servers that a negative priority hides, left by an earlier run, go away.
func TestResolvedHidden(t *testing.T) {
	t.Parallel()
	bus := &fakeResolver{links: map[int]*linkDNS{2: {}, 3: {}}}
	if _, err := runResolved(t, bus, resolvedSources(), true); err != nil {
		t.Fatal(err)
	}
	sources := resolvedSources()
	sources[1].Priority = -1
	if _, err := runResolved(t, bus, sources, true); err != nil {
		t.Fatal(err)
	}
	want := []string{"servers 2 []", "domains 2 []", "default 2 false", "default 3 true"}
	if diff := cmp.Diff(want, bus.calls); diff != "" {
		t.Error(diff)
	}
}

// What is both searched and routed is searched, whichever comes first.
func TestResolvedSearchedAndRouted(t *testing.T) {
	t.Parallel()
	for _, search := range [][]string{{"~a.example", "A.example."}, {"A.example", "~a.example"}} {
		bus := &fakeResolver{links: map[int]*linkDNS{2: {}}}
		if _, err := runResolved(t, bus, []Source{{Interface: "eth0", Index: 2, Search: search}}, true); err != nil {
			t.Fatal(err)
		}
		if d := bus.links[2].domains; len(d) != 1 || d[0].Routing {
			t.Errorf("%q: %v", search, d)
		}
	}
}

// A default route without servers must not keep names from the link that has some.
func TestResolvedDefaultWithoutServers(t *testing.T) {
	t.Parallel()
	silent := []Source{
		{Interface: "eth0", Index: 2, Default: true, Search: []string{"a.example"}},
		{Interface: "eth0", Index: 2, Default: true, Servers: []netip.Addr{{}}, Search: []string{"a.example"}},
		{Interface: "eth0", Index: 2, Default: true},
		{Interface: "lost", Default: true, Servers: []netip.Addr{netip.MustParseAddr("192.0.2.9")}},
	}
	for _, s := range silent {
		bus := &fakeResolver{links: map[int]*linkDNS{2: {}, 3: {}}}
		other := Source{Interface: "eth1", Index: 3, Servers: []netip.Addr{netip.MustParseAddr("192.0.2.1")}}
		if _, err := runResolved(t, bus, []Source{s, other}, true); err != nil {
			t.Fatal(err)
		}
		if !bus.links[3].defaultRoute {
			t.Errorf("beside %+v nobody is asked for ordinary names", s)
		}
	}
}

func TestResolvedOneLinkFails(t *testing.T) {
	t.Parallel()
	refused := errors.New("Link eth0 is managed.")
	bus := &fakeResolver{links: map[int]*linkDNS{2: {}, 3: {}}, fail: map[int]error{2: refused}}
	r, err := runResolved(t, bus, resolvedSources(), true)
	if !errors.Is(err, refused) || err.Error() != "eth0: systemd-resolved: Link eth0 is managed." {
		t.Errorf("error %v", err)
	}
	if !r.Changed || len(bus.links[3].servers) != 1 {
		t.Errorf("the other link was not told: %+v", r)
	}
}

func TestResolvedNotRunning(t *testing.T) {
	t.Parallel()
	root := linkTo(t, stub)
	h := handover{root: root, dial: func(context.Context, string) (resolver, error) { return nil, errNotRunning }}
	r, err := h.run(t.Context(), oneSource, true)
	want := `mode=respected reason=resolved-not-running rc=link link=/run/systemd/resolve/stub-resolv.conf dangling=true ` +
		`hint="start systemd-resolved, or remove the link and netonce writes the file" ` +
		`bus="systemd-resolved is not running" servers=1 changed=false`
	if err != nil || r.Mode != ModeRespected || r.Why != want {
		t.Errorf("%v\n%s, want\n%s", err, r.Why, want)
	}
	if entries, _ := os.ReadDir(filepath.Join(root, "etc")); len(entries) != 1 {
		t.Errorf("etc holds %v", entries)
	}
}

// Only a link to systemd-resolved's files is worth a connection, and then only
// if there is something to say.
func TestResolvedNoConnection(t *testing.T) {
	t.Parallel()
	r, err := handover{root: linkTo(t, stub), dial: noBus(t)}.run(t.Context(), nil, true)
	if err != nil || !strings.HasPrefix(r.Why, "mode=none reason=nothing-to-say") {
		t.Errorf("%+v %v", r, err)
	}
}
