package units

import (
	"strings"

	"github.com/coreos/go-systemd/v22/daemon"
)

// Notifier tells systemd how far the service is (sd_notify(3)). Without
// NOTIFY_SOCKET it does nothing; what cannot be said is dropped, since the start
// must not fail over it.
type Notifier struct{}

// Ready says that the service is up.
func (Notifier) Ready() { send(daemon.SdNotifyReady) }

// Status sets the line that systemctl status shows.
func (Notifier) Status(text string) {
	send("STATUS=" + strings.ReplaceAll(text, "\n", " "))
}

func send(text string) { _, _ = daemon.SdNotify(false, text) }
