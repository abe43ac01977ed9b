package packet

import "golang.org/x/sys/unix"

// Untagged has a filter see only what came in for this host or for all, and on no
// VLAN. Where it does not, it jumps to the filter's last instruction, which is to drop
// the packet.
//
// A frame of a VLAN that has no device here reaches the parent's sockets. On its way
// the kernel marks it as for another host and then may clear the tag, so both are
// looked at. VID 0 is no VLAN but a mere priority.
func Untagged(filter []unix.SockFilter) []unix.SockFilter {
	const (
		load, equal, greater, and = 0x20, 0x15, 0x25, 0x54

		packetType, tagPresent, tag = 0xfffff004, 0xfffff030, 0xfffff02c // SKF_AD_OFF and on
		packetMulticast             = 2                                  // PACKET_HOST 0 and PACKET_BROADCAST 1 lie below
	)
	drop := uint8(len(filter) - 1) // from the filter's first instruction
	return append([]unix.SockFilter{
		{Code: load, K: packetType},
		{Code: greater, Jt: drop + 5, K: packetMulticast},
		{Code: load, K: tagPresent},
		{Code: equal, Jt: 3, K: 0},
		{Code: load, K: tag},
		{Code: and, K: 0x0fff},
		{Code: equal, Jf: drop, K: 0},
	}, filter...)
}
