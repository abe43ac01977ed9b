package machine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// Devices is a socket on which the kernel tells of devices, as it does to udev.
type Devices struct{ fd int }

// WatchDevices opens one. It gives up after some seconds without any news.
func WatchDevices() (*Devices, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_KOBJECT_UEVENT)
	if err != nil {
		return nil, err
	}
	const kernelsOwn = 1 // the multicast group
	err = errors.Join(unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 10}),
		unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: kernelsOwn}))
	return &Devices{fd}, err
}

// Close closes the socket.
func (d *Devices) Close() error { return unix.Close(d.fd) }

// Await waits until a function finds what it looks for, and looks anew at each event.
func (d *Devices) Await(found func() (bool, error)) error {
	buf := make([]byte, 4096)
	for {
		if ok, err := found(); ok || err != nil {
			return err
		}
		_, _, err := unix.Recvfrom(d.fd, buf, 0)
		if err != nil && !errors.Is(err, unix.EINTR) && !errors.Is(err, unix.ENOBUFS) { // of too many some are lost
			return fmt.Errorf("no more news of devices: %w", err)
		}
	}
}

// Port waits for the virtio port of a name: the host tells the name after the driver
// has come, and the kernel that it has one.
func (d *Devices) Port(port string) (path string, err error) {
	err = d.Await(func() (bool, error) {
		names, err := filepath.Glob("/sys/class/virtio-ports/*/name")
		for _, n := range names {
			if b, err := os.ReadFile(n); err == nil && strings.TrimSpace(string(b)) == port {
				path = "/dev/" + filepath.Base(filepath.Dir(n))
			}
		}
		return path != "", err
	})
	if err != nil {
		return "", fmt.Errorf("there is no port %s: %w", port, err)
	}
	return path, nil
}
