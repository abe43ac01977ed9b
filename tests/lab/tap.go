package lab

import (
	"os"

	"golang.org/x/sys/unix"
)

// Tap makes a link among the peers whose other end is a file: each frame that is read
// from it the peers have sent, and each that is written to it they receive.
func (h *Host) Tap(name string) *os.File {
	h.t.Helper()
	var tap *os.File
	err := h.peer.do(func() (err error) {
		tap, err = openTap(name)
		return err
	})
	if err != nil {
		h.t.Fatalf("tap %s: %v", name, err)
	}
	h.t.Cleanup(func() { _ = tap.Close() }) // again, where somebody has closed it
	up(h.t, h.peer, name)
	return tap
}

func openTap(name string) (*os.File, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("open /dev/net/tun", err)
	}
	request, err := unix.NewIfreq(name)
	if err == nil {
		request.SetUint16(unix.IFF_TAP | unix.IFF_NO_PI)
		err = os.NewSyscallError("TUNSETIFF", unix.IoctlIfreq(fd, unix.TUNSETIFF, request))
	}
	if err != nil {
		_ = unix.Close(fd) // it was of no use
		return nil, err
	}
	return os.NewFile(uintptr(fd), name), nil
}
