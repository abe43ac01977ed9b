package kernel

import (
	"errors"
	"sync/atomic"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// routes reads the routes of the groups, nil for all. What others have put there may be a
// million: the kernel passes over them sooner than it could tell of them, and nobody has
// to keep them. One before 4.20 tells of all, whatever it is asked.
func (c *Conn) routes(s *network.Snapshot, groups []network.RouteGroup) error {
	if groups == nil || !c.socket.strict(1) {
		return wrap("reading routes", c.socket.routes(s, network.RouteGroup{}, s.DropRoutes, func(r network.Route) {
			if groups == nil || among(groups, &r, true) {
				s.AddRoute(r)
			}
		}))
	}
	defer c.socket.strict(0)
	lists, err := c.routesOf(s, groups)
	for n, list := range lists {
		for i := range list {
			if !groups[n].Default || !among(groups, &list[i], false) {
				s.AddRoute(list[i])
			}
		}
	}
	return wrap("reading routes", err)
}

// among reports whether a route is one of the groups, those of default routes left out or
// not.
func among(groups []network.RouteGroup, r *network.Route, defaults bool) bool {
	for _, g := range groups {
		if g.Has(r) && (defaults || !g.Default) {
			return true
		}
	}
	return false
}

// routesOf reads group after group on two sockets at once: where there are many routes,
// each group takes the kernel a while.
func (c *Conn) routesOf(links *network.Snapshot, groups []network.RouteGroup) ([][]network.Route, error) {
	second, err := openSocket(unix.NETLINK_ROUTE)
	if err != nil {
		return nil, err
	}
	defer second.close()
	second.strict(1)
	lists := make([][]network.Route, len(groups))
	var taken atomic.Int32
	read := func(s *socket) error {
		for {
			i := int(taken.Add(1)) - 1
			if i >= len(groups) {
				return nil
			}
			list := &lists[i]
			err := s.routes(links, groups[i], func() { *list = nil }, func(r network.Route) { *list = append(*list, r) })
			if err != nil && !errors.Is(err, unix.ENOENT) { // there is no such table
				return err
			}
		}
	}
	other := make(chan error)
	go func() { other <- read(second) }()
	err = read(c.socket)
	return lists, errors.Join(err, <-other)
}

// routes asks for the routes of a group and hands each to add; after restart all of them.
func (s *socket) routes(links *network.Snapshot, g network.RouteGroup, restart func(), add func(network.Route)) error {
	named := func(h hop) {
		if i := links.ByIndex(h.index); i != nil {
			h.Interface = i.Link.Name
		} else if !h.Type.Discards() {
			return // its link has come since the links were read
		}
		add(h.Route)
	}
	return s.dump(routeDump(g), restart, func(kind uint16, b []byte) error {
		if kind != unix.RTM_NEWROUTE || g.Default && len(b) > 1 && b[1] != 0 { // rtm_dst_len
			return nil
		}
		return parseRoute(b, named)
	})
}

// routeDump asks for the routes of a group; the zero one is for all.
func routeDump(g network.RouteGroup) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_GETROUTE, unix.NLM_F_DUMP)
	m := &nl.RtMsg{}
	r.AddData(m)
	if g != (network.RouteGroup{}) {
		m.Family, m.Protocol = unix.AF_INET, uint8(g.Protocol)
		if g.Six {
			m.Family = unix.AF_INET6
		}
		if g.Table != 0 {
			r.AddData(nl.NewRtAttr(unix.RTA_TABLE, nl.Uint32Attr(g.Table)))
		}
	}
	return r
}
