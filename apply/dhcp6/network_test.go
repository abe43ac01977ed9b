package dhcp6

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
	"time"
)

// lossy is a link that loses a message in ten, each way, delivers one in ten twice, and
// each after a time of its own, so that they overtake one another.
type lossy struct {
	*fakeConn
	r      *rand.Rand
	server *server
}

// longestDelay is how long a message is under way at most; there and back it is less
// than the shortest wait for an answer.
const longestDelay = 400 * time.Millisecond

func (l *lossy) Send(data []byte) error {
	if err := l.fakeConn.Send(data); err != nil {
		return err
	}
	l.carry(func() {
		req, err := parse(data)
		if err != nil {
			l.t.Error(err)
			return
		}
		if m := l.server.answer(req); m != nil {
			data := m.bytes()
			l.carry(func() { l.Deliver(0, data, nil) })
		}
	})
	return nil
}

func (l *lossy) carry(arrive func()) {
	for range [...]int{1, 1, 1, 1, 1, 1, 1, 1, 2, 0}[l.r.IntN(10)] {
		time.AfterFunc(time.Duration(l.r.Int64N(int64(longestDelay))), arrive)
	}
}

// server is a server as it should be, to which things happen: it is down for a while,
// forgets what it gave to whom, or has other addresses to give.
type server struct {
	r        *rand.Rand
	down     bool
	upSince  time.Time
	net      int  // the number of the addresses it gives
	bound    bool // it knows of the client
	rapid    bool
	valid    uint32
	promised map[netip.Prefix]time.Time // until when the client may use what
}

// live has something happen every few hours until the end.
func (s *server) live(end time.Time) {
	for time.Now().Before(end) {
		time.Sleep(time.Duration(s.r.Int64N(int64(8 * time.Hour))))
		switch s.r.IntN(4) {
		case 0:
			s.down = true
			time.Sleep(time.Duration(s.r.Int64N(int64(30 * time.Hour))))
			s.down, s.upSince = false, time.Now()
		case 1:
			s.bound = false
		case 2:
			s.net++
		case 3:
			s.rapid, s.valid = !s.rapid, []uint32{600, 3600, 6 * 3600, 24 * 3600}[s.r.IntN(4)]
		}
	}
}

func (s *server) address(net int) netip.Prefix {
	return netip.PrefixFrom(netip.MustParseAddr(fmt.Sprintf("2001:db8:0:%x::7", net)), 128)
}

func (s *server) prefix(net int) netip.Prefix {
	return netip.MustParsePrefix(fmt.Sprintf("2001:db8:%x:ff00::/56", net))
}

func (s *server) answer(req *Message) *Message {
	if id, _ := req.options.get(optServerID); s.down || id != nil && !bytes.Equal(id, testServer) {
		return nil
	}
	switch req.Type {
	case TypeSolicit:
		if _, asked := req.options.get(optRapidCommit); asked && s.rapid {
			return reply(req, raw(optRapidCommit), s.give(req, true))
		}
		return advertise(req, s.give(req, false))
	case TypeRequest:
		return reply(req, s.give(req, true))
	case TypeRenew, TypeRebind:
		if !s.bound {
			return reply(req, iana(0, 0, status(NoBinding, "")), iapd(0, 0, status(NoBinding, "")))
		}
		return reply(req, s.give(req, true))
	case TypeConfirm:
		if bytes.Contains(req.options, s.address(s.net).Addr().AsSlice()) {
			return reply(req, status(Success, ""))
		}
		return reply(req, status(NotOnLink, ""))
	}
	return nil
}

// give is what the server gives, and takes back of what the client has of before.
func (s *server) give(req *Message, commit bool) []byte {
	na, pd := s.address(s.net), s.prefix(s.net)
	if commit {
		s.bound = true
		end := time.Now().Add(time.Duration(s.valid) * time.Second)
		for _, p := range []netip.Prefix{na, pd} {
			if s.promised[p].Before(end) {
				s.promised[p] = end
			}
		}
	}
	addresses, prefixes := addr(na.Addr().String(), s.valid/2, s.valid), prefix(pd.String(), s.valid/2, s.valid)
	if old := s.address(s.net - 1); s.net%2 == 0 && bytes.Contains(req.options, old.Addr().AsSlice()) {
		addresses = join(addresses, addr(old.Addr().String(), 0, 0))
	}
	return join(iana(0, 0, addresses), iapd(0, 0, prefixes))
}

