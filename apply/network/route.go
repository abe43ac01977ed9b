package network

import (
	"net/netip"
	"strconv"
)

// Protocol says who made a route, with rtnetlink's numbers (RTPROT_*).
type Protocol uint8

// Protocols that netonce writes: NetworkManager's.
const (
	ProtocolKernel Protocol = 2
	ProtocolBoot   Protocol = 3
	ProtocolStatic Protocol = 4
	ProtocolRA     Protocol = 9
	ProtocolDHCP   Protocol = 16
)

// String returns ip(8)'s word for the protocol.
func (p Protocol) String() string {
	switch p {
	case ProtocolKernel:
		return "kernel"
	case ProtocolBoot:
		return "boot"
	case ProtocolStatic:
		return "static"
	case ProtocolRA:
		return "ra"
	case ProtocolDHCP:
		return "dhcp"
	}
	return strconv.Itoa(int(p))
}

// RouteType says what happens to a packet that takes the route (RTN_*).
type RouteType uint8

// Types that a route file can ask for.
const (
	Unicast     RouteType = 1
	Local       RouteType = 2
	Broadcast   RouteType = 3
	Multicast   RouteType = 5
	Blackhole   RouteType = 6
	Unreachable RouteType = 7
	Prohibit    RouteType = 8
	Throw       RouteType = 9
)

// RouteTypes pairs every route type with ip(8)'s word for it.
func RouteTypes() []struct {
	Word string
	Type RouteType
} {
	return []struct {
		Word string
		Type RouteType
	}{
		{"unicast", Unicast}, {"local", Local}, {"broadcast", Broadcast}, {"multicast", Multicast},
		{"blackhole", Blackhole}, {"unreachable", Unreachable}, {"prohibit", Prohibit}, {"throw", Throw},
	}
}

// String returns ip(8)'s word for the type.
func (t RouteType) String() string {
	for _, r := range RouteTypes() {
		if r.Type == t {
			return r.Word
		}
	}
	return strconv.Itoa(int(t))
}

// Discards reports whether the route has no interface: its packets end here.
func (t RouteType) Discards() bool {
	return t == Blackhole || t == Unreachable || t == Prohibit || t == Throw
}

// Metrics are a route's RTAX_* attributes; zero means not set.
type Metrics struct {
	MTU      uint32 `json:"mtu,omitempty"`
	Window   uint32 `json:"window,omitempty"`
	CWND     uint32 `json:"cwnd,omitempty"`
	AdvMSS   uint32 `json:"advmss,omitempty"`
	InitCWND uint32 `json:"initcwnd,omitempty"`
	InitRWND uint32 `json:"initrwnd,omitempty"`
	HopLimit uint32 `json:"hoplimit,omitempty"`
	RTOMin   uint32 `json:"rto_min,omitempty"`
	QuickACK uint32 `json:"quickack,omitempty"`
	Lock     uint32 `json:"lock,omitempty"` // bits of RTAX_*: values the kernel may not adjust
}

// Tables of rtnetlink(7).
const (
	TableDefault = 253
	TableMain    = 254
	TableLocal   = 255
)

// Route is a route, comparable with ==. Interface is empty for a route that
// discards its packets.
type Route struct {
	Interface   string       `json:"interface,omitempty"`
	Destination netip.Prefix `json:"destination"`      // masked; /0 is the default route
	Gateway     netip.Addr   `json:"gateway,omitzero"` // zero: on the link
	Source      netip.Addr   `json:"source,omitzero"`  // preferred source address, zero for the kernel's choice
	From        netip.Prefix `json:"from,omitzero"`    // IPv6 source-specific routing, zero for any
	Table       uint32       `json:"table"`
	Metric      uint32       `json:"metric,omitempty"`
	Protocol    Protocol     `json:"protocol"`
	Type        RouteType    `json:"type"`
	Scope       Scope        `json:"scope,omitempty"`
	TOS         uint8        `json:"tos,omitempty"`
	OnLink      bool         `json:"onlink,omitempty"`
	Metrics     Metrics      `json:"metrics,omitzero"`
}

// RouteGroup stands for all routes of a family and a protocol in a table: the kernel can
// be asked for them alone.
type RouteGroup struct {
	Six      bool
	Table    uint32   // 0: any
	Protocol Protocol // 0: any
	Default  bool     // of them only default routes of the main table; the kernel tells of more
}

