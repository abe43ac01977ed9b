package lab

import (
	"net"
	"time"
)

// Flood sends packets to an address of the peer's, each as soon as the one before has
// been answered, until it is stopped; then it tells how many were sent and how many
// of them were lost. The peer has to have the address already.
func (h *Host) Flood(to string) (stop func() (sent, lost int)) {
	h.t.Helper()
	var server, client net.Conn
	err := h.peer.do(func() (err error) {
		server, err = net.ListenUDP("udp", &net.UDPAddr{IP: net.ParseIP(to), Port: 7}) // the echo service
		return err
	})
	if err == nil {
		err = h.here.do(func() (err error) {
			client, err = net.Dial("udp", net.JoinHostPort(to, "7"))
			return err
		})
	}
	if err != nil {
		h.t.Fatalf("flood: %v", err)
	}
	go echo(server.(*net.UDPConn))
	end, ended := make(chan struct{}), make(chan struct{})
	sent, lost := 0, 0
	go func() {
		defer close(ended)
		for buf := make([]byte, 64); ; {
			select {
			case <-end:
				return
			default:
			}
			sent++
			if !answered(client, buf) {
				lost++
			}
		}
	}()
	return func() (int, int) {
		close(end)
		<-ended
		client.Close()
		server.Close()
		return sent, lost
	}
}

// floodPatience is how long a packet may be under way.
const floodPatience = time.Second

func answered(c net.Conn, buf []byte) bool {
	if _, err := c.Write([]byte("ping")); err != nil {
		return false
	}
	if err := c.SetReadDeadline(time.Now().Add(floodPatience)); err != nil {
		return false
	}
	_, err := c.Read(buf)
	return err == nil
}

func echo(c *net.UDPConn) {
	buf := make([]byte, 64)
	for {
		n, from, err := c.ReadFrom(buf)
		if err != nil {
			return
		}
		if _, err := c.WriteTo(buf[:n], from); err != nil {
			return
		}
	}
}
