package kernel

import (
	"encoding/binary"
	"net/netip"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// hop is a way that a route takes: the route with one gateway, and the index of
// the interface that it leads over.
type hop struct {
	network.Route
	index int
}

// parseRoute reads the payload of RTM_NEWROUTE and hands each of its ways to f,
// without the interface's name. Several ways are what the kernel makes of IPv6
// routes to the same place that were added one by one. What netonce never makes is
// left out: cache entries, the local table, IPv4 multipath, encapsulation.
func parseRoute(b []byte, f func(hop)) error {
	if len(b) < unix.SizeofRtMsg {
		return errShort
	}
	m := nl.DeserializeRtMsg(b)
	if m.Flags&unix.RTM_F_CLONED != 0 || m.Table == unix.RT_TABLE_LOCAL ||
		m.Family != unix.AF_INET && m.Family != unix.AF_INET6 {
		return nil
	}
	h := hop{Route: network.Route{
		Destination: netip.PrefixFrom(netip.IPv4Unspecified(), 0),
		Table:       uint32(m.Table),
		Protocol:    network.Protocol(m.Protocol),
		Type:        network.RouteType(m.Type),
		Scope:       network.Scope(m.Scope),
		TOS:         m.Tos,
		OnLink:      m.Flags&unix.RTNH_F_ONLINK != 0,
	}}
	if m.Family == unix.AF_INET6 {
		h.Destination = netip.PrefixFrom(netip.IPv6Unspecified(), 0)
	}
	var ways []byte
	ours := true
	err := attributes(b[unix.SizeofRtMsg:], func(a attribute) {
		switch a.kind {
		case unix.RTA_DST:
			h.Destination = prefixOf(a.value, m.Dst_len)
		case unix.RTA_SRC:
			h.From = prefixOf(a.value, m.Src_len)
		case unix.RTA_PREFSRC:
			h.Source, _ = netip.AddrFromSlice(a.value)
		case unix.RTA_PRIORITY:
			h.Metric = uint32Of(a.value)
		case unix.RTA_TABLE:
			h.Table = uint32Of(a.value)
		case unix.RTA_METRICS:
			h.Metrics = parseMetrics(a.value)
		case unix.RTA_MULTIPATH:
			ways = a.value
		default:
			ours = h.way(a) && ours
		}
	})
	switch {
	case err != nil || !ours:
		return err
	case h.Table == unix.RT_TABLE_LOCAL || !h.Destination.IsValid() || ways != nil && !h.Is6():
		return nil
	case ways != nil:
		return parseWays(h, ways, f)
	case h.Type.Discards(): // IPv6 shows them on lo, IPv4 on nothing
		h.index = 0
	}
	f(h)
	return nil
}

// way takes up an attribute that says where packets go. It reports false for one
// that leads where netonce sends none.
func (h *hop) way(a attribute) bool {
	switch a.kind {
	case unix.RTA_GATEWAY:
		h.Gateway, _ = netip.AddrFromSlice(a.value)
	case unix.RTA_OIF:
		h.index = int(uint32Of(a.value))
	case unix.RTA_VIA, unix.RTA_ENCAP:
		return false
	}
	return true
}

// parseWays reads RTA_MULTIPATH: a struct rtnexthop for each way, with attributes.
func parseWays(h hop, b []byte, f func(hop)) error {
	for len(b) >= unix.SizeofRtNexthop {
		size := int(binary.NativeEndian.Uint16(b))
		if size < unix.SizeofRtNexthop || size > len(b) {
			return errShort
		}
		one := h
		one.OnLink = b[2]&unix.RTNH_F_ONLINK != 0
		one.index = int(uint32Of(b[4:]))
		ours := true
		err := attributes(b[unix.SizeofRtNexthop:size], func(a attribute) { ours = one.way(a) && ours })
		if err != nil {
			return err
		}
		if ours {
			f(one)
		}
		b = b[min(len(b), (size+unix.RTA_ALIGNTO-1)&^(unix.RTA_ALIGNTO-1)):]
	}
	return nil
}

func prefixOf(b []byte, bits uint8) netip.Prefix {
	a, _ := netip.AddrFromSlice(b)
	return netip.PrefixFrom(a, int(bits))
}

// metrics pairs each RTAX_ attribute with its field.
func metrics(m *network.Metrics) []struct {
	attribute int
	field     *uint32
} {
	return []struct {
		attribute int
		field     *uint32
	}{
		{unix.RTAX_LOCK, &m.Lock}, {unix.RTAX_MTU, &m.MTU}, {unix.RTAX_WINDOW, &m.Window},
		{unix.RTAX_CWND, &m.CWND}, {unix.RTAX_ADVMSS, &m.AdvMSS}, {unix.RTAX_INITCWND, &m.InitCWND},
		{unix.RTAX_INITRWND, &m.InitRWND}, {unix.RTAX_HOPLIMIT, &m.HopLimit},
		{unix.RTAX_RTO_MIN, &m.RTOMin}, {unix.RTAX_QUICKACK, &m.QuickACK},
	}
}

func parseMetrics(b []byte) (m network.Metrics) {
	fields := metrics(&m)
	_ = attributes(b, func(a attribute) { // what cannot be read is not set
		for _, f := range fields {
			if int(a.kind) == f.attribute {
				*f.field = uint32Of(a.value)
			}
		}
	})
	return m
}

// routeAdd appends a route (NLM_F_APPEND, as NetworkManager does): one with the
// same destination and metric, whosever it is, stays and keeps its precedence.
func routeAdd(index int, route network.Route) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_NEWROUTE, unix.NLM_F_ACK|unix.NLM_F_CREATE|unix.NLM_F_APPEND)
	routeMessage(r, index, route)
	return r
}

