package apply_test

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/apply"
	"netonce/apply/dhcp/dhcptest"
	"netonce/apply/dhcp4"
)

// lossyWire carries packets between a client and a server, late, twice, out of order or
// not at all.
type lossyWire struct {
	random *rand.Rand
	serve  func(*dhcpv4.DHCPv4) *dhcpv4.DHCPv4

	mu sync.Mutex
	*dhcptest.Inbox
}

// carry hands a packet in as often as the wire likes.
func (w *lossyWire) carry(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for copies := 1; copies > 0; copies-- {
		if w.random.IntN(5) == 0 { // lost
			continue
		}
		if w.random.IntN(10) == 0 {
			copies++
		}
		time.AfterFunc(time.Duration(w.random.IntN(400))*time.Millisecond, f)
	}
}

func (w *lossyWire) Send(packet []byte) error {
	m, err := dhcpv4.FromBytes(packet[28:])
	if err != nil {
		return err
	}
	w.carry(func() {
		if answer := w.serve(m); answer != nil {
			w.carry(func() { w.Deliver(0, fromServer(answer.ToBytes()), nil) })
		}
	})
	return nil
}

func (w *lossyWire) Route(packet []byte) error { return w.Send(packet) }

// fromServer puts a server's headers before a message.
func fromServer(message []byte) []byte {
	p := make([]byte, 28, 28+len(message))
	p[0], p[8], p[9] = 0x45, 64, 17
	binary.BigEndian.PutUint16(p[2:], uint16(cap(p)))
	copy(p[12:], []byte{10, 9, 0, 1, 255, 255, 255, 255})
	binary.BigEndian.PutUint16(p[20:], 67)
	binary.BigEndian.PutUint16(p[22:], 68)
	binary.BigEndian.PutUint16(p[24:], uint16(8+len(message)))
	var sum uint32
	for i := 0; i < 20; i += 2 {
		sum += uint32(binary.BigEndian.Uint16(p[i:]))
	}
	for sum > 0xffff {
		sum = sum&0xffff + sum>>16
	}
	binary.BigEndian.PutUint16(p[10:], ^uint16(sum))
	return append(p, message...)
}

// moodyServer gives an address out for an hour. It falls silent for hours at a time,
// forgets all that it knew, and gives the address of before to nobody then.
type moodyServer struct {
	mu     sync.Mutex
	mine   netip.Addr               // what it gives out
	until  map[netip.Addr]time.Time // leased, by address
	silent bool
	since  time.Time // it answers, or does not
}

const leaseTime = time.Hour

func (s *moodyServer) serve(m *dhcpv4.DHCPv4) *dhcpv4.DHCPv4 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.silent {
		return nil
	}
	a := &dhcpv4.DHCPv4{OpCode: dhcpv4.OpcodeBootReply, HWType: m.HWType, TransactionID: m.TransactionID, ClientHWAddr: m.ClientHWAddr,
		Options: dhcpv4.Options{54: {10, 9, 0, 1}}}
	kind := dhcpv4.MessageTypeOffer
	if m.MessageType() == dhcpv4.MessageTypeRequest {
		kind = dhcpv4.MessageTypeAck
		asked, _ := netip.AddrFromSlice(m.Options[50])
		if !asked.IsValid() {
			asked, _ = netip.AddrFromSlice(m.ClientIPAddr.To4())
		}
		if asked != s.mine {
			a.Options[53] = []byte{byte(dhcpv4.MessageTypeNak)}
			return a
		}
		s.until[s.mine] = time.Now().Add(leaseTime)
	}
	a.YourIPAddr = net.IP(s.mine.AsSlice())
	a.Options[53], a.Options[1] = []byte{byte(kind)}, []byte{255, 255, 255, 0}
	a.Options[51] = binary.BigEndian.AppendUint32(nil, uint32(leaseTime/time.Second))
	return a
}

// mood changes what the server is like, and returns for how long.
func (s *moodyServer) mood(random *rand.Rand) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.silent = !s.silent && random.IntN(2) == 0
	s.since = time.Now()
	if random.IntN(3) == 0 {
		s.mine = netip.AddrFrom4([4]byte{10, 9, 0, byte(10 + random.IntN(200))})
	}
	return time.Duration(1+random.IntN(300)) * time.Minute
}

// Through 24 days of a bad link and a server of many moods no address is used that is
// not leased, and there is one whenever the server has answered for a while.
func TestLeasesForDays(t *testing.T) {
	for seed := range uint64(3) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 4))
			h := newHost(t, eth("eth0", 1))
			s := &moodyServer{mine: netip.MustParseAddr("10.9.0.9"), until: map[netip.Addr]time.Time{}, since: time.Now()}
			h.acquire = func(ctx context.Context, _ int, c dhcp4.Config) (dhcp4.Lease, error) {
				w := &lossyWire{random: rand.New(rand.NewPCG(random.Uint64(), 4)), serve: s.serve, Inbox: dhcptest.NewInbox()}
				return dhcp4.Acquire(ctx, c, w, nil)
			}
			f := files{"ifcfg-eth0": dhcp}
			mode := apply.Boot
			turn := time.Now()
			for end := time.Now().Add(24 * 24 * time.Hour); time.Now().Before(end); {
				r := h.run(mode, f)
				mode = apply.Renew
				checkLeased(t, h, s)
				if !time.Now().Before(turn) {
					turn = time.Now().Add(s.mood(random))
				}
				checkLeases(t, h, s, h.due(r))
			}
		})
	}
}

// checkLeases lets time go by, and looks in particular when what the kernel holds is
// about to end.
func checkLeases(t *testing.T, h *host, s *moodyServer, pause time.Duration) {
	t.Helper()
	until := time.Now().Add(pause)
	s.mu.Lock()
	ends := s.until[s.mine]
	s.mu.Unlock()
	if soon := ends.Add(time.Millisecond); soon.After(time.Now()) && soon.Before(until) {
		time.Sleep(time.Until(soon))
		checkLeased(t, h, s)
	}
	time.Sleep(time.Until(until))
	checkLeased(t, h, s)
}

// lastingLoss is how long a server has to answer until there is a lease again: one run in
// ten loses too many packets on such a wire, and five minutes are between two.
const lastingLoss = 45 * time.Minute

func checkLeased(t *testing.T, h *host, s *moodyServer) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var have []netip.Addr
	for _, line := range h.addresses() {
		a := netip.MustParsePrefix(strings.Fields(line)[1]).Addr()
		have = append(have, a)
		if !s.until[a].After(time.Now()) {
			t.Fatalf("%s is used, and has not been leased since %v", a, time.Since(s.until[a]))
		}
	}
	if !s.silent && time.Since(s.since) > lastingLoss && len(have) == 0 {
		t.Fatalf("no address, and the server has answered for %v", time.Since(s.since))
	}
	if len(have) > 1 {
		t.Fatalf("addresses %v", have)
	}
}
