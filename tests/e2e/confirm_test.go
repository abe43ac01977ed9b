package e2e_test

import (
	"fmt"
	"net/netip"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/tests/lab"
)

// edited is a host that is up, with a lease on eth1, something of others on eth0, and
// profiles that have been edited since.
func edited(t *testing.T) *lab.Host {
	t.Helper()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Serve("eth1", lab.DHCP{Address: netip.MustParseAddr("198.51.100.1"),
		Leases: map[string]netip.Prefix{"02:00:00:00:00:01": netip.MustParsePrefix("198.51.100.100/24")}})
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "GATEWAY=192.0.2.1", "DNS1=192.0.2.53", "MTU=1400", "ACD_TIMEOUT=0")...)
	h.Profile("route-eth0", "10.1.0.0/16 via 192.0.2.9")
	h.Profile("ifcfg-eth1", dhcp("eth1", "ACD_TIMEOUT=0")...)
	h.Profile("ifcfg-gone", "DEVICE=br0", "TYPE=Bridge", "ONBOOT=yes", "IPADDR=203.0.113.1", "PREFIX=24", "ACD_TIMEOUT=0", "IPV6INIT=no")
	code(t, h.Netonce("boot"), 0)
	h.Address("eth0", "192.0.2.200/32")
	h.Address("eth0", "2001:db8::200/64")
	h.Route("eth0", "10.20.0.0/16", "192.0.2.7")
	h.Settle()
	return h
}

// edit has the profiles ask for something else in every respect.
func edit(h *lab.Host) {
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.11/24", "DNS1=192.0.2.54", "MTU=1300", "MACADDR=02:00:00:00:77:77", "ACD_TIMEOUT=0")...)
	h.Remove(lab.Profiles + "/route-eth0")
	h.Remove(lab.Profiles + "/ifcfg-gone")
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24", "ACD_TIMEOUT=0")...)
	h.Profile("ifcfg-new", "DEVICE=br7", "TYPE=Bridge", "ONBOOT=yes", "IPADDR=203.0.113.7", "PREFIX=24", "ACD_TIMEOUT=0", "IPV6INIT=no")
}

// picture is all that a change may touch: what the kernel has, the name servers and the
// profiles.
func picture(t *testing.T, h *lab.Host) map[string]string {
	t.Helper()
	all := map[string]string{"facts": strings.Join(h.StableFacts(), "\n"), "resolv": strings.Join(h.ResolvFacts(), "\n")}
	entries, err := os.ReadDir(h.Path(lab.Profiles))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".rej") && e.Name()[0] != '.' {
			all[e.Name()] = h.Read(lab.Profiles + "/" + e.Name())
		}
	}
	return all
}

func same(t *testing.T, before, after map[string]string, when string) {
	t.Helper()
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("%s it is not as before (-before +after):\n%s", when, diff)
	}
}

// TestTakenBack: without a word nothing of a change is left, but what it was.
func TestTakenBack(t *testing.T) {
	t.Parallel()
	h := edited(t)
	before := picture(t, h)
	edit(h)
	r := h.Netonce("apply", "--confirm", "3s")
	code(t, r, 0)
	if !strings.Contains(r.Out, "in 3s it is taken back unless you confirm it") {
		t.Errorf("it says %q", r.Out)
	}
	facts(t, h, "addr eth0 192.0.2.11/24", "!addr eth0 192.0.2.10/24", "!addr br0 203.0.113.1/24", "addr br7 203.0.113.7/24", "addr eth1 198.51.100.10/24")
	ended(t, h)
	h.Settle()
	same(t, before, picture(t, h), "after the deadline")
	if rejected := h.Read(lab.Profiles + "/ifcfg-new.rej"); !strings.Contains(rejected, "br7") {
		t.Errorf("the profile that was rejected: %q", rejected)
	}
	if d := h.Netonce("plan"); !strings.Contains(d.Out, "nothing to do") {
		t.Errorf("there is something left to do:\n%s", d.Out)
	}
}

// TestNothingToConfirm: where an edit has been applied before, nothing is said to be taken
// back that would stay.
func TestNothingToConfirm(t *testing.T) {
	t.Parallel()
	h := edited(t)
	edit(h)
	code(t, h.Netonce("reload"), 0)
	r := h.Netonce("apply", "--confirm", "10m")
	code(t, r, 0)
	if !strings.HasPrefix(r.Out, "nothing has changed since state 2, so nothing waits to be confirmed") {
		t.Errorf("it says %q", r.Out)
	}
	ended(t, h)
	code(t, h.Netonce("confirm"), 3)
	code(t, h.Netonce("rollback"), 0)
	facts(t, h, "addr eth0 192.0.2.10/24", "!addr eth0 192.0.2.11/24")
}

// ended waits until nothing of netonce runs any more.
func ended(t *testing.T, h *lab.Host) {
	t.Helper()
	h.AwaitNetonces()
	if _, err := os.Stat(h.Path("run/netonce/checkpoint.json")); err == nil {
		t.Errorf("a change is still pending; its keeper says:\n%s", h.Read("run/netonce/rollback.log"))
	}
}

