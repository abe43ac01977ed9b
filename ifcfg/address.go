package ifcfg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"net"
	"net/netip"
	"strings"
)

// ParseIPv4 reads an address in dotted decimal, four numbers without leading zeros.
func ParseIPv4(s string) (netip.Addr, error) {
	a, err := netip.ParseAddr(s)
	if err != nil || !a.Is4() {
		return netip.Addr{}, fmt.Errorf("%q is not an IPv4 address", s)
	}
	return a, nil
}

// ParseIPv6 reads an IPv6 address without a zone.
func ParseIPv6(s string) (netip.Addr, error) {
	a, err := netip.ParseAddr(s)
	if err != nil || !a.Is6() {
		return netip.Addr{}, fmt.Errorf("%q is not an IPv6 address", s)
	}
	if a.Zone() != "" {
		return netip.Addr{}, fmt.Errorf("%q has a zone, which cannot stand here", s)
	}
	return a, nil
}

// ParseIPv6Zone reads an IPv6 address that may have a zone, an interface name or
// index after '%'.
func ParseIPv6Zone(s string) (netip.Addr, error) {
	a, err := netip.ParseAddr(s)
	if err != nil || !a.Is6() {
		return netip.Addr{}, fmt.Errorf("%q is not an IPv6 address", s)
	}
	if a.Zone() != "" {
		if err := CheckInterfaceName(a.Zone()); err != nil {
			return netip.Addr{}, fmt.Errorf("%q: %w", s, err)
		}
	}
	return a, nil
}

// ParsePrefix6 reads "ADDRESS/LENGTH" and keeps the host bits. Without a length
// it is defaultBits; a negative defaultBits means that there must be one.
func ParsePrefix6(s string, defaultBits int) (netip.Prefix, error) {
	addr, length, found := strings.Cut(s, "/")
	a, err := ParseIPv6(addr)
	if err != nil {
		return netip.Prefix{}, err
	}
	if found {
		n, err := ParseInt(length, 10, 0, 128)
		if err != nil {
			return netip.Prefix{}, fmt.Errorf("prefix length of %q: %w", s, err)
		}
		defaultBits = int(n)
	}
	p := netip.PrefixFrom(a, defaultBits)
	if !p.IsValid() {
		return netip.Prefix{}, fmt.Errorf("%q has no prefix length in 0..128", s)
	}
	return p, nil
}

// ParseNetmask reads a netmask in dotted decimal and returns its length, 0..32.
func ParseNetmask(s string) (length int, err error) {
	a, err := netip.ParseAddr(s)
	if err != nil || !a.Is4() {
		return 0, fmt.Errorf("%q is not a netmask", s)
	}
	b := a.As4()
	m := binary.BigEndian.Uint32(b[:])
	n := bits.LeadingZeros32(^m)
	if n < 32 && m<<n != 0 {
		return 0, fmt.Errorf("%q is not a netmask: a 1 comes after a 0 in its bits", s)
	}
	return n, nil
}

// Netmask is the netmask of a length, in dotted decimal.
func Netmask(length int) string {
	m := net.CIDRMask(length, 32)
	return net.IP(m).String()
}

// ClassfulBits is the prefix length of an IPv4 address that is given without
// one: 8, 16 or 24 by its old class. For other addresses it is all their bits.
func ClassfulBits(addr netip.Addr) int {
	if !addr.Is4() {
		return addr.BitLen()
	}
	switch first := addr.As4()[0]; {
	case first < 128:
		return 8
	case first < 192:
		return 16
	}
	return 24 // classes D and E too, as NetworkManager has it
}

// ParseMAC reads a hardware address of so many octets: hexadecimal, one or two
// digits each, all of them separated by ':' or all by '-', perhaps with white
// space around the whole.
func ParseMAC(s string, octets int) (net.HardwareAddr, error) {
	text := strings.Trim(s, spaces)
	separator := ":"
	if strings.Contains(text, "-") {
		separator = "-"
	}
	mac := make(net.HardwareAddr, 0, max(octets, 0))
	for _, part := range strings.Split(text, separator) {
		v, n := digits(part, 16, 2)
		if n == 0 || n != len(part) || len(mac) == octets {
			return nil, fmt.Errorf("%q is not a hardware address of %d octets", s, octets)
		}
		mac = append(mac, byte(v))
	}
	if len(mac) != octets {
		return nil, fmt.Errorf("%q is not a hardware address of %d octets", s, octets)
	}
	return mac, nil
}

// maxInterfaceName is the kernel's IFNAMSIZ without the closing NUL.
const maxInterfaceName = 15

// CheckInterfaceName reports why the kernel, or NetworkManager, would not take a
// name for an interface.
func CheckInterfaceName(s string) error {
	if s == "" {
		return errors.New(`"" is not an interface name: it is empty`)
	}
	if len(s) > maxInterfaceName {
		return fmt.Errorf("%q is not an interface name: %d bytes are not in 1..%d", s, len(s), maxInterfaceName)
	}
	switch s {
	case ".", "..":
		return fmt.Errorf("%q is not an interface name", s)
	case "all", "default", "bonding_masters":
		// These stand for something else where the names of interfaces go in
		// /proc/sys/net and /sys/class/net.
		return fmt.Errorf("%q is not an interface name: it is reserved", s)
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c == '/' || c == ':' || c == 0:
			return fmt.Errorf("%q is not an interface name: %q cannot be in one", s, c)
		case isSpace(c) || c == '\v' || c == 0xa0:
			// The kernel's isspace reads Latin-1: 0xa0 is a space to it, even
			// within UTF-8.
			return fmt.Errorf("%q is not an interface name: white space cannot be in one", s)
		}
	}
	return nil
}
