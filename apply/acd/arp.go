package acd

import (
	"encoding/binary"
	"errors"
	"net"
	"net/netip"
)

// Numbers of RFC 826 and RFC 4391 section 9.1.1.
const (
	hardwareEthernet   = 1
	hardwareInfiniBand = 32
	protocolIPv4       = 0x0800

	request = 1
	reply   = 2

	fixed      = 8 // octets before the addresses
	infiniband = 20
)

// message is an ARP packet about IPv4.
type message struct {
	operation        uint16
	senderHW         net.HardwareAddr
	senderIP, target netip.Addr
}

var errARP = errors.New("no ARP packet about IPv4")

// parse reads an ARP packet; what lies behind it is padding. The hardware address is
// a part of it.
func parse(b []byte) (m message, err error) {
	if len(b) < fixed || binary.BigEndian.Uint16(b[2:]) != protocolIPv4 || b[5] != 4 {
		return m, errARP
	}
	hw := int(b[4])
	m.operation = binary.BigEndian.Uint16(b[6:])
	if len(b) < fixed+2*hw+8 || m.operation != request && m.operation != reply {
		return m, errARP
	}
	m.senderHW = b[fixed : fixed+hw]
	m.senderIP = netip.AddrFrom4([4]byte(b[fixed+hw:]))
	m.target = netip.AddrFrom4([4]byte(b[fixed+2*hw+4:]))
	return m, nil
}

// asking is a request for an address: from nobody it is a probe, from the address
// itself an announcement (RFC 5227 sections 1.1, 2.3).
func asking(own net.HardwareAddr, from, target netip.Addr) []byte {
	kind := uint16(hardwareEthernet)
	if len(own) == infiniband {
		kind = hardwareInfiniBand
	}
	b := binary.BigEndian.AppendUint16(nil, kind)
	b = binary.BigEndian.AppendUint16(b, protocolIPv4)
	b = append(b, byte(len(own)), 4)
	b = binary.BigEndian.AppendUint16(b, request)
	b = append(append(b, own...), from.AsSlice()...)
	return append(append(b, make([]byte, len(own))...), target.AsSlice()...)
}
