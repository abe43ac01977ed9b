package lab

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// pace is between two packets of Traffic's: as many as show a gap, and so few that the
// machine has something else to do.
const pace = 5 * time.Millisecond

// Traffic is what went over a link.
type Traffic struct {
	Sent, Lost  int // packets over UDP, each of which is answered
	Rounds      int // over one TCP connection
	Resent      int // segments that TCP had to send again
	StreamError error
}

// Traffic has packets and a TCP connection go from an address of the host's to one of the
// peers' and back all the time, until it is stopped. Both have to be there already.
func (h *Host) Traffic(from, to string) (stop func() Traffic) {
	h.t.Helper()
	udp, tcp := h.echoes(to)
	var packets, stream net.Conn
	local := netip.AddrPortFrom(netip.MustParseAddr(from), 0)
	remote := func(a net.Addr) netip.AddrPort {
		return netip.AddrPortFrom(netip.MustParseAddr(to), netip.MustParseAddrPort(a.String()).Port())
	}
	err := h.here.do(func() (err error) {
		if packets, err = net.DialUDP("udp", net.UDPAddrFromAddrPort(local), net.UDPAddrFromAddrPort(remote(udp.LocalAddr()))); err != nil {
			return err
		}
		stream, err = net.DialTCP("tcp", net.TCPAddrFromAddrPort(local), net.TCPAddrFromAddrPort(remote(tcp.Addr())))
		return err
	})
	if err != nil {
		h.t.Fatalf("traffic from %s to %s: %v", from, to, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var all Traffic
	ended := make(chan struct{}, 2)
	go func() { all.Sent, all.Lost = paced(ctx, packets); ended <- struct{}{} }()
	go func() {
		n, bad := paced(ctx, stream)
		all.Rounds, all.Resent = n, retransmitted(stream)
		if bad > 0 {
			all.StreamError = errors.New("the TCP connection did not answer in time")
		}
		ended <- struct{}{}
	}()
	return func() Traffic {
		cancel()
		<-ended
		<-ended
		packets.Close()
		stream.Close()
		return all
	}
}

// echoes starts servers that send back what they get; they end with the test.
func (h *Host) echoes(address string) (*net.UDPConn, net.Listener) {
	h.t.Helper()
	var udp *net.UDPConn
	var tcp net.Listener
	err := h.peer.do(func() (err error) {
		if udp, err = net.ListenUDP("udp", &net.UDPAddr{IP: net.ParseIP(address)}); err != nil {
			return err
		}
		tcp, err = net.Listen("tcp", net.JoinHostPort(address, "0"))
		return err
	})
	if err != nil {
		h.t.Fatalf("echo at %s: %v", address, err)
	}
	h.t.Cleanup(func() { udp.Close(); tcp.Close() })
	go echo(udp)
	go func() {
		for {
			c, err := tcp.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				buf := make([]byte, 64)
				for n, err := c.Read(buf); err == nil; n, err = c.Read(buf) {
					_, _ = c.Write(buf[:n]) // a reader that is gone ends the next Read
				}
			}()
		}
	}()
	return udp, tcp
}

// paced sends and awaits the answer until ctx ends.
func paced(ctx context.Context, c net.Conn) (sent, lost int) {
	tick := time.NewTicker(pace)
	defer tick.Stop()
	var f flood
	for {
		select {
		case <-ctx.Done():
			f.drain(c)
			return int(f.sent), len(f.waited)
		case <-tick.C:
			f.send(c)
		}
	}
}

// retransmitted is how many segments of a TCP connection were sent more than once.
func retransmitted(c net.Conn) (n int) {
	raw, err := c.(syscall.Conn).SyscallConn()
	if err != nil {
		return -1
	}
	err = raw.Control(func(fd uintptr) {
		info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
		if n = -1; err == nil {
			n = int(info.Total_retrans)
		}
	})
	if err != nil {
		return -1
	}
	return n
}
