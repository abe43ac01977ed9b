package ndp

import (
	"fmt"
	"net"
	"net/netip"

	"golang.org/x/sys/unix"
)

const (
	solicitation = 133 // ICMPv6 type
	linkAddress  = 1   // option: source link-layer address (RFC 4861 4.6.1)
	hopLimit     = 255 // routers take no other: none has forwarded it (RFC 4861 6.1.1)
)

// Solicit asks the routers on a link to advertise themselves (RFC 4861 4.1). The link
// should have a link-local address that may be used: the kernel sends from :: where it
// has none, and a router may not answer that at once. It needs CAP_NET_RAW; the error
// wraps the errno.
func Solicit(ifi *net.Interface) error {
	fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_RAW|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, unix.IPPROTO_ICMPV6)
	if err != nil {
		return fmt.Errorf("%s: ICMPv6 socket: %w", ifi.Name, err)
	}
	defer unix.Close(fd)
	var nothing unix.ICMPv6Filter // the answer is for the kernel
	for i := range nothing.Data {
		nothing.Data[i] = ^uint32(0)
	}
	to := unix.SockaddrInet6{Addr: netip.IPv6LinkLocalAllRouters().As16(), ZoneId: uint32(ifi.Index)}
	for _, set := range []func() error{
		func() error {
			return unix.SetsockoptICMPv6Filter(fd, unix.IPPROTO_ICMPV6, unix.ICMPV6_FILTER, &nothing)
		},
		func() error { return unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF, ifi.Index) },
		func() error { return unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_HOPS, hopLimit) },
		func() error { return unix.Sendto(fd, message(ifi.HardwareAddr), 0, &to) },
	} {
		if err := set(); err != nil {
			return fmt.Errorf("%s: router solicitation: %w", ifi.Name, err)
		}
	}
	return nil
}

// message is a solicitation, with the address that answers may be sent to. The kernel
// fills in the checksum.
func message(from net.HardwareAddr) []byte {
	b := []byte{solicitation, 0, 0, 0, 0, 0, 0, 0}
	if len(from) == 0 {
		return b
	}
	const unit = 8
	units := (2 + len(from) + unit - 1) / unit
	option := make([]byte, units*unit)
	option[0], option[1] = linkAddress, byte(units)
	copy(option[2:], from)
	return append(b, option...)
}
