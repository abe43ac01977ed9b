package dhcp4

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/apply/dhcp"
)

// How much of a kind a lease may hold. Each is far above what a network needs and
// far below what would hurt: the kernel gets every route, resolv.conf every name.
const (
	maxServers = 16
	maxSearch  = 32
	maxRoutes  = 512
)

// minMTU is the smallest MTU taken from option 26. The wire allows 68 (RFC 2132
// 5.1), NetworkManager 576: below that the link is as good as cut.
const minMTU = 576

// optPrivateRoutes is 249, which is option 121 from before it had a number.
const optPrivateRoutes uint8 = 249

// Reasons why a message cannot become a lease.
const (
	errNoServer  = dhcp.Reason("no valid server identifier")
	errNoAddress = dhcp.Reason("no valid address")
	errNoTime    = dhcp.Reason("no lease time")
)

// interpreter makes a Lease of a message. What makes no sense and can be missed is
// dropped, with a note each.
type interpreter struct {
	msg     *dhcpv4.DHCPv4
	dropped []string
}

// interpret reads the lease that an OFFER or ACK holds, all but the ClientID, and
// says what of it was dropped. The error is one of errNoServer, errNoAddress and
// errNoTime; without one the lease passes Validate.
func interpret(msg *dhcpv4.DHCPv4) (Lease, []string, error) {
	in := &interpreter{msg: msg}
	var l Lease
	var err error
	if l.Server, err = serverOf(msg); err != nil {
		return Lease{}, nil, err
	}
	if l.Address, err = in.address(); err != nil {
		return Lease{}, nil, err
	}
	if l.Lifetime, l.T1, l.T2, err = in.times(); err != nil {
		return Lease{}, nil, err
	}
	l.Broadcast = in.broadcast(l.Address)
	in.routing(&l)
	l.DNS = in.hosts(optDomainNameServer)
	l.NTP = in.hosts(optNTPServers)
	l.Domains = in.names(optDomainName, splitBlanks(string(in.option(optDomainName))))
	l.Search = in.search()
	l.MTU = in.mtu()
	l.Hostname = in.hostname()
	in.boot(&l)
	return l, in.dropped, nil
}

// option is the value of an option, nil when absent or empty.
func (in *interpreter) option(code uint8) []byte {
	if v := in.msg.Options[code]; len(v) > 0 {
		return v
	}
	return nil
}

// drop notes that something of an option is not taken. What came from the wire
// must be quoted in the arguments.
func (in *interpreter) drop(code uint8, format string, args ...any) {
	const enough = 20
	switch n := len(in.dropped); {
	case n < enough:
		in.dropped = append(in.dropped, fmt.Sprintf("option %d: ", code)+fmt.Sprintf(format, args...))
	case n == enough:
		in.dropped = append(in.dropped, "and more")
	}
}

// serverOf is the server identifier of a message (RFC 2132 9.7).
func serverOf(msg *dhcpv4.DHCPv4) (netip.Addr, error) {
	v := msg.Options[optServerIdentifier]
	if len(v) != 4 || !validHost(netip.AddrFrom4([4]byte(v))) {
		return netip.Addr{}, errNoServer
	}
	return netip.AddrFrom4([4]byte(v)), nil
}

// addressOf is yiaddr; 0.0.0.0 when it is not an IPv4 address.
func addressOf(msg *dhcpv4.DHCPv4) netip.Addr {
	return fromIP(msg.YourIPAddr)
}

func fromIP(ip net.IP) netip.Addr {
	v4 := ip.To4()
	if v4 == nil {
		return unspecified
	}
	return netip.AddrFrom4([4]byte(v4))
}

func (in *interpreter) address() (netip.Prefix, error) {
	a := addressOf(in.msg)
	length := classfulBits(a)
	if mask := in.option(optSubnetMask); mask != nil {
		if n, err := maskBits(mask); err == nil {
			length = n
		} else {
			in.drop(optSubnetMask, "%v: %x", err, clip(mask))
		}
	}
	p := netip.PrefixFrom(a, length)
	if !validOwn(p) {
		return netip.Prefix{}, fmt.Errorf("%w: %v", errNoAddress, p)
	}
	return p, nil
}

// times reads options 51, 58 and 59. Where T1 and T2 are absent or do not come in
// order before the end, the RFC's defaults stand for both (RFC 2131 4.4.5).
func (in *interpreter) times() (lifetime, t1, t2 time.Duration, err error) {
	lifetime, ok := in.seconds(optIPAddressLeaseTime)
	if !ok || lifetime == 0 {
		return 0, 0, 0, errNoTime
	}
	if lifetime == Forever {
		return Forever, Forever, Forever, nil
	}
	half, sevenEighths := lifetime/2, lifetime/8*7
	if t1, ok = in.seconds(optRenewTimeValue); !ok {
		t1 = half
	}
	if t2, ok = in.seconds(optRebindingTimeValue); !ok {
		t2 = sevenEighths
	}
	if t1 <= 0 || t1 >= t2 || t2 >= lifetime {
		in.drop(optRenewTimeValue, "T1 %v and T2 %v of a lease of %v", t1, t2, lifetime)
		t1, t2 = half, sevenEighths
	}
	return lifetime, t1, t2, nil
}

func (in *interpreter) seconds(code uint8) (time.Duration, bool) {
	v := in.option(code)
	if v == nil {
		return 0, false
	}
	if len(v) != 4 {
		in.drop(code, "%d bytes", len(v))
		return 0, false
	}
	return time.Duration(binary.BigEndian.Uint32(v)) * time.Second, true
}

func (in *interpreter) mtu() int {
	v := in.option(optInterfaceMTU)
	if v == nil {
		return 0
	}
	if len(v) != 2 {
		in.drop(optInterfaceMTU, "%d bytes", len(v))
		return 0
	}
	mtu := int(binary.BigEndian.Uint16(v))
	if mtu < minMTU {
		in.drop(optInterfaceMTU, "MTU %d", mtu)
		return 0
	}
	return mtu
}

// clip keeps a note about raw bytes short.
func clip(v []byte) []byte { return v[:min(len(v), 32)] }
