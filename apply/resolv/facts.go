package resolv

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// facts are all that the decision depends on.
type facts struct {
	empty    bool   // no source has anything to say
	kind     kind   // what stands at etc/resolv.conf
	link     string // where a symbolic link points
	dangling bool   // and nothing is there
	origin   origin // who made a regular file
	same     bool   // the file has the very bytes that would be written
	mount    bool   // the file is a mount point
	resolved bool   // systemd-resolved answers; asked only if the link is its
	timeout  bool   // the bus did not answer in time
}

// kind is what stands at etc/resolv.conf.
type kind uint8

const (
	kindNone kind = iota
	kindRegular
	kindLink
	kindOther
)

func (k kind) String() string {
	return [...]string{"none", "regular", "link", "special"}[k]
}

// maxFile is the most that is read of a file; resolvers read lines, not megabytes.
const maxFile = 1 << 20

// gather looks at the file, and no further: whether systemd-resolved answers is
// asked by the caller, and only where the answer matters.
func gather(root string, config Config) (facts, error) {
	f := facts{empty: config.Empty()}
	path := filepath.Join(root, "etc/resolv.conf")
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f, f.needDirectory(filepath.Dir(path))
	case err != nil:
		return f, fmt.Errorf("%s: %w", path, bare(err))
	case info.Mode()&fs.ModeSymlink != 0:
		f.kind = kindLink
		return f, f.readLink(root, path)
	case !info.Mode().IsRegular():
		f.kind = kindOther
		return f, nil
	}
	f.kind = kindRegular
	if f.mount, err = isMountPoint(path); err != nil {
		return f, fmt.Errorf("%s: %w", path, err)
	}
	text, err := readHead(path)
	if err != nil {
		return f, fmt.Errorf("%s: %w", path, bare(err))
	}
	f.origin = readOrigin(text)
	f.same = bytes.Equal(text, config.Bytes())
	return f, nil
}

// needDirectory wants the directory of a file that is to be made.
func (f *facts) needDirectory(dir string) error {
	if f.empty {
		return nil
	}
	if _, err := os.Stat(dir); err != nil {
		return fmt.Errorf("%s: %w", dir, bare(err))
	}
	return nil
}

// readLink resolves one step, below the root: who is meant is said by the first.
func (f *facts) readLink(root, path string) error {
	target, err := os.Readlink(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, bare(err))
	}
	f.link = target
	if !filepath.IsAbs(target) {
		f.link = filepath.Join("/etc", target)
	}
	f.link = filepath.Clean(f.link)
	_, err = os.Stat(filepath.Join(root, f.link))
	f.dangling = errors.Is(err, fs.ErrNotExist)
	return nil
}

// toResolved reports whether the link leads to one of the files that
// systemd-resolved keeps: its own, or the static one that names its stub.
func (f facts) toResolved() bool {
	if f.kind != kindLink {
		return false
	}
	return strings.Contains(f.link, "/run/systemd/resolve/") || strings.HasSuffix(f.link, "/lib/systemd/resolv.conf")
}

func readHead(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxFile))
}

// bare leaves the kernel's own words of an error whose path is said already.
func bare(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
