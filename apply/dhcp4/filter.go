package dhcp4

import "golang.org/x/sys/unix"

// replyFilter is what the kernel applies before it copies a packet: whole IPv4
// packets with UDP to port 68 that came in, for this host or for all, and on no
// VLAN. Offsets count from the IP header, where a cooked socket's packets begin.
// The test has it in an assembler's words.
//
// A frame of a VLAN that has no device here reaches the parent's sockets. On its
// way the kernel marks it as for another host and then may clear the tag, so both
// are looked at. VID 0 is no VLAN but a mere priority.
func replyFilter() []unix.SockFilter {
	const (
		load32, load16, load8, load16x = 0x20, 0x28, 0x30, 0x48
		headerLength                   = 0xb1 // of the IP header, into the index register
		equal, greater, bits           = 0x15, 0x25, 0x45
		and, shiftRight, end           = 0x54, 0x74, 0x06

		packetType, tagPresent, tag = 0xfffff004, 0xfffff030, 0xfffff02c // SKF_AD_OFF and on
		packetMulticast             = 2                                  // PACKET_HOST 0 and PACKET_BROADCAST 1 lie below
	)
	return []unix.SockFilter{
		{Code: load32, K: packetType},
		{Code: greater, Jt: 16, K: packetMulticast},

		{Code: load32, K: tagPresent},
		{Code: equal, Jt: 3, K: 0},
		{Code: load32, K: tag},
		{Code: and, K: 0x0fff},
		{Code: equal, Jf: 11, K: 0},

		{Code: load8, K: 0}, // version
		{Code: shiftRight, K: 4},
		{Code: equal, Jf: 8, K: 4},
		{Code: load8, K: 9}, // protocol
		{Code: equal, Jf: 6, K: protoUDP},
		{Code: load16, K: 6}, // more fragments, or not the first
		{Code: bits, Jt: 4, K: 0x3fff},

		{Code: headerLength},
		{Code: load16x, K: 2}, // destination port
		{Code: equal, Jf: 1, K: clientPort},
		{Code: end, K: maxPacket},
		{Code: end, K: 0},
	}
}
