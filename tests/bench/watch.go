package main

import (
	"fmt"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/vishvananda/netlink/nl"
)

// watcher counts rtnetlink events and notes when the last address and the last
// route of a scenario came into the kernel.
type watcher struct {
	socket    *nl.NetlinkSocket
	mu        sync.Mutex
	addresses map[uint32]bool // interfaces with one
	routes    map[string]bool
	want      scenario
	complete  time.Time
	all       chan struct{} // closed when it is complete
	last      time.Time
	events    int
}

// quiet is how long no event must come until the run counts as over.
const quiet = 100 * time.Millisecond

func watch(s scenario) (*watcher, error) {
	socket, err := nl.Subscribe(unix.NETLINK_ROUTE, unix.RTNLGRP_LINK, unix.RTNLGRP_IPV4_IFADDR, unix.RTNLGRP_IPV4_ROUTE,
		unix.RTNLGRP_IPV6_IFADDR, unix.RTNLGRP_IPV6_ROUTE)
	if err != nil {
		return nil, fmt.Errorf("watching: %w", err)
	}
	if err := socket.SetReceiveBufferSize(64<<20, true); err != nil {
		return nil, fmt.Errorf("watching: %w", err)
	}
	w := &watcher{socket: socket, addresses: map[uint32]bool{}, routes: map[string]bool{}, want: s, all: make(chan struct{})}
	go w.follow()
	return w, nil
}

func (w *watcher) follow() {
	for {
		messages, _, err := w.socket.Receive()
		if err != nil {
			return // closed
		}
		now := time.Now()
		w.mu.Lock()
		for _, m := range messages {
			w.take(m, now)
		}
		w.mu.Unlock()
	}
}

func (w *watcher) take(m syscall.NetlinkMessage, now time.Time) {
	w.events++
	w.last = now
	switch m.Header.Type {
	case unix.RTM_NEWADDR:
		w.addresses[nl.DeserializeIfAddrmsg(m.Data).Index] = true
	case unix.RTM_NEWROUTE:
		r := nl.DeserializeRtMsg(m.Data)
		attributes, err := nl.ParseRouteAttr(m.Data[unix.SizeofRtMsg:])
		for _, a := range attributes {
			// Ours lead to 172.16.0.0/12; prefix routes do not count.
			if err == nil && r.Table == unix.RT_TABLE_MAIN && a.Attr.Type == unix.RTA_DST && a.Value[0] == 172 {
				w.routes[string(a.Value)] = true
			}
		}
	}
	routes := w.want.links
	if w.want.dhcp {
		routes = 0
	}
	if w.complete.IsZero() && len(w.addresses) >= w.want.links && len(w.routes) >= routes {
		w.complete = now
		close(w.all)
	}
}

// await waits until all is there.
func (w *watcher) await(limit time.Duration) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-w.all:
		return nil
	case <-timer.C:
		return fmt.Errorf("not everything was there after %s", limit)
	}
}

// stop waits for the events to end and returns when all was there.
func (w *watcher) stop() (time.Time, int) {
	deadline := time.Now().Add(quiet)
	for time.Now().Before(deadline) {
		time.Sleep(time.Until(deadline))
		w.mu.Lock()
		if next := w.last.Add(quiet); next.After(deadline) {
			deadline = next
		}
		w.mu.Unlock()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.socket.Close()
	return w.complete, w.events
}
