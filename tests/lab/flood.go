package lab

import (
	"encoding/binary"
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
	var f flood
	f.send(client) // the first one before whatever is to come
	go func() {
		defer close(ended)
		for {
			select {
			case <-end:
				f.drain(client)
				return
			default:
				f.send(client)
			}
		}
	}()
	return func() (int, int) {
		close(end)
		<-ended
		client.Close()
		server.Close()
		return int(f.sent), len(f.waited)
	}
}

// flood knows its packets by their number: one whose answer comes late, as in a guest whose
// processors are busy elsewhere, is not lost.
type flood struct {
	sent   uint32
	waited map[uint32]bool // for their answers
}

// floodPatience is how long a packet is waited for before the next one is sent.
const floodPatience = time.Second

func (f *flood) send(c net.Conn) {
	if f.waited == nil {
		f.waited = map[uint32]bool{}
	}
	f.sent++
	f.waited[f.sent] = true
	if _, err := c.Write(binary.BigEndian.AppendUint32(nil, f.sent)); err == nil {
		f.receive(c, floodPatience)
	}
}

// receive takes one answer, and reports whether there was one.
func (f *flood) receive(c net.Conn, patience time.Duration) bool {
	buf := make([]byte, 64)
	if err := c.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return false
	}
	n, err := c.Read(buf)
	for at := 0; at+4 <= n; at += 4 { // of a stream several at once
		delete(f.waited, binary.BigEndian.Uint32(buf[at:]))
	}
	return err == nil
}

// drain takes the answers that are still under way.
func (f *flood) drain(c net.Conn) {
	for len(f.waited) > 0 && f.receive(c, 5*time.Second) {
	}
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
