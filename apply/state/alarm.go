package state

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// Alarm waits for a time counted from boot, or until the store of a host changes.
type Alarm struct {
	timer, changes, ended int // file descriptors
}

// NewAlarm watches the store below root, which is made if need be.
func NewAlarm(root string) (*Alarm, error) {
	dir := filepath.Join(root, Dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	a := &Alarm{-1, -1, -1}
	var err error
	if a.timer, err = unix.TimerfdCreate(unix.CLOCK_BOOTTIME, unix.TFD_CLOEXEC); err != nil {
		return nil, os.NewSyscallError("timerfd_create", err)
	}
	if a.ended, err = unix.Eventfd(0, unix.EFD_CLOEXEC); err != nil {
		a.Close()
		return nil, os.NewSyscallError("eventfd", err)
	}
	if a.changes, err = unix.InotifyInit1(unix.IN_CLOEXEC); err == nil {
		_, err = unix.InotifyAddWatch(a.changes, dir, unix.IN_MOVED_TO|unix.IN_DELETE)
	}
	if err != nil {
		a.Close()
		return nil, &os.PathError{Op: "inotify", Path: dir, Err: err}
	}
	return a, nil
}

// Close ends the watch.
func (a *Alarm) Close() {
	for _, fd := range []int{a.timer, a.changes, a.ended} {
		if fd >= 0 {
			unix.Close(fd)
		}
	}
}

// Wait returns when the time has come, 0 for never, or at the first change of the
// store since the last call returned, or with the context's error when that ends.
func (a *Alarm) Wait(ctx context.Context, at time.Duration) error {
	stop := context.AfterFunc(ctx, func() { _, _ = unix.Write(a.ended, []byte{1, 0, 0, 0, 0, 0, 0, 0}) })
	defer stop()
	spec := unix.ItimerSpec{Value: unix.NsecToTimespec(int64(at))}
	if err := unix.TimerfdSettime(a.timer, unix.TFD_TIMER_ABSTIME, &spec, nil); err != nil {
		return os.NewSyscallError("timerfd_settime", err)
	}
	fds := make([]unix.PollFd, 0, 3)
	for _, fd := range []int{a.timer, a.changes, a.ended} {
		fds = append(fds, unix.PollFd{Fd: int32(fd), Events: unix.POLLIN})
	}
	for {
		_, err := unix.Poll(fds, -1)
		if err == nil {
			break
		}
		if !errors.Is(err, unix.EINTR) {
			return os.NewSyscallError("poll", err)
		}
	}
	buf := make([]byte, 4096)
	for _, fd := range fds {
		if fd.Revents&unix.POLLIN != 0 {
			_, _ = unix.Read(int(fd.Fd), buf) // what it was does not matter
		}
	}
	return ctx.Err()
}
