package dbus

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	godbus "github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"
)

// peer is the other end: a server that does as it is told, right or wrong.
type peer struct {
	net.Conn
	in *bufio.Reader
}

// listen runs a server for one client, which hangs up at the end of its script.
func listen(t *testing.T, script func(p peer)) (socket string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "bus") // short enough for a socket's address
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket = filepath.Join(dir, "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { l.Close(); <-done })
	go func() {
		defer close(done)
		if conn, err := l.Accept(); err == nil {
			defer conn.Close()
			script(peer{conn, bufio.NewReader(conn)})
		}
	}()
	return socket
}

// say writes; a client that is gone already is a client that has refused.
func (p peer) say(text string) { io.WriteString(p, text) }

func (p peer) line() string {
	line, _ := p.in.ReadString('\n')
	return line
}

// call reads a call and returns its serial.
func (p peer) call() uint32 {
	frame, err := readFrame(p.in)
	if err != nil {
		return 0
	}
	return binary.LittleEndian.Uint32(frame[8:])
}

// welcome is a bus that is as it should be, until the client is in.
func (p peer) welcome(t *testing.T) {
	p.line()
	p.line()
	p.say("OK 0123456789abcdef0123456789abcdef\r\n")
	p.say(string(answer(t, binary.LittleEndian, godbus.TypeMethodReply, p.call(), ":1.7")))
}

// hold keeps the connection until the client ends it.
func (p peer) hold() { io.Copy(io.Discard, p.in) }

// soon is a context that ends while the test can wait for it.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

var ping = Call{Destination: "org.example.A", Path: "/", Interface: "org.example.A", Method: "Ping", Reply: "s"}

func TestAuthentication(t *testing.T) {
	t.Parallel()
	lines := make(chan string, 2)
	socket := listen(t, func(p peer) {
		lines <- p.line()
		lines <- p.line() // without an answer
		p.say("OK 0123456789abcdef0123456789abcdef\r\n")
		p.call()
	})
	_, err := Dial(t.Context(), socket)
	if want := socket + ": hello: the bus closed the connection: unexpected EOF"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	for _, want := range []string{fmt.Sprintf("\x00AUTH EXTERNAL %x\r\n", fmt.Sprint(os.Geteuid())), "BEGIN\r\n"} {
		if got := <-lines; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Everything that an answer to the authentication can be but right.
func TestAuthenticationRefused(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		"":                                "the bus closed the connection: unexpected EOF",
		"OK":                              "the bus closed the connection: unexpected EOF",
		"OK 01\n":                         "a line that does not end in CR LF",
		"REJECTED EXTERNAL ANONYMOUS\r\n": "rejected; the bus takes EXTERNAL ANONYMOUS",
		"DATA\r\n":                        `unexpected answer "DATA"`,
		"OKAY\x1b[2J\r\n":                 `unexpected answer "OKAY?[2J"`,
		"\r\n":                            `unexpected answer ""`,
		strings.Repeat("x", 1<<16):        "a line of more than 4096 bytes",
		strings.Repeat("ERROR\r\n", 1000): `unexpected answer "ERROR"`,
	} {
		socket := listen(t, func(p peer) {
			p.line()
			p.say(answer)
		})
		_, err := Dial(t.Context(), socket)
		if want := socket + ": authentication: " + want; err == nil || err.Error() != want {
			t.Errorf("%.40q: %v, want %s", answer, err, want)
		}
	}
}

func TestCall(t *testing.T) {
	t.Parallel()
	socket := listen(t, func(p peer) {
		p.welcome(t)
		serial := p.call()
		for _, m := range [][]byte{ // what is not meant for this call
			answer(t, binary.BigEndian, godbus.TypeSignal, serial, "signal"),
			answer(t, binary.LittleEndian, godbus.TypeMethodReply, serial-1, "late"),
			answer(t, binary.LittleEndian, godbus.TypeError, serial+1, "foreign"),
			answer(t, binary.BigEndian, godbus.TypeMethodReply, serial, "pong"),
		} {
			p.say(string(m))
		}
		p.say(string(answer(t, binary.LittleEndian, godbus.TypeError, p.call(), "no\nmore")))
		p.say(string(answer(t, binary.LittleEndian, godbus.TypeError, p.call(), int32(1))))
		p.say(string(answer(t, binary.LittleEndian, godbus.TypeMethodReply, p.call(), int32(1))))
		p.say(string(answer(t, binary.LittleEndian, godbus.TypeMethodReply, p.call(), true)))
	})
	c, err := Dial(t.Context(), socket)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	r, err := c.Call(t.Context(), ping)
	if err != nil || r.String() != "pong" || r.Err() != nil {
		t.Fatalf("%v", err)
	}
	for _, want := range []Error{{"org.example.Refused", "no?more"}, {"org.example.Refused", ""}} {
		var e Error
		if _, err := c.Call(t.Context(), ping); !errors.As(err, &e) || e != want {
			t.Errorf("%v, want %+v", err, want)
		}
	}
	if e := (Error{Name: "org.example.Refused"}); e.Error() != "org.example.Refused" {
		t.Error(e)
	}
	if _, err := c.Call(t.Context(), ping); err == nil || err.Error() != `an answer of type "i", not "s"` {
		t.Error(err)
	}
	if owned, err := c.NameHasOwner(t.Context(), "org.example.A"); err != nil || !owned {
		t.Error(owned, err)
	}
}

// A server that breaks the protocol breaks the connection, not the program; and
// it stays broken.
func TestCallHostile(t *testing.T) {
	t.Parallel()
	pong := string(answer(t, binary.LittleEndian, godbus.TypeMethodReply, 2, "pong"))
	for name, tt := range map[string]struct {
		script func(p peer)
		want   string
	}{
		"hangs up":          {func(peer) {}, "the bus closed the connection: unexpected EOF"},
		"within the header": {func(p peer) { p.say(pong[:20]) }, "the bus closed the connection: unexpected EOF"},
		"within the body":   {func(p peer) { p.say(pong[:len(pong)-1]) }, "the bus closed the connection: unexpected EOF"},
		"wrong serial": {func(p peer) {
			p.say(string(answer(t, binary.LittleEndian, godbus.TypeMethodReply, 9, "pong")))
			p.hold()
		}, "context deadline exceeded"},
		"never answers":      {func(p peer) { p.hold() }, "context deadline exceeded"},
		"stops in between":   {func(p peer) { p.say(pong[:30]); p.hold() }, "context deadline exceeded"},
		"signals for ever":   {signals, "context deadline exceeded"},
		"a byte at a time":   {slowly, "context deadline exceeded"},
		"oversize":           {func(p peer) { p.say(head(2, 8, 1<<27)); p.hold() }, "message of 134217752 bytes, at most 1048576 are taken"},
		"no message":         {func(p peer) { p.say("HTTP/1.0 200 OK\r\n\r\n") }, "message with byte order 0x48"},
		"no reply serial":    {func(p peer) { p.say(head(2, 0, 0)) }, "answer that does not say to which message"},
		"malformed, foreign": {func(p peer) { p.say(head(4, 8, 0) + "\x01\x01o\x00\xff\xff\xff\xff") }, "message header: byte 24: 4294967295 bytes are announced, 0 are left"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			socket := listen(t, func(p peer) {
				p.welcome(t)
				p.call()
				tt.script(p)
			})
			c, err := Dial(t.Context(), socket)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := c.Call(soon(t), ping); err == nil || err.Error() != tt.want {
				t.Errorf("%v, want %s", err, tt.want)
			}
			if _, err := c.Call(t.Context(), ping); err == nil || err.Error() != tt.want {
				t.Errorf("second call: %v, want %s", err, tt.want)
			}
		})
	}
}

