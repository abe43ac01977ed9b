package units

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// Notifier tells systemd how far the service is (sd_notify(3)). Without
// NOTIFY_SOCKET it does nothing, and the start does not fail over what cannot be
// said. (The library for it dials by package net, which is 70 kB for one datagram.)
type Notifier struct{}

// Ready says that the service is up. It waits for room in the queue of a systemd
// that is busy: without this word the service would count as failed.
func (Notifier) Ready() { notify("READY=1", 0) }

// Status sets the line that systemctl status shows. It never waits: what cannot
// be said at once is dropped, since the start must not stall over it.
func (Notifier) Status(text string) {
	// A newline would begin another assignment, such as READY=1.
	notify("STATUS="+strings.ReplaceAll(text, "\n", " "), unix.MSG_DONTWAIT)
}

func notify(text string, flags int) {
	name := os.Getenv("NOTIFY_SOCKET")
	if name == "" || name[0] != '/' && name[0] != '@' { // '@': the abstract namespace
		return
	}
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return
	}
	defer unix.Close(fd)
	to := &unix.SockaddrUnix{Name: name}
	for unix.Sendto(fd, []byte(text), unix.MSG_NOSIGNAL|flags, to) == unix.EINTR {
		continue // a signal, while it waited for room
	}
}
