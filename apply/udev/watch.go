package udev

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Watch tells, from now on until the returned function is called, that udev has
// noted something of some device. What comes in quick succession may be told once.
// The channel is never closed.
//
// The files are watched (inotify), not udev's messages (netlink, "udev" monitor
// group): a file that is put in its place is just what is waited for, only root can
// put one there, and it is to be found below any root and from any network namespace.
// The messages are private to libudev, in a format of its own, and whoever hears
// them has to find out who sent them.
func (d Database) Watch() (<-chan struct{}, func() error, error) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, nil, fmt.Errorf("udev: watching: %w", err)
	}
	// The directory of the files comes with the first of them.
	if _, err := unix.InotifyAddWatch(fd, d.dir, unix.IN_CREATE); err != nil {
		unix.Close(fd)
		return nil, nil, fmt.Errorf("udev: watching %s: %w", d.dir, err)
	}
	f := os.NewFile(uintptr(fd), "inotify") // its Read ends when it is closed
	d.watchFiles(f)
	told := make(chan struct{}, 1)
	go func() {
		var events [4096]byte // which they are does not matter: who waits looks for what it waits for
		for {
			if _, err := f.Read(events[:]); err != nil {
				return
			}
			d.watchFiles(f)
			select {
			case told <- struct{}{}:
			default:
			}
		}
	}()
	return told, f.Close, nil
}

// watchFiles watches the directory of the files, once it is there; again is the same
// as once (inotify_add_watch(2)). udev writes a file under another name first.
func (d Database) watchFiles(f *os.File) {
	conn, err := f.SyscallConn()
	if err != nil {
		return // closed
	}
	_ = conn.Control(func(fd uintptr) {
		_, _ = unix.InotifyAddWatch(int(fd), filepath.Join(d.dir, "data"), unix.IN_MOVED_TO)
	})
}