// String formats the group as the command of ip(8) that lists its routes.
func (g RouteGroup) String() string {
	return "ip " + map[bool]string{true: "-6 "}[g.Six] + "route show table " + decimal(g.Table) + " proto " + g.Protocol.String()
}

// Has reports whether a route is one of the group.
func (g RouteGroup) Has(r *Route) bool {
	return g.Six == r.Is6() && (g.Table == 0 || g.Table == r.Table) && (g.Protocol == 0 || g.Protocol == r.Protocol) && (!g.Default || r.IsDefault())
}

// DefaultRoutes are the groups of the default routes of the main table, whoever made them.
func DefaultRoutes() []RouteGroup {
	return []RouteGroup{{Table: TableMain, Default: true}, {Six: true, Table: TableMain, Default: true}}
}

// PlainRoutes are the groups of all routes but those of routing daemons, which
// NetworkManager does not look at either (_nmp_object_route_is_ignored).
func PlainRoutes() (groups []RouteGroup) {
	for _, six := range [...]bool{false, true} {
		for _, p := range [...]Protocol{ProtocolKernel, ProtocolBoot, ProtocolStatic, ProtocolRA, ProtocolDHCP} {
			groups = append(groups, RouteGroup{Six: six, Protocol: p})
		}
	}
	return groups
}

// Group is the group that the route is one of.
func (r *Route) Group() RouteGroup {
	return RouteGroup{Six: r.Is6(), Table: r.Table, Protocol: r.Protocol}
}

// IsDefault reports whether the route is a default route of the main table.
func (r *Route) IsDefault() bool {
	return r.Destination.Bits() == 0 && r.Table == TableMain && r.Type == Unicast
}

// Is6 reports whether the route is an IPv6 one.
func (r *Route) Is6() bool { return r.Destination.Addr().Is6() }

// String formats the route in the words of ip-route(8), without its device.
func (r Route) String() string {
	var p phrase
	number := func(name string, n uint32, bit uint) {
		if n != 0 {
			p.say(true, name)
			p.say(r.Metrics.Lock>>bit&1 != 0, "lock")
			p.say(true, decimal(n))
		}
	}
	p.say(r.Type != Unicast, r.Type.String())
	if r.Destination.Bits() == 0 {
		p.say(true, "default")
	} else {
		p.say(true, r.Destination.String())
	}
	p.say(r.From.IsValid(), "from", r.From.String())
	p.say(r.TOS != 0, "tos", hex(uint32(r.TOS)))
	p.say(r.Gateway.IsValid(), "via", r.Gateway.String())
	if r.Table != TableMain {
		number("table", r.Table, 0)
	}
	p.say(true, "proto", r.Protocol.String())
	p.say(r.Scope != ScopeGlobal && !r.Is6(), "scope", r.Scope.String())
	p.say(r.Source.IsValid(), "src", r.Source.String())
	number("metric", r.Metric, 31)
	p.say(r.OnLink, "onlink")
	for _, m := range r.Metrics.list() {
		number(m.word, *m.value, m.attribute)
	}
	return p.String()
}

type metric struct {
	word      string
	attribute uint // RTAX_*
	value     *uint32
}

// list pairs each metric with its word and its RTAX_ attribute.
func (m *Metrics) list() []metric {
	return []metric{
		{"mtu", 2, &m.MTU}, {"window", 3, &m.Window}, {"cwnd", 7, &m.CWND}, {"advmss", 8, &m.AdvMSS},
		{"hoplimit", 10, &m.HopLimit}, {"initcwnd", 11, &m.InitCWND}, {"rto_min", 13, &m.RTOMin},
		{"initrwnd", 14, &m.InitRWND}, {"quickack", 15, &m.QuickACK},
	}
}

// Set sets a metric by ip-route(8)'s word for it; lock keeps the kernel from
// adjusting it. It reports whether there is such a word.
func (m *Metrics) Set(word string, value uint32, lock bool) bool {
	for _, row := range m.list() {
		if row.word != word {
			continue
		}
		*row.value = value
		if lock {
			m.Lock |= 1 << row.attribute
		}
		return true
	}
	return false
}
