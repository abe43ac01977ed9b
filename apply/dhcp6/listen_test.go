package dhcp6

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"

	"netonce/apply/journal"
)

// wire is veth pairs cli0, cli1 ...: the clients' ends in the namespace of the test's
// thread, the servers' in another, where one server is on each.
type wire struct {
	clients  []netlink.Link
	serverNS *os.File
	servers  []*net.UDPConn
}

// newWire ties the test's goroutine to a thread that ends with it, in a namespace
// of its own. It needs root and fails without: a test that skips tests nothing.
func newWire(t *testing.T, pairs int) *wire {
	t.Helper()
	runtime.LockOSThread()
	w := &wire{serverNS: newNamespace(t)}
	t.Cleanup(func() { w.serverNS.Close() })
	newNamespace(t).Close()
	for i := range pairs {
		veth := &netlink.Veth{LinkAttrs: netlink.NewLinkAttrs(), PeerName: fmt.Sprintf("srv%d", i)}
		veth.Name = fmt.Sprintf("cli%d", i)
		veth.PeerNamespace = netlink.NsFd(int(w.serverNS.Fd()))
		must(t, "create a veth pair", netlink.LinkAdd(veth))
		link, err := netlink.LinkByName(veth.Name)
		must(t, "find "+veth.Name, err)
		w.clients = append(w.clients, link)
		must(t, "set it up", netlink.LinkSetUp(link))
		w.inServerNS(t, func() error { return w.openServer(veth.PeerName) })
		t.Cleanup(func() { w.servers[i].Close() })
	}
	return w
}

func must(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("cannot %s: %v", what, err)
	}
}

// newNamespace moves the thread to a new network namespace.
func newNamespace(t *testing.T) *os.File {
	t.Helper()
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		t.Fatalf("this test needs root (CAP_SYS_ADMIN) for a network namespace: %v", err)
	}
	f, err := os.Open(fmt.Sprintf("/proc/self/task/%d/ns/net", unix.Gettid()))
	must(t, "open the namespace", err)
	must(t, "do without duplicate address detection", detect("default", "0"))
	return f
}

// detect switches duplicate address detection for an interface.
func detect(name, value string) error {
	return os.WriteFile("/proc/sys/net/ipv6/conf/"+name+"/accept_dad", []byte(value), 0o644)
}

// inServerNS runs f on a thread of its own in the servers' namespace.
func (w *wire) inServerNS(t *testing.T, f func() error) {
	t.Helper()
	done := make(chan error)
	go func() {
		runtime.LockOSThread()
		if err := unix.Setns(int(w.serverNS.Fd()), unix.CLONE_NEWNET); err != nil {
			done <- err
			return
		}
		done <- f()
	}()
	must(t, "act in the servers' namespace", <-done)
}

func (w *wire) openServer(name string) error {
	link, err := netlink.LinkByName(name)
	if err != nil {
		return err
	}
	if err := netlink.LinkSetUp(link); err != nil {
		return err
	}
	if err := settled(link); err != nil {
		return err
	}
	ifi, err := net.InterfaceByName(name)
	if err != nil {
		return err
	}
	c, err := net.ListenMulticastUDP("udp6", ifi, &net.UDPAddr{IP: net.ParseIP("ff02::1:2"), Port: serverPort, Zone: name})
	w.servers = append(w.servers, c)
	return err
}

// settled waits until a link has a link-local address that is not tentative.
func settled(link netlink.Link) error {
	here, err := netns.Get()
	if err != nil {
		return err
	}
	defer here.Close()
	updates, done := make(chan netlink.AddrUpdate, 100), make(chan struct{})
	defer close(done)
	if err := netlink.AddrSubscribeWithOptions(updates, done, netlink.AddrSubscribeOptions{Namespace: &here, ListExisting: true}); err != nil {
		return err
	}
	for late := time.After(5 * time.Second); ; {
		select {
		case a := <-updates:
			if a.NewAddr && a.LinkIndex == link.Attrs().Index && a.LinkAddress.IP.IsLinkLocalUnicast() && a.Flags&unix.IFA_F_TENTATIVE == 0 {
				return nil
			}
		case <-late:
			return errors.New("no link-local address")
		}
	}
}

// serve answers what comes on a pair until its socket is closed.
func (w *wire) serve(pair int, answers func(req *Message, to *net.UDPAddr) *Message) {
	c := w.servers[pair]
	go func() {
		buf := make([]byte, 4096)
		for {
			n, from, err := c.ReadFromUDP(buf)
			if err != nil {
				return
			}
			if from.Zone != fmt.Sprintf("srv%d", pair) {
				continue // the group is of the host, not of the socket
			}
			if req, err := parse(buf[:n]); err == nil {
				if m := answers(req, from); m != nil {
					_, _ = c.WriteToUDP(m.bytes(), from)
				}
			}
		}
	}()
}

// numbered is a right answer with an address of a pair's own.
func numbered(pair int) func(*Message, *net.UDPAddr) *Message {
	return func(req *Message, _ *net.UDPAddr) *Message {
		return reply(req, raw(optRapidCommit), iana(0, 0, addr(fmt.Sprintf("2001:db8::%d", pair), 1800, 3600)))
	}
}

func acquireOn(link netlink.Link, conn Conn, timeout time.Duration) (Lease, string, error) {
	var out strings.Builder
	log := journal.New(&out, journal.Options{Level: journal.Debug})
	cfg := testConfig()
	cfg.Interface, cfg.Timeout = link.Attrs().Name, timeout
	l, err := Acquire(context.Background(), cfg, conn, log)
	return l, out.String(), err
}

