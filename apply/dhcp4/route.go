package dhcp4

import (
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// router sends whole IPv4 packets as the kernel routes them. It takes a raw socket,
// and no port below 1024, which would take one capability more (raw(7)).
type router struct {
	fd   int
	port int // -1 for none
}

// openRouter opens the sockets for one link.
func openRouter(device string, own netip.Addr) (*router, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.IPPROTO_RAW)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	if err := unix.BindToDevice(fd, device); err != nil {
		unix.Close(fd)
		return nil, os.NewSyscallError("setsockopt", err)
	}
	return &router{fd, listenQuietly(device, own)}, nil
}

func (r *router) send(packet []byte) error {
	to := unix.SockaddrInet4{Addr: [4]byte(packet[16:20])}
	return os.NewSyscallError("sendto", unix.Sendto(r.fd, packet, unix.MSG_DONTWAIT, &to))
}

func (r *router) close() {
	unix.Close(r.fd)
	if r.port >= 0 {
		unix.Close(r.port)
	}
}

// listenQuietly has somebody listen at the client's port where that is allowed: the
// answer comes by the packet socket, but the kernel would tell the server that
// nobody is there (RFC 1122 section 4.1.3.1). It returns -1 where it is not.
func listenQuietly(device string, own netip.Addr) int {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1
	}
	err = unix.BindToDevice(fd, device)
	if err == nil {
		err = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1)
	}
	if err == nil {
		err = unix.Bind(fd, &unix.SockaddrInet4{Port: clientPort, Addr: own.As4()})
	}
	if err != nil {
		unix.Close(fd)
		return -1
	}
	return fd
}
