package state_test

import (
	"encoding/json"
	"errors"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"netonce/apply/history"
	"netonce/apply/network"
	"netonce/apply/state"
)

const profile = "etc/sysconfig/network-scripts/ifcfg-eth0"

func checkpoint() state.Checkpoint {
	return state.Checkpoint{Deadline: time.Minute, Number: 3, Files: history.Files{profile: {Text: []byte("PSK=s\xff\n"), Mode: 0o600}},
		Owned: state.Owned{"eth0": {Profile: "ifcfg-eth0", Metric: 100}},
		Kernel: map[string]state.Kernel{
			"": {Routes: []network.Route{{Destination: netip.MustParsePrefix("10.0.0.0/8"), Type: network.Blackhole, Table: network.TableMain}}},
			"eth0": {Index: 2, MAC: net.HardwareAddr{2, 0, 0, 0, 0, 1},
				Addresses: []network.Address{{Interface: "eth0", Prefix: netip.MustParsePrefix("192.0.2.2/24"), Valid: network.Forever, Preferred: network.Forever}},
				Routes:    []network.Route{{Interface: "eth0", Destination: netip.MustParsePrefix("0.0.0.0/0"), Gateway: netip.MustParseAddr("192.0.2.1"), Type: network.Unicast, Table: network.TableMain}}},
		},
		Leases: map[string]json.RawMessage{"lease-eth0.json": json.RawMessage(`{"version":1}`)},
		Resolv: &history.File{Text: []byte("nameserver 192.0.2.53\n"), Mode: 0o644}}
}

// What is to be gone back to survives, for those alone whom secrets are for, and only
// until the next boot.
func TestCheckpoint(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	s := state.Open(root, "boot")
	if _, there, err := s.Checkpoint(); there || err != nil {
		t.Errorf("of nothing: %v, %v", there, err)
	}
	if err := s.SetCheckpoint(checkpoint()); err != nil {
		t.Fatal(err)
	}
	got, there, err := s.Checkpoint()
	if diff := cmp.Diff(checkpoint(), got, cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{}), cmpopts.EquateEmpty()); diff != "" || !there || err != nil {
		t.Errorf("%v, %v (-want +got):\n%s", there, err, diff)
	}
	info, err := os.Stat(filepath.Join(root, state.Dir, "checkpoint.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if _, there, err := state.Open(root, "next").Checkpoint(); there || err != nil {
		t.Errorf("in the next boot: %v, %v", there, err)
	}
	if err := errors.Join(s.DropCheckpoint(), s.DropCheckpoint()); err != nil {
		t.Error(err)
	}
	if _, there, err := s.Checkpoint(); there || err != nil {
		t.Errorf("dropped: %v, %v", there, err)
	}
}

// What was not written by us does not count, wholly.
func TestCheckpointRefused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*state.Checkpoint){
		"a file elsewhere":     func(c *state.Checkpoint) { c.Files["etc/passwd"] = history.File{} },
		"a file above":         func(c *state.Checkpoint) { c.Files["etc/sysconfig/network-scripts/../../ifcfg-x"] = history.File{} },
		"another's address":    func(c *state.Checkpoint) { k := c.Kernel["eth0"]; k.Addresses[0].Interface = "eth1" },
		"no address":           func(c *state.Checkpoint) { k := c.Kernel["eth0"]; k.Addresses[0].Prefix = netip.Prefix{} },
		"a route of two kinds": func(c *state.Checkpoint) { k := c.Kernel["eth0"]; k.Routes[0].Gateway = netip.MustParseAddr("fe80::1") },
		"a lease elsewhere":    func(c *state.Checkpoint) { c.Leases["../lease-eth0.json"] = json.RawMessage("1") },
		"an interface":         func(c *state.Checkpoint) { c.Kernel["../eth0"] = state.Kernel{} },
		"owned":                func(c *state.Checkpoint) { c.Owned["eth0"] = state.Interface{Profile: "passwd"} },
	} {
		s := state.Open(t.TempDir(), "boot")
		c := checkpoint()
		spoil(&c)
		if err := s.SetCheckpoint(c); err != nil {
			t.Fatal(err)
		}
		if _, there, err := s.Checkpoint(); there || err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// Leases that are gone come back, those that are there stay.
func TestRestoreLeases(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	s := state.Open(root, "boot")
	path := func(name string) string { return filepath.Join(root, state.Dir, name) }
	if all, err := s.LeaseFiles(); len(all) > 0 || err != nil {
		t.Errorf("of nothing: %v, %v", all, err)
	}
	if err := s.SetOwned(nil); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"lease-eth0.json": `{"a":1}`, "lease6-eth0.json": `{"b":1}`, "lease-eth1.json": "{", "lease-x/y": ""} {
		_ = os.WriteFile(path(name), []byte(text), 0o600) // the last one cannot be
	}
	all, err := s.LeaseFiles()
	if err != nil || len(all) != 2 {
		t.Fatalf("%v, %v", all, err)
	}
	if err := errors.Join(os.Remove(path("lease-eth0.json")), os.WriteFile(path("lease6-eth0.json"), []byte(`{"c":1}`), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := s.RestoreLeases(all); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"lease-eth0.json": `{"a":1}`, "lease6-eth0.json": `{"c":1}`} {
		if b, err := os.ReadFile(path(name)); string(b) != want {
			t.Errorf("%s: %s, %v", name, b, err)
		}
	}
}

func FuzzCheckpoint(f *testing.F) {
	b, err := json.Marshal(map[string]any{"version": 1, "boot": "boot", "content": checkpoint()})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	root := f.TempDir()
	s := state.Open(root, "boot")
	if err := s.SetOwned(nil); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(filepath.Join(root, state.Dir, "checkpoint.json"), b, 0o600); err != nil {
			t.Fatal(err)
		}
		c, there, err := s.Checkpoint()
		if !there {
			return
		}
		if err != nil || c.Files.Check() != nil {
			t.Errorf("taken: %+v, %v", c, err)
		}
		if err := s.SetCheckpoint(c); err != nil {
			t.Fatal(err)
		}
		if _, there, err := s.Checkpoint(); !there || err != nil {
			t.Errorf("written again it is not taken: %v", err)
		}
	})
}
