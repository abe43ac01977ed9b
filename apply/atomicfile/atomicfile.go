// Package atomicfile replaces whole files so that a reader, or the next run
// after a crash, finds either the old contents or the new, never a part. It is
// a leaf: everything that writes under /etc or /run goes through it.
package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// ErrNotRegular says that the target exists and is not a regular file: a
// rename would silently replace somebody's symlink, socket or device.
var ErrNotRegular = errors.New("not a regular file")

// Write puts data into path with exactly the permissions perm, whatever the
// umask. The new file is complete and on disk before it takes the name, and
// the name itself is on disk when Write returns nil. On an error the old file
// is untouched and no temporary file remains, with one exception: when only
// the last step, syncing the directory, fails, the new file is in place but
// may not survive a power cut.
//
// The new file belongs to the caller; owner and extended attributes of the old
// one are not carried over.
func Write(path string, data []byte, perm os.FileMode) error {
	return write(path, data, func(temp *os.File) error {
		if err := temp.Chmod(perm); err != nil {
			return fmt.Errorf("chmod: %w", bare(err))
		}
		return nil
	})
}

// write puts data into path; dress gives the new file its mode and what else it
// is to have.
func write(path string, data []byte, dress func(*os.File) error) error {
	if err := checkTarget(path); err != nil {
		return err
	}
	dir := filepath.Dir(path)
	temp, err := create(dir, filepath.Base(path))
	if err != nil {
		return fmt.Errorf("%s: create temporary file: %w", path, bare(err))
	}
	if err := fill(temp, data, dress); err != nil {
		os.Remove(temp.Name())
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := unix.Rename(temp.Name(), path); err != nil {
		os.Remove(temp.Name())
		return fmt.Errorf("%s: rename: %w", path, err)
	}
	if err := syncDir(dir); err != nil {
		return fmt.Errorf("%s: sync directory: %w", path, bare(err))
	}
	return nil
}

// checkTarget lets only a regular file, or none, be replaced.
func checkTarget(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // a missing directory shows itself when the file is created
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, bare(err))
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s: is a %s: %w", path, kind(info.Mode()), ErrNotRegular)
	}
	return nil
}

// create opens a new file that nobody else can read until it has its final
// mode. The leading dot keeps it out of globs such as ifcfg-*, so a file left
// by a kill between create and rename is never taken for a profile.
func create(dir, base string) (*os.File, error) {
	// A file name has at most 255 bytes; the random part needs some of them.
	if len(base) > 200 {
		base = base[:200]
	}
	name := filepath.Join(dir, "."+base+"."+strconv.FormatUint(rand.Uint64(), 36))
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// fill writes, sets the mode, syncs and closes, in that order: the rename must
// not become visible on disk before the contents.
func fill(f *os.File, data []byte, dress func(*os.File) error) error {
	defer f.Close() // of no effect after the one below
	if _, err := f.Write(data); err != nil {
		return fmt.Errorf("write: %w", bare(err))
	}
	if err := dress(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("sync: %w", bare(err))
	}
	// NFS and quota report some failed writes only here.
	if err := f.Close(); err != nil {
		return fmt.Errorf("close: %w", bare(err))
	}
	return nil
}

// syncDir puts the directory entry itself on disk.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, unix.EINVAL) {
		return err // EINVAL: this file system has nothing to sync
	}
	return nil
}

// bare strips the operation and the temporary file's random name, which would
// mean nothing to the reader, and keeps the kernel's own error.
func bare(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// kind names what stands where a regular file was wanted.
func kind(mode os.FileMode) string {
	switch mode.Type() {
	case os.ModeSymlink:
		return "symbolic link"
	case os.ModeDir:
		return "directory"
	case os.ModeNamedPipe:
		return "named pipe"
	case os.ModeSocket:
		return "socket"
	default:
		return "device"
	}
}
