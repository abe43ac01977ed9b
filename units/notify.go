package units

import (
	"net"
	"os"
	"strings"
)

// Notifier tells systemd how far the service is (sd_notify(3)). Without
// NOTIFY_SOCKET it does nothing.
type Notifier struct {
	conn *net.UnixConn
}

// NewNotifier connects to the socket that NOTIFY_SOCKET names. A socket that
// cannot be reached is as good as none: the start must not fail over it.
func NewNotifier() *Notifier {
	name := os.Getenv("NOTIFY_SOCKET")
	if name == "" {
		return &Notifier{}
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		return &Notifier{}
	}
	return &Notifier{conn}
}

// Ready says that the service is up.
func (n *Notifier) Ready() { n.send("READY=1") }

// Status sets the line that systemctl status shows.
func (n *Notifier) Status(text string) {
	n.send("STATUS=" + strings.ReplaceAll(text, "\n", " "))
}

// Close ends the connection.
func (n *Notifier) Close() error {
	if n.conn == nil {
		return nil
	}
	return n.conn.Close()
}

// send drops what cannot be said: nobody is there to be told.
func (n *Notifier) send(text string) {
	if n.conn != nil {
		_, _ = n.conn.Write([]byte(text))
	}
}
