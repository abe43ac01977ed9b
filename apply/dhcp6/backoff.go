package dhcp6

import "time"

// timing says how the messages of a state are sent again (RFC 8415 15).
type timing struct {
	first time.Duration // IRT
	most  time.Duration // MRT; 0 for no limit
	count int           // MRC; 0 for no limit
	limit time.Duration // MRD; 0 for no limit
}

// timing is what RFC 8415 7.6 has for a state. None waits before its first message
// (SOL_MAX_DELAY, CNF_MAX_DELAY, INF_MAX_DELAY), against herds: a boot waits for us, and
// the jitter of what follows does for those.
func (m *Machine) timing() timing {
	switch m.state {
	case Soliciting:
		return timing{first: time.Second, most: m.solMaxRT}
	case Requesting:
		return timing{first: time.Second, most: 30 * time.Second, count: 10}
	case Confirming:
		return timing{first: time.Second, most: 4 * time.Second, limit: confirmLimit}
	case Renewing, Rebinding:
		if !m.cfg.Former.InUse { // RFC 8415 18.2.12: a REBIND in place of a CONFIRM
			return timing{first: time.Second, most: 4 * time.Second, limit: confirmLimit}
		}
		return timing{first: 10 * time.Second, most: 600 * time.Second}
	}
	return timing{first: time.Second, most: m.infMaxRT}
}

// confirmLimit is how long a client asks whether its lease is good before it asks for
// any other (CNF_MAX_RD).
const confirmLimit = 10 * time.Second

// maxRT is SOL_MAX_RT and INF_MAX_RT as long as no server says otherwise; what one says
// counts between the other two (RFC 8415 21.24, 21.25).
const (
	maxRT         = 3600 * time.Second
	shortestMaxRT = 60 * time.Second
	longestMaxRT  = 86400 * time.Second
)

func validMaxRT(d time.Duration) bool { return d >= shortestMaxRT && d <= longestMaxRT }

// nextRT is how long to wait for an answer to the message about to be sent.
func (m *Machine) nextRT() time.Duration {
	t := m.timing()
	if m.tries == 0 {
		jitter := m.jitter(t.first)
		if m.state == Soliciting && jitter <= 0 {
			// RFC 8415 18.2.1: strictly more than IRT, so that every server has it
			// to answer.
			jitter = -jitter + 1
		}
		return t.first + jitter
	}
	rt := 2*m.rt + m.jitter(m.rt)
	if t.most > 0 && rt > t.most {
		rt = t.most + m.jitter(t.most)
	}
	return rt
}

// jitter is RAND of a time: up to a tenth of it, either way.
func (m *Machine) jitter(d time.Duration) time.Duration {
	return time.Duration((float64(m.rand())/(1<<31) - 1) / 10 * float64(d))
}

// spent reports whether the state has asked as often, or as long, as it may.
func (m *Machine) spent(now time.Time) bool {
	t := m.timing()
	return t.count > 0 && m.tries >= t.count || !m.until.IsZero() && !now.Before(m.until)
}

// pauseAfter is how long to leave off after the nth refusal, n from 2.
func pauseAfter(n int) time.Duration {
	return min(time.Second<<min(n-2, 10), 120*time.Second)
}
