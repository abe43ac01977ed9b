package dhcp4

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
	"github.com/mdlayher/packet"
	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"netonce/apply/journal"
)

// wire is a veth pair: the client's end in the namespace of the test's thread, the
// server's in another.
type wire struct {
	client   netlink.Link
	serverNS *os.File
	server   *packet.Conn // whole Ethernet frames
	mac      net.HardwareAddr
}

// newWire ties the test's goroutine to a thread that ends with it, in a namespace
// of its own. It needs root and fails without: a test that skips tests nothing.
func newWire(t *testing.T) *wire {
	t.Helper()
	runtime.LockOSThread()
	w := &wire{serverNS: newNamespace(t)}
	t.Cleanup(func() { w.serverNS.Close() })
	newNamespace(t).Close()

	veth := &netlink.Veth{LinkAttrs: netlink.NewLinkAttrs(), PeerName: "srv0"}
	veth.Name = "cli0"
	veth.HardwareAddr = testMAC
	veth.PeerNamespace = netlink.NsFd(int(w.serverNS.Fd()))
	must(t, "create a veth pair", netlink.LinkAdd(veth))
	link, err := netlink.LinkByName("cli0")
	must(t, "find cli0", err)
	w.client = link
	must(t, "set cli0 up", netlink.LinkSetUp(link))
	w.inServerNS(t, func() error { return w.openServer() })
	must(t, "get cli0 running", awaitRunning("cli0"))
	w.inServerNS(t, func() error { return awaitRunning("srv0") })
	return w
}

// awaitRunning waits until the kernel has taken note of the carrier. Up to then it
// loses what is sent without a word.
func awaitRunning(name string) error {
	for range 1000 {
		link, err := netlink.LinkByName(name)
		if err != nil {
			return err
		}
		if link.Attrs().OperState == netlink.OperUp {
			return nil
		}
		time.Sleep(time.Millisecond)
	}
	return errors.New("no carrier")
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
	return f
}

// inServerNS runs f on a thread of its own in the server's namespace.
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
	must(t, "act in the server's namespace", <-done)
}

func (w *wire) openServer() error {
	link, err := netlink.LinkByName("srv0")
	if err != nil {
		return err
	}
	if err := netlink.LinkSetUp(link); err != nil {
		return err
	}
	ifi, err := net.InterfaceByName("srv0")
	if err != nil {
		return err
	}
	w.mac = ifi.HardwareAddr
	w.server, err = packet.Listen(ifi, packet.Raw, unix.ETH_P_IP, nil)
	return err
}

// tag is an 802.1Q tag with a VLAN id.
func tag(vid uint16) []byte {
	return binary.BigEndian.AppendUint16([]byte{0x81, 0x00}, vid)
}

// send puts a reply on the wire, for all or for dst, behind a tag if there is one.
func (w *wire) send(t *testing.T, dst net.HardwareAddr, vlan []byte, ip []byte) {
	frame := bytes.Join([][]byte{dst, w.mac, vlan, {0x08, 0x00}, ip}, nil)
	if _, err := w.server.WriteTo(frame, &packet.Addr{HardwareAddr: dst}); err != nil && !errors.Is(err, unix.ENETDOWN) {
		t.Errorf("server: send: %v", err)
	}
}

// serve answers requests until the test ends.
func (w *wire) serve(t *testing.T, answers func(req *dhcpv4.DHCPv4)) {
	done := make(chan struct{})
	t.Cleanup(func() { w.server.Close(); <-done })
	go func() {
		defer close(done)
		buf := make([]byte, 4096)
		for {
			n, _, err := w.server.ReadFrom(buf)
			if errors.Is(err, os.ErrClosed) || errors.Is(err, unix.EBADF) {
				return
			}
			if err != nil {
				time.Sleep(time.Millisecond)
				continue
			}
			if n < 42 || !bytes.Equal(buf[:6], everyone) || binary.BigEndian.Uint16(buf[36:]) != serverPort {
				continue
			}
			if req, err := dhcpv4.FromBytes(buf[42:n]); err == nil {
				answers(req)
			}
		}
	}()
}

