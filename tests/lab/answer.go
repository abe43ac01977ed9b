package lab

import (
	"net"
)

// Answers has whoever is at an address among the peers answer DNS queries and take TCP
// connections at a port, from now on.
func (h *Host) Answers(address, port string) {
	h.t.Helper()
	var udp net.PacketConn
	var tcp net.Listener
	if err := h.peer.do(func() (err error) {
		if udp, err = net.ListenPacket("udp", net.JoinHostPort(address, "53")); err == nil {
			tcp, err = net.Listen("tcp", net.JoinHostPort(address, port))
		}
		return err
	}); err != nil {
		h.t.Fatalf("%v", err)
	}
	h.t.Cleanup(func() { udp.Close(); tcp.Close() })
	go func() {
		buf := make([]byte, 512)
		for {
			n, from, err := udp.ReadFrom(buf)
			if err != nil {
				return
			}
			if n > 3 {
				buf[2], buf[3] = buf[2]|0x80, buf[3]|5 // a response: refused, which is an answer
				_, _ = udp.WriteTo(buf[:n], from)
			}
		}
	}()
}
