package ifcfg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

func (k Kind) isTunnel() bool { return slices.Contains(strings.Fields(tunnelKinds), string(k)) }

// OverIPv6 reports whether the outer packets of a tunnel are IPv6.
func (k Kind) OverIPv6() bool { return slices.Contains(strings.Fields(tunnels6), string(k)) }

// fallbacks are the tunnels that the kernel makes for itself when a module is loaded:
// they take what no other tunnel takes, and have no ends.
const fallbacks = "gre0 gretap0 erspan0 ip6gre0 tunl0 ip6tnl0 sit0"

// tunnel settles what the profile says of a tunnel's ends, as ifup-tunnel and
// ifup-sit of the old scripts read it.
func (r *reader) tunnel() {
	p := r.p
	if slices.Contains(strings.Fields(fallbacks), p.Device.Value) {
		r.reject(p.Device.Pos, p.Device.Key, p.Device.Value+" is the kernel's own, for packets of no other tunnel; the profile is not applied", "give the tunnel another name")
		return
	}
	for _, key := range []string{"MY_OUTER_IPADDR", "PEER_OUTER_IPADDR"} {
		f := p.Setting(key)
		a, err := netip.ParseAddr(f.Value)
		if err == nil && a.Is6() != p.Kind.Value.OverIPv6() {
			r.reject(f.Pos, f.Key, fmt.Sprintf("%s is of the wrong family for the outside of a tunnel of the kind %s; the profile is not applied", a, p.Kind.Value), "")
		}
	}
	if key := p.Setting("KEY"); key.IsSet() {
		if _, err := TunnelKey(key.Value); err != nil {
			r.reject(key.Pos, key.Key, err.Error()+"; the profile is not applied", "")
		}
	}
	r.innerAddress()
}

// TunnelKey reads the key of a GRE tunnel, a number or dotted like an IPv4 address.
func TunnelKey(s string) (uint32, error) {
	if a, err := ParseIPv4(s); err == nil {
		b := a.As4()
		return binary.BigEndian.Uint32(b[:]), nil
	}
	n, err := ParseInt(s, 10, 0, 1<<32-1)
	if err != nil {
		return 0, errors.New("the key of a tunnel is a number in 0..4294967295, or dotted like an IPv4 address")
	}
	return uint32(n), nil
}

// innerAddress takes the tunnel's own address, alone or with the peer's as the other
// end of the line. Then the prefix length is the peer's, as ip-address(8) has it.
func (r *reader) innerAddress() {
	p := r.p
	mine, peer := p.Setting("MY_INNER_IPADDR"), p.Setting("PEER_INNER_IPADDR")
	a, ok := hostPrefix(mine.Value)
	if !ok {
		return // none, or a bad one, which has been told of
	}
	end, ok := hostPrefix(peer.Value)
	ok = ok && end.Addr().String() != p.Setting("PEER_OUTER_IPADDR").Value
	if ok && end.Addr().Is4() != a.Addr().Is4() {
		r.report(peer.Pos, Error, "value", peer.Key, fmt.Sprintf("%s is of another family than %s", peer.Value, mine.Value), "")
		ok = false
	}
	ip := &p.IPv4
	if a.Addr().Is6() {
		ip = &p.IPv6
	}
	if ok {
		a = netip.PrefixFrom(a.Addr(), end.Bits())
		ip.Peer, ip.PeerOf = end.Addr(), a
	}
	r.inner = Field[netip.Prefix]{Value: a, Pos: mine.Pos, Key: mine.Key}
	if a.Addr().Is6() {
		r.addr6 = append(r.addr6, r.inner)
	}
}

// hostPrefix reads an address that has no prefix length of its own as that of one host.
func hostPrefix(s string) (netip.Prefix, bool) {
	if p, err := ipv4Prefix(s); err == nil {
		return p, true
	}
	p, err := ParsePrefix6(s, 128)
	return p, err == nil
}
