package lab

import (
	"net"
	"strings"
	"time"
)

// Notified stands in for systemd for whatever is started on the host from now on. It
// returns a function that waits until somebody has said that he is ready (sd_notify(3)).
func (h *Host) Notified() (ready func()) {
	h.t.Helper()
	socket := h.Path("run/notify")
	l, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		h.t.Fatalf("%v", err)
	}
	h.t.Cleanup(func() { l.Close() })
	h.Env = append(h.Env, "NOTIFY_SOCKET="+socket)
	return func() {
		h.t.Helper()
		var told strings.Builder
		for b := make([]byte, 4096); !strings.Contains(told.String(), "READY=1"); {
			if err := l.SetReadDeadline(time.Now().Add(limit)); err != nil {
				h.t.Fatalf("%v", err)
			}
			n, err := l.Read(b)
			if err != nil {
				h.t.Fatalf("systemd was told %q, and not that it is ready: %v", told.String(), err)
			}
			told.Write(append(b[:n], '\n'))
		}
	}
}