// signals keeps the client reading.
func signals(p peer) {
	signal := head(4, 0, 0)
	for {
		if _, err := io.WriteString(p, signal); err != nil {
			return
		}
	}
}

// slowly sends an answer that grows until the client has enough, never whole.
func slowly(p peer) {
	io.WriteString(p, head(2, 0, maxMessage-fixedHeader))
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if _, err := io.WriteString(p, "\x00"); err != nil {
			return
		}
	}
}

// A body that is not what its signature says costs the call, not the connection.
func TestCallMalformedBody(t *testing.T) {
	t.Parallel()
	socket := listen(t, func(p peer) {
		p.welcome(t)
		bad := answer(t, binary.LittleEndian, godbus.TypeMethodReply, p.call(), "pong")
		bad[len(bad)-1] = 'x' // where the NUL is
		p.say(string(bad))
		p.say(string(answer(t, binary.LittleEndian, godbus.TypeMethodReply, p.call(), "pong")))
	})
	c, err := Dial(t.Context(), socket)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	want := `message body "s": byte 9: a text with its NUL not at the end`
	if _, err := c.Call(t.Context(), ping); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if _, err := c.Call(t.Context(), ping); err != nil {
		t.Error(err)
	}
}

// Whatever is waited for, the context ends it: with its own cause.
func TestCancel(t *testing.T) {
	t.Parallel()
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	socket := listen(t, func(p peer) {
		p.line()
		cancel(cause)
		p.hold()
	})
	if _, err := Dial(ctx, socket); !errors.Is(err, cause) {
		t.Error(err)
	}
	if _, err := Dial(ctx, socket); !errors.Is(err, cause) {
		t.Errorf("cancelled before: %v", err)
	}
}

// A context that ends after a call does not reach the next one.
func TestCancelAfter(t *testing.T) {
	t.Parallel()
	socket := listen(t, func(p peer) {
		p.welcome(t)
		for range 50 {
			p.say(string(answer(t, binary.LittleEndian, godbus.TypeMethodReply, p.call(), "pong")))
		}
	})
	c, err := Dial(t.Context(), socket)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		if _, err := c.Call(ctx, ping); err != nil {
			t.Fatal(err)
		}
		cancel()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Call(ctx, ping); !errors.Is(err, context.Canceled) || c.broken != nil {
		t.Errorf("%v, and then %v", err, c.broken)
	}
}

// A listener whose queue is full is waited for, as long as the context says.
func TestConnectQueue(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "bus")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	socket := filepath.Join(dir, "s")
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if err := errors.Join(unix.Bind(fd, &unix.SockaddrUnix{Name: socket}), unix.Listen(fd, 0)); err != nil {
		t.Fatal(err)
	}
	first, err := connect(t.Context(), socket)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if _, err := Dial(soon(t), socket); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("full: %v", err)
	}
	go func() {
		if conn, _, err := unix.Accept(fd); err == nil {
			unix.Close(conn)
		}
	}()
	second, err := connect(t.Context(), socket)
	if err != nil {
		t.Fatalf("free again: %v", err)
	}
	second.Close()
}

func TestDialMissing(t *testing.T) {
	t.Parallel()
	socket := filepath.Join(t.TempDir(), "none")
	_, err := Dial(t.Context(), socket)
	if want := socket + ": connect: no such file or directory"; !errors.Is(err, unix.ENOENT) || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}
