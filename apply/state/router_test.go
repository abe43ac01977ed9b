package state_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"netonce/apply/ndp"
	"netonce/apply/state"
)

func TestRouterTakes(t *testing.T) {
	t.Parallel()
	a, b := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
	var r state.Router
	r.Take(ndp.Option{Servers: []netip.Addr{a, b}, Lifetime: time.Hour}, time.Minute)
	r.Take(ndp.Option{Search: []string{"x", "y"}, Lifetime: ndp.Forever}, time.Minute)
	before := r
	r.Take(ndp.Option{Servers: []netip.Addr{b}, Lifetime: 2 * time.Hour}, 2*time.Minute)
	r.Take(ndp.Option{Servers: []netip.Addr{a}}, 3*time.Minute)
	r.Take(ndp.Option{Search: []string{"x"}}, 3*time.Minute)
	if got, want := fmt.Sprint(r.Servers, r.Search), "[{2001:db8::2 2h2m0s}] [{y 2562047h47m16.854775807s}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := fmt.Sprint(before.Servers), "[{2001:db8::1 1h1m0s} {2001:db8::2 1h1m0s}]"; got != want {
		t.Errorf("a copy changed: %s", got)
	}
	for i := range 100 {
		r.Take(ndp.Option{Servers: []netip.Addr{netip.AddrFrom16([16]byte{0x20, 15: byte(i)})}, Lifetime: time.Hour}, time.Hour)
	}
	if len(r.Servers) != 16 || r.Servers[0].Address != b {
		t.Errorf("%d servers, %s first", len(r.Servers), r.Servers[0].Address)
	}
}

func TestRouterDue(t *testing.T) {
	t.Parallel()
	const at = 100 * time.Minute
	told := func(left time.Duration) []state.RouterServer { return []state.RouterServer{{Until: at + left}} }
	for _, c := range []struct {
		name   string
		router state.Router
		want   time.Duration // since at
	}{
		{"never asked", state.Router{}, -at},
		{"never heard", state.Router{Tries: 1, Tried: at}, 30 * time.Second},
		{"never heard thrice", state.Router{Tries: 3, Tried: at}, 2 * time.Minute},
		{"never heard for long", state.Router{Tries: 1000, Tried: at}, time.Hour},
		{"said nothing", state.Router{Heard: at}, time.Hour},
		{"said it for a while", state.Router{Heard: at, Servers: told(20 * time.Minute)}, 10 * time.Minute},
		{"said it for long", state.Router{Heard: at, Servers: told(24 * time.Hour)}, time.Hour},
		{"said it for a moment", state.Router{Heard: at, Servers: told(10 * time.Second)}, 10 * time.Second},
		{"silent since", state.Router{Heard: at - 10*time.Minute, Tries: 1, Tried: at, Servers: told(10 * time.Minute)}, 5 * time.Minute},
		{"silent when it was over", state.Router{Heard: at - 20*time.Minute, Tries: 5, Tried: at, Servers: told(0)}, time.Minute},
	} {
		if got := c.router.Due() - at; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
