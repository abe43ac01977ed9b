package dhcp4

import (
	"net"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
)

// busyServer is one server that takes its time over every message, one after the other.
type busyServer struct {
	service time.Duration
	mu      sync.Mutex
	free    time.Time // when it will have served all that has come
	heard   []time.Time
}

// answer serves a message when its turn comes.
func (s *busyServer) answer(c *fakeConn, n int, req *dhcpv4.DHCPv4) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if n > 0 && req.MessageType() == dhcpv4.MessageTypeDiscover {
		s.heard = append(s.heard, now)
	}
	if s.free.Before(now) {
		s.free = now
	}
	s.free = s.free.Add(s.service)
	kind := dhcpv4.MessageTypeOffer
	if req.MessageType() == dhcpv4.MessageTypeRequest {
		kind = dhcpv4.MessageTypeAck
	}
	c.reply(s.free.Sub(now), answer(req, kind))
}

// A thousand hosts that start at once, after a power cut, get their leases from a server
// that can serve a hundred messages a second, and do not ask again in step.
func TestBootStorm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const clients = 1000
		server := &busyServer{service: 10 * time.Millisecond}
		start := time.Now()
		took := make([]time.Duration, clients)
		sent := make([]int, clients)
		var all sync.WaitGroup
		for i := range clients {
			all.Go(func() {
				c := newFakeConn(t, server.answer)
				cfg := testConfig()
				cfg.HardwareAddr = net.HardwareAddr{2, 0, 0, 0, byte(i >> 8), byte(i)}
				if _, err := Acquire(t.Context(), cfg, c, nil); err != nil {
					t.Error(err)
				}
				took[i], sent[i] = time.Since(start), c.sends
			})
		}
		all.Wait()
		slices.Sort(took)
		slices.Sort(sent)
		most := busiest(server.heard, 100*time.Millisecond)
		t.Logf("leases after %v (median) and %v (last); messages of a client %d (median), %d (most); %d asked again, %d of them in the same tenth of a second",
			took[clients/2].Round(time.Second), took[clients-1].Round(time.Second), sent[clients/2], sent[clients-1], len(server.heard), most)
		if took[clients-1] > 2*time.Minute {
			t.Errorf("the last lease came after %v", took[clients-1])
		}
		// Spread evenly over the two seconds that RFC 2131 4.1 has them spread over, a
		// twentieth would fall into each tenth of a second of the first time around.
		if len(server.heard) == 0 || most > clients/10 {
			t.Errorf("%d of %d asked again at once", most, len(server.heard))
		}
	})
}

// busiest is the most of the times that fall into any span.
func busiest(times []time.Time, span time.Duration) (most int) {
	slices.SortFunc(times, time.Time.Compare)
	first := 0
	for i, t := range times {
		for t.Sub(times[first]) >= span {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}
