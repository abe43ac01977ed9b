package dhcp4

import "time"

// Waiting for an answer, RFC 2131 4.1: 4 s, doubled with each try up to 64 s, and
// each of them up to 1 s shorter or longer so that hosts that started together do
// not stay together.
const (
	firstWait = 4 * time.Second
	lastWait  = 64 * time.Second
	jitter    = time.Second
)

// maxRequests is how often a REQUEST is sent before its offer is given up: 60 s in
// all, as RFC 2131 3.1.5 has it.
const maxRequests = 4

// wait is how long to wait for an answer to the message about to be sent.
func (m *Machine) wait() time.Duration {
	offset := 2 * int64(jitter) * int64(m.rand()) >> 32
	return doubled(firstWait, m.tries, lastWait) - jitter + time.Duration(offset)
}

// nakPause is how long to leave off after the nth refusal, n from 2.
func nakPause(n int) time.Duration {
	return doubled(time.Second, n-2, lastWait)
}

// doubled is d doubled n times, at most limit.
func doubled(d time.Duration, n int, limit time.Duration) time.Duration {
	for ; n > 0 && d < limit; n-- {
		d *= 2
	}
	return min(d, limit)
}
