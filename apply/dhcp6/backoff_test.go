package dhcp6

import (
	"testing"
	"time"
)

// waits runs a machine that nobody answers: how long after each message the next came,
// up to the end of the state it begins in.
func waits(m *Machine, most int) (list []time.Duration, next Action) {
	now := epoch
	act := m.Start(now)
	first := m.State()
	for len(list) < most {
		list = append(list, act.Wake.Sub(now))
		now = act.Wake
		if act = m.Expire(now); m.State() != first {
			break
		}
	}
	return list, act
}

// RFC 8415 15 and 7.6, without jitter; a SOLICIT has always a little of it.
func TestRetransmission(t *testing.T) {
	t.Parallel()
	shortLease := former(testConfig(), 0, true)
	shortLease.Former.Lease.T2 = 100 * time.Second
	seconds := former(testConfig(), 0, true)
	seconds.Former.Lease.T2 = 8 * time.Second
	for _, c := range []struct {
		name string
		cfg  Config
		want []float64
		next State
	}{
		{"SOLICIT", testConfig(), []float64{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600}, Soliciting},
		{"INFORMATION-REQUEST", mere(), []float64{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600}, Informing},
		{"CONFIRM", former(testConfig(), time.Minute, false), []float64{1, 2, 4, 3}, Soliciting},
		{"REBIND for a CONFIRM", former(both(), time.Minute, false), []float64{1, 2, 4, 3}, Soliciting},
		{"RENEW up to T2", shortLease, []float64{10, 20, 40, 30}, Rebinding},
		{"RENEW of a lease of seconds", seconds, []float64{4, 2, 1, 1}, Rebinding},
		{"RENEW", former(testConfig(), 0, true), []float64{10, 20, 40, 80, 160, 320, 600, 210}, Rebinding},
		{"REBIND up to the end", former(testConfig(), 30*time.Minute, true), []float64{10, 20, 40, 80, 160, 320, 600, 570}, Soliciting},
	} {
		m := newMachine(t, c.cfg, even)
		got, next := waits(m, 14)
		for i, w := range c.want {
			if i >= len(got) || (got[i]-time.Duration(w*float64(time.Second))).Abs() > time.Millisecond {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
				break
			}
		}
		if len(got) != len(c.want) || m.State() != c.next || next.Send == nil {
			t.Errorf("%s: %d waits, then %v", c.name, len(got), m.State())
		}
	}
}

func TestRetransmissionJitter(t *testing.T) {
	t.Parallel()
	for random, edge := range map[uint32]float64{0: 0.9, 1<<32 - 1: 1.1} {
		got, _ := waits(newMachine(t, mere(), func() uint32 { return random }), 2)
		if d := got[0].Seconds() - edge; d < -1e-6 || d > 1e-6 {
			t.Errorf("random %d: first wait %v", random, got[0])
		}
		if d := got[1].Seconds() - edge*(1+edge); d < -1e-6 || d > 1e-6 {
			t.Errorf("random %d: second wait %v", random, got[1])
		}
		got, _ = waits(newMachine(t, testConfig(), func() uint32 { return random }), 1)
		if got[0] <= time.Second || got[0] > 1100*time.Millisecond+1 {
			t.Errorf("random %d: a SOLICIT waits %v", random, got[0])
		}
	}
	if got, _ := waits(newMachine(t, testConfig(), even), 1); got[0] <= time.Second {
		t.Errorf("a SOLICIT waits %v", got[0])
	}
}

// Retransmissions are the same message, but for the time that has passed.
func TestRetransmissionElapsed(t *testing.T) {
	t.Parallel()
	m := newMachine(t, testConfig(), counter())
	first := m.Start(epoch).Send
	for after, want := range map[time.Duration]string{0: "\x00\x00", 1234 * time.Millisecond: "\x00\x7b", time.Hour: "\xff\xff"} {
		again := m.Expire(epoch.Add(after)).Send
		if v, _ := again.options.get(optElapsed); string(v) != want || again.XID != first.XID {
			t.Errorf("after %v: %x, transaction %x", after, v, again.XID)
		}
	}
	// A REQUEST is a transaction of its own (RFC 8415 21.9).
	r := m.Receive(epoch.Add(2*time.Hour), advertise(first, own())).Send
	if v, _ := r.options.get(optElapsed); string(v) != "\x00\x00" || r.XID == first.XID {
		t.Errorf("REQUEST: %x, transaction %x", v, r.XID)
	}
}

// An offer whose REQUESTs nobody answers is given up after ten.
func TestRequestUnanswered(t *testing.T) {
	t.Parallel()
	m, r := requesting(t, testConfig())
	m.rand = even
	for n := 2; n <= 10; n++ {
		if act := m.Expire(epoch.Add(time.Minute)); act.Send.Type != TypeRequest || act.Send.XID != r.XID {
			t.Fatalf("message %d: %v", n, act.Send)
		}
	}
	if act := m.Expire(epoch.Add(time.Minute)); act.Restart != errNoReply || act.Send.Type != TypeSolicit || m.State() != Soliciting {
		t.Errorf("%+v", act)
	}
}

// Options 82 and 83 count wherever they stand, within bounds (RFC 8415 21.24).
func TestMaxRT(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[uint32]time.Duration{59: maxRT, 60: time.Minute, 86400: 24 * time.Hour, 86401: maxRT, 1<<32 - 1: maxRT} {
		m := newMachine(t, testConfig(), even)
		m.Receive(epoch, advertise(m.Start(epoch).Send, status(NoAddrsAvail, ""), raw(optSolMaxRT, secs(seconds)...), raw(optInfMaxRT, secs(seconds)...)))
		if m.solMaxRT != want || m.infMaxRT != want {
			t.Errorf("%d: %v, %v", seconds, m.solMaxRT, m.infMaxRT)
		}
	}
	cfg := former(testConfig(), time.Minute, false)
	cfg.Former.Lease.SolMaxRT = time.Minute
	m := newMachine(t, cfg, even)
	got, _ := waits(m, 3)
	m.Expire(epoch.Add(10 * time.Second))
	now, act := epoch.Add(20*time.Second), Action{}
	for range 10 {
		act = m.Expire(now)
	}
	if wait := act.Wake.Sub(now); (wait - time.Minute).Abs() > time.Millisecond {
		t.Errorf("%v after %v", wait, got)
	}
}
