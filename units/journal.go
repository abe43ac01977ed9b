package units

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// StderrIsJournal reports whether standard error is the journal's socket, as
// JOURNAL_STREAM (DEVICE:INODE) tells. The variable alone is not enough: a child
// inherits it even when its output goes to a file.
func StderrIsJournal() bool { return isJournal(os.Getenv("JOURNAL_STREAM"), 2) }

func isJournal(stream string, fd int) bool {
	var st unix.Stat_t
	if stream == "" || unix.Fstat(fd, &st) != nil {
		return false
	}
	return stream == strconv.FormatUint(uint64(st.Dev), 10)+":"+strconv.FormatUint(st.Ino, 10)
}
