package netroot

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
)

// card is a card of the guest's. Its PCI slot gives it its name, which udev makes in the
// guest, and the hardware address.
type card struct{ slot int }

func (c card) name() string { return fmt.Sprintf("ens%d", c.slot) }

func (c card) mac() string { return fmt.Sprintf("52:54:00:00:00:%02d", c.slot) }

// arguments are QEMU's: each frame is a datagram on a socket of its own.
func (c card) arguments(dir string) []string {
	return []string{"-netdev", fmt.Sprintf("dgram,id=wire%d,local.type=unix,local.path=%s,remote.type=unix,remote.path=%s", c.slot, c.near(dir), c.far(dir)),
		"-device", fmt.Sprintf("virtio-net-pci,id=card%d,netdev=wire%d,mac=%s,addr=0x%x,romfile=", c.slot, c.slot, c.mac(), c.slot)}
}

func (c card) near(dir string) string { return filepath.Join(dir, c.name()) }

func (c card) far(dir string) string { return filepath.Join(dir, c.name()+".wire") }

// wire is what cards are plugged into, on the one side, with the servers on the other.
type wire struct {
	tap    *os.File
	vlan   uint16 // of the frames on the cards' side; 0 for none
	conns  []*net.UnixConn
	queues []chan []byte // to the cards
}

// queueLength is how many frames wait for a card. One whose link is down takes none.
const queueLength = 1000

// plug connects cards with the servers, until the tap is closed.
func plug(dir string, tap *os.File, vlan uint16, cards []card) error {
	w := &wire{tap: tap, vlan: vlan}
	for _, c := range cards {
		conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: c.far(dir), Net: "unixgram"})
		if err != nil {
			return err
		}
		queue := make(chan []byte, queueLength)
		w.conns, w.queues = append(w.conns, conn), append(w.queues, queue)
		go w.fromCard(conn)
		go toCard(conn, &net.UnixAddr{Name: c.near(dir), Net: "unixgram"}, queue)
	}
	go w.toCards()
	return nil
}

// mostBytes is more than a frame has.
const mostBytes = 1 << 16

// fromCard hands over what a card sends. What the tap does not take is lost, as on any
// wire.
func (w *wire) fromCard(conn *net.UnixConn) {
	frame := make([]byte, mostBytes)
	for {
		n, err := conn.Read(frame)
		if err != nil {
			return
		}
		if f, ok := untag(frame[:n], w.vlan); ok {
			_, _ = w.tap.Write(f)
		}
	}
}

// toCards hands each frame over to every card: which of them is meant, the guest knows.
func (w *wire) toCards() {
	frame := make([]byte, mostBytes)
	for {
		n, err := w.tap.Read(frame)
		if err != nil {
			break
		}
		f := tag(slices.Clone(frame[:n]), w.vlan)
		for _, queue := range w.queues {
			select {
			case queue <- f:
			default: // lost
			}
		}
	}
	for i, queue := range w.queues {
		_ = w.conns[i].Close() // who waits for a card waits no longer
		close(queue)
	}
}

// toCard hands frames over to a card, one that is gone or not yet there as well, until
// there are no more.
func toCard(conn *net.UnixConn, to *net.UnixAddr, queue <-chan []byte) {
	for f := range queue {
		_, _ = conn.WriteToUnix(f, to) // lost, as on any wire
	}
}

const (
	addressBytes = 12     // of both hardware addresses
	tagBytes     = 4      // IEEE 802.1Q
	tagType      = 0x8100 // its type
)

// tag puts a VLAN's tag on a frame, which is not to be used any more.
func tag(frame []byte, vlan uint16) []byte {
	if vlan == 0 || len(frame) < addressBytes {
		return frame
	}
	var t [tagBytes]byte
	binary.BigEndian.PutUint16(t[:], tagType)
	binary.BigEndian.PutUint16(t[2:], vlan)
	return slices.Insert(frame, addressBytes, t[:]...)
}

// untag takes the tag off. A frame of another VLAN is nobody's.
func untag(frame []byte, vlan uint16) ([]byte, bool) {
	if vlan == 0 {
		return frame, true
	}
	if len(frame) < addressBytes+tagBytes || binary.BigEndian.Uint16(frame[addressBytes:]) != tagType ||
		binary.BigEndian.Uint16(frame[addressBytes+2:])&0xfff != vlan {
		return nil, false
	}
	return slices.Delete(slices.Clone(frame), addressBytes, addressBytes+tagBytes), true
}
