package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path"
)

// archive writes a cpio archive in the format newc, which the kernel unpacks as
// its first file system (Documentation/driver-api/early-userspace/buffer-format.rst).
type archive struct {
	w     *bufio.Writer
	have  map[string]bool
	count int // of entries: the number of the next inode
	err   error
}

func newArchive(w io.Writer) *archive {
	return &archive{w: bufio.NewWriterSize(w, 1<<20), have: map[string]bool{}}
}

// dir adds a directory, with those above it.
func (a *archive) dir(name string) {
	if name == "/" || name == "." {
		return
	}
	a.dir(path.Dir(name))
	a.entry(name, 0o040755, nil)
}

func (a *archive) link(name, to string) {
	a.dir(path.Dir(name))
	a.entry(name, 0o120777, []byte(to))
}

// bytes adds a file with that content.
func (a *archive) bytes(name string, mode os.FileMode, content []byte) {
	a.dir(path.Dir(name))
	a.entry(name, 0o100000|uint32(mode.Perm()), content)
}

// file adds a file of the host's under its name in the guest.
func (a *archive) file(name, host string) {
	info, err := os.Stat(host)
	if err != nil {
		a.fail(err)
		return
	}
	b, err := os.ReadFile(host)
	a.fail(err)
	a.bytes(name, info.Mode(), b)
}

// entry writes one entry, the first of each name.
func (a *archive) entry(name string, mode uint32, content []byte) {
	if a.err != nil || a.have[name] {
		return
	}
	a.have[name] = true
	a.write(name, mode, content)
}

func (a *archive) write(name string, mode uint32, content []byte) {
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
func (a *archive) pad(size int) {
	_, err := a.w.Write(make([]byte, -size&3))
	a.fail(err)
}

func (a *archive) fail(err error) {
	if a.err == nil {
		a.err = err
	}
}

// close writes the end of the archive and returns the first error there was.
func (a *archive) close() error {
	a.write("TRAILER!!!", 0, nil)
	a.fail(a.w.Flush())
	return a.err
}
