package lab

import (
	"encoding/binary"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/insomniacslk/dhcp/rfc1035label"
	"golang.org/x/sys/unix"
)

// ICMPv6 types of RFC 4861 section 4.
const (
	routerSolicitation  = 133
	routerAdvertisement = 134
)

// Advertisement is what a router says besides a default route.
type Advertisement struct {
	Prefix         netip.Prefix  // to make addresses of; none where it is not valid
	Managed, Other bool          // what DHCPv6 gives
	Servers        []netip.Addr  // of names (RFC 8106)
	Search         []string      // the same, for domains
	Lifetime       time.Duration // of those two
}

// Router answers router solicitations on an interface of the peers, from fe80::1. It
// ends with the test, or before.
func (h *Host) Router(name string, a Advertisement) (stop func()) {
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
		answer(socket, index, a.bytes())
	}()
	stop = sync.OnceFunc(func() {
		socket.Close()
		<-ended
	})
	h.t.Cleanup(stop)
	return stop
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

// bytes is the router advertisement. The kernel fills in the checksum.
func (a Advertisement) bytes() []byte {
	var flags byte
	if a.Managed {
		flags |= 0x80
	}
	if a.Other {
		flags |= 0x40
	}
	b := []byte{routerAdvertisement, 0, 0, 0, 64, flags}
	b = binary.BigEndian.AppendUint16(b, 1800) // seconds as a default router
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0)      // reachable time and retransmission timer: not said
	if a.Prefix.IsValid() {
		b = append(b, 3, 4, byte(a.Prefix.Bits()), 0xc0) // on the link, for addresses
		b = binary.BigEndian.AppendUint32(b, 3600)
		b = binary.BigEndian.AppendUint32(b, 1800)
		b = append(b, 0, 0, 0, 0)
		b = append(b, a.Prefix.Addr().AsSlice()...)
	}
	if len(a.Servers) > 0 {
		var list []byte
		for _, s := range a.Servers {
			list = append(list, s.AsSlice()...)
		}
		b = append(b, a.option(25, list)...)
	}
	if len(a.Search) > 0 {
		labels := rfc1035label.Labels{Labels: a.Search}
		b = append(b, a.option(31, labels.ToBytes())...)
	}
	return b
}

// option is one of those of RFC 8106.
func (a Advertisement) option(kind byte, content []byte) []byte {
	content = append(content, make([]byte, -len(content)&7)...)
	b := binary.BigEndian.AppendUint32([]byte{kind, byte(1 + len(content)/8), 0, 0}, uint32(a.Lifetime/time.Second))
	return append(b, content...)
}
