package online

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// Asker asks others.
type Asker struct {
	// Root is before etc/resolv.conf.
	Root string
	// Reachable reports whether a neighbour on a link has answered the kernel lately.
	Reachable func(index int, a netip.Addr) (bool, error)
}

const (
	answerLimit = 2 * time.Second // of a name server
	tcpLimit    = 5 * time.Second
	discard     = 9 // RFC 863: nobody minds what comes there
)

var errSilent = errors.New("no answer")

// Ask returns nil where a condition holds that others have to be asked for.
func (a Asker) Ask(s *network.Snapshot, c Condition, name string) error {
	switch c {
	case nameServer:
		return a.askNames(s)
	case gatewayHears:
		return a.askGateways(s, name)
	}
	peer, err := netip.ParseAddrPort(strings.TrimPrefix(string(c), connects))
	if err == nil {
		_, err = exchange(s, unix.SOCK_STREAM, peer, nil, tcpLimit)
	}
	return err
}

// askGateways asks each default gateway until one answers. A route without one leads to
// whoever is at the other end.
func (a Asker) askGateways(s *network.Snapshot, name string) error {
	err := errSilent
	for _, i := range interfaces(s, name) {
		for n := range i.Routes {
			r := &i.Routes[n]
			if !i.Link.Carrier || !r.IsDefault() {
				continue
			}
			if !r.Gateway.IsValid() {
				return nil
			}
			if err = a.askGateway(s, &i.Link, r.Gateway); err == nil {
				return nil
			}
			err = fmt.Errorf("%s: %w", r.Gateway, err)
		}
	}
	return err
}

// askGateway sends a datagram, for which the kernel has to know the gateway, and has the
// kernel tell whether it does. Another look shows who was slower than that.
func (a Asker) askGateway(s *network.Snapshot, l *network.Link, to netip.Addr) error {
	zoned := to
	if to.IsLinkLocalUnicast() {
		zoned = to.WithZone(l.Name)
	}
	_, err := exchange(s, unix.SOCK_DGRAM, netip.AddrPortFrom(zoned, discard), []byte{0}, 0)
	if err != nil {
		return err
	}
	if heard, err := a.Reachable(l.Index, to); heard || err != nil {
		return err
	}
	return errSilent
}

// askNames asks the name servers in turn; any answer is one.
func (a Asker) askNames(s *network.Snapshot) error {
	text, err := os.ReadFile(filepath.Join(a.Root, "etc/resolv.conf"))
	if err != nil {
		return err
	}
	err = errors.New("no name server")
	for _, line := range strings.Split(string(text), "\n") {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] != "nameserver" {
			continue
		}
		var server netip.Addr
		if server, err = netip.ParseAddr(words[1]); err == nil {
			err = askName(s, server)
		}
		if err == nil {
			return nil
		}
		err = fmt.Errorf("%s: %w", words[1], err)
	}
	return err
}

// askName asks a name server for those of the root.
func askName(s *network.Snapshot, server netip.Addr) error {
	// One question, recursion desired: type NS, class IN (RFC 1035 4.1).
	const query = "no\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + "\x00\x00\x02\x00\x01"
	answer, err := exchange(s, unix.SOCK_DGRAM, netip.AddrPortFrom(server, 53), []byte(query), answerLimit)
	if err == nil && (len(answer) < 12 || string(answer[:2]) != query[:2] || answer[2]&0x80 == 0) {
		return errSilent
	}
	return err
}

// exchange makes a connection, sends what there is to be sent and waits for an answer, or
// where nothing is sent for the connection; with no time not at all.
func exchange(s *network.Snapshot, kind int, to netip.AddrPort, message []byte, limit time.Duration) ([]byte, error) {
	family, peer := socketAddress(s, to)
	fd, err := unix.Socket(family, kind|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	if err := unix.Connect(fd, peer); err != nil && err != unix.EINPROGRESS {
		return nil, err
	}
	if message == nil {
		if err := await(fd, unix.POLLOUT, limit); err != nil {
			return nil, err
		}
		errno, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
		if err == nil && errno != 0 {
			err = syscall.Errno(errno)
		}
		return nil, err
	}
	if _, err := unix.Write(fd, message); err != nil || limit == 0 {
		return nil, err
	}
	if err := await(fd, unix.POLLIN, limit); err != nil {
		return nil, err
	}
	answer := make([]byte, 512)
	n, err := unix.Read(fd, answer)
	return answer[:max(n, 0)], err
}

// await waits until a socket is ready.
func await(fd int, events int16, limit time.Duration) error {
	fds := []unix.PollFd{{Fd: int32(fd), Events: events}}
	for end := time.Now().Add(limit); ; {
		n, err := unix.Poll(fds, max(0, int(time.Until(end)/time.Millisecond)))
		if err == nil && n == 0 {
			return errSilent
		}
		if err != unix.EINTR {
			return err
		}
	}
}

// socketAddress is an address with its family. A zone is the name of an interface.
func socketAddress(s *network.Snapshot, to netip.AddrPort) (int, unix.Sockaddr) {
	a := to.Addr().Unmap()
	if a.Is4() {
		return unix.AF_INET, &unix.SockaddrInet4{Addr: a.As4(), Port: int(to.Port())}
	}
	six := &unix.SockaddrInet6{Addr: a.As16(), Port: int(to.Port())}
	if i := s.Interface(a.Zone()); i != nil {
		six.ZoneId = uint32(i.Link.Index)
	}
	return unix.AF_INET6, six
}
