package e2e_test

import (
	"encoding/json"
	"strings"
	"syscall"
	"testing"
	"time"

	"netonce/tests/lab"
)

// states is the numbers of the recorded states.
func states(t *testing.T, h *lab.Host) (numbers []int) {
	t.Helper()
	var list []struct{ Number int }
	if err := json.Unmarshal([]byte(h.Netonce("history", "--json").Out), &list); err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		numbers = append(numbers, s.Number)
	}
	return numbers
}

// TestProved: a change that works is confirmed by itself.
func TestProved(t *testing.T) {
	t.Parallel()
	h := edited(t)
	h.Peer("eth0", "192.0.2.1/24")
	edit(h)
	p := h.Start("apply", "--confirm", "40s", "--probe", "ipv4", "--probe", "tcp:192.0.2.1:8080,dns")
	p.Says("no answer")
	code(t, h.Netonce("status"), 0) // the lock is free meanwhile
	code(t, h.Netonce("renew", "--due"), 0)
	p.Signal(syscall.SIGHUP) // whoever started it has lost its connection
	h.Write("etc/resolv.conf", "nameserver 192.0.2.1\n")
	h.Answers("192.0.2.1", "8080")
	r := p.Wait()
	code(t, r, 0)
	if !strings.Contains(r.Out, "confirmed: state 2") {
		t.Errorf("it says %q", r.Out)
	}
	ended(t, h)
	facts(t, h, "addr eth0 192.0.2.11/24", "addr br7 203.0.113.7/24")
	if got := states(t, h); len(got) != 2 {
		t.Errorf("states: %v", got)
	}
}

// TestDisproved: one that does not work is taken back when its time is over, and all is as
// before when the command ends.
func TestDisproved(t *testing.T) {
	t.Parallel()
	h := edited(t)
	before := picture(t, h)
	edit(h)
	r := h.Netonce("apply", "--confirm", "2s", "--probe", "ipv4,gateway-reachable")
	code(t, r, 4)
	says(t, r, "the change is not confirmed", "gateway-reachable")
	ended(t, h)
	h.Settle()
	same(t, before, picture(t, h), "after the deadline")
	if got := states(t, h); len(got) != 1 {
		t.Errorf("states: %v", got)
	}
}

// TestCommandJudges: a command's exit code decides, at once.
func TestCommandJudges(t *testing.T) {
	t.Parallel()
	h := edited(t)
	before := picture(t, h)
	for _, c := range []struct {
		code    int
		says    string
		command []string
	}{
		{1, "false: exit code 1", []string{"false"}},
		{1, "there is no such program", []string{"no-such-program"}},
		{4, "exit code -1", []string{"sleep", "60"}},
	} {
		limit := "50s"
		if c.code == 4 {
			limit = "2s"
		}
		edit(h)
		r := h.Netonce(append([]string{"apply", "--confirm", limit, "--"}, c.command...)...)
		code(t, r, c.code)
		says(t, r, "the change is not confirmed", c.says)
		if r.Took > 30*time.Second {
			t.Errorf("%s: taken back after %s", c.command, r.Took)
		}
		ended(t, h)
		h.Settle()
		same(t, before, picture(t, h), c.says)
	}
	edit(h)
	r := h.Netonce("apply", "--confirm", "50s", "--", "sh", "-c", `test "$1" = --confirm && echo judged`, "--", "--confirm")
	code(t, r, 0)
	if r.Out != "judged\nconfirmed: state 2\n" {
		t.Errorf("it says %q", r.Out)
	}
	ended(t, h)
	code(t, h.Netonce("rollback", "1", "--confirm", "50s", "--", "false"), 1)
	ended(t, h)
	facts(t, h, "addr eth0 192.0.2.11/24")
	code(t, h.Netonce("rollback", "1", "--confirm", "50s", "--probe", "ipv4"), 0)
	ended(t, h)
	facts(t, h, "addr eth0 192.0.2.10/24")
	for _, args := range [][]string{{"apply", "--probe", "ipv4"}, {"apply", "--", "true"}, {"boot", "--", "true"}, {"apply", "--confirm", "9s", "--probe", "x"}} {
		code(t, h.Netonce(args...), 2)
	}
}

// TestMeanwhile: who confirms or takes back by hand while it is tried has the last word,
// and whoever interrupts the trial leaves the change to its deadline.
func TestMeanwhile(t *testing.T) {
	t.Parallel()
	h := edited(t)
	edit(h)
	p := h.Start("apply", "--confirm", "3s", "--probe", "tcp:192.0.2.99:1")
	p.Says("tcp:192.0.2.99:1 (no answer)")
	code(t, h.Netonce("confirm"), 0)
	r := p.Wait()
	code(t, r, 4)
	facts(t, h, "addr eth0 192.0.2.11/24")
	code(t, h.Netonce("rollback"), 0)
	h.Settle()
	edit(h)
	p = h.Start("apply", "--confirm", "4s", "--probe", "tcp:192.0.2.99:1")
	p.Says("tcp:192.0.2.99:1 (no answer)")
	p.Signal(syscall.SIGINT)
	r = p.Wait()
	code(t, r, 1)
	says(t, r, "interrupted", "unless netonce confirm comes")
	facts(t, h, "addr eth0 192.0.2.11/24")
	ended(t, h)
	facts(t, h, "addr eth0 192.0.2.10/24")
}