func listen(t *testing.T, link netlink.Link) Conn {
	t.Helper()
	conn, err := Listen(link.Attrs().Index, link.Attrs().Name)
	must(t, "listen", err)
	t.Cleanup(func() { conn.Close() })
	return conn
}

// Two interfaces at once, each its own lease.
func TestListenTwo(t *testing.T) {
	w := newWire(t, 2)
	type result struct {
		lease Lease
		log   string
		err   error
	}
	results := []chan result{make(chan result, 1), make(chan result, 1)}
	for i, link := range w.clients {
		w.serve(i, numbered(i+1))
		must(t, "have a link-local address", settled(link))
		conn := listen(t, link)
		go func() {
			l, log, err := acquireOn(link, conn, 5*time.Second)
			results[i] <- result{l, log, err}
		}()
	}
	for i, c := range results {
		r := <-c
		if r.err != nil {
			t.Fatalf("cli%d: %v\n%s", i, r.err, r.log)
		}
		if want := netip.MustParsePrefix(fmt.Sprintf("2001:db8::%d/128", i+1)); len(r.lease.Addresses) != 1 || r.lease.Addresses[0].Prefix != want {
			t.Errorf("cli%d: %+v", i, r.lease)
		}
		if strings.Contains(r.log, "ignored") {
			t.Errorf("cli%d heard what was not for it:\n%s", i, r.log)
		}
	}
}

// As long as the link-local address is tentative nothing can be sent, and then it is.
func TestListenTentative(t *testing.T) {
	w := newWire(t, 1)
	w.serve(0, numbered(1))
	must(t, "have addresses looked for", detect("cli0", "1"))
	must(t, "set cli0 down", netlink.LinkSetDown(w.clients[0]))
	must(t, "set cli0 up", netlink.LinkSetUp(w.clients[0]))
	conn := listen(t, w.clients[0])
	start := time.Now()
	_, log, err := acquireOn(w.clients[0], conn, 10*time.Second)
	if took := time.Since(start); err != nil || took > 5*time.Second || !strings.Contains(log, "going on after an error") {
		t.Errorf("after %v: %v\n%s", took, err, log)
	}
}

// What is sent to an address that reaches beyond the link is not heard.
func TestListenLinkLocalOnly(t *testing.T) {
	w := newWire(t, 1)
	far := netip.MustParsePrefix("2001:db8:9::1/64")
	must(t, "add an address", netlink.AddrAdd(w.clients[0], &netlink.Addr{IPNet: &net.IPNet{IP: far.Addr().AsSlice(), Mask: net.CIDRMask(64, 128)}, Flags: unix.IFA_F_NODAD}))
	w.inServerNS(t, func() error {
		link, err := netlink.LinkByName("srv0")
		if err != nil {
			return err
		}
		near := &net.IPNet{IP: net.ParseIP("2001:db8:9::2"), Mask: net.CIDRMask(64, 128)}
		if err := netlink.AddrAdd(link, &netlink.Addr{IPNet: near, Flags: unix.IFA_F_NODAD}); err != nil {
			return err
		}
		// What is sent there goes out at once, before what is sent after it.
		return netlink.NeighAdd(&netlink.Neigh{LinkIndex: link.Attrs().Index, IP: far.Addr().AsSlice(), HardwareAddr: w.clients[0].Attrs().HardwareAddr, State: netlink.NUD_PERMANENT})
	})
	must(t, "have a link-local address", settled(w.clients[0]))
	var sent error
	w.serve(0, func(req *Message, to *net.UDPAddr) *Message {
		_, sent = w.servers[0].WriteToUDP(numbered(66)(req, nil).bytes(), &net.UDPAddr{IP: far.Addr().AsSlice(), Port: clientPort})
		return numbered(1)(req, nil)
	})
	l, log, err := acquireOn(w.clients[0], listen(t, w.clients[0]), 5*time.Second)
	if err != nil || sent != nil || l.Addresses[0].Prefix != netip.MustParsePrefix("2001:db8::1/128") {
		t.Errorf("%+v, %v, %v\n%s", l, err, sent, log)
	}
}

// An interface that goes away ends it.
func TestListenLinkGone(t *testing.T) {
	w := newWire(t, 1)
	must(t, "have a link-local address", settled(w.clients[0]))
	ns, err := netlink.NewHandle(unix.NETLINK_ROUTE)
	must(t, "open netlink", err)
	defer ns.Close()
	gone := make(chan error, 1)
	time.AfterFunc(100*time.Millisecond, func() { gone <- ns.LinkDel(w.clients[0]) })
	start := time.Now()
	_, log, err := acquireOn(w.clients[0], listen(t, w.clients[0]), 10*time.Second)
	must(t, "delete cli0", <-gone)
	if took := time.Since(start); took > 2*time.Second || !errors.Is(err, unix.ENODEV) && !errors.Is(err, unix.ENXIO) {
		t.Errorf("after %v: %v\n%s", took, err, log)
	}
}

func TestListenNoInterface(t *testing.T) {
	if _, err := Listen(1<<30, "eth9"); !errors.Is(err, unix.ENODEV) || !strings.HasPrefix(err.Error(), "eth9: ") {
		t.Errorf("error %v", err)
	}
}
