package kernel

import (
	"bytes"
	"encoding/binary"
	"net/netip"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// Flags of IFLA_INET6_FLAGS (include/net/if_inet6.h).
const (
	raOther   = 0x80
	raManaged = 0x40
	raHeard   = 0x20
)

// linkIPv6 reads IPv6's part of IFLA_AF_SPEC, which nests attributes by family. What
// cannot be read is not there.
func linkIPv6(l *network.Link, b []byte) {
	_ = attributes(b, func(family attribute) {
		if family.kind == unix.AF_INET6 {
			_ = attributes(family.value, func(a attribute) { linkInet6(l, a) })
		}
	})
}

func linkInet6(l *network.Link, a attribute) {
	switch a.kind {
	case unix.IFLA_INET6_TOKEN:
		if t, _ := netip.AddrFromSlice(a.value); !t.IsUnspecified() {
			l.Token = t
		}
	case unix.IFLA_INET6_FLAGS:
		flags := uint32Of(a.value)
		l.Router = network.RouterFlags{Heard: flags&raHeard != 0, Managed: flags&raManaged != 0, Other: flags&raOther != 0}
	}
}

// routerFlags reads a message of RTNLGRP_IPV6_IFINFO, a link's of the family AF_INET6
// with IPv6's attributes in IFLA_PROTINFO (inet6_fill_ifinfo).
func routerFlags(b []byte) (network.Event, bool) {
	if len(b) < unix.SizeofIfInfomsg {
		return network.Event{}, false
	}
	var l network.Link
	err := attributes(b[unix.SizeofIfInfomsg:], func(a attribute) {
		if a.kind == unix.IFLA_PROTINFO {
			_ = attributes(a.value, func(a attribute) { linkInet6(&l, a) }) // as in linkIPv6
		}
	})
	index := int(int32(binary.NativeEndian.Uint32(b[4:])))
	return network.Event{Router: &network.RouterEvent{Flags: &l.Router}, Index: index}, err == nil
}

const sizeofNDUserOptionMsg = 16 // struct nduseroptmsg

// routerOption reads RTM_NEWNDUSEROPT: one option of a router advertisement, that
// of an Ethernet's or any other link's own neighbour discovery (ICMPv6 type 134).
func routerOption(b []byte) (network.Event, bool) {
	const routerAdvertisement = 134
	if len(b) < sizeofNDUserOptionMsg || b[0] != unix.AF_INET6 || b[8] != routerAdvertisement || b[9] != 0 {
		return network.Event{}, false
	}
	length := int(binary.NativeEndian.Uint16(b[2:]))
	if length > len(b)-sizeofNDUserOptionMsg {
		return network.Event{}, false
	}
	option := bytes.Clone(b[sizeofNDUserOptionMsg : sizeofNDUserOptionMsg+length])
	return network.Event{Router: &network.RouterEvent{Option: option}, Index: int(int32(binary.NativeEndian.Uint32(b[4:])))}, true
}

const sizeofPrefixMsg = 12 // struct prefixmsg

// routerPrefix reads RTM_NEWPREFIX, which comes with every prefix that is advertised.
func routerPrefix(b []byte) (network.Event, bool) {
	const autonomous = 2 // IF_PREFIX_AUTOCONF
	if len(b) < sizeofPrefixMsg {
		return network.Event{}, false
	}
	e := network.RouterEvent{Autonomous: b[10]&autonomous != 0}
	return network.Event{Router: &e, Index: int(int32(binary.NativeEndian.Uint32(b[4:])))}, true
}
