package online_test

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/kernel/kerneltest"
	"netonce/apply/network"
	"netonce/apply/online"
)

// world is a kernel that answers and a record of what was waited for.
type world struct {
	*kerneltest.Kernel
	mu    sync.Mutex
	asked []string // with the time since the start
	ask   func(c online.Condition, since time.Duration) error
	told  []string
}

func newWorld() *world {
	return &world{Kernel: kerneltest.New(
		network.Link{Name: "eth0", Ethernet: true, Up: true, Carrier: true},
		network.Link{Name: "eth1", Ethernet: true, Up: true, Carrier: true})}
}

func (w *world) address(name, prefix string) {
	w.AddAddress(network.Address{Interface: name, Prefix: netip.MustParsePrefix(prefix), Valid: network.Forever, Preferred: network.Forever})
	w.Lose() // which is what WatchAll's word comes to
}

func (w *world) route(name, to, gateway string, table uint32) {
	r := network.Route{Interface: name, Destination: netip.MustParsePrefix(to), Type: network.Unicast, Table: table, OnLink: true}
	if gateway != "" {
		r.Gateway = netip.MustParseAddr(gateway)
	}
	w.AddRoute(r)
	w.Lose()
}

// wait waits for conditions, or until a limit, and returns what is missing.
func (w *world) wait(t *testing.T, list string, limit time.Duration, names ...string) string {
	t.Helper()
	conditions, err := online.Parse(list)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	missing, err := (&online.Waiter{Conditions: conditions, Interfaces: names, Snapshot: func() (*network.Snapshot, error) { return w.Snapshot(nil) }, Watch: w.Watch,
		Ask: func(_ *network.Snapshot, c online.Condition, name string) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.asked = append(w.asked, string(c)+" "+name+" "+time.Since(start).String())
			return w.ask(c, time.Since(start))
		},
		Waiting: func(what string) { w.told = append(w.told, what) },
	}).Wait(ctx)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
	return online.Text(missing)
}

// What holds and what is missing of conditions that the kernel knows of.
func TestLook(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, conditions, interfaces string
		make                         func(w *world)
		want                         string
	}{
		{"nothing", "address,default-route", "", func(*world) {}, "address (none), default-route (none)"},
		{"each of the interfaces", "ipv4", "eth0 eth1 eth9", func(w *world) { w.address("eth0", "192.0.2.2/24") },
			"ipv4 on eth1 (none), ipv4 on eth9 (no such interface)"},
		{"any interface", "ipv4,address", "", func(w *world) { w.address("eth1", "192.0.2.2/24") }, ""},
		{"the other family", "ipv6", "", func(w *world) { w.address("eth1", "192.0.2.2/24") }, "ipv6 (none)"},
		{"link-local", "ipv6,ipv4", "", func(w *world) { w.address("eth1", "fe80::2/64"); w.address("eth1", "169.254.1.1/16") }, "ipv6 (none), ipv4 (none)"},
		{"no carrier", "address", "eth0", func(w *world) { w.address("eth0", "192.0.2.2/24"); w.SetCarrier("eth0", false) }, "address on eth0 (no carrier)"},
		{"tentative", "address", "", func(w *world) { w.DADTime = -1; w.address("eth0", "2001:db8::2/64") }, "address (2001:db8::2 is tentative)"},
		{"a route without an address of its family", "default-route", "", func(w *world) {
			w.address("eth0", "192.0.2.2/24")
			w.route("eth0", "::/0", "fe80::1", 254)
		}, "default-route (no ipv6 address)"},
		{"a route without a carrier", "default-route", "", func(w *world) {
			w.address("eth0", "192.0.2.2/24")
			w.route("eth0", "0.0.0.0/0", "192.0.2.1", 254)
			w.address("eth1", "198.51.100.2/24")
			w.SetCarrier("eth0", false)
		}, "default-route (none)"},
		{"a route of another table", "default-route", "", func(w *world) {
			w.address("eth0", "192.0.2.2/24")
			w.route("eth0", "0.0.0.0/0", "192.0.2.1", 7)
		}, "default-route (none)"},
		{"over another interface", "default-route", "eth1", func(w *world) {
			w.address("eth0", "192.0.2.2/24")
			w.route("eth0", "0.0.0.0/0", "192.0.2.1", 254)
		}, "default-route on eth1 (none)"},
		{"no gateway to be asked", "gateway-reachable", "", func(*world) {}, "gateway-reachable (none)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld()
				tt.make(w)
				if got := w.wait(t, tt.conditions, time.Second, strings.Fields(tt.interfaces)...); got != tt.want {
					t.Errorf("missing: %q, want %q", got, tt.want)
				}
				if len(w.asked) > 0 {
					t.Errorf("others were asked: %q", w.asked)
				}
			})
		})
	}
}

// An event ends the wait at once, and what is missing is told whenever it is another.
func TestWaitsForEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.DADTime = 1500 * time.Millisecond
		start := time.Now()
		time.AfterFunc(2*time.Second, func() { w.address("eth0", "2001:db8::2/64") })
		time.AfterFunc(3*time.Second, func() { w.route("eth0", "::/0", "fe80::1", 254) })
		if missing := w.wait(t, "ipv6,default-route", time.Minute); missing != "" {
			t.Errorf("missing: %s", missing)
		}
		if took := time.Since(start); took < 3500*time.Millisecond || took > 3600*time.Millisecond {
			t.Errorf("it took %s", took)
		}
		want := []string{"ipv6 (none), default-route (none)", "ipv6 (2001:db8::2 is tentative), default-route (none)",
			"ipv6 (2001:db8::2 is tentative), default-route (no ipv6 address)", ""}
		if diff := cmp.Diff(want, w.told); diff != "" {
			t.Error(diff)
		}
	})
}

// Others are asked ever more rarely, sooner when the kernel tells something, once at a
// time, and not any more when they have answered.
func TestAsks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.address("eth0", "192.0.2.2/24")
		w.route("eth0", "0.0.0.0/0", "192.0.2.1", 254)
		w.ask = func(c online.Condition, since time.Duration) error {
			if c != "dns" && since < 10*time.Second {
				return errors.New("connection refused")
			}
			return nil
		}
		time.AfterFunc(10*time.Second, w.Lose)
		if missing := w.wait(t, "dns,tcp:192.0.2.1:22", time.Minute, "eth0"); missing != "" {
			t.Errorf("missing: %s", missing)
		}
		want := []string{"dns  0s", "tcp:192.0.2.1:22  0s", "tcp:192.0.2.1:22  100ms", "tcp:192.0.2.1:22  300ms", "tcp:192.0.2.1:22  700ms",
			"tcp:192.0.2.1:22  1.5s", "tcp:192.0.2.1:22  3.1s", "tcp:192.0.2.1:22  6.3s", "tcp:192.0.2.1:22  10.11s"}
		slices.Sort(w.asked[:2]) // side by side
		if diff := cmp.Diff(want, w.asked); diff != "" {
			t.Error(diff)
		}
	})
}
