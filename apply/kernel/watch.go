package kernel

import (
	"errors"
	"fmt"
	"os"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// watchBuffer holds the events of a burst, such as a thousand links that come
// up at once, until they are read. SO_RCVBUFFORCE needs CAP_NET_ADMIN.
const watchBuffer = 4 << 20

// Watch tells of links, IPv6 addresses and routers from now on, until the returned
// function is called. IPv6 addresses matter for the end of their duplicate
// address detection. The channel is closed when watching ends.
func Watch() (<-chan network.Event, func() error, error) { return watch() }

// WatchAll tells of IPv4 addresses too, and that default routes are not what they were:
// an event that says no more than that something was lost.
func WatchAll() (<-chan network.Event, func() error, error) {
	return watch(unix.RTNLGRP_IPV4_IFADDR, unix.RTNLGRP_IPV4_ROUTE, unix.RTNLGRP_IPV6_ROUTE)
}

func watch(more ...uint) (<-chan network.Event, func() error, error) {
	s, err := nl.Subscribe(unix.NETLINK_ROUTE, append(more, unix.RTNLGRP_LINK, unix.RTNLGRP_IPV6_IFADDR,
		unix.RTNLGRP_IPV6_IFINFO, unix.RTNLGRP_IPV6_PREFIX, unix.RTNLGRP_ND_USEROPT)...)
	if err != nil {
		return nil, nil, fmt.Errorf("netlink: watching: %w", err)
	}
	if err := s.SetReceiveBufferSize(watchBuffer, true); err != nil {
		_ = s.SetReceiveBufferSize(watchBuffer, false) // as much as the system allows
	}
	events := make(chan network.Event, 64)
	done := make(chan struct{})
	go receiveEvents(s, events, done)
	return events, func() error { close(done); return s.Close() }, nil
}

func receiveEvents(s *nl.NetlinkSocket, events chan<- network.Event, done <-chan struct{}) {
	defer close(events)
	send := func(e network.Event) bool {
		select {
		case events <- e:
			return true
		case <-done:
			return false
		}
	}
	for {
		messages, from, err := s.Receive()
		switch {
		case errors.Is(err, unix.ENOBUFS):
			if !send(network.Event{Lost: true}) {
				return
			}
			continue
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, os.ErrClosed), err != nil:
			return
		case from.Pid != nl.PidKernel:
			continue
		}
		for _, m := range messages {
			if e, ok := event(m.Header.Type, m.Data); ok && !send(e) {
				return
			}
		}
	}
}

func event(kind uint16, b []byte) (network.Event, bool) {
	switch kind {
	case unix.RTM_NEWLINK, unix.RTM_DELLINK:
		if len(b) > 0 && b[0] == unix.AF_INET6 && kind == unix.RTM_NEWLINK {
			return routerFlags(b)
		}
		if len(b) > 0 && b[0] != unix.AF_UNSPEC {
			return network.Event{}, false // a bridge's word on its port, not on the link
		}
		l, err := parseLink(b)
		return network.Event{Link: &l, Index: l.Index, Gone: kind == unix.RTM_DELLINK}, err == nil
	case unix.RTM_NEWADDR, unix.RTM_DELADDR:
		a, index, err := parseAddress(b)
		return network.Event{Address: &a, Index: index, Gone: kind == unix.RTM_DELADDR}, err == nil
	case unix.RTM_NEWROUTE, unix.RTM_DELROUTE:
		return network.Event{Lost: true}, len(b) > 1 && b[1] == 0 // rtm_dst_len
	case unix.RTM_NEWNDUSEROPT:
		return routerOption(b)
	case unix.RTM_NEWPREFIX:
		return routerPrefix(b)
	}
	return network.Event{}, false
}
