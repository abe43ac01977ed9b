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
	if len(r.derived) == 0 {
		return
	}
	numbered := make(map[int]netip.Prefix, len(r.p.IPv4.Addresses))
	for i, a := range r.p.IPv4.Addresses {
		_, n := r.table.find(a.Key)
		numbered[n] = a.Value
		if _, own := numbered[-1]; i == 0 && !own {
			numbered[-1] = a.Value // a key without a number belongs to the first
		}
	}
	for _, v := range r.derived {
		a, err := ParseIPv4(strings.TrimSpace(v.Value))
		if err != nil {
			r.warn(v, "value", err.Error()+"; it is computed from the prefix length", "remove the line")
			continue
		}
		p, ok := numbered[v.index]
		if !ok || p.Bits() > 30 { // point-to-point links have neither
			continue
		}
		computed := p.Masked().Addr()
		if strings.HasPrefix(v.Key, "BROADCAST") {
			computed = lastAddress(p)
		}
		if a != computed {
			r.warn(v, "unread", fmt.Sprintf("not used: that of %s is %s", p, computed), "remove the line, or correct PREFIX")
		}
	}
}

// lastAddress is the broadcast address of an IPv4 prefix.
func lastAddress(p netip.Prefix) netip.Addr {
	b := p.Addr().As4()
	n := binary.BigEndian.Uint32(b[:]) | (1<<(32-p.Bits()) - 1)
	binary.BigEndian.PutUint32(b[:], n)
	return netip.AddrFrom4(b)
}
