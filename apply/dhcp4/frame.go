package dhcp4

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"netonce/apply/dhcp"
)

// Places in an IPv4 header (RFC 791 3.1) and a UDP header (RFC 768), and the ports
// (RFC 2131 4.1).
const (
	ipHeader  = 20
	udpHeader = 8

	serverPort = 67
	clientPort = 68
	protoUDP   = 17
)

// errFrame is a packet that is no DHCP reply by its headers.
const errFrame = dhcp.Reason("not an IPv4 packet with UDP to port 68")

// wrap puts IPv4 and UDP headers before a message, from port 68 to port 67. Without an
// address it comes from a host that has none yet, 0.0.0.0, and goes to all.
func wrap(message []byte, from, to netip.Addr) []byte {
	total := ipHeader + udpHeader + len(message)
	p := make([]byte, ipHeader+udpHeader, total)
	ip, udp := p[:ipHeader], p[ipHeader:]

	ip[0] = 4<<4 | ipHeader/4
	ip[1] = 6 << 5 // class selector 6, network control (RFC 4594 3.1)
	binary.BigEndian.PutUint16(ip[2:], uint16(total))
	ip[8] = 64
	ip[9] = protoUDP
	if from.Is4() {
		copy(ip[12:], from.AsSlice())
	}
	if !to.Is4() {
		to = limitedBroadcast
	}
	copy(ip[16:], to.AsSlice())
	binary.BigEndian.PutUint16(ip[10:], checksum(0, ip))

	binary.BigEndian.PutUint16(udp[0:], clientPort)
	binary.BigEndian.PutUint16(udp[2:], serverPort)
	binary.BigEndian.PutUint16(udp[4:], uint16(udpHeader+len(message)))
	p = append(p, message...)
	binary.BigEndian.PutUint16(p[ipHeader+6:], udpChecksum(p))
	return p
}

// unwrap is the UDP payload of an IPv4 packet, a part of packet. The kernel's
// filter has looked at it, but not at all of its lengths. The UDP checksum is not
// looked at: from a server on the same host, behind a virtual link, it is only the
// start of one, left for hardware that is not there to finish.
func unwrap(packet []byte) ([]byte, error) {
	if len(packet) < ipHeader || packet[0]>>4 != 4 {
		return nil, errFrame
	}
	header := int(packet[0]&0xf) * 4
	total := int(binary.BigEndian.Uint16(packet[2:]))
	// Behind total there may be the padding of a short Ethernet frame.
	if header < ipHeader || total < header+udpHeader || total > len(packet) {
		return nil, fmt.Errorf("%w: %d bytes, header %d, total %d", errFrame, len(packet), header, total)
	}
	const moreFragments, offset = 0x2000, 0x1fff
	if packet[9] != protoUDP || binary.BigEndian.Uint16(packet[6:])&(moreFragments|offset) != 0 {
		return nil, errFrame
	}
	if checksum(0, packet[:header]) != 0 {
		return nil, fmt.Errorf("%w: header checksum", errFrame)
	}
	udp := packet[header:total]
	length := int(binary.BigEndian.Uint16(udp[4:]))
	if binary.BigEndian.Uint16(udp[2:]) != clientPort || length < udpHeader || length > len(udp) {
		return nil, fmt.Errorf("%w: UDP length %d of %d", errFrame, length, len(udp))
	}
	return udp[udpHeader:length], nil
}

// udpChecksum is the checksum of the UDP in a packet with a 20-byte header and a
// zero in its place (RFC 768), over addresses, protocol and length besides.
func udpChecksum(packet []byte) uint16 {
	udp := packet[ipHeader:]
	pseudo := sum(protoUDP+uint32(len(udp)), packet[12:ipHeader])
	if c := checksum(pseudo, udp); c != 0 {
		return c
	}
	return 0xffff // zero would say that there is none
}

// checksum is the Internet checksum (RFC 1071) of b, added to what came before.
func checksum(before uint32, b []byte) uint16 {
	s := sum(before, b)
	for s > 0xffff {
		s = s>>16 + s&0xffff
	}
	return ^uint16(s)
}

// sum adds up 16-bit words; it has room for the 32768 of the longest packet.
func sum(s uint32, b []byte) uint32 {
	for ; len(b) >= 2; b = b[2:] {
		s += uint32(binary.BigEndian.Uint16(b))
	}
	if len(b) == 1 {
		s += uint32(b[0]) << 8
	}
	return s
}
