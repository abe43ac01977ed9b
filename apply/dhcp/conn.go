package dhcp

import (
	"context"
	"errors"
	"net"
	"os"
	"syscall"
	"time"
)

// Conn is what an Exchange waits at.
type Conn interface {
	// Receive waits for a packet and reads it into buf. Its error is
	// os.ErrDeadlineExceeded (by errors.Is) at the read deadline.
	Receive(buf []byte) (n int, err error)
	// SetReadDeadline ends a Receive, running or to come, at t; the zero Time never.
	SetReadDeadline(t time.Time) error
}

// interruptible makes the end of ctx end a Receive of conn. A deadline that is set
// after that undoes it, so whoever sets one must look at ctx afterwards.
func interruptible(ctx context.Context, conn Conn) (release func()) {
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		_ = conn.SetReadDeadline(time.Unix(1, 0))
	})
	return func() {
		if !stop() {
			<-done
		}
		_ = conn.SetReadDeadline(time.Time{})
	}
}

// fatal reports whether a connection that gave err is of no more use: it was
// closed, or its interface is gone.
func fatal(err error) bool {
	return errors.Is(err, net.ErrClosed) || errors.Is(err, os.ErrClosed) || errors.Is(err, syscall.EBADF) ||
		errors.Is(err, syscall.ENODEV) || errors.Is(err, syscall.ENXIO)
}

// pause waits for a time, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
