package kernel

import (
	"encoding/binary"
	"net/netip"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"
)

// Reachable reports whether a neighbour on a link has answered the kernel lately, or need
// not be asked.
func (c *Conn) Reachable(index int, a netip.Addr) (heard bool, err error) {
	r := nl.NewNetlinkRequest(unix.RTM_GETNEIGH, unix.NLM_F_DUMP)
	family := byte(unix.AF_INET)
	if a.Is6() {
		family = unix.AF_INET6
	}
	r.AddRawData(append([]byte{family}, make([]byte, unix.SizeofNdMsg-1)...))
	err = c.socket.dump(r, func() {}, func(_ uint16, b []byte) error {
		if len(b) < unix.SizeofNdMsg || int(binary.NativeEndian.Uint32(b[4:])) != index {
			return nil
		}
		state := binary.NativeEndian.Uint16(b[8:])
		return attributes(b[unix.SizeofNdMsg:], func(t attribute) {
			if t.kind == unix.NDA_DST && string(t.value) == string(a.AsSlice()) {
				heard = state&(unix.NUD_REACHABLE|unix.NUD_PERMANENT|unix.NUD_NOARP) != 0
			}
		})
	})
	return heard, wrap("reading neighbours", err)
}
