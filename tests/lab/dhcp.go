package lab

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
	"github.com/insomniacslk/dhcp/dhcpv4/server4"
)

// DHCP is how a DHCP server behaves. Its zero value but for Address and Leases is
// a good server without options.
type DHCP struct {
	Address  netip.Addr              // of the server, on its interface
	Leases   map[string]netip.Prefix // by hardware address; others get no answer
	Lifetime time.Duration           // an hour where it is 0
	Options  []dhcpv4.Option

	Silent   bool                               // hears and says nothing
	Drop     int                                // leaves so many messages unanswered at first
	Delay    time.Duration                      // before each answer
	NAK      int                                // refuses so many requests at first
	Strict   bool                               // refuses requests for another address than it gives
	WrongXID bool                               // answers to a question that nobody asked
	Mangle   func(reply *dhcpv4.DHCPv4) []byte  // the bytes to send instead
	Heard    func(kind dhcpv4.MessageType) bool // called first; false leaves the message unanswered
}

// Server is a DHCP server at the other end of a cable or behind a switch.
type Server struct {
	h      *Host
	server *server4.Server

	mu     sync.Mutex
	config DHCP
	seen   []*dhcpv4.DHCPv4
	more   chan struct{} // closed when another message has come
	closed bool
	busy   sync.WaitGroup // answers under way
}

// Serve starts a DHCP server on an interface of the peers. It ends with the test.
func (h *Host) Serve(name string, config DHCP) *Server {
	h.t.Helper()
	s := &Server{h: h, config: config, more: make(chan struct{})}
	err := h.peer.do(func() (err error) {
		s.server, err = server4.NewServer(name, nil, s.handle)
		return err
	})
	if err != nil {
		h.t.Fatalf("DHCP server on %s: %v", name, err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = s.server.Serve() // ends with an error when it is closed
	}()
	h.t.Cleanup(func() {
		s.close()
		<-ended
		s.busy.Wait()
	})
	return s
}

func (s *Server) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.server.Close()
}

// Change changes how the server behaves from now on.
func (s *Server) Change(f func(*DHCP)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&s.config)
}

// Seen lists the kinds of the messages that came, in their order.
func (s *Server) Seen() []dhcpv4.MessageType {
	s.mu.Lock()
	defer s.mu.Unlock()
	var kinds []dhcpv4.MessageType
	for _, m := range s.seen {
		kinds = append(kinds, m.MessageType())
	}
	return kinds
}

// Last is the message that came last, nil for none.
func (s *Server) Last() *dhcpv4.DHCPv4 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.seen) == 0 {
		return nil
	}
	return s.seen[len(s.seen)-1]
}

// Hears waits until so many messages of a kind have come.
func (s *Server) Hears(kind dhcpv4.MessageType, count int) {
	s.h.t.Helper()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		s.mu.Lock()
		have, more := 0, s.more
		for _, m := range s.seen {
			if m.MessageType() == kind {
				have++
			}
		}
		s.mu.Unlock()
		if have >= count {
			return
		}
		select {
		case <-more:
		case <-timer.C:
			s.h.t.Fatalf("DHCP server: %d %s, not %d", have, kind, count)
		}
	}
}

// handle answers one message.
func (s *Server) handle(conn net.PacketConn, peer net.Addr, m *dhcpv4.DHCPv4) {
	config, answers := s.take(m)
	defer s.busy.Done()
	if !answers || config.Heard != nil && !config.Heard(m.MessageType()) {
		return
	}
	reply, err := config.reply(m)
	if err != nil {
		s.h.t.Logf("DHCP server: %v", err)
		return
	}
	if reply == nil {
		return
	}
	b := reply.ToBytes()
	if config.Mangle != nil {
		b = config.Mangle(reply)
	}
	if config.Delay > 0 {
		time.Sleep(config.Delay)
	}
	s.operational()
	_, _ = conn.WriteTo(b, peer) // closed, or the link is down: nobody hears it
}

// operational waits until the peers' links let an answer out: a link whose carrier
// has just come takes a question in before.
func (s *Server) operational() {
	e, err := watch(s.h.peer)
	if err != nil {
		return
	}
	defer e.close()
	for end := time.Now().Add(limit); ; {
		e.Take()
		if links, err := idle(s.h.peer); err != nil || len(links) == 0 || !e.wait(end) {
			return
		}
	}
}

// take notes a message and returns what to do with it.
func (s *Server) take(m *dhcpv4.DHCPv4) (DHCP, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy.Add(1)
	if s.closed {
		return DHCP{}, false
	}
	s.seen = append(s.seen, m)
	close(s.more)
	s.more = make(chan struct{})
	config := s.config
	switch {
	case s.config.Silent:
		return config, false
	case s.config.Drop > 0:
		s.config.Drop--
		return config, false
	case s.config.NAK > 0 && m.MessageType() == dhcpv4.MessageTypeRequest:
		s.config.NAK--
	default:
		config.NAK = 0
	}
	return config, true
}

// reply makes the answer, nil where the host is none of the server's.
func (c DHCP) reply(m *dhcpv4.DHCPv4) (*dhcpv4.DHCPv4, error) {
	lease, known := c.Leases[m.ClientHWAddr.String()]
	kinds := map[dhcpv4.MessageType]dhcpv4.MessageType{
		dhcpv4.MessageTypeDiscover: dhcpv4.MessageTypeOffer,
		dhcpv4.MessageTypeRequest:  dhcpv4.MessageTypeAck,
	}
	kind, ok := kinds[m.MessageType()]
	if !known || !ok {
		return nil, nil
	}
	if (c.NAK > 0 || c.Strict && asksFor(m) != lease.Addr()) && kind == dhcpv4.MessageTypeAck {
		return dhcpv4.NewReplyFromRequest(m, dhcpv4.WithMessageType(dhcpv4.MessageTypeNak), dhcpv4.WithServerIP(net.IPv4zero),
			dhcpv4.WithOption(dhcpv4.OptServerIdentifier(c.Address.AsSlice())), dhcpv4.WithOption(dhcpv4.OptMessage("not here")))
	}
	lifetime := c.Lifetime
	if lifetime == 0 {
		lifetime = time.Hour
	}
	reply, err := dhcpv4.NewReplyFromRequest(m, dhcpv4.WithMessageType(kind), dhcpv4.WithYourIP(lease.Addr().AsSlice()),
		dhcpv4.WithOption(dhcpv4.OptServerIdentifier(c.Address.AsSlice())),
		dhcpv4.WithNetmask(net.CIDRMask(lease.Bits(), 32)), dhcpv4.WithLeaseTime(uint32(lifetime.Seconds())))
	if err != nil {
		return nil, fmt.Errorf("reply to %s: %w", m.MessageType(), err)
	}
	for _, o := range c.Options {
		reply.UpdateOption(o)
	}
	if c.WrongXID {
		reply.TransactionID = dhcpv4.TransactionID(slices.Repeat([]byte{0x5a}, len(reply.TransactionID)))
	}
	return reply, nil
}

// asksFor is the address that a request is for: one to have, or one to keep.
func asksFor(m *dhcpv4.DHCPv4) netip.Addr {
	ip := m.RequestedIPAddress()
	if ip == nil {
		ip = m.ClientIPAddr
	}
	a, _ := netip.AddrFromSlice(ip.To4())
	return a
}
