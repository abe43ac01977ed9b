package machine

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path"
)

// Archive writes a cpio archive in the format newc, which the kernel unpacks as
// its first file system (Documentation/driver-api/early-userspace/buffer-format.rst).
type Archive struct {
	w     *bufio.Writer
	have  map[string]bool
	count int // of entries: the number of the next inode
	err   error
}

// NewArchive begins one.
func NewArchive(w io.Writer) *Archive {
	return &Archive{w: bufio.NewWriterSize(w, 1<<20), have: map[string]bool{}}
}

// Dir adds a directory, with those above it.
func (a *Archive) Dir(name string) {
	if name == "/" || name == "." {
		return
	}
	a.Dir(path.Dir(name))
	a.entry(name, 0o040755, nil)
}

// Link adds a symbolic link.
func (a *Archive) Link(name, to string) {
	a.Dir(path.Dir(name))
	a.entry(name, 0o120777, []byte(to))
}

// Bytes adds a file with that content.
func (a *Archive) Bytes(name string, mode os.FileMode, content []byte) {
	a.Dir(path.Dir(name))
	a.entry(name, 0o100000|uint32(mode.Perm()), content)
}

// File adds a file of the host's under its name in the guest.
func (a *Archive) File(name, host string) {
	info, err := os.Stat(host)
	if err != nil {
		a.fail(err)
		return
	}
	b, err := os.ReadFile(host)
	a.fail(err)
	a.Bytes(name, info.Mode(), b)
}

// entry writes one entry, the first of each name.
func (a *Archive) entry(name string, mode uint32, content []byte) {
	if a.err != nil || a.have[name] {
		return
	}
	a.have[name] = true
	a.write(name, mode, content)
}

func (a *Archive) write(name string, mode uint32, content []byte) {
	stored := name
	if len(stored) > 0 && stored[0] == '/' {
		stored = stored[1:]
	}
	a.count++
	const links = 1
	_, err := fmt.Fprintf(a.w, "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s\x00",
		a.count, mode, 0, 0, links, 0, len(content), 0, 0, 0, 0, len(stored)+1, 0, stored)
	a.fail(err)
	const header = 110
	a.pad(header + len(stored) + 1)
	_, err = a.w.Write(content)
	a.fail(err)
	a.pad(len(content))
}

// pad fills up to a multiple of 4.
func (a *Archive) pad(size int) {
	_, err := a.w.Write(make([]byte, -size&3))
	a.fail(err)
}

func (a *Archive) fail(err error) {
	if a.err == nil {
		a.err = err
	}
}

// Close writes the end of the archive and returns the first error there was.
func (a *Archive) Close() error {
	a.write("TRAILER!!!", 0, nil)
	a.fail(a.w.Flush())
	return a.err
}
