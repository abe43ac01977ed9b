package ifcfg

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strings"
)

// derivedAddresses looks at BROADCAST and NETWORK, which follow from an address
// and its prefix length: they are computed, and told of where they differ.
func (r *reader) derivedAddresses() {
	for _, v := range r.derived {
		name := strings.TrimRight(v.Key, "0123456789")
		a, err := ParseIPv4(strings.TrimSpace(v.Value))
		if err != nil {
			r.warn(v, "value", err.Error()+"; it is computed from the prefix length", "remove the line")
			continue
		}
		p, ok := r.addressNumbered(v.index)
		if !ok || p.Bits() > 30 { // point-to-point links have neither
			continue
		}
		computed := p.Masked().Addr()
		if name == "BROADCAST" {
			computed = lastAddress(p)
		}
		if a != computed {
			r.warn(v, "unread", fmt.Sprintf("not used: that of %s is %s", p, computed), "remove the line, or correct PREFIX")
		}
	}
}

// addressNumbered is the address of a number; keys without a number belong to
// the first one.
func (r *reader) addressNumbered(index int) (netip.Prefix, bool) {
	for i, a := range r.p.IPv4.Addresses {
		if _, n := r.table.find(a.Key); n == index || index < 0 && i == 0 {
			return a.Value, true
		}
	}
	return netip.Prefix{}, false
}

// lastAddress is the broadcast address of an IPv4 prefix.
func lastAddress(p netip.Prefix) netip.Addr {
	b := p.Addr().As4()
	n := binary.BigEndian.Uint32(b[:]) | (1<<(32-p.Bits()) - 1)
	binary.BigEndian.PutUint32(b[:], n)
	return netip.AddrFrom4(b)
}