// TestConfirmed: what is confirmed stays, nobody waits any more, and the states are known.
func TestConfirmed(t *testing.T) {
	t.Parallel()
	h := edited(t)
	before := picture(t, h)
	edit(h)
	code(t, h.Netonce("apply", "--confirm", "10m"), 0)
	after := picture(t, h)
	r := h.Netonce("apply")
	code(t, r, 3)
	says(t, r, "a change is not confirmed yet")
	code(t, h.Netonce("confirm"), 0)
	ended(t, h)
	same(t, after, picture(t, h), "confirmed")
	code(t, h.Netonce("confirm"), 3)
	r = h.Netonce("history")
	if lines := strings.Split(strings.TrimSpace(r.Out), "\n"); len(lines) != 2 || !strings.HasPrefix(lines[1], "*   2 ") ||
		!strings.Contains(lines[1], "ifcfg-gone removed") || !strings.Contains(lines[1], "ifcfg-eth0 changed") || !strings.Contains(lines[1], "ifcfg-new added") {
		t.Errorf("the history:\n%s", r.Out)
	}
	code(t, h.Netonce("rollback"), 0)
	h.Settle()
	facts(t, h, "addr eth0 192.0.2.10/24", "!addr eth0 192.0.2.11/24", "addr br0 203.0.113.1/24", "!link br7 up")
	for name, text := range picture(t, h) {
		if name != "facts" && text != before[name] {
			t.Errorf("%s: %q, want %q", name, text, before[name])
		}
	}
	code(t, h.Netonce("rollback", "2"), 0)
	facts(t, h, "addr eth0 192.0.2.11/24", "addr br7 203.0.113.7/24")
	code(t, h.Netonce("rollback", "77"), 3)
}

// TestTakenBackAtBoot: whoever starts the host anew because it cannot be reached gets it
// back as it was.
func TestTakenBackAtBoot(t *testing.T) {
	t.Parallel()
	h := edited(t)
	edit(h)
	code(t, h.Netonce("apply", "--confirm", "10m"), 0)
	h.Reboot()
	r := h.Netonce("boot")
	code(t, r, 0)
	says(t, r, "a change was not confirmed before the host was started anew")
	facts(t, h, "addr eth0 192.0.2.10/24", "addr br0 203.0.113.1/24", "!addr br7 203.0.113.7/24")
	code(t, h.Netonce("confirm"), 3)
}

// TestSavedPlan: exactly what was looked at is done, or nothing.
func TestSavedPlan(t *testing.T) {
	t.Parallel()
	h := edited(t)
	edit(h)
	file := h.Path("plan")
	code(t, h.Netonce("plan", "-o", file), 0)
	before := picture(t, h)
	h.Address("eth0", "192.0.2.11/24")
	r := h.Netonce("apply", file)
	code(t, r, 3)
	says(t, r, "not what they were when the plan was made")
	h.Other("ip", "address", "del", "192.0.2.11/24", "dev", "eth0")
	same(t, before, picture(t, h), "refused")
	code(t, h.Netonce("apply", file), 0)
	facts(t, h, "addr eth0 192.0.2.11/24", "addr br7 203.0.113.7/24")
	if d := h.Netonce("plan"); !strings.Contains(d.Out, "nothing to do") {
		t.Errorf("there is something left to do:\n%s", d.Out)
	}
	h.Write("plan", `{"format":9}`)
	code(t, h.Netonce("apply", file), 3)
	h.Write("plan", `{"format":1,`)
	code(t, h.Netonce("apply", file), 3)
}

// pictureOf is the picture for a test. A bridge that comes back because an older state is
// asked for, with nothing pending any more, gets another address.
func pictureOf(t *testing.T, h *lab.Host, name string) map[string]string {
	t.Helper()
	p := picture(t, h)
	if name == "confirming" {
		p["facts"] = regexp.MustCompile(`link br0 mac \S+`).ReplaceAllString(p["facts"], "link br0 mac")
	}
	return p
}

// TestTakenBackAfterKill: whenever whoever makes a change is killed, all of it is taken
// back, and whenever whoever takes it back is, somebody else does.
func TestTakenBackAfterKill(t *testing.T) {
	for name, c := range map[string]struct{ before, killed []string }{
		"applying":    {nil, []string{"apply", "--confirm", "10m"}},
		"taking back": {[]string{"apply", "--confirm", "10m"}, []string{"rollback"}},
		"confirming":  {[]string{"apply", "--confirm", "10m"}, []string{"confirm"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := edited(t)
			before := pictureOf(t, h, name)
			begin := func() {
				edit(h)
				if c.before != nil {
					code(t, h.Netonce(c.before...), 0)
				}
			}
			back := func(when string) {
				h.KillNetonces()
				if r := h.Netonce("rollback"); r.Code != 0 && !strings.Contains(r.Log, "no earlier state") {
					t.Errorf("%s: %s", when, r.Log)
				}
				h.Await("addr eth0 2001:db8::200/64 scope global forever") // which is tentative at first
				same(t, before, pictureOf(t, h, name), when)
			}
			begin()
			steps, r := h.Steps(c.killed...)
			code(t, r, 0)
			back("not killed")
			killed := 0
			for _, m := range lab.Moments(steps) {
				begin()
				if h.KilledAt(m, c.killed...) {
					killed++
				}
				if back(fmt.Sprintf("killed before %s", m)); t.Failed() {
					break
				}
			}
			if t.Logf("killed before %d of %d steps", killed, len(steps)); killed < len(steps)*9/10 {
				t.Error("these are not all")
			}
		})
	}
}
