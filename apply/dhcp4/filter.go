package dhcp4

import (
	"golang.org/x/sys/unix"

	"netonce/apply/packet"
)

// replyFilter is what the kernel applies before it copies a packet: whole IPv4
// packets with UDP to port 68 that came in untagged. Offsets count from the IP header,
// where a cooked socket's packets begin. The test has it in an assembler's words.
func replyFilter() []unix.SockFilter {
	const (
		load16, load8, load16x = 0x28, 0x30, 0x48
		headerLength           = 0xb1 // of the IP header, into the index register
		equal, bits            = 0x15, 0x45
		shiftRight, end        = 0x74, 0x06
	)
	return packet.Untagged([]unix.SockFilter{
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
	})
}
