package dhcp6

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Ports of RFC 8415 7.2.
const (
	clientPort = 546
	serverPort = 547
)

// sendLimit is how long a device may take to take a message.
const sendLimit = 250 * time.Millisecond

// allServers is All_DHCP_Relay_Agents_and_Servers (RFC 8415 7.1).
var allServers = [16]byte{0: 0xff, 1: 0x02, 13: 0x01, 15: 0x02}

// Listen opens a UDP socket for DHCPv6 on an interface, in the network namespace of the
// calling thread. Several may be open at once, on different interfaces, in a VRF or not.
// The error wraps the errno, EACCES without CAP_NET_BIND_SERVICE.
//
// To send, the interface needs a link-local address that is no longer tentative: for as
// long as it has none, Send fails with EADDRNOTAVAIL.
func Listen(index int, name string) (Conn, error) {
	fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, unix.IPPROTO_UDP)
	if err != nil {
		return nil, fmt.Errorf("%s: DHCPv6 socket: %w", name, err)
	}
	if err := prepare(fd, name); err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("%s: DHCPv6 socket: %w", name, err)
	}
	to := &unix.SockaddrInet6{Port: serverPort, ZoneId: uint32(index), Addr: allServers}
	return &udpConn{os.NewFile(uintptr(fd), "dhcp6"), to}, nil
}

// prepare binds a socket to the device, for others to have the port on other devices.
// The filter is on before, so that no message gets by it.
func prepare(fd int, device string) error {
	filter := linkLocalOnly()
	for _, err := range []error{
		unix.BindToDevice(fd, device),
		unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, 1),
		unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1),
		unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}),
	} {
		if err != nil {
			return err
		}
	}
	return unix.Bind(fd, &unix.SockaddrInet6{Port: clientPort})
}

// linkLocalOnly passes what was sent to a link-local address, as every answer is, since
// it goes where the question came from: nobody off the link can have a say.
func linkLocalOnly() []unix.SockFilter {
	const (
		loadHalf, and, equal, ret = 0x28, 0x54, 0x15, 0x06

		destination = 0xfff00000 + 24 // SKF_NET_OFF, and where the address is in an IPv6 header
	)
	return []unix.SockFilter{
		{Code: loadHalf, K: destination},
		{Code: and, K: 0xffc0},
		{Code: equal, Jf: 1, K: 0xfe80},
		{Code: ret, K: 0xffffffff},
		{Code: ret, K: 0},
	}
}

// udpConn is a Conn on a UDP socket.
type udpConn struct {
	file *os.File
	to   *unix.SockaddrInet6
}

func (c *udpConn) SetReadDeadline(t time.Time) error { return c.file.SetReadDeadline(t) }

func (c *udpConn) Close() error { return c.file.Close() }

// Send does not wait for a device that takes nothing: the caller has a clock to look
// after.
func (c *udpConn) Send(message []byte) error {
	if err := c.file.SetWriteDeadline(time.Now().Add(sendLimit)); err != nil {
		return err
	}
	raw, err := c.file.SyscallConn()
	if err != nil {
		return err
	}
	var sent error
	err = raw.Write(func(fd uintptr) bool {
		sent = c.sendTo(int(fd), message)
		return sent != unix.EAGAIN
	})
	if err != nil {
		return err
	}
	return os.NewSyscallError("sendto", sent)
}

// sendTo is sendto(2). On an interface that is gone it, too, says EADDRNOTAVAIL, as on
// one that has no address yet; the name of the device is what tells.
func (c *udpConn) sendTo(fd int, message []byte) error {
	err := unix.Sendto(fd, message, 0, c.to)
	if err != nil {
		if _, gone := unix.GetsockoptString(fd, unix.SOL_SOCKET, unix.SO_BINDTODEVICE); gone == unix.ENODEV {
			return gone
		}
	}
	return err
}

// Receive waits for a message and reads it into buf.
func (c *udpConn) Receive(buf []byte) (int, error) {
	n, err := c.file.Read(buf)
	if errors.Is(err, io.EOF) { // a message of no bytes
		err = nil
	}
	return n, err
}
