package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// Replace is Write for a file that belongs to somebody: one that is there keeps
// its mode, its owner and its extended attributes (the SELinux label, ACLs), and
// a symbolic link keeps pointing at what is replaced. A new file gets perm.
//
// An attribute that this file system or this process cannot set is an error: a
// profile with a wrong label would not be read at the next boot.
func Replace(path string, data []byte, perm os.FileMode) error {
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s: is a symbolic link to nothing: %w", path, ErrNotRegular)
		}
		return Write(path, data, perm)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, bare(err))
	}
	return write(target, data, func(temp *os.File) error { return inherit(temp, target) })
}

// inherit gives a new file what belongs to an old one besides its contents. The
// owner comes first: changing it takes bits from the mode.
func inherit(temp *os.File, old string) error {
	info, err := os.Lstat(old)
	if err != nil {
		return fmt.Errorf("stat: %w", bare(err))
	}
	// Where it is ours already nothing is asked for that a sandbox may refuse.
	if owner, ok := info.Sys().(*syscall.Stat_t); ok && !belongs(temp, owner) {
		if err := temp.Chown(int(owner.Uid), int(owner.Gid)); err != nil {
			return fmt.Errorf("chown: %w", bare(err))
		}
	}
	if err := temp.Chmod(info.Mode().Perm() | info.Mode()&(os.ModeSetuid|os.ModeSetgid|os.ModeSticky)); err != nil {
		return fmt.Errorf("chmod: %w", bare(err))
	}
	return copyAttributes(temp, old)
}

// belongs reports whether a file has an owner and a group.
func belongs(f *os.File, to *syscall.Stat_t) bool {
	info, err := f.Stat()
	if err != nil {
		return false
	}
	have, ok := info.Sys().(*syscall.Stat_t)
	return ok && have.Uid == to.Uid && have.Gid == to.Gid
}

// maxAttribute is how long a value and the list of all names may be, in bytes
// (XATTR_SIZE_MAX and XATTR_LIST_MAX of linux/limits.h): asking for the length
// first would be a race.
const maxAttribute = 1 << 16

// copyAttributes copies the extended attributes. A file system without any has
// nothing to copy.
func copyAttributes(temp *os.File, old string) error {
	list := make([]byte, maxAttribute)
	size, err := unix.Llistxattr(old, list)
	if errors.Is(err, unix.ENOTSUP) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("list extended attributes: %w", err)
	}
	for _, name := range attributeNames(list[:size]) {
		if err := copyAttribute(temp, old, name); err != nil {
			return fmt.Errorf("extended attribute %s: %w", name, err)
		}
	}
	return nil
}

func copyAttribute(temp *os.File, old, name string) error {
	value, have := make([]byte, maxAttribute), make([]byte, maxAttribute)
	size, err := unix.Lgetxattr(old, name, value)
	if err != nil {
		return err
	}
	if n, err := unix.Fgetxattr(int(temp.Fd()), name, have); err == nil && bytes.Equal(have[:n], value[:size]) {
		return nil // the label that the directory gives to new files
	}
	return unix.Fsetxattr(int(temp.Fd()), name, value[:size], 0)
}

// attributeNames splits what listxattr(2) returns: names with a NUL behind each.
func attributeNames(list []byte) []string {
	var names []string
	start := 0
	for i, c := range list {
		if c == 0 {
			names = append(names, string(list[start:i]))
			start = i + 1
		}
	}
	return names
}

// Remove removes a file and puts that on disk.
func Remove(path string) error {
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("%s: remove: %w", path, bare(err))
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%s: sync directory: %w", path, bare(err))
	}
	return nil
}
