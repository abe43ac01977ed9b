package dhcp4

import (
	"net"
	"net/netip"

	"golang.org/x/sys/unix"

	"netonce/apply/packet"
)

// maxPacket is the longest IPv4 packet, in bytes.
const maxPacket = 65535

// Listen opens a packet socket for DHCP replies on an interface (see packet.Listen).
// The interface needs no address. It should be up and its operational state too: on
// one that is not yet, the kernel loses what is sent without a word, and the next try
// comes after 4 s.
//
// Closing the Conn waits for the kernel to see the last packet through, some 10 ms
// (synchronize_net in packet_release): not a thing to do before the lease is used.
func Listen(ifi *net.Interface) (Conn, error) {
	c, err := packet.Listen(ifi, unix.ETH_P_IP, replyFilter())
	if err != nil {
		return nil, err
	}
	return &packetConn{Conn: c, device: ifi.Name}, nil
}

// packetConn is a Conn on a packet socket.
type packetConn struct {
	*packet.Conn
	device string
	router *router // opened when something is to be routed
}

// Route opens what it needs the first time.
func (c *packetConn) Route(packet []byte) (err error) {
	if c.router == nil {
		own, _ := netip.AddrFromSlice(packet[12:16])
		if c.router, err = openRouter(c.device, own); err != nil {
			return err
		}
	}
	return c.router.send(packet)
}

// Close closes all that was opened.
func (c *packetConn) Close() error {
	if c.router != nil {
		c.router.close()
	}
	return c.Conn.Close()
}
