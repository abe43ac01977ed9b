package units

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// Notifier tells systemd how far the service is (sd_notify(3)). Without
// NOTIFY_SOCKET it does nothing. It never waits: what cannot be said at once, or
// to nobody, is dropped, since the start must not fail or stall over it.
type Notifier struct{}

// Ready says that the service is up.
func (Notifier) Ready() { send("READY=1") }

// Status sets the line that systemctl status shows.
func (Notifier) Status(text string) {
	// A newline would begin another assignment, such as READY=1.
	send("STATUS=" + strings.ReplaceAll(text, "\n", " "))
}

// send uses the socket by hand: package net would wait for room in the queue of
// a systemd that is busy.
func send(text string) {
	name := os.Getenv("NOTIFY_SOCKET")
	if name == "" || name[0] != '/' && name[0] != '@' { // '@': the abstract namespace
		return
	}
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return
	}
	defer unix.Close(fd)
	_ = unix.Sendto(fd, []byte(text), unix.MSG_NOSIGNAL|unix.MSG_DONTWAIT, &unix.SockaddrUnix{Name: name})
}
