package dhcp4

import (
	"encoding/binary"
	"net"
	"net/netip"
	"testing"

	"github.com/insomniacslk/dhcp/dhcpv4"
)

var (
	testMAC    = net.HardwareAddr{0x02, 0, 0, 0, 0, 0x01}
	testServer = netip.MustParseAddr("192.0.2.1")
	testOwn    = netip.MustParseAddr("192.0.2.7")
)

func testConfig() Config {
	return Config{Interface: "eth1", HardwareAddr: testMAC}
}

// change alters a message that is otherwise as it should be.
type change func(*dhcpv4.DHCPv4)

// opt sets an option; without value it is there and empty.
func opt(code uint8, value ...byte) change {
	return func(m *dhcpv4.DHCPv4) { m.Options[code] = value }
}

func text(code uint8, value string) change { return opt(code, []byte(value)...) }

func without(code uint8) change {
	return func(m *dhcpv4.DHCPv4) { delete(m.Options, code) }
}

func yiaddr(a string) change {
	return func(m *dhcpv4.DHCPv4) { m.YourIPAddr = net.ParseIP(a).To4() }
}

// seconds32 is the value of a time option.
func seconds32(s uint32) []byte { return binary.BigEndian.AppendUint32(nil, s) }

// answer is a server's answer to req: 192.0.2.7/24 for an hour from 192.0.2.1.
func answer(req *dhcpv4.DHCPv4, kind dhcpv4.MessageType, changes ...change) *dhcpv4.DHCPv4 {
	m := &dhcpv4.DHCPv4{
		OpCode:        dhcpv4.OpcodeBootReply,
		HWType:        req.HWType,
		TransactionID: req.TransactionID,
		ClientHWAddr:  req.ClientHWAddr,
		YourIPAddr:    net.IP(testOwn.AsSlice()),
		Options: dhcpv4.Options{
			53: {byte(kind)},
			54: testServer.AsSlice(),
			51: seconds32(3600),
			1:  {255, 255, 255, 0},
		},
	}
	for _, c := range changes {
		c(m)
	}
	return m
}

func offerTo(req *dhcpv4.DHCPv4, changes ...change) *dhcpv4.DHCPv4 {
	return answer(req, dhcpv4.MessageTypeOffer, changes...)
}

func ackTo(req *dhcpv4.DHCPv4, changes ...change) *dhcpv4.DHCPv4 {
	return answer(req, dhcpv4.MessageTypeAck, changes...)
}

func nakTo(req *dhcpv4.DHCPv4, changes ...change) *dhcpv4.DHCPv4 {
	return answer(req, dhcpv4.MessageTypeNak, append([]change{yiaddr("0.0.0.0"), without(51), without(1)}, changes...)...)
}

// replyPacket puts a server's headers before a message, without UDP checksum.
func replyPacket(message []byte) []byte {
	p := make([]byte, ipHeader+udpHeader, ipHeader+udpHeader+len(message))
	p[0], p[8], p[9] = 0x45, 64, protoUDP
	binary.BigEndian.PutUint16(p[2:], uint16(cap(p)))
	copy(p[12:], testServer.AsSlice())
	copy(p[16:], []byte{255, 255, 255, 255})
	binary.BigEndian.PutUint16(p[10:], checksum(0, p[:ipHeader]))
	binary.BigEndian.PutUint16(p[20:], serverPort)
	binary.BigEndian.PutUint16(p[22:], clientPort)
	binary.BigEndian.PutUint16(p[24:], uint16(udpHeader+len(message)))
	return append(p, message...)
}

// parseSent is the message in a packet of ours.
func parseSent(t testing.TB, packet []byte) *dhcpv4.DHCPv4 {
	t.Helper()
	m, err := dhcpv4.FromBytes(packet[ipHeader+udpHeader:])
	if err != nil {
		t.Fatalf("sent message does not parse: %v", err)
	}
	return m
}

func addrs(list ...string) []netip.Addr {
	var out []netip.Addr
	for _, a := range list {
		out = append(out, netip.MustParseAddr(a))
	}
	return out
}

func route(dest, gateway string) Route {
	return Route{netip.MustParsePrefix(dest), netip.MustParseAddr(gateway)}
}