// host is what runs the client again and again: at T1, after half of the time that is
// left when that was in vain, and every few minutes while there is no lease.
type host struct {
	t      *testing.T
	conn   *lossy
	r      *rand.Rand
	cfg    Config
	lease  *Lease
	began  time.Time // when its times began to count
	leases int
}

// acquire is Acquire, with numbers of the seed's.
func (h *host) acquire(cfg Config) (Lease, error) {
	m, err := NewMachine(cfg, h.r.Uint32)
	if err != nil {
		return Lease{}, err
	}
	return m.run(h.t.Context(), h.conn, nil)
}

// once is one run. It returns when the next is due.
func (h *host) once() time.Duration {
	cfg := h.cfg
	cfg.Timeout = 45 * time.Second
	if h.lease != nil {
		cfg.Former = &Former{Lease: *h.lease, Age: time.Since(h.began), InUse: h.r.IntN(5) > 0}
		if cfg.Former.InUse {
			cfg.Timeout, cfg.Anew = 10*time.Second, 45*time.Second
		}
	}
	l, err := h.acquire(cfg)
	switch {
	case err == nil:
		h.take(l)
	case errors.Is(err, ErrOver):
		h.lease = nil
	}
	if h.lease == nil {
		return 5 * time.Minute
	}
	age := time.Since(h.began)
	switch {
	case err == nil:
		return max(h.lease.T1-age, time.Second)
	case age < h.lease.T2:
		return max((h.lease.T2-age)/2, time.Minute)
	case age < h.lease.Lifetime:
		return min(max((h.lease.Lifetime-age)/2, time.Minute), h.lease.Lifetime-age)
	}
	h.lease = nil
	return time.Second
}

// take checks that the host will have stopped using everything by the time that the
// server has promised. Of two messages sent within the same delay, at the end of a run,
// the server may have answered the first.
func (h *host) take(l Lease) {
	if err := l.Validate(); err != nil {
		h.t.Errorf("%+v: %v", l, err)
	}
	h.lease, h.began = &l, time.Now().Add(-l.Age)
	h.leases++
	check := func(p netip.Prefix, valid time.Duration) {
		if end := h.began.Add(valid); end.After(h.conn.server.promised[p].Add(2 * longestDelay)) {
			h.t.Errorf("after %v: %v until %v, promised until %v", time.Since(h.conn.server.upSince), p, end, h.conn.server.promised[p])
		}
	}
	for _, g := range append(slices.Clone(l.Addresses), l.Prefixes...) {
		check(g.Prefix, g.Valid)
	}
}

// Twenty-four days on such a link, with such a server: nothing is used for longer than it
// may be, and where the server answers there is soon a lease.
func TestNetwork(t *testing.T) {
	for seed := range uint64(8) {
		cfg := testConfig()
		cfg.Delegate = seed%3 == 0
		cfg.NoRapid = seed%4 == 0
		in(t, func(t *testing.T) {
			s := &server{r: rand.New(rand.NewPCG(seed, 1)), upSince: time.Now(), net: 1, valid: 3600, promised: map[netip.Prefix]time.Time{}}
			conn := newFakeConn(t, nil)
			h := &host{t: t, conn: &lossy{conn, rand.New(rand.NewPCG(seed, 2)), s}, r: rand.New(rand.NewPCG(seed, 3)), cfg: cfg}
			end := time.Now().Add(24 * 24 * time.Hour)
			done := make(chan struct{})
			go func() { defer close(done); s.live(end) }()
			defer func() { <-done }()
			for time.Now().Before(end) {
				time.Sleep(h.once())
				if up := time.Since(s.upSince); !s.down && up > time.Hour && h.lease == nil {
					if h.once(); h.lease == nil && !s.down { // the one that was given may have been taken back just now
						t.Errorf("seed %d: no lease after %v", seed, up)
					}
				}
				conn.sent, conn.sentAt = nil, nil
			}
			if h.leases < 50 {
				t.Errorf("seed %d: only %d leases", seed, h.leases)
			}
			t.Logf("seed %d: %d leases", seed, h.leases)
		})
	}
}
