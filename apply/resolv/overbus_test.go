package resolv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/dbus"
	"netonce/apply/journal"
)

// A connection that is closed because the time is over is as much a timeout as a
// read that misses its deadline, and neither means that nobody runs there.
func TestOverBusTimeout(t *testing.T) {
	t.Parallel()
	root := linkTo(t, stub)
	for _, form := range []error{net.ErrClosed, context.DeadlineExceeded, io.ErrUnexpectedEOF} {
		synctest.Test(t, func(t *testing.T) {
			h := handover{root: root, dial: func(ctx context.Context, _ string) (resolver, error) {
				<-ctx.Done()
				return nil, fmt.Errorf("authentication: %w", form)
			}}
			r, err := h.run(t.Context(), oneSource, true)
			if err != nil || r.Mode != ModeUnanswered || r.Changed || !strings.Contains(r.Why, " reason=bus-timeout ") {
				t.Errorf("%v: %+v %v", form, r, err)
			}
			var out bytes.Buffer
			r.log(journal.New(&out, journal.Options{}))
			if !strings.Contains(out.String(), "warning: ") || !strings.Contains(out.String(), "limit=1s") {
				t.Errorf("log %q", out.String())
			}
		})
	}
}

// systemd-resolved itself hangs: the links told before count, those behind are
// not waited for.
func TestOverBusHangs(t *testing.T) {
	t.Parallel()
	root := linkTo(t, stub)
	synctest.Test(t, func(t *testing.T) {
		bus := &fakeResolver{links: map[int]*linkDNS{2: {}, 3: {}, 4: {}}, hang: map[int]bool{3: true}}
		sources := append(resolvedSources(), Source{Interface: "eth2", Index: 4, Servers: []netip.Addr{netip.MustParseAddr("192.0.2.3")}})
		r, err := handover{root: root, dial: bus.dial}.run(t.Context(), sources, true)
		if err == nil || err.Error() != "eth1: systemd-resolved: no answer within 1s" {
			t.Errorf("error %v", err)
		}
		if !r.Changed || len(bus.links[2].servers) != 2 || len(bus.links[4].servers) != 0 {
			t.Errorf("%+v %q", r, bus.calls)
		}
	})
}

func TestOverBusCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	h := handover{root: linkTo(t, stub), dial: func(ctx context.Context, _ string) (resolver, error) { return nil, ctx.Err() }}
	if r, err := h.run(ctx, oneSource, true); !errors.Is(err, context.Canceled) {
		t.Errorf("%+v %v", r, err)
	}
}

// What was done before a refusal was done.
func TestOverBusPartly(t *testing.T) {
	t.Parallel()
	denied := errors.New("Access denied")
	bus := &fakeResolver{links: map[int]*linkDNS{2: {}}, deny: denied}
	r, err := runResolved(t, bus, resolvedSources()[:1], true)
	if !errors.Is(err, denied) || !r.Changed || !strings.HasSuffix(r.Why, " changed=true") {
		t.Errorf("%+v %v", r, err)
	}
	var out bytes.Buffer
	r.log(journal.New(&out, journal.Options{}))
	if !strings.Contains(out.String(), r.Why) {
		t.Errorf("log %q", out.String())
	}
}

// One of these among the servers, and systemd-resolved would take none.
func TestOverBusRefusedServers(t *testing.T) {
	t.Parallel()
	var servers []netip.Addr
	for _, a := range []string{"127.0.0.53", "0.0.0.0", "192.0.2.1", "::", "::ffff:127.0.0.53", "127.0.0.54", "::%eth0", "127.0.0.1", "::1"} {
		servers = append(servers, netip.MustParseAddr(a))
	}
	bus := &fakeResolver{links: map[int]*linkDNS{2: {}, 3: {}}}
	r, err := runResolved(t, bus, []Source{
		{Interface: "eth0", Index: 2, Servers: servers},
		{Interface: "eth1", Index: 3, Priority: -1, Default: true, Servers: servers[:2]},
	}, true)
	if err != nil || !strings.Contains(r.Why, " servers=3 ") {
		t.Errorf("%+v %v", r, err)
	}
	if diff := cmp.Diff([]string{"servers 2 [192.0.2.1 127.0.0.1 ::1]", "default 2 true"}, bus.calls); diff != "" {
		t.Error(diff)
	}
	if len(servers) != 9 || servers[0] != netip.MustParseAddr("127.0.0.53") {
		t.Error("the caller's list was changed")
	}
}

// A link that has nothing to say any more loses what it had, and only that.
func TestOverBusClears(t *testing.T) {
	t.Parallel()
	bus := &fakeResolver{links: map[int]*linkDNS{2: {}, 3: {}}}
	if _, err := runResolved(t, bus, resolvedSources(), true); err != nil {
		t.Fatal(err)
	}
	silent := []Source{{Interface: "eth0", Index: 2, Profile: "ifcfg-eth0"}, {Interface: "eth1", Index: 3, Profile: "ifcfg-eth1"}}
	if r, err := runResolved(t, bus, silent, false); err != nil || !r.Changed || bus.calls != nil {
		t.Errorf("plan: %+v %v %q", r, err, bus.calls)
	}
	if r, err := runResolved(t, bus, silent, true); err != nil || r.Mode != ModeResolved || !r.Changed {
		t.Errorf("%+v %v", r, err)
	}
	want := []string{"servers 2 []", "domains 2 []", "default 2 false", "servers 3 []", "domains 3 []", "default 3 false"}
	if diff := cmp.Diff(want, bus.calls); diff != "" {
		t.Error(diff)
	}
	if r, err := runResolved(t, bus, silent, true); err != nil || r.Changed || bus.calls != nil {
		t.Errorf("second run: %+v %v %q", r, err, bus.calls)
	}
}

// Where there is nothing to say, nobody needs to be there to hear it.
func TestOverBusNothingToClear(t *testing.T) {
	t.Parallel()
	silent := []Source{{Interface: "eth0", Index: 2}}
	gone := dbus.Error{Name: "org.freedesktop.resolve1.NoSuchLink", Text: "Link 2 not known"}
	bus := &fakeResolver{fail: map[int]error{2: fmt.Errorf("GetLink: %w", gone)}}
	if r, err := runResolved(t, bus, silent, true); err != nil || r.Changed {
		t.Errorf("unknown link: %+v %v", r, err)
	}
	h := handover{root: linkTo(t, stub), dial: func(context.Context, string) (resolver, error) { return nil, errNotRunning }}
	r, err := h.run(t.Context(), silent, true)
	if err != nil || r.Mode != ModeNone || strings.Contains(r.Why, "hint") || strings.Contains(r.Why, "bus") {
		t.Errorf("not running: %+v %v", r, err)
	}
}
