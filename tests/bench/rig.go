package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"

	"github.com/insomniacslk/dhcp/dhcpv4"
	"github.com/insomniacslk/dhcp/dhcpv4/server4"
	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

// rig is a host with its links in one network namespace and their other ends in
// another. The calling goroutine stays on a thread in the host's.
type rig struct {
	dir        string
	host, peer netns.NsHandle
	servers    []*server4.Server
}

// build makes the namespaces and the links. The thread is never given back: it
// ends with the goroutine, and the namespaces with it.
func (s scenario) build(c contestant) (*rig, error) {
	runtime.LockOSThread()
	r := &rig{}
	err := ownDirectories()
	if err != nil {
		return nil, err
	}
	if r.dir, err = os.MkdirTemp("/dev/shm", "netonce-bench"); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(r.dir+"/etc", 0o755); err != nil {
		return nil, err
	}
	if err := c.prepare(s, r.dir); err != nil {
		return nil, err
	}
	if r.peer, err = netns.New(); err != nil {
		return nil, fmt.Errorf("network namespace: %w", err)
	}
	if r.host, err = netns.New(); err != nil {
		return nil, fmt.Errorf("network namespace: %w", err)
	}
	// The kernel's own IPv6 address of each link would cost both the same, and
	// hide the difference.
	if err := os.WriteFile("/proc/sys/net/ipv6/conf/default/disable_ipv6", []byte("1"), 0); err != nil {
		return nil, err
	}
	if err := r.shift(); err != nil {
		return nil, err
	}
	for i := range s.links {
		if err := r.link(i); err != nil {
			return nil, fmt.Errorf("eth%d: %w", i, err)
		}
	}
	if err := netns.Set(r.peer); err != nil {
		return nil, err
	}
	for i := range s.links {
		if err := r.far(i, s); err != nil {
			return nil, fmt.Errorf("peer%d: %w", i, err)
		}
	}
	return r, netns.Set(r.host)
}

// shift gives the links other numbers than their other ends. The kernel does not take a
// veth with two ends of the same number for a virtual link, and may put it into operation
// up to a second late (linkwatch_urgent_event), which is nothing to measure clients by.
func (r *rig) shift() error {
	spare := &netlink.Bridge{LinkAttrs: netlink.LinkAttrs{Name: "spare"}}
	if err := netlink.LinkAdd(spare); err != nil {
		return err
	}
	return netlink.LinkDel(spare)
}

func (r *rig) link(i int) error {
	a := netlink.NewLinkAttrs()
	a.Name = fmt.Sprintf("eth%d", i)
	return netlink.LinkAdd(&netlink.Veth{LinkAttrs: a, PeerName: fmt.Sprintf("peer%d", i), PeerNamespace: netlink.NsFd(r.peer)})
}

// far sets up the other end, with a DHCP server where one is wanted.
func (r *rig) far(i int, work scenario) error {
	l, err := netlink.LinkByName(fmt.Sprintf("peer%d", i))
	if err != nil {
		return err
	}
	if err := netlink.LinkSetUp(l); err != nil {
		return err
	}
	a, err := netlink.ParseAddr(gateway(i) + "/24")
	if err != nil {
		return err
	}
	if err := netlink.AddrAdd(l, a); err != nil || !work.dhcp {
		return err
	}
	s, err := server4.NewServer(l.Attrs().Name, &net.UDPAddr{Port: 67}, answer(i, work.rapid))
	if err != nil {
		return err
	}
	go func() { _ = s.Serve() }() // ends with Close
	r.servers = append(r.servers, s)
	return nil
}

func answer(i int, rapid bool) server4.Handler {
	return func(conn net.PacketConn, _ net.Addr, m *dhcpv4.DHCPv4) {
		kind := dhcpv4.MessageTypeOffer
		atOnce := rapid && m.Options.Has(dhcpv4.OptionRapidCommit)
		if m.MessageType() == dhcpv4.MessageTypeRequest || atOnce {
			kind = dhcpv4.MessageTypeAck
		}
		reply, err := dhcpv4.NewReplyFromRequest(m, dhcpv4.WithMessageType(kind), dhcpv4.WithYourIP(net.ParseIP(address(i))),
			dhcpv4.WithServerIP(net.ParseIP(gateway(i))), dhcpv4.WithOption(dhcpv4.OptServerIdentifier(net.ParseIP(gateway(i)))),
			dhcpv4.WithNetmask(net.CIDRMask(24, 32)), dhcpv4.WithLeaseTime(3600), dhcpv4.WithRouter(net.ParseIP(gateway(i))))
		if err != nil {
			return
		}
		if atOnce {
			reply.UpdateOption(dhcpv4.OptGeneric(dhcpv4.OptionRapidCommit, nil))
		}
		_, _ = conn.WriteTo(reply.ToBytes(), &net.UDPAddr{IP: net.IPv4bcast, Port: 68}) // lost is lost: the client asks again
	}
}

func (r *rig) close() {
	for _, s := range r.servers {
		s.Close()
	}
	r.host.Close()
	r.peer.Close()
	os.RemoveAll(r.dir)
}

// once measures one run in namespaces of its own.
func (s scenario) once(c contestant) (result, error) {
	return inThread(func() (result, error) {
		r, err := s.build(c)
		if err != nil {
			return result{}, err
		}
		defer r.close()
		if c.stop != nil {
			defer c.stop(r.dir)
		}
		if err := s.before(c, r.dir); err != nil {
			return result{}, err
		}
		w, err := watch(s)
		if err != nil {
			return result{}, err
		}
		argv := c.command(r.dir)
		if s.kept != nothing && c.second != nil {
			argv = c.second(r.dir)
		}
		return c.run(argv, w)
	})
}

// before does the first run where a second one is measured, and takes away what is not
// to be left of it.
func (s scenario) before(c contestant, dir string) error {
	if !s.again && s.kept == nothing {
		return nil
	}
	argv := c.command(dir)
	if err := exec.Command(argv[0], argv[1:]...).Run(); err != nil || s.kept != lease {
		return err
	}
	if c.stop != nil {
		c.stop(dir)
	}
	return exec.Command("ip", "address", "flush", "dev", "eth0").Run()
}

// inThread runs f in a goroutine whose thread dies with it.
func inThread[T any](f func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome)
	go func() {
		v, err := f()
		done <- outcome{v, err}
	}()
	o := <-done
	return o.value, o.err
}
