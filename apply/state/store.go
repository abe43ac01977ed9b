package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"netonce/apply/atomicfile"
)

// Dir is the directory below a host's root.
const Dir = "run/netonce"

// maxFile bounds what is read back, in bytes.
const maxFile = 64 << 20

// version is the format that is written; another is not read.
const version = 1

// Store is the directory of one host.
type Store struct {
	dir  string
	boot string // identity of this boot: what another one wrote does not count
}

// Open returns the store below root. Nothing is read or made yet.
func Open(root, bootID string) *Store {
	return &Store{dir: filepath.Join(root, Dir), boot: bootID}
}

// BootID returns the kernel's identity of this boot, empty where it has none.
func BootID() string {
	b, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// Uptime returns the time since boot, suspended time included (CLOCK_BOOTTIME):
// no change of the wall clock moves it.
func Uptime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		panic("CLOCK_BOOTTIME: " + err.Error()) // since Linux 2.6.39
	}
	return time.Duration(t.Nano())
}

// document is the shape of every file in the store.
type document struct {
	Version int    `json:"version"`
	Boot    string `json:"boot"`
	Content any    `json:"content"`
}

// What makes a file one that does not count.
var (
	ErrOtherVersion = errors.New("written in another format, by another version of netonce")
	ErrOtherBoot    = errors.New("of another boot")
)

// load reads a file. With an error the content counts for nothing.
func (s *Store) load(name string, content any) error {
	if err := s.checkDir(); err != nil {
		return err
	}
	path := filepath.Join(s.dir, name)
	b, _, err := atomicfile.Read(path, maxFile, unix.O_NOFOLLOW)
	if err != nil {
		return err
	}
	// What surrounds the content tells whether it is to be understood at all.
	var outer struct {
		document
		Content json.RawMessage `json:"content"` // not yet
	}
	if err = json.Unmarshal(b, &outer); err == nil {
		switch {
		case outer.Version != version:
			err = ErrOtherVersion
		case outer.Boot != s.boot:
			err = ErrOtherBoot
		default:
			err = json.Unmarshal(outer.Content, content)
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (s *Store) save(name string, content any) error { return s.saveFor(0o644, name, content) }

// saveFor writes a file for those that the permissions name.
func (s *Store) saveFor(perm fs.FileMode, name string, content any) error {
	b, err := json.Marshal(document{version, s.boot, content})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := s.makeDir(); err != nil {
		return err
	}
	return atomicfile.Write(filepath.Join(s.dir, name), append(b, '\n'), perm)
}

// makeDir makes the directory, and refuses one that somebody else could write.
func (s *Store) makeDir() error {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return err
	}
	return s.checkDir()
}

func (s *Store) checkDir() error {
	info, err := os.Lstat(s.dir)
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || info.Mode().Perm()&0o022 != 0 || !ok || int(owner.Uid) != os.Geteuid() && owner.Uid != 0 {
		return fmt.Errorf("%s: not a directory that only this user or root can write", s.dir)
	}
	return nil
}

// Usable tells why the store cannot be written, nil if it can.
func (s *Store) Usable() error {
	if err := s.makeDir(); err != nil {
		return err
	}
	if err := unix.Access(s.dir, unix.W_OK); err != nil {
		return &fs.PathError{Op: "write", Path: s.dir, Err: err}
	}
	return nil
}
