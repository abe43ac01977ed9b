package state

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// ErrLocked is returned where another run holds the lock until the deadline.
var ErrLocked = errors.New("another run holds the lock")

// Lock lets one run at a time through; who names this one to others. It waits
// until ctx ends, and tells waiting, before it does, who holds the lock. The
// returned function releases it; so does the kernel when the process dies.
func (s *Store) Lock(ctx context.Context, who string, waiting func(holder string)) (release func(), err error) {
	return s.lock(ctx, "lock", who, waiting)
}

// LockProfiles lets one at a time read the profiles and write them again. It waits
// until ctx ends; runs go on meanwhile.
func (s *Store) LockProfiles(ctx context.Context, who string) (release func(), err error) {
	return s.lock(ctx, "profiles.lock", who, func(string) {})
}

// lock locks a file that nobody else may so much as open: whoever can read a file
// can lock it, and keep everybody out (flock(2)).
func (s *Store) lock(ctx context.Context, name, who string, waiting func(holder string)) (release func(), err error) {
	if err := s.makeDir(); err != nil {
		return nil, err
	}
	path := filepath.Join(s.dir, name)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, err
	}
	err = flock(f, unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		holder := holder(f)
		waiting(holder)
		if err := waitLock(ctx, f, holder); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err) // the file is waitLock's
		}
	} else if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	text := fmt.Sprintf("%d %s\n", os.Getpid(), who)
	if err := f.Truncate(0); err == nil {
		_, _ = f.WriteAt([]byte(text), 0) // only for the eyes of whoever waits
	}
	return func() { f.Close() }, nil
}

// waitLock waits for the lock in a thread of its own: flock(2) knows no deadline.
// When that comes first the thread is left behind and closes the file once it has
// the lock.
func waitLock(ctx context.Context, f *os.File, holder string) error {
	got := make(chan error)
	go func() {
		err := flock(f, unix.LOCK_EX)
		if err != nil {
			f.Close()
		}
		select {
		case got <- err:
		case <-ctx.Done():
			f.Close()
		}
	}()
	select {
	case err := <-got:
		return err
	case <-ctx.Done():
		return fmt.Errorf("%w: %s", ErrLocked, holder)
	}
}

func flock(f *os.File, how int) error {
	for {
		err := unix.Flock(int(f.Fd()), how)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

func holder(f *os.File) string {
	b := make([]byte, 200)
	n, _ := f.ReadAt(b, 0)
	pid, who, ok := strings.Cut(strings.TrimSpace(string(b[:n])), " ")
	if !ok {
		return "an unknown process"
	}
	return fmt.Sprintf("netonce %s (process %s)", who, pid)
}
