package units

import (
	"os"
	"strings"

	"github.com/coreos/go-systemd/v22/daemon"
	"golang.org/x/sys/unix"
)

// Notifier tells systemd how far the service is (sd_notify(3)). Without
// NOTIFY_SOCKET it does nothing, and the start does not fail over what cannot be
// said.
type Notifier struct{}

// Ready says that the service is up. It waits for room in the queue of a systemd
// that is busy: without this word the service would count as failed.
func (Notifier) Ready() { _, _ = daemon.SdNotify(false, daemon.SdNotifyReady) }

// Status sets the line that systemctl status shows. It never waits: what cannot
// be said at once is dropped, since the start must not stall over it.
func (Notifier) Status(text string) {
	name := os.Getenv("NOTIFY_SOCKET")
	if name == "" || name[0] != '/' && name[0] != '@' { // '@': the abstract namespace
		return
	}
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return
	}
	defer unix.Close(fd)
	// A newline would begin another assignment, such as READY=1.
	text = "STATUS=" + strings.ReplaceAll(text, "\n", " ")
	_ = unix.Sendto(fd, []byte(text), unix.MSG_NOSIGNAL|unix.MSG_DONTWAIT, &unix.SockaddrUnix{Name: name})
}