var everyone = net.HardwareAddr{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// honest is the right answer to a request.
func honest(req *dhcpv4.DHCPv4, changes ...change) []byte {
	kind := dhcpv4.MessageTypeOffer
	if req.MessageType() == dhcpv4.MessageTypeRequest {
		kind = dhcpv4.MessageTypeAck
	}
	return replyPacket(answer(req, kind, changes...).ToBytes())
}

func (w *wire) acquire(t *testing.T, timeout time.Duration) (Lease, string, error) {
	t.Helper()
	a := w.client.Attrs()
	conn, err := Listen(&net.Interface{Index: a.Index, Name: a.Name, HardwareAddr: a.HardwareAddr})
	must(t, "listen", err)
	defer conn.Close()
	var out strings.Builder
	log := journal.New(&out, journal.Options{Level: journal.Debug})
	cfg := testConfig()
	cfg.Timeout = timeout
	l, err := Acquire(context.Background(), cfg, conn, log)
	return l, out.String(), err
}

func TestListenLease(t *testing.T) {
	for name, dst := range map[string]net.HardwareAddr{"broadcast": everyone, "unicast": testMAC} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t)
			w.serve(t, func(req *dhcpv4.DHCPv4) { w.send(t, dst, nil, honest(req)) })
			start := time.Now()
			l, log, err := w.acquire(t, 3*time.Second)
			if err != nil {
				t.Fatalf("Acquire: %v\n%s", err, log)
			}
			t.Logf("lease after %v", time.Since(start))
			if l.Address.Addr() != testOwn || l.Validate() != nil {
				t.Errorf("lease %+v", l)
			}
		})
	}
}

func TestListenPriorityTag(t *testing.T) {
	w := newWire(t)
	w.serve(t, func(req *dhcpv4.DHCPv4) { w.send(t, everyone, tag(0), honest(req)) })
	if _, log, err := w.acquire(t, 3*time.Second); err != nil {
		t.Fatalf("Acquire: %v\n%s", err, log)
	}
}

// What the filter must keep out, each sent before an honest answer: if it came in,
// the lease would be another or the log would have a word about it.
func TestListenFilter(t *testing.T) {
	cases := map[string]func(w *wire, req *dhcpv4.DHCPv4){
		"VLAN 7": func(w *wire, req *dhcpv4.DHCPv4) {
			w.send(t, everyone, tag(7), honest(req, yiaddr("192.0.2.66")))
		},
		"VLAN 7 with priority": func(w *wire, req *dhcpv4.DHCPv4) {
			w.send(t, everyone, tag(0xe007), honest(req, yiaddr("192.0.2.66")))
		},
		"VLAN 7, unicast": func(w *wire, req *dhcpv4.DHCPv4) {
			w.send(t, testMAC, tag(7), honest(req, yiaddr("192.0.2.66")))
		},
		"other host": func(w *wire, req *dhcpv4.DHCPv4) {
			w.send(t, net.HardwareAddr{2, 0, 0, 0, 0, 9}, nil, honest(req, yiaddr("192.0.2.66")))
		},
		"other port": func(w *wire, req *dhcpv4.DHCPv4) {
			p := honest(req, yiaddr("192.0.2.66"))
			p[23] = 69
			w.send(t, everyone, nil, p)
		},
		"TCP": func(w *wire, req *dhcpv4.DHCPv4) {
			p := honest(req, yiaddr("192.0.2.66"))
			p[9] = 6
			w.send(t, everyone, nil, p)
		},
		"fragment": func(w *wire, req *dhcpv4.DHCPv4) {
			p := honest(req, yiaddr("192.0.2.66"))
			p[6] = 0x20
			w.send(t, everyone, nil, p)
		},
	}
	for name, foul := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWire(t)
			w.serve(t, func(req *dhcpv4.DHCPv4) {
				foul(w, req)
				w.send(t, everyone, nil, honest(req))
			})
			l, log, err := w.acquire(t, 3*time.Second)
			if err != nil || l.Address.Addr() != testOwn {
				t.Fatalf("lease %v, error %v\n%s", l.Address, err, log)
			}
			if strings.Contains(log, "ignored") {
				t.Errorf("a packet got through the filter:\n%s", log)
			}
		})
	}
}

