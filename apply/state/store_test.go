package state_test

import (
	"encoding/json"
	"errors"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/dhcp4"
	"netonce/apply/network"
	"netonce/apply/plan"
	"netonce/apply/state"
)

var same = []cmp.Option{
	cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
	cmp.Comparer(func(a, b netip.Addr) bool { return a == b }),
}

func everything() state.Owned {
	return state.Owned{"eth0": {
		Profile: "ifcfg-lan", Metric: 100, Down: true, Named: true,
		Owned: plan.Owned{
			Promisc: "off", Ethtool: network.Options{{Name: "features tx-udp_tnl-segmentation", Value: "on"}, {Name: "wol sopass", Value: "00:11:22:33:44:55"}},
			Rounded:   network.Options{{Name: "rings rx 100", Value: "104"}, {Name: "features tso on", Value: "on [partly]"}},
			Addresses: []network.Key{{Interface: "eth0", Prefix: netip.MustParsePrefix("192.0.2.2/24")}},
			Routes: []network.Route{
				{Interface: "eth0", Destination: netip.MustParsePrefix("0.0.0.0/0"), Gateway: netip.MustParseAddr("192.0.2.1"), Source: netip.MustParseAddr("192.0.2.2"),
					Table: 70000, Metric: 7, Protocol: network.ProtocolDHCP, Type: network.Unicast, TOS: 16, OnLink: true, Metrics: network.Metrics{MTU: 1300, Lock: 4, QuickACK: 1}},
				{Destination: netip.MustParsePrefix("2001:db8::/32"), From: netip.MustParsePrefix("2001:db8:1::/48"), Table: network.TableMain, Metric: 1024, Type: network.Blackhole, Scope: network.ScopeHost},
			},
			Rules: []network.Rule{
				{Priority: network.Number{Set: true}, From: netip.MustParsePrefix("192.0.2.0/24"), UIDs: network.Range{Last: 7, Set: true}, IIF: "eth0",
					TunnelID: 1 << 40, Action: network.RuleToTable, Table: 70000, SuppressPrefixLen: network.Number{Set: true}},
				{Six: true, Not: true, To: netip.MustParsePrefix("2001:db8::/32"), Action: network.RuleProhibit, Protocol: network.ProtocolStatic},
			},
			Up: true, MTU: 1500, MAC: net.HardwareAddr{2, 0, 0, 0, 0, 1},
			Sysctls: []network.Sysctl{{Family: "ipv6", Interface: "eth0", Key: "accept_ra", Value: "1"}},
		},
	}}
}

func TestOwnedRoundTrip(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	s := state.Open(root, "boot")
	if o, err := s.Owned(); err != nil || o == nil || len(o) != 0 {
		t.Errorf("before anything is written: %v, %v", o, err)
	}
	if err := s.SetOwned(everything()); err != nil {
		t.Fatal(err)
	}
	got, err := s.Owned()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(everything(), got, same...); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if o, err := state.Open(root, "another").Owned(); err != nil || len(o) != 0 {
		t.Errorf("after a reboot: %v, %v", o, err)
	}
}

func TestLeaseRoundTrip(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	s := state.Open(root, "boot")
	l := state.Lease{Acquired: 100 * time.Second, Lease: dhcp4.Lease{Address: netip.MustParsePrefix("10.0.0.5/24"), Server: netip.MustParseAddr("10.0.0.1"),
		Lifetime: time.Hour, T1: 30 * time.Minute, T2: 52*time.Minute + 30*time.Second}}
	if err := s.SetLease("eth0", l); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		now time.Duration
		ok  bool
	}{{100 * time.Second, true}, {100*time.Second + time.Hour - 1, true}, {100*time.Second + time.Hour, false}, {99 * time.Second, false}} {
		got, ok, err := s.Lease("eth0", test.now)
		if err != nil || ok != test.ok {
			t.Errorf("at %s: %v, %v", test.now, ok, err)
		}
		if diff := cmp.Diff(l, got, same...); diff != "" {
			t.Errorf("at %s: (-want +got)\n%s", test.now, diff)
		}
	}
	if _, ok, err := state.Open(root, "another").Lease("eth0", 200*time.Second); ok || err != nil {
		t.Errorf("after a reboot: %v, %v", ok, err)
	}
	if err := errors.Join(s.DropLease("eth0"), s.DropLease("eth0")); err != nil {
		t.Error(err)
	}
	if _, ok, err := s.Lease("eth0", 200*time.Second); ok || err != nil {
		t.Errorf("dropped: %v, %v", ok, err)
	}
	for _, name := range []string{"", "..", "a/b", "a b", strings.Repeat("x", 16)} {
		if err := s.SetLease(name, l); err == nil {
			t.Errorf("%q is taken for an interface", name)
		}
	}
}

