package apply_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/acd"
	"netonce/apply/dhcp4"
	"netonce/apply/dhcp6"
	"netonce/apply/journal"
	"netonce/apply/kernel/kerneltest"
	"netonce/apply/network"
	"netonce/apply/resolv"
	"netonce/apply/state"
	"netonce/ifcfg"
)

// host is a host with a kernel, a DHCP server and a store that are all made up.
type host struct {
	t       *testing.T
	kernel  *kerneltest.Kernel
	store   *memoryStore
	started time.Time
	drivers map[string]string         // by link
	boot    string                    // its identity
	udev    *fakeUdev                 // nil: it does not run
	router  *kerneltest.Advertisement // on every link; nil: there is none
	teams   fakeTeams

	mu        sync.Mutex
	solicited []string        // interfaces
	settled   []time.Duration // since the run began
	acquire   func(ctx context.Context, index int, c dhcp4.Config) (dhcp4.Lease, error)
	asked     []dhcp4.Config
	released  func(dhcp4.Config) error
	declined  []dhcp4.Config

	acquire6  func(ctx context.Context, c dhcp6.Config) (dhcp6.Lease, error)
	asked6    []dhcp6.Config
	declined6 []netip.Addr
	released6 []dhcp6.Lease

	taken     map[netip.Addr]net.HardwareAddr // by others on every link
	everybody net.HardwareAddr                // has all addresses that are not taken
	probed    []acd.Config
	told      []netip.Addr // announced
	sources   []resolv.Source
	waiting   []string
	log       strings.Builder
	stop      context.CancelCauseFunc // what a signal does
}

func newHost(t *testing.T, links ...network.Link) *host {
	t.Helper()
	k := kerneltest.New(links...)
	return &host{t: t, kernel: k, teams: fakeTeams{kernel: k}, store: &memoryStore{}, started: time.Now().Add(-time.Hour),
		router: &kerneltest.Advertisement{Prefix: netip.MustParsePrefix("2001:db8:9::/64"), Lifetime: time.Hour},
		acquire: func(context.Context, int, dhcp4.Config) (dhcp4.Lease, error) {
			return dhcp4.Lease{}, errors.New("no DHCP server")
		},
		acquire6: func(context.Context, dhcp6.Config) (dhcp6.Lease, error) {
			return dhcp6.Lease{}, errors.New("no DHCPv6 server")
		}}
}

// solicit is what the routers answer, at once.
func (h *host) solicit(l network.Link) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.solicited = append(h.solicited, l.Name)
	if h.router != nil {
		h.kernel.Advertise(l.Index, *h.router)
	}
	return nil
}

// eth is an Ethernet card with a cable in it.
func eth(name string, number byte) network.Link {
	mac := net.HardwareAddr{2, 0, 0, 0, 0, number}
	return network.Link{Name: name, Ethernet: true, MAC: mac, Permanent: mac, Carrier: true}
}

// files are the texts of profiles and their companions by file name.
type files map[string]string

func (f files) profiles(t *testing.T) []*ifcfg.Profile {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range f {
		tree[ifcfg.ScriptsDir+"/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	h, err := ifcfg.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range h.Profiles {
		if !p.IPv4.ACD.IsSet() { // it takes its time, and has tests of its own
			p.IPv4.ACD.Value = 0
		}
	}
	return h.Profiles
}

func (h *host) host() *apply.Host {
	resolve := func(_ context.Context, s []resolv.Source) (resolv.Result, error) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.sources = s
		return resolv.Result{}, nil
	}
	began := time.Now()
	made := &apply.Host{
		Kernel: h.kernel, Store: h.store, Watch: h.kernel.Watch, Teams: &h.teams,
		Solicit: h.solicit,
		Settled: func() { h.settled = append(h.settled, time.Since(began)) },
		Acquire: func(ctx context.Context, index int, c dhcp4.Config) (dhcp4.Lease, error) {
			h.mu.Lock()
			h.asked = append(h.asked, c)
			f := h.acquire
			h.mu.Unlock()
			return f(ctx, index, c)
		},
		Acquire6: func(ctx context.Context, _ int, c dhcp6.Config) (dhcp6.Lease, error) {
			h.mu.Lock()
			h.asked6 = append(h.asked6, c)
			f := h.acquire6
			h.mu.Unlock()
			return f(ctx, c)
		},
		Decline6: func(_ int, _ dhcp6.Config, _ dhcp6.Lease, a []netip.Addr) error {
			h.declined6 = append(h.declined6, a...)
			return nil
		},
		Release6: func(_ int, _ dhcp6.Config, l dhcp6.Lease) error { h.released6 = append(h.released6, l); return nil },
		Prober: func(_ int, c acd.Config) (apply.Prober, error) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.probed = append(h.probed, c)
			return &prober{h, c}, nil
		},
		Decline: func(_ int, c dhcp4.Config) error { h.declined = append(h.declined, c); return nil },
		Release: func(_ int, c dhcp4.Config) error { return h.released(c) },
		Resolve: resolve, PlanResolve: func(context.Context, []resolv.Source) (resolv.Result, error) { return resolv.Result{}, nil },
		Uptime: func() time.Duration { return time.Since(h.started) },
		Interruptible: func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, h.stop = context.WithCancelCause(ctx)
			return ctx, func() { h.stop(nil) }
		},
		Device:      func(l network.Link) (string, string) { return h.drivers[l.Name], "pci-" + l.Name },
		CommandLine: func() string { return "root=/dev/vda quiet net.x=1" },
		BootID:      func() string { return h.boot },
		MachineID:   func() string { return "0123456789abcdef0123456789abcdef" },
		Hostname:    "box",
		Log:         journal.New(&h.log, journal.Options{}),
		Waiting:     func(what string) { h.waiting = append(h.waiting, what) },
	}
	if h.udev != nil {
		made.Udev = h.udev
	}
	return made
}