// A link that goes down and comes up again during the exchange costs no more than
// a moment: the message that was under way is sent again.
func TestListenLinkFlap(t *testing.T) {
	w := newWire(t)
	seen := 0
	w.serve(t, func(req *dhcpv4.DHCPv4) {
		seen++
		if seen > 1 {
			w.send(t, everyone, nil, honest(req))
		}
	})
	flapped := make(chan error, 1)
	ns, err := netlink.NewHandle(unix.NETLINK_ROUTE)
	must(t, "open netlink", err)
	defer ns.Close()
	go func() {
		time.Sleep(100 * time.Millisecond)
		err := ns.LinkSetDown(w.client)
		time.Sleep(200 * time.Millisecond)
		flapped <- errors.Join(err, ns.LinkSetUp(w.client))
	}()
	start := time.Now()
	l, log, err := w.acquire(t, 10*time.Second)
	must(t, "flap the link", <-flapped)
	if err != nil {
		t.Fatalf("Acquire: %v\n%s", err, log)
	}
	if !strings.Contains(log, "network is down") {
		t.Errorf("the flap was not seen:\n%s", log)
	}
	if took := time.Since(start); l.Address.Addr() != testOwn || took > 2*time.Second {
		t.Errorf("lease %v after %v\n%s", l.Address, took, log)
	}
}

// An interface that is down when asked is taken up as soon as it comes up.
func TestListenLinkDown(t *testing.T) {
	w := newWire(t)
	w.serve(t, func(req *dhcpv4.DHCPv4) { w.send(t, everyone, nil, honest(req)) })
	must(t, "set cli0 down", netlink.LinkSetDown(w.client))
	ns, err := netlink.NewHandle(unix.NETLINK_ROUTE)
	must(t, "open netlink", err)
	defer ns.Close()
	up := make(chan error, 1)
	go func() {
		time.Sleep(600 * time.Millisecond)
		up <- ns.LinkSetUp(w.client)
	}()
	start := time.Now()
	_, log, err := w.acquire(t, 10*time.Second)
	must(t, "set cli0 up", <-up)
	if err != nil {
		t.Fatalf("Acquire: %v\n%s", err, log)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("lease only after %v\n%s", took, log)
	}
}

func TestListenLinkGone(t *testing.T) {
	w := newWire(t)
	ns, err := netlink.NewHandle(unix.NETLINK_ROUTE)
	must(t, "open netlink", err)
	defer ns.Close()
	gone := make(chan error, 1)
	go func() {
		time.Sleep(100 * time.Millisecond)
		gone <- ns.LinkDel(w.client)
	}()
	start := time.Now()
	_, log, err := w.acquire(t, 20*time.Second)
	must(t, "delete cli0", <-gone)
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("only after %v", took)
	}
	if !errors.Is(err, unix.ENXIO) && !errors.Is(err, unix.ENODEV) {
		t.Errorf("error %v\n%s", err, log)
	}
}

func TestListenNoInterface(t *testing.T) {
	mac := net.HardwareAddr{2, 0, 0, 0, 0, 1}
	if _, err := Listen(&net.Interface{Index: 1 << 30, Name: "eth9", HardwareAddr: mac}); err == nil || !strings.HasPrefix(err.Error(), "eth9: ") {
		t.Errorf("error %v", err)
	}
}
