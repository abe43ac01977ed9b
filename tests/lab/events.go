package lab

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Events is a socket that the kernel tells every change of the host's network:
// links, addresses, routes and rules of both families.
type Events struct{ fd int }

// Watch listens from now on.
func (h *Host) Watch() *Events {
	h.t.Helper()
	e, err := watch(h.here)
	if err != nil {
		h.t.Fatalf("%v", err)
	}
	h.t.Cleanup(e.close)
	return e
}

func (e *Events) close() { unix.Close(e.fd) }

func watch(n *namespace) (*Events, error) {
	e := &Events{}
	err := n.do(func() (err error) {
		e.fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_ROUTE)
		if err != nil {
			return err
		}
		return unix.Bind(e.fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
	})
	if err != nil {
		return nil, fmt.Errorf("netlink: %w", err)
	}
	for _, group := range []int{unix.RTNLGRP_LINK, unix.RTNLGRP_IPV4_IFADDR, unix.RTNLGRP_IPV6_IFADDR, unix.RTNLGRP_IPV4_ROUTE,
		unix.RTNLGRP_IPV6_ROUTE, unix.RTNLGRP_IPV4_RULE, unix.RTNLGRP_IPV6_RULE, unix.RTNLGRP_IPV6_IFINFO} {
		if err := unix.SetsockoptInt(e.fd, unix.SOL_NETLINK, unix.NETLINK_ADD_MEMBERSHIP, group); err != nil {
			e.close()
			return nil, fmt.Errorf("netlink group %d: %w", group, err)
		}
	}
	return e, nil
}

// Take returns what has come and has not been taken yet, each in words. The
// kernel tells a change before it answers the request for it, so that nothing of
// a run that has ended is missing; only a new IPv6 address it tells a moment later,
// from its own queue (addrconf_dad_work), by when Facts has it.
func (e *Events) Take() (list []string) {
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
			return append(list, "netlink: "+err.Error())
		}
		messages, err := syscall.ParseNetlinkMessage(buf[:n])
		if err != nil {
			list = append(list, "netlink: "+err.Error())
		}
		for _, m := range messages {
			list = append(list, eventWords(m))
		}
	}
}

// Tells waits for an event whose words contain text.
func (e *Events) Tells(text string) bool {
	for end := time.Now().Add(limit); ; {
		for _, w := range e.Take() {
			if strings.Contains(w, text) {
				return true
			}
		}
		if !e.wait(end) {
			return false
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
	name := netlinkWord(m.Header.Type)
	if len(m.Data) >= 8 && (m.Header.Type == unix.RTM_NEWLINK || m.Header.Type == unix.RTM_NEWADDR || m.Header.Type == unix.RTM_DELADDR) {
		name += fmt.Sprintf(" (interface %d)", binary.NativeEndian.Uint32(m.Data[4:]))
	}
	if m.Header.Type == unix.RTM_NEWROUTE || m.Header.Type == unix.RTM_DELROUTE {
		name += " " + routeEventWords(m)
	}
	return fmt.Sprintf("%s, asked for by port %d", name, m.Header.Pid)
}

// netlinkWord names a kind of message.
func netlinkWord(kind uint16) string {
	names := map[uint16]string{unix.RTM_NEWLINK: "new link", unix.RTM_DELLINK: "link gone", unix.RTM_NEWADDR: "new address", unix.RTM_DELADDR: "address gone",
		unix.RTM_NEWROUTE: "new route", unix.RTM_DELROUTE: "route gone", unix.RTM_NEWRULE: "new rule", unix.RTM_DELRULE: "rule gone"}
	if name := names[kind]; name != "" {
		return name
	}
	return fmt.Sprintf("message %d", kind)
}

// routeEventWords says where the route of an event leads, all of its ways: "default via
// 192.0.2.1".
func routeEventWords(m syscall.NetlinkMessage) string {
	attributes, err := syscall.ParseNetlinkRouteAttr(&m)
	if err != nil {
		return err.Error()
	}
	to, via := "default", ""
	for _, a := range attributes {
		ip, _ := netip.AddrFromSlice(a.Value)
		switch a.Attr.Type {
		case unix.RTA_DST:
			to = fmt.Sprintf("%s/%d", ip, m.Data[1])
		case unix.RTA_GATEWAY:
			via += " via " + ip.String()
		case unix.RTA_MULTIPATH:
			for b := a.Value; len(b) >= unix.SizeofRtNexthop; { // each with the one attribute, an IPv6 address
				size := int(binary.NativeEndian.Uint16(b))
				ip, _ := netip.AddrFromSlice(b[unix.SizeofRtNexthop+unix.SizeofRtAttr : size])
				via += " via " + ip.String()
				b = b[size:]
			}
		}
	}
	return to + via
}
