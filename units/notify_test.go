package units

import (
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// listen stands in for systemd and sets NOTIFY_SOCKET.
func listen(t *testing.T, name string) *net.UnixConn {
	t.Helper()
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	t.Setenv("NOTIFY_SOCKET", name)
	return conn
}

func receive(t *testing.T, conn *net.UnixConn) string {
	t.Helper()
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	b := make([]byte, 4096)
	n, err := conn.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(b[:n])
}

func TestNotifier(t *testing.T) {
	for _, name := range []string{filepath.Join(t.TempDir(), "n"), "@netonce-test-" + filepath.Base(t.TempDir()) + t.Name()} {
		conn := listen(t, name)
		var n Notifier
		n.Ready()
		n.Status("100% of eth0\nREADY=1")
		got := []string{receive(t, conn), receive(t, conn)}
		if diff := cmp.Diff([]string{"READY=1", "STATUS=100% of eth0 READY=1"}, got); diff != "" {
			t.Error(diff)
		}
	}
}

// Nobody there, nobody listening, nobody reading: none may hold up the boot.
func TestNotifierNeverBlocks(t *testing.T) {
	within(t, func() {
		for _, name := range []string{"", "/nonexistent/notify", "vsock:2:1234", "@", "/" + strings.Repeat("x", 200)} {
			t.Setenv("NOTIFY_SOCKET", name)
			Notifier{}.Ready()
			Notifier{}.Status("waiting")
		}
		listen(t, filepath.Join(t.TempDir(), "full"))
		for range 5000 { // far more than net.unix.max_dgram_qlen
			Notifier{}.Status("waiting")
		}
	})
}

// The word that counts waits for room and arrives.
func TestReadyArrives(t *testing.T) {
	conn := listen(t, filepath.Join(t.TempDir(), "busy"))
	for range 5000 {
		Notifier{}.Status("waiting")
	}
	said := make(chan bool)
	go func() {
		defer close(said)
		Notifier{}.Ready()
	}()
	within(t, func() {
		for receive(t, conn) != "READY=1" {
		}
		<-said
	})
}

// within fails the test where f does not end.
func within(t *testing.T, f func()) {
	t.Helper()
	done := make(chan bool)
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("blocked")
	}
}