// run runs once and returns the report.
func (h *host) run(mode apply.Mode, f files, names ...string) *apply.Report {
	h.t.Helper()
	return h.ask(apply.Request{Mode: mode, Names: names, Profiles: f.profiles(h.t)})
}

// ask runs once as it is asked for.
func (h *host) ask(request apply.Request) *apply.Report {
	h.t.Helper()
	r, err := h.host().Run(context.Background(), request)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

// clean runs once and fails on any error.
func (h *host) clean(mode apply.Mode, f files, names ...string) *apply.Report {
	h.t.Helper()
	r := h.run(mode, f, names...)
	for _, err := range r.All() {
		h.t.Errorf("error in the report: %v", err)
	}
	return r
}

// unchanged checks that another run asks nothing of the kernel.
func (h *host) unchanged(f files) {
	h.t.Helper()
	h.kernel.Forget()
	writes := h.store.writes
	r := h.run(apply.Reload, f)
	if diff := cmp.Diff([]string(nil), h.kernel.Commands()); diff != "" {
		h.t.Errorf("a second run changes (-want +got):\n%s", diff)
	}
	if r.Changes != 0 || h.store.writes != writes {
		h.t.Errorf("a second run reports %d changes and writes the store %d times", r.Changes, h.store.writes-writes)
	}
}

// state is the kernel's without what it makes itself, the link-local addresses.
func (h *host) state() []string {
	return slices.DeleteFunc(h.kernel.State(), func(line string) bool { return strings.Contains(line, " fe80::") })
}

func (h *host) wantState(want ...string) {
	h.t.Helper()
	if diff := cmp.Diff(want, h.state()); diff != "" {
		h.t.Errorf("kernel (-want +got):\n%s", diff)
	}
}

func wantErrors(t *testing.T, r *apply.Report, want ...string) {
	t.Helper()
	var got []string
	for _, err := range r.All() {
		got = append(got, err.Error())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

// wantLogged checks that every error of the report is logged, and once.
func (h *host) wantLogged(r *apply.Report) {
	h.t.Helper()
	for _, err := range r.All() {
		if n := strings.Count(h.log.String(), err.Error()); n != 1 {
			h.t.Errorf("%q is logged %d times:\n%s", err, n, &h.log)
		}
	}
}

// memoryStore is a store in memory. What is written goes through JSON in the
// real one; that it survives is for the tests of package state.
type memoryStore struct {
	owned  state.Owned
	leases map[string]state.Lease
	six    map[string]state.Lease6
	err    error // answer to every write
	writes int
}

func (s *memoryStore) Owned() (state.Owned, error) {
	o := state.Owned{}
	for name, i := range s.owned {
		o[name] = i
	}
	return o, nil
}

func (s *memoryStore) SetOwned(o state.Owned) error {
	if s.err != nil {
		return s.err
	}
	s.owned = o
	s.writes++
	return nil
}

func (s *memoryStore) Lease(name string, now time.Duration) (state.Lease, bool, error) {
	l, ok := s.leases[name]
	return l, ok && l.Left(now) > 0, nil
}

func (s *memoryStore) SetLease(name string, l state.Lease) error {
	if s.err != nil {
		return s.err
	}
	if s.leases == nil {
		s.leases = map[string]state.Lease{}
	}
	s.leases[name] = l
	return nil
}

func (s *memoryStore) DropLease(name string) error {
	delete(s.leases, name)
	return s.err
}

func (s *memoryStore) RenameLeases(name, next string) error {
	if l, ok := s.leases[name]; ok {
		s.leases[next] = l
	}
	if l, ok := s.six[name]; ok {
		s.six[next] = l
	}
	delete(s.leases, name)
	delete(s.six, name)
	return s.err
}

func (s *memoryStore) Lease6(name string, now time.Duration) (state.Lease6, bool, error) {
	l, ok := s.six[name]
	return l, ok && (l.Informs() || l.Left(l.Lease.Lifetime, now) > 0), nil
}

func (s *memoryStore) SetLease6(name string, l state.Lease6) error {
	if s.six == nil {
		s.six = map[string]state.Lease6{}
	}
	s.six[name] = l
	return s.err
}

func (s *memoryStore) DropLease6(name string) error {
	delete(s.six, name)
	return s.err
}

// lease is what a server gives out for an hour.
func lease(address string, routers ...string) dhcp4.Lease {
	l := dhcp4.Lease{Address: netip.MustParsePrefix(address), Server: netip.MustParseAddr("10.9.0.1"),
		Lifetime: time.Hour, T1: 30 * time.Minute, T2: 52 * time.Minute}
	for _, r := range routers {
		l.Routers = append(l.Routers, netip.MustParseAddr(r))
	}
	return l
}

// serve answers every request with a lease after a while.
func (h *host) serve(l dhcp4.Lease, after time.Duration) {
	h.acquire = func(ctx context.Context, _ int, _ dhcp4.Config) (dhcp4.Lease, error) {
		select {
		case <-time.After(after):
			return l, nil
		case <-ctx.Done():
			return dhcp4.Lease{}, ctx.Err()
		}
	}
}
