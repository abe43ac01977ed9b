package lab

import (
	"encoding/binary"
	"errors"
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Events is a socket that the kernel tells every change of the host's network:
// links, addresses, routes and rules of both families.
type Events struct {
	t  T
	fd int
}

// Watch listens from now on.
func (h *Host) Watch() *Events {
	h.t.Helper()
	e := &Events{t: h.t}
	err := h.here.do(func() (err error) {
		e.fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_ROUTE)
		if err != nil {
			return err
		}
		return unix.Bind(e.fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
	})
	if err != nil {
		h.t.Fatalf("netlink: %v", err)
	}
	h.t.Cleanup(func() { unix.Close(e.fd) })
	for _, group := range []int{unix.RTNLGRP_LINK, unix.RTNLGRP_IPV4_IFADDR, unix.RTNLGRP_IPV6_IFADDR, unix.RTNLGRP_IPV4_ROUTE,
		unix.RTNLGRP_IPV6_ROUTE, unix.RTNLGRP_IPV4_RULE, unix.RTNLGRP_IPV6_RULE, unix.RTNLGRP_IPV6_IFINFO} {
		if err := unix.SetsockoptInt(e.fd, unix.SOL_NETLINK, unix.NETLINK_ADD_MEMBERSHIP, group); err != nil {
			h.t.Fatalf("netlink group %d: %v", group, err)
		}
	}
	return e
}

// Take returns what has come and has not been taken yet, each in words. The
// kernel tells a change before it answers the request for it, so that nothing of
// a run that has ended is missing.
func (e *Events) Take() (list []string) {
	e.t.Helper()
	buf := make([]byte, 64<<10)
	for {
		n, _, err := unix.Recvfrom(e.fd, buf, 0)
		switch {
		case errors.Is(err, unix.EAGAIN):
			return list
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.ENOBUFS):
			list = append(list, "more than the socket holds")
			continue
		case err != nil:
			e.t.Fatalf("netlink: %v", err)
		}
		messages, err := syscall.ParseNetlinkMessage(buf[:n])
		if err != nil {
			e.t.Fatalf("netlink: %v", err)
		}
		for _, m := range messages {
			list = append(list, eventWords(m))
		}
	}
}

// wait waits for the next event, and at most until end.
func (e *Events) wait(end time.Time) bool {
	fds := []unix.PollFd{{Fd: int32(e.fd), Events: unix.POLLIN}}
	for {
		left := time.Until(end)
		if left <= 0 {
			return false
		}
		n, err := unix.Poll(fds, int(left.Milliseconds())+1)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		return err == nil && n > 0
	}
}

func eventWords(m syscall.NetlinkMessage) string {
	names := map[uint16]string{unix.RTM_NEWLINK: "new link", unix.RTM_DELLINK: "link gone", unix.RTM_NEWADDR: "new address", unix.RTM_DELADDR: "address gone",
		unix.RTM_NEWROUTE: "new route", unix.RTM_DELROUTE: "route gone", unix.RTM_NEWRULE: "new rule", unix.RTM_DELRULE: "rule gone"}
	name := names[m.Header.Type]
	if name == "" {
		name = fmt.Sprintf("message %d", m.Header.Type)
	}
	if len(m.Data) >= 8 && (m.Header.Type == unix.RTM_NEWLINK || m.Header.Type == unix.RTM_NEWADDR || m.Header.Type == unix.RTM_DELADDR) {
		name += fmt.Sprintf(" (interface %d)", binary.NativeEndian.Uint32(m.Data[4:]))
	}
	return fmt.Sprintf("%s, asked for by port %d", name, m.Header.Pid)
}

// Await waits until all of the facts are true, in Has's sense.
func (h *Host) Await(facts ...string) {
	h.t.Helper()
	e := h.Watch()
	h.await(e, "facts", func() []string { return h.Lacks(facts...) })
}

// Settle waits until the kernel has nothing more to do of its own: no address is
// tentative, and every link that is up and has a carrier is in operation.
func (h *Host) Settle() {
	h.t.Helper()
	e := h.Watch()
	h.await(e, "operation", func() (busy []string) {
		links, err := h.here.handle.LinkList()
		if err != nil {
			h.t.Fatalf("links: %v", err)
		}
		for _, l := range links {
			a := l.Attrs()
			if a.RawFlags&unix.IFF_LOWER_UP != 0 && a.RawFlags&unix.IFF_RUNNING == 0 {
				busy = append(busy, a.Name+" is not in operation")
			}
		}
		return append(busy, h.tentative()...)
	})
}

// SettleAddresses waits until no address is tentative. The kernel tells of links in
// operation only once a second.
func (h *Host) SettleAddresses() {
	h.t.Helper()
	h.await(h.Watch(), "duplicate address detection", h.tentative)
}

func (h *Host) tentative() (list []string) {
	h.t.Helper()
	names := map[int]string{}
	for _, f := range h.addressFacts(names) {
		if contains(f, "tentative") && !contains(f, "dadfailed") {
			list = append(list, f)
		}
	}
	return list
}

// await looks again after every event until nothing is lacking.
func (h *Host) await(e *Events, what string, lacking func() []string) {
	h.t.Helper()
	end := time.Now().Add(limit)
	for {
		e.Take()
		lacks := lacking()
		if len(lacks) == 0 {
			return
		}
		if !e.wait(end) {
			h.t.Fatalf("waited %s in vain for %s: %q", limit, what, lacks)
		}
	}
}
