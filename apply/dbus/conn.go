package dbus

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Conn is a connection to a message bus. One goroutine may use it at a time.
type Conn struct {
	file   *os.File
	in     *bufio.Reader
	serial uint32 // of the last message sent
	broken error  // what ended it; where the next message begins is unknown then

	listens string // the path of an object, empty for none
	heard   bool   // a signal of that object's has come
}

// Dial connects to the bus that listens on a Unix socket, as the user that the
// process runs as. The error begins with the socket's path and wraps the errno, or
// the context's cause where that ended it.
func Dial(ctx context.Context, socket string) (*Conn, error) { return dial(ctx, socket, (*Conn).greet) }

// DialPeer connects to a program that listens itself, with no bus between.
func DialPeer(ctx context.Context, socket string) (*Conn, error) {
	return dial(ctx, socket, (*Conn).authenticated)
}

func dial(ctx context.Context, socket string, greet func(*Conn, context.Context) error) (*Conn, error) {
	file, err := connect(ctx, socket)
	if err != nil {
		return nil, fmt.Errorf("%s: connect: %w", socket, err)
	}
	c := &Conn{file: file, in: bufio.NewReader(file)}
	if err := greet(c, ctx); err != nil {
		c.Close()
		return nil, fmt.Errorf("%s: %w", socket, err)
	}
	return c, nil
}

// Close ends the connection.
func (c *Conn) Close() error { return c.file.Close() }

func (c *Conn) authenticated(ctx context.Context) error {
	if err := c.authenticate(ctx); err != nil {
		return fmt.Errorf("authentication: %w", err)
	}
	return nil
}

// greet is what a client has to say to a bus before anything else.
func (c *Conn) greet(ctx context.Context) error {
	if err := c.authenticated(ctx); err != nil {
		return err
	}
	_, err := c.Call(ctx, Call{
		Destination: busName, Path: busPath, Interface: busName, Method: "Hello", Reply: "s",
	})
	if err != nil {
		return fmt.Errorf("hello: %w", err)
	}
	return nil
}

// connectPause is how long connect waits in the kernel before it looks at the
// context again.
const connectPause = 50 * time.Millisecond

// connect waits while the listener's queue is full: at boot a bus accepts late. A
// socket that does not block would be refused then, and poll tells nothing about
// the queue, so connect blocks, for as long as SO_SNDTIMEO lets it (unix(7),
// socket(7)).
func connect(ctx context.Context, socket string) (*os.File, error) {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	pause := unix.NsecToTimeval(connectPause.Nanoseconds())
	err = unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_SNDTIMEO, &pause)
	for err == nil {
		if err = context.Cause(ctx); err != nil {
			break
		}
		err = unix.Connect(fd, &unix.SockaddrUnix{Name: socket})
		if err == nil {
			err = unix.SetNonblock(fd, true) // which lets the file have deadlines
			break
		}
		if err == unix.EAGAIN || err == unix.EINTR {
			err = nil
		}
	}
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	return os.NewFile(uintptr(fd), socket), nil
}

// bind makes a context end the reads and writes that follow, until it is released.
func (c *Conn) bind(ctx context.Context) (release func(), err error) {
	if c.broken != nil {
		return nil, c.broken
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	deadline, _ := ctx.Deadline() // where there is none, the zero time lifts it
	if err := c.file.SetDeadline(deadline); err != nil {
		return nil, bare(err)
	}
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		c.file.SetDeadline(time.Unix(0, 1)) // long over
		close(done)
	})
	return func() {
		if !stop() {
			<-done // or it would hit the next call
		}
	}, nil
}

// end notes what the connection has failed of, in the context's words if it was
// the context.
func (c *Conn) end(ctx context.Context, err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = context.DeadlineExceeded // the file's clock may be ahead of the context's
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
	}
	c.broken = bare(err)
	return c.broken
}

// bare leaves the kernel's own words of an error whose path is said already.
func bare(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
