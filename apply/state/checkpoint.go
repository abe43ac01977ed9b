package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"netonce/apply/atomicfile"
	"netonce/apply/history"
	"netonce/apply/network"
	"netonce/ifcfg"
)

const checkpointFile = "checkpoint.json"

// Checkpoint is what a change that is not confirmed is taken back to.
type Checkpoint struct {
	// Deadline is when that is done, counted from boot.
	Deadline time.Duration `json:"deadline"`
	// Number is that of the last confirmed state, and Files are its files.
	Number int           `json:"number"`
	Files  history.Files `json:"files"`
	// Owned is what was held.
	Owned Owned `json:"owned"`
	// Kernel is what was on the interfaces, by name, and on none, by the empty one.
	Kernel map[string]Kernel `json:"kernel"`
	// Leases are the stored leases' files as they were, by name.
	Leases map[string]json.RawMessage `json:"leases"`
	// Resolv is resolv.conf, where it was a file; nil where it was not.
	Resolv *history.File `json:"resolv,omitempty"`
}

// Kernel is what was on an interface, as far as the kernel does not make it itself.
type Kernel struct {
	// Index and MAC are the link's: made anew it gets others.
	Index     int               `json:"index,omitempty"`
	MAC       net.HardwareAddr  `json:"mac,omitempty"`
	Addresses []network.Address `json:"addresses,omitempty"`
	Routes    []network.Route   `json:"routes,omitempty"`
	Rules     []network.Rule    `json:"rules,omitempty"`
}

// Checkpoint reads what a change that is pending is taken back to; ok is false where no
// change is.
func (s *Store) Checkpoint() (c Checkpoint, ok bool, err error) {
	err = s.load(checkpointFile, &c)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrOtherBoot) {
		return Checkpoint{}, false, nil
	}
	if err == nil {
		err = c.check()
	}
	return c, err == nil, err
}

func (c *Checkpoint) check() error {
	for name, i := range c.Owned {
		if err := i.validate(name); err != nil {
			return fmt.Errorf("%s: %w", checkpointFile, err)
		}
	}
	for name, k := range c.Kernel {
		if err := k.check(name); err != nil {
			return fmt.Errorf("%s: %s: %w", checkpointFile, name, err)
		}
	}
	for name := range c.Leases {
		if !isLeaseFile(name) {
			return fmt.Errorf("%s: %q is no lease", checkpointFile, name)
		}
	}
	return c.Files.Check()
}

func (k *Kernel) check(name string) error {
	if name != "" {
		if err := ifcfg.CheckInterfaceName(name); err != nil {
			return err
		}
	}
	if len(k.MAC) > 32 {
		return errors.New("bad link")
	}
	for _, a := range k.Addresses {
		if !a.Prefix.IsValid() || a.Prefix.Addr().Is4In6() || a.Interface != name || name == "" {
			return errors.New("bad address")
		}
	}
	for _, r := range k.Routes {
		if r.Interface != name || name == "" && !r.Type.Discards() || !coherent(r) {
			return errors.New("bad route")
		}
	}
	for _, r := range k.Rules {
		if err := checkRule(r); err != nil {
			return err
		}
	}
	return nil
}

// SetCheckpoint writes what a pending change is taken back to. Profiles may hold secrets.
func (s *Store) SetCheckpoint(c Checkpoint) error { return s.saveFor(0o600, checkpointFile, c) }

// DropCheckpoint notes that no change is pending any more.
func (s *Store) DropCheckpoint() error { return s.drop(checkpointFile, nil) }

// isLeaseFile reports whether a file of the store is a lease.
func isLeaseFile(name string) bool {
	kind, rest, _ := strings.Cut(name, "-")
	iface, json := strings.CutSuffix(rest, ".json")
	return (kind == "lease" || kind == "lease6") && json && ifcfg.CheckInterfaceName(iface) == nil
}

// LeaseFiles reads the files of all stored leases, whatever is in them.
func (s *Store) LeaseFiles() (map[string]json.RawMessage, error) {
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	all := map[string]json.RawMessage{}
	for _, e := range entries {
		if !isLeaseFile(e.Name()) {
			continue
		}
		b, _, err := atomicfile.Read(filepath.Join(s.dir, e.Name()), maxFile, unix.O_NOFOLLOW)
		if err != nil {
			return nil, err
		}
		if json.Valid(b) {
			all[e.Name()] = b
		}
	}
	return all, err
}

// RestoreLeases writes the files of leases that are not there any more. What was got
// meanwhile stays.
func (s *Store) RestoreLeases(all map[string]json.RawMessage) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(all)) {
		path := filepath.Join(s.dir, name)
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, atomicfile.Write(path, all[name], 0o644))
		}
	}
	return errors.Join(errs...)
}
