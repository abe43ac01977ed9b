package dhcp4

import (
	"encoding/binary"
	"math/bits"
	"net/netip"

	"netonce/apply/dhcp"
)

var (
	unspecified      = netip.AddrFrom4([4]byte{})
	limitedBroadcast = netip.AddrFrom4([4]byte{255, 255, 255, 255})
)

// validHost reports whether a is an IPv4 address that another host can have:
// not of this network (0.0.0.0/8), loopback, multicast or broadcast.
func validHost(a netip.Addr) bool {
	return a.Is4() && a.As4()[0] != 0 && !a.IsLoopback() && !a.IsMulticast() && a != limitedBroadcast
}

// validOwn reports whether p is an address a host can take: neither the network's
// own nor its broadcast address, which below /31 (RFC 3021) are taken.
func validOwn(p netip.Prefix) bool {
	a := p.Addr()
	if !p.IsValid() || !validHost(a) || p.Bits() < 1 {
		return false
	}
	return p.Bits() >= 31 || a != p.Masked().Addr() && a != lastAddr(p)
}

// validBroadcast reports whether b can be the broadcast address of own.
func validBroadcast(b netip.Addr, own netip.Prefix) bool {
	return b == limitedBroadcast || validHost(b) && own.Contains(b) && b != own.Addr()
}

// lastAddr is the IPv4 address of p with all host bits set.
func lastAddr(p netip.Prefix) netip.Addr {
	v := binary.BigEndian.Uint32(p.Addr().AsSlice())
	v |= uint32(uint64(1)<<(32-p.Bits()) - 1)
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, v)))
}

// classfulBits is the prefix length that an address implied before there were
// masks (RFC 791 3.2); for what never was a network, 32.
func classfulBits(a netip.Addr) int {
	switch first := a.As4()[0]; {
	case a == unspecified:
		return 0
	case first < 128:
		return 8
	case first < 192:
		return 16
	case first < 224:
		return 24
	}
	return 32
}

// errMask is a subnet mask with holes, without any bit, or of the wrong length.
const errMask = dhcp.Reason("no subnet mask")

// maskBits is the prefix length of option 1 (RFC 2132 3.3), 1 to 32.
func maskBits(mask []byte) (int, error) {
	if len(mask) != 4 {
		return 0, errMask
	}
	v := binary.BigEndian.Uint32(mask)
	ones := bits.LeadingZeros32(^v)
	if ones == 0 || ones+bits.TrailingZeros32(v) != 32 {
		return 0, errMask
	}
	return ones, nil
}
