package lab

import (
	"encoding/binary"
	"net"
	"testing"
)

// TestFloodTellsLosses: what is never answered is lost, what is answered later than the
// next one is not.
func TestFloodTellsLosses(t *testing.T) {
	t.Parallel()
	server, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	client, err := net.Dial("udp", server.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	const dropped, late = 2, 4
	go func() {
		buf := make([]byte, 64)
		for {
			n, from, err := server.ReadFrom(buf)
			if err != nil {
				return
			}
			switch number := binary.BigEndian.Uint32(buf[:n]); number {
			case dropped, late:
			case late + 1: // whose answer comes before that of the one before
				_, _ = server.WriteTo(buf[:n], from)
				_, _ = server.WriteTo(binary.BigEndian.AppendUint32(nil, late), from)
			default:
				_, _ = server.WriteTo(buf[:n], from)
			}
		}
	}()
	var f flood
	for range 6 {
		f.send(client)
	}
	f.drain(client)
	if f.sent != 6 || len(f.waited) != 1 || !f.waited[dropped] {
		t.Errorf("of %d packets %v are lost", f.sent, f.waited)
	}
}
