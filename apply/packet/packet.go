package packet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Retry is how soon after a device that took no packet it may be tried again.
const Retry = 250 * time.Millisecond

// Conn is a packet socket, cooked: the kernel adds and takes off the link's own
// header.
type Conn struct {
	*os.File
	broadcast []byte // struct sockaddr_ll
}

// Listen opens a packet socket for a protocol (linux/if_ether.h) on an interface, of
// which index, name and hardware address are looked at, in the network namespace of
// the calling thread. What does not pass the filter is not copied. The error wraps the
// errno, EPERM without CAP_NET_RAW.
func Listen(ifi *net.Interface, protocol uint16, filter []unix.SockFilter) (*Conn, error) {
	broadcast, err := linkBroadcast(ifi)
	if err != nil {
		return nil, fmt.Errorf("%s: link broadcast address: %w", ifi.Name, err)
	}
	f, err := open(ifi.Index, wireOrder(protocol), filter)
	if err != nil {
		return nil, fmt.Errorf("%s: packet socket: %w", ifi.Name, err)
	}
	return &Conn{f, linkAddress(ifi.Index, wireOrder(protocol), broadcast)}, nil
}

// wireOrder is a number in network byte order, as packet(7) has it.
func wireOrder(n uint16) uint16 { return binary.NativeEndian.Uint16([]byte{byte(n >> 8), byte(n)}) }

// linkAddress is struct sockaddr_ll with an address of any length: InfiniBand's has
// twenty octets, and the kernel takes them where the structure's own eight end
// (packet_snd).
func linkAddress(index int, protocol uint16, address net.HardwareAddr) []byte {
	b := binary.NativeEndian.AppendUint16(nil, unix.AF_PACKET)
	b = binary.NativeEndian.AppendUint16(b, protocol)
	b = binary.NativeEndian.AppendUint32(b, uint32(index))
	b = append(b, 0, 0, 0, byte(len(address))) // sll_hatype, sll_pkttype, sll_halen
	b = append(b, address...)
	return append(b, make([]byte, max(0, unix.SizeofSockaddrLinklayer-len(b)))...)
}

// open opens a cooked packet socket bound to a link. The filter is on before it is
// bound, so that no packet gets by it.
func open(index int, protocol uint16, filter []unix.SockFilter) (*os.File, error) {
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	err = unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]})
	if err == nil {
		err = unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: protocol, Ifindex: index})
	}
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	return os.NewFile(uintptr(fd), "packet"), nil
}

// Send sends a packet to everybody on the link. It does not wait for a device that
// takes no packets: the caller has a clock to look after.
func (c *Conn) Send(payload []byte) error {
	if err := c.SetWriteDeadline(time.Now().Add(Retry)); err != nil {
		return err
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return err
	}
	var sent error
	err = raw.Write(func(fd uintptr) bool {
		sent = sendTo(fd, payload, c.broadcast)
		return !errors.Is(sent, unix.EAGAIN)
	})
	return errors.Join(err, sent)
}

// sendTo is sendto(2) with an address that package unix has no type for.
func sendTo(fd uintptr, payload, to []byte) error {
	_, _, errno := unix.Syscall6(unix.SYS_SENDTO, fd, uintptr(unsafe.Pointer(unsafe.SliceData(payload))), uintptr(len(payload)), 0,
		uintptr(unsafe.Pointer(unsafe.SliceData(to))), uintptr(len(to)))
	if errno != 0 {
		return errno
	}
	return nil
}

// Receive waits for a packet and reads it into buf. Its error is
// os.ErrDeadlineExceeded (by errors.Is) at the read deadline.
func (c *Conn) Receive(buf []byte) (int, error) {
	n, err := c.Read(buf)
	if errors.Is(err, io.EOF) { // a packet of no bytes
		err = nil
	}
	return n, err
}

// linkBroadcast is the link-layer address of everybody on the link: on Ethernet
// always the same, elsewhere (InfiniBand) known only to the kernel.
func linkBroadcast(ifi *net.Interface) (net.HardwareAddr, error) {
	const ethernetAddr = 6
	if len(ifi.HardwareAddr) == ethernetAddr {
		return bytes.Repeat([]byte{0xff}, ethernetAddr), nil
	}
	dump, err := syscall.NetlinkRIB(syscall.RTM_GETLINK, syscall.AF_UNSPEC)
	if err != nil {
		return nil, err
	}
	messages, err := syscall.ParseNetlinkMessage(dump)
	if err != nil {
		return nil, err
	}
	for _, m := range messages {
		if a := broadcastAttr(m, ifi.Index); a != nil {
			return a, nil
		}
	}
	return net.HardwareAddr{}, nil // a link without addresses
}

// broadcastAttr is IFLA_BROADCAST of a message about the link with that index.
func broadcastAttr(m syscall.NetlinkMessage, index int) net.HardwareAddr {
	if m.Header.Type != syscall.RTM_NEWLINK || len(m.Data) < syscall.SizeofIfInfomsg {
		return nil
	}
	// struct ifinfomsg: the index is its second 32-bit word.
	if int(int32(binary.NativeEndian.Uint32(m.Data[4:]))) != index {
		return nil
	}
	attrs, err := syscall.ParseNetlinkRouteAttr(&m)
	if err != nil {
		return nil
	}
	for _, a := range attrs {
		if a.Attr.Type == syscall.IFLA_BROADCAST {
			return bytes.Clone(a.Value)
		}
	}
	return nil
}
