package lab

import (
	"fmt"
	"net"
	"net/netip"
	"os/exec"
	"strings"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// Cable plugs in a link: a veth pair whose other end is up, under the same name
// in the namespace of the peers. The link itself is down, as a host finds its links at boot. Hardware addresses count up from
// 02:00:00:00:00:00, and 02:00:00:00:01:00 at the other end.
func (h *Host) Cable(name string) {
	h.t.Helper()
	h.CableWith(name, net.HardwareAddr{2, 0, 0, 0, 0, byte(h.made)})
}

// CableWith plugs in a link with a hardware address of the caller's.
func (h *Host) CableWith(name string, mac net.HardwareAddr) {
	h.t.Helper()
	pair := netlink.NewVeth(netlink.LinkAttrs{Name: name, HardwareAddr: mac})
	pair.PeerName = name
	pair.PeerHardwareAddr = net.HardwareAddr{2, 0, 0, 0, 1, byte(h.made)}
	pair.PeerNamespace = netlink.NsFd(int(h.peer.net.Fd()))
	h.made++
	if err := h.here.handle.LinkAdd(pair); err != nil {
		h.t.Fatalf("%s: %v", name, err)
	}
	if !h.slowDAD {
		h.quickDAD(find(h.t, h.here, name).Attrs().Index)
	}
	up(h.t, h.peer, name)
}

// Cables plugs in several links.
func (h *Host) Cables(names ...string) {
	h.t.Helper()
	for _, n := range names {
		h.Cable(n)
	}
}

// Peer gives the other end of a link, or a switch, an address. IPv6 addresses are
// usable at once.
func (h *Host) Peer(name, prefix string) {
	h.t.Helper()
	address(h.t, h.peer, name, prefix)
}

// Address puts an address on the host's own link, as somebody else would who is
// not netonce.
func (h *Host) Address(name, prefix string) {
	h.t.Helper()
	address(h.t, h.here, name, prefix)
}

// Up brings the host's own link up, as somebody else would.
func (h *Host) Up(name string) { h.t.Helper(); up(h.t, h.here, name) }

// Unplug takes the carrier from a link.
func (h *Host) Unplug(name string) {
	h.t.Helper()
	if err := h.peer.handle.LinkSetDown(find(h.t, h.peer, name)); err != nil {
		h.t.Fatalf("%s: %v", name, err)
	}
}

// Plug gives the carrier back that Unplug took.
func (h *Host) Plug(name string) { h.t.Helper(); up(h.t, h.peer, name) }

// PullOut removes a link altogether.
func (h *Host) PullOut(name string) {
	h.t.Helper()
	if err := h.here.handle.LinkDel(find(h.t, h.here, name)); err != nil {
		h.t.Fatalf("%s: %v", name, err)
	}
}

// Switch joins the other ends of links by a bridge of that name.
func (h *Host) Switch(name string, ports ...string) {
	h.t.Helper()
	bridge := &netlink.Bridge{LinkAttrs: netlink.LinkAttrs{Name: name, HardwareAddr: net.HardwareAddr{2, 0, 0, 0, 1, 0xff}}}
	if err := h.peer.handle.LinkAdd(bridge); err != nil {
		h.t.Fatalf("%s: %v", name, err)
	}
	for _, p := range ports {
		if err := h.peer.handle.LinkSetMaster(find(h.t, h.peer, p), bridge); err != nil {
			h.t.Fatalf("%s: %v", p, err)
		}
	}
	up(h.t, h.peer, name)
}

// Elsewhere runs a program among the peers to its end: the words of a command line.
func (h *Host) Elsewhere(command string) {
	h.t.Helper()
	words := strings.Fields(command)
	err := h.peer.visit(func() error {
		if out, err := exec.Command(words[0], words[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		return nil
	})
	if err != nil {
		h.t.Fatalf("%s: %v", command, err)
	}
}

// Route adds a route of the host's by somebody who is not netonce. The gateway is
// empty for one that leads straight to the link.
func (h *Host) Route(link, to, gateway string) {
	h.t.Helper()
	dst, err := netlink.ParseIPNet(to)
	if err != nil {
		h.t.Fatalf("%v", err)
	}
	r := &netlink.Route{LinkIndex: find(h.t, h.here, link).Attrs().Index, Dst: dst, Protocol: unix.RTPROT_BOOT}
	if gateway == "" {
		r.Scope = unix.RT_SCOPE_LINK
	} else {
		r.Gw = net.ParseIP(gateway)
	}
	if err := h.here.handle.RouteAdd(r); err != nil {
		h.t.Fatalf("route %s: %v", to, err)
	}
}

func find(t T, n *namespace, name string) netlink.Link {
	t.Helper()
	l, err := n.handle.LinkByName(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return l
}

func up(t T, n *namespace, name string) {
	t.Helper()
	if err := n.handle.LinkSetUp(find(t, n, name)); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func address(t T, n *namespace, name, prefix string) {
	t.Helper()
	p, err := netip.ParsePrefix(prefix)
	if err != nil {
		t.Fatalf("%v", err)
	}
	a := &netlink.Addr{IPNet: &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}}
	if p.Addr().Is6() {
		a.Flags = unix.IFA_F_NODAD
	}
	if err := n.handle.AddrAdd(find(t, n, name), a); err != nil {
		t.Fatalf("%s: %s: %v", name, prefix, err)
	}
}
