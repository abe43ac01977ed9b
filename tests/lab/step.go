package lab

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// words names the system calls that may be a step, and tells what it is done to: an open
// file, the file that an argument names, or whoever a message is for.
func words() map[int]struct {
	word string
	at   int // the argument that names a file; -1 for an open one, the first
} {
	const open = -1
	type call = struct {
		word string
		at   int
	}
	return map[int]call{
		unix.SYS_SENDTO:    {"send", open},
		unix.SYS_OPENAT:    {"open", 1},
		unix.SYS_WRITE:     {"write", open},
		unix.SYS_PWRITE64:  {"write", open},
		unix.SYS_FTRUNCATE: {"truncate", open},
		unix.SYS_FCHMOD:    {"set the mode of", open},
		unix.SYS_FCHOWN:    {"set the owner of", open},
		unix.SYS_FSETXATTR: {"set an attribute of", open},
		unix.SYS_FSYNC:     {"sync", open},
		unix.SYS_RENAMEAT:  {"rename to", 3},
		unix.SYS_UNLINKAT:  {"remove", 1},
		unix.SYS_MKDIRAT:   {"make", 1},
	}
}

// step says what a call is about to do, without what differs from run to run: the names
// of interfaces among sysctls, the random part of a temporary file's name, the number of
// a state. It is empty for one that changes nothing.
func (h *Host) step(q question) string {
	c := words()[int(q.call)]
	switch {
	case q.call == unix.SYS_SENDTO:
		return q.message()
	case c.at < 0:
		path, _ := os.Readlink("/proc/" + strconv.Itoa(int(q.thread)) + "/fd/" + strconv.Itoa(int(q.arguments[0])))
		if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "/dev/") { // a pipe, or the runtime's own
			return ""
		}
		return c.word + " " + h.fileWords(path)
	}
	path, _, _ := bytes.Cut(q.memory(q.arguments[c.at], unix.PathMax), []byte{0})
	return c.word + " " + h.fileWords(string(path))
}

func (h *Host) fileWords(path string) string {
	if sysctl, is := strings.CutPrefix(path, "/proc/sys/net/"); is {
		family, _, _ := strings.Cut(sysctl, "/")
		return "sysctl " + family + " " + filepath.Base(sysctl)
	}
	path = strings.TrimPrefix(strings.TrimPrefix(path, h.Root), "/")
	dir, base := filepath.Split(path)
	if name, hidden := strings.CutPrefix(base, "."); hidden && strings.Contains(name, ".") {
		return dir + "new " + strings.TrimSuffix(name, filepath.Ext(name))
	}
	if _, err := strconv.Atoi(base); err == nil {
		return dir + "a state"
	}
	return path
}

// message tells of a message on a socket: of netlink's the kinds of the requests, without
// those that just read.
func (q question) message() string {
	if family := q.memory(q.arguments[4], 2); len(family) < 2 || binary.NativeEndian.Uint16(family) != unix.AF_NETLINK {
		return "send a packet"
	}
	const get = 2 // RTM_GET... of each group of four kinds
	var kinds []string
	for b := q.memory(q.arguments[1], int(q.arguments[2])); len(b) >= unix.SizeofNlMsghdr; {
		size, kind := binary.NativeEndian.Uint32(b), binary.NativeEndian.Uint16(b[4:])
		if word := netlinkWord(kind); kind%4 != get && !slices.Contains(kinds, word) {
			kinds = append(kinds, word)
		}
		b = b[min(max(int(size+3)&^3, unix.SizeofNlMsghdr), len(b)):]
	}
	if kinds == nil {
		return ""
	}
	return "ask for " + strings.Join(kinds, ", ")
}

// memory reads what is at an address of whoever asks, as much as there is.
func (q question) memory(address uint64, size int) []byte {
	f, err := os.Open("/proc/" + strconv.Itoa(int(q.thread)) + "/mem")
	if err != nil {
		return nil
	}
	defer f.Close()
	b := make([]byte, size)
	n, _ := f.ReadAt(b, int64(address)) // to the end of the page at least
	return b[:n]
}
