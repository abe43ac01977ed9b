package lab

import (
	"encoding/binary"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// ICMPv6 types of RFC 4861 section 4.
const (
	routerSolicitation  = 133
	routerAdvertisement = 134
)

// Router answers router solicitations on an interface of the peers, from fe80::1:
// a default route, and a prefix to make addresses of. It ends with the test.
func (h *Host) Router(name string, prefix netip.Prefix) {
	h.t.Helper()
	h.Peer(name, "fe80::1/64")
	index := find(h.t, h.peer, name).Attrs().Index
	var socket *os.File
	err := h.peer.do(func() (err error) {
		// Only who forwards calls itself a router when it is asked for its hardware
		// address, and hosts drop the routes of one that does not (RFC 4861 section 7.2.5).
		if err := os.WriteFile("/proc/sys/net/ipv6/conf/"+name+"/forwarding", []byte("1"), 0); err != nil {
			return err
		}
		socket, err = routerSocket(name, index)
		return err
	})
	if err != nil {
		h.t.Fatalf("router on %s: %v", name, err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		answer(socket, index, advertisement(prefix))
	}()
	h.t.Cleanup(func() {
		socket.Close()
		<-ended
	})
}

func routerSocket(name string, index int) (*os.File, error) {
	fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_RAW|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, unix.IPPROTO_ICMPV6)
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), "ICMPv6")
	routers := unix.IPv6Mreq{Multiaddr: netip.IPv6LinkLocalAllRouters().As16(), Interface: uint32(index)}
	for _, err := range []error{
		unix.BindToDevice(fd, name),
		unix.SetsockoptIPv6Mreq(fd, unix.IPPROTO_IPV6, unix.IPV6_JOIN_GROUP, &routers),
		unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF, index),
		unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_HOPS, 255), // hosts take no other
	} {
		if err != nil {
			f.Close()
			return nil, err
		}
	}
	return f, nil
}

// answer sends the advertisement to all nodes for every solicitation, until the
// socket is closed.
func answer(socket *os.File, index int, advertisement []byte) {
	raw, err := socket.SyscallConn()
	if err != nil {
		return
	}
	to := &unix.SockaddrInet6{Addr: netip.IPv6LinkLocalAllNodes().As16(), ZoneId: uint32(index)}
	b := make([]byte, 1500)
	for {
		n, err := socket.Read(b)
		if err != nil {
			return
		}
		if n > 0 && b[0] == routerSolicitation {
			_ = raw.Control(func(fd uintptr) { // where it fails nobody hears it
				_ = unix.Sendto(int(fd), advertisement, 0, to)
			})
		}
	}
}

// advertisement is a router advertisement with one prefix information option. The
// kernel fills in the checksum.
func advertisement(prefix netip.Prefix) []byte {
	b := []byte{routerAdvertisement, 0, 0, 0, 64, 0}
	b = binary.BigEndian.AppendUint16(b, 1800)     // seconds as a default router
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0)          // reachable time and retransmission timer: not said
	b = append(b, 3, 4, byte(prefix.Bits()), 0xc0) // on the link, for addresses
	b = binary.BigEndian.AppendUint32(b, 3600)
	b = binary.BigEndian.AppendUint32(b, 1800)
	b = append(b, 0, 0, 0, 0)
	a := prefix.Addr().As16()
	return append(b, a[:]...)
}
