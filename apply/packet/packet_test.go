package packet

import (
	"bytes"
	"encoding/binary"
	"net"
	"testing"
)

// The kernel wants all octets of an address of InfiniBand, and no less than the
// structure for a shorter one.
func TestLinkAddress(t *testing.T) {
	t.Parallel()
	for octets, size := range map[int]int{0: 20, 6: 20, 20: 32} {
		address := make(net.HardwareAddr, octets)
		for i := range address {
			address[i] = byte(i + 1)
		}
		b := linkAddress(7, wireOrder(0x0806), address)
		if len(b) != size || int(b[11]) != octets || !bytes.Equal(b[12:12+octets], address) || binary.NativeEndian.Uint32(b[4:]) != 7 || b[2] != 8 || b[3] != 6 {
			t.Errorf("%d octets: % x", octets, b)
		}
	}
}