func routeDelete(index int, route network.Route) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_DELROUTE, unix.NLM_F_ACK)
	routeMessage(r, index, route)
	return r
}

func routeMessage(r *nl.NetlinkRequest, index int, route network.Route) {
	m := nl.NewRtMsg()
	m.Family = unix.AF_INET
	if route.Is6() {
		m.Family = unix.AF_INET6
	}
	m.Dst_len = uint8(route.Destination.Bits())
	m.Tos, m.Protocol, m.Scope, m.Type = route.TOS, uint8(route.Protocol), uint8(route.Scope), uint8(route.Type)
	m.Table = unix.RT_TABLE_UNSPEC
	if route.Table < 256 {
		m.Table = uint8(route.Table)
	}
	m.Flags = 0
	if route.OnLink {
		m.Flags = unix.RTNH_F_ONLINK
	}
	if route.From.IsValid() {
		m.Src_len = uint8(route.From.Bits())
	}
	r.AddData(m)
	number := func(attribute int, n uint32) {
		if n != 0 {
			r.AddData(nl.NewRtAttr(attribute, nl.Uint32Attr(n)))
		}
	}
	address := func(attribute int, a netip.Addr) {
		if a.IsValid() {
			r.AddData(nl.NewRtAttr(attribute, a.AsSlice()))
		}
	}
	if route.Destination.Bits() > 0 {
		address(unix.RTA_DST, route.Destination.Addr())
	}
	if route.From.IsValid() {
		address(unix.RTA_SRC, route.From.Addr())
	}
	address(unix.RTA_GATEWAY, route.Gateway)
	address(unix.RTA_PREFSRC, route.Source)
	number(unix.RTA_OIF, uint32(index))
	number(unix.RTA_PRIORITY, route.Metric)
	if m.Table == unix.RT_TABLE_UNSPEC {
		number(unix.RTA_TABLE, route.Table)
	}
	if route.Metrics != (network.Metrics{}) {
		nest := nl.NewRtAttr(unix.RTA_METRICS, nil)
		for _, f := range metrics(&route.Metrics) {
			if *f.field != 0 {
				nest.AddRtAttr(f.attribute, nl.Uint32Attr(*f.field))
			}
		}
		r.AddData(nest)
	}
}
