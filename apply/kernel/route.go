package kernel

import (
	"net/netip"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"github.com/netonce/netonce/apply/network"
)

func routeDump() *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_GETROUTE, unix.NLM_F_DUMP)
	r.AddData(&nl.RtMsg{})
	return r
}

// parseRoute reads the payload of RTM_NEWROUTE; the route comes without its
// interface, whose index is returned. ok is false for what netonce never makes:
// cache entries, the local table, multipath and encapsulating routes.
func parseRoute(b []byte) (route network.Route, index int, ok bool, err error) {
	if len(b) < unix.SizeofRtMsg {
		return route, 0, false, errShort
	}
	m := nl.DeserializeRtMsg(b)
	if m.Flags&unix.RTM_F_CLONED != 0 || m.Table == unix.RT_TABLE_LOCAL ||
		m.Family != unix.AF_INET && m.Family != unix.AF_INET6 {
		return route, 0, false, nil
	}
	attributes, err := nl.ParseRouteAttr(b[unix.SizeofRtMsg:])
	if err != nil {
		return route, 0, false, err
	}
	route = network.Route{
		Destination: netip.PrefixFrom(netip.IPv4Unspecified(), 0),
		Table:       uint32(m.Table),
		Protocol:    network.Protocol(m.Protocol),
		Type:        network.RouteType(m.Type),
		Scope:       network.Scope(m.Scope),
		TOS:         m.Tos,
		OnLink:      m.Flags&unix.RTNH_F_ONLINK != 0,
	}
	if m.Family == unix.AF_INET6 {
		route.Destination = netip.PrefixFrom(netip.IPv6Unspecified(), 0)
	}
	for _, a := range attributes {
		switch a.Attr.Type {
		case unix.RTA_DST:
			route.Destination = prefixOf(a.Value, m.Dst_len)
		case unix.RTA_SRC:
			route.From = prefixOf(a.Value, m.Src_len)
		case unix.RTA_GATEWAY:
			route.Gateway, _ = netip.AddrFromSlice(a.Value)
		case unix.RTA_PREFSRC:
			route.Source, _ = netip.AddrFromSlice(a.Value)
		case unix.RTA_OIF:
			index = int(uint32Of(a.Value))
		case unix.RTA_PRIORITY:
			route.Metric = uint32Of(a.Value)
		case unix.RTA_TABLE:
			route.Table = uint32Of(a.Value)
		case unix.RTA_METRICS:
			route.Metrics = parseMetrics(a.Value)
		case unix.RTA_MULTIPATH, unix.RTA_ENCAP, unix.RTA_VIA:
			return route, 0, false, nil
		}
	}
	if route.Type.Discards() { // IPv6 shows them on lo, IPv4 on nothing
		index = 0
	}
	return route, index, route.Table != unix.RT_TABLE_LOCAL, nil
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
	attributes, err := nl.ParseRouteAttr(b)
	if err != nil {
		return m
	}
	for _, a := range attributes {
		for _, f := range metrics(&m) {
			if int(a.Attr.Type) == f.attribute {
				*f.field = uint32Of(a.Value)
			}
		}
	}
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
