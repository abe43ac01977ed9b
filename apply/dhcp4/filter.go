package dhcp4

import "golang.org/x/net/bpf"

// replyFilter is what the kernel applies before it copies a packet: whole IPv4
// packets with UDP to port 68 that came in, for this host or for all, and on no
// VLAN. Offsets count from the IP header, where a cooked socket's packets begin.
//
// A frame of a VLAN that has no device here reaches the parent's sockets. On its
// way the kernel marks it as for another host and then may clear the tag, so both
// are looked at. VID 0 is no VLAN but a mere priority.
func replyFilter() ([]bpf.RawInstruction, error) {
	const packetMulticast = 2 // PACKET_HOST 0 and PACKET_BROADCAST 1 lie below
	return bpf.Assemble([]bpf.Instruction{
		bpf.LoadExtension{Num: bpf.ExtType},
		bpf.JumpIf{Cond: bpf.JumpGreaterThan, Val: packetMulticast, SkipTrue: 16},

		bpf.LoadExtension{Num: bpf.ExtVLANTagPresent},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: 0, SkipTrue: 3},
		bpf.LoadExtension{Num: bpf.ExtVLANTag},
		bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: 0x0fff},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: 0, SkipTrue: 11},

		bpf.LoadAbsolute{Off: 0, Size: 1},
		bpf.ALUOpConstant{Op: bpf.ALUOpShiftRight, Val: 4},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: 4, SkipTrue: 8},
		bpf.LoadAbsolute{Off: 9, Size: 1},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: protoUDP, SkipTrue: 6},
		bpf.LoadAbsolute{Off: 6, Size: 2},
		bpf.JumpIf{Cond: bpf.JumpBitsSet, Val: 0x3fff, SkipTrue: 4},

		bpf.LoadMemShift{Off: 0},
		bpf.LoadIndirect{Off: 2, Size: 2},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: clientPort, SkipTrue: 1},
		bpf.RetConstant{Val: maxPacket},
		bpf.RetConstant{Val: 0},
	})
}