// A file that was cut short is an error at every length, never half a truth.
func TestTruncated(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	s := state.Open(root, "boot")
	if err := s.SetOwned(everything()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, state.Dir, "owned.json")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(whole) - 1 { // the last byte is the line end
		if err := os.WriteFile(file, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if o, err := s.Owned(); err == nil || len(o) != 0 {
			t.Fatalf("%d bytes are taken: %v", n, o)
		}
	}
}

func TestHostileContent(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"no interface's name":      `{"../x":{"profile":"ifcfg-eth0"}}`,
		"a setting of the shell's": `{"eth0":{"profile":"ifcfg-eth0","ethtool":[{"name":"wol sopass","value":"$(x)"}]}}`,
		"half promiscuous":         `{"eth0":{"profile":"ifcfg-eth0","promisc":"half"}}`,
		"no profile":               `{"eth0":{"profile":""}}`,
		"a path for a profile":     `{"eth0":{"profile":"x"}}`,
		"another's address":        `{"eth0":{"profile":"ifcfg-eth0","addresses":[{"interface":"eth1","prefix":"10.0.0.1/8"}]}}`,
		"an address that is none":  `{"eth0":{"profile":"ifcfg-eth0","addresses":[{"interface":"eth0","prefix":""}]}}`,
		"a mapped address":         `{"eth0":{"profile":"ifcfg-eth0","addresses":[{"interface":"eth0","prefix":"::ffff:1.2.3.4/120"}]}}`,
		"another's route":          `{"eth0":{"profile":"ifcfg-eth0","routes":[{"interface":"eth1","destination":"10.0.0.0/8","type":1}]}}`,
		"a way to nowhere":         `{"eth0":{"profile":"ifcfg-eth0","routes":[{"destination":"10.0.0.0/8","type":1}]}}`,
		"a route without an aim":   `{"eth0":{"profile":"ifcfg-eth0","routes":[{"interface":"eth0"}]}}`,
		"host bits":                `{"eth0":{"profile":"ifcfg-eth0","routes":[{"interface":"eth0","destination":"10.0.0.1/8","type":1}]}}`,
		"families mixed":           `{"eth0":{"profile":"ifcfg-eth0","routes":[{"interface":"eth0","destination":"10.0.0.0/8","gateway":"::1","type":1}]}}`,
		"another's setting":        `{"eth0":{"profile":"ifcfg-eth0","sysctls":[{"family":"ipv4","interface":"all","key":"forwarding","value":"1"}]}}`,
		"a setting somewhere else": `{"eth0":{"profile":"ifcfg-eth0","sysctls":[{"family":"ipv4","interface":"eth0","key":"../all/forwarding","value":"1"}]}}`,
		"a family that is none":    `{"eth0":{"profile":"ifcfg-eth0","sysctls":[{"family":"..","interface":"eth0","key":"x","value":"1"}]}}`,
		"a rule of two families":   `{"eth0":{"profile":"ifcfg-eth0","rules":[{"from":"2001:db8::/32","action":1}]}}`,
		"a rule of a mapped one":   `{"eth0":{"profile":"ifcfg-eth0","rules":[{"six":true,"to":"::ffff:1.2.3.4/128","action":1}]}}`,
		"a rule for no interface":  `{"eth0":{"profile":"ifcfg-eth0","rules":[{"iif":"../x","action":1}]}}`,
		"a rule that does nothing": `{"eth0":{"profile":"ifcfg-eth0","rules":[{"from":"10.0.0.0/8"}]}}`,
		"an MTU below zero":        `{"eth0":{"profile":"ifcfg-eth0","mtu":-1}}`,
		"not an object":            `[1,2]`,
		"a number too large":       `{"eth0":{"profile":"ifcfg-eth0","metric":1e99}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if o, err := written(t, `{"version":1,"boot":"boot","content":`+content+`}`).Owned(); err == nil || len(o) != 0 {
				t.Errorf("taken: %v", o)
			}
		})
	}
}

// written is a store with these bytes in place of what is owned.
func written(t testing.TB, text string) *state.Store {
	t.Helper()
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, state.Dir), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"owned.json", "lease-eth0.json"} {
		if err := os.WriteFile(filepath.Join(root, state.Dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return state.Open(root, "boot")
}

func TestOtherVersion(t *testing.T) {
	t.Parallel()
	_, err := written(t, `{"version":2,"boot":"boot","content":["something","new"]}`).Owned()
	if !errors.Is(err, state.ErrOtherVersion) {
		t.Errorf("err = %v", err)
	}
}

// What somebody else could have put in place of the directory or a file is not
// followed, read from or written through.
func TestNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := t.TempDir()
	if err := state.Open(elsewhere, "boot").SetOwned(everything()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "run"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(elsewhere, state.Dir), filepath.Join(dir, state.Dir)); err != nil {
		t.Fatal(err)
	}
	file := t.TempDir()
	if err := os.MkdirAll(filepath.Join(file, state.Dir), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(elsewhere, state.Dir, "owned.json"), filepath.Join(file, state.Dir, "owned.json")); err != nil {
		t.Fatal(err)
	}
	for _, root := range []string{dir, file} {
		if o, err := state.Open(root, "boot").Owned(); err == nil || len(o) != 0 {
			t.Errorf("a link is followed: %v", o)
		}
	}
	if err := state.Open(dir, "boot").SetOwned(state.Owned{}); err == nil {
		t.Error("written through a link")
	}
	open := t.TempDir()
	if err := state.Open(open, "boot").SetOwned(everything()); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(open, state.Dir), 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := state.Open(open, "boot").Owned(); err == nil {
		t.Error("read from a directory that everybody can write")
	}
	if err := state.Open(open, "boot").Usable(); err == nil {
		t.Error("usable")
	}
}

func FuzzLoad(f *testing.F) {
	b, err := json.Marshal(map[string]any{"version": 1, "boot": "boot", "content": everything()})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"version":1,"boot":"boot","content":{"lease":{"address":"10.0.0.5/24","server":"10.0.0.1","lifetime":3600,"t1":1800,"t2":3150},"acquired":100}}`))
	f.Add([]byte(`{"version":1,"boot":"boot","content":null}`))
	root := f.TempDir()
	s := state.Open(root, "boot")
	if err := s.SetOwned(nil); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, name := range []string{"owned.json", "lease-eth0.json"} {
			if err := os.WriteFile(filepath.Join(root, state.Dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		o, err := s.Owned()
		if o == nil || err != nil && len(o) != 0 {
			t.Fatalf("%v with %v", o, err)
		}
		if l, ok, err := s.Lease("eth0", time.Hour); ok && (err != nil || l.Lease.Validate() != nil || l.Left(time.Hour) <= 0) {
			t.Errorf("a lease that does not hold: %+v", l)
		}
		if err != nil {
			return
		}
		other := state.Open(t.TempDir(), "boot") // what was accepted can be written and is accepted again
		if err := other.SetOwned(o); err != nil {
			t.Fatal(err)
		}
		if again, err := other.Owned(); err != nil || len(again) != len(o) {
			t.Errorf("%v becomes %v, %v", o, again, err)
		}
	})
}
