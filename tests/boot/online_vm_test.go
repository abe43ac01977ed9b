//go:build vm

package boot

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// The network is up when network-online.target is reached, for whoever waits for it,
// and nothing of netonce remains.
func testBoot(t *testing.T, g guest) {
	g.wantProperties(t, "netonce.service", map[string]string{"ActiveState": "active", "SubState": "exited", "Result": "success",
		"MainPID": "0", "ControlPID": "0", "UnitFileState": "enabled"})
	g.wantProperties(t, "netonce-reload.path", map[string]string{"ActiveState": "active", "SubState": "waiting"})
	if text := g.properties(t, "netonce.service")["StatusText"]; !strings.HasPrefix(text, "Configured") {
		t.Errorf("the status line is %q", text)
	}

	// As the journal has it, in the order of what happened.
	up := g.await(t, 0, "the lease", says("netonce", "dhcp4: bound interface="+leased))
	online := g.await(t, 0, "network-online.target", started("network-online.target"))
	probe := g.await(t, 0, "the service that needs the network", started("boot-probe.service"))
	if up.At > online.At || online.At > probe.At {
		t.Errorf("the lease came at %s, the target at %s, the service after it at %s", up.At, online.At, probe.At)
	}

	// What the service found.
	links := parse[[]link](t, g.run(t, "cat", "/run/boot-probe/addresses"))
	for name, want := range map[string]string{static: "192.0.2.10/24", static + ".5": "203.0.113.10/24", leased: "192.0.2.117/24"} {
		if got := ipv4(links, name); !slices.Equal(got, []string{want}) {
			t.Errorf("at network-online.target %s had %v, not %s", name, got, want)
		}
	}
	if routes := g.run(t, "cat", "/run/boot-probe/routes"); !strings.Contains(routes, `"dst":"default","gateway":"192.0.2.1","dev":"`+static+`"`) {
		t.Errorf("at network-online.target there was no default route: %s", routes)
	}
	for _, name := range []string{static, leased} {
		if out := g.run(t, "cat", "/run/boot-probe/ping-"+name); !strings.Contains(out, " 0% packet loss") {
			t.Errorf("at network-online.target %s:\n%s", name, out)
		}
	}
	if out := g.run(t, "cat", "/etc/resolv.conf"); !strings.Contains(out, "nameserver 192.0.2.53") {
		t.Errorf("resolv.conf:\n%s", out)
	}
	g.wantNoProcess(t)
	g.wantJournal(t)
}

// wantNoProcess: none runs, but for one that a timer may have started just now.
func (g guest) wantNoProcess(t *testing.T) {
	t.Helper()
	const list = `for p in /proc/[0-9]*; do
		[ "$(readlink $p/exe)" != /usr/sbin/netonce ] || cat $p/cgroup 2>/dev/null || true
	done`
	for line := range strings.Lines(g.run(t, "sh", "-c", list)) {
		if !strings.Contains(line, "netonce-renew@") {
			t.Errorf("a netonce still runs: %s", line)
		}
	}
}

// wantJournal: what netonce says has its priority, and no more than text in it.
func (g guest) wantJournal(t *testing.T) {
	t.Helper()
	priorities := map[string]string{"dhcp4: bound interface=" + leased: "6", "no carrier in ": "3", "done interfaces=": "6"}
	for line := range strings.Lines(g.run(t, "journalctl", "-u", "netonce.service", "-t", "netonce", "-o", "json")) {
		e := parse[struct{ MESSAGE, PRIORITY string }](t, line)
		if strings.HasPrefix(e.MESSAGE, "<") || strings.ContainsRune(e.MESSAGE, '\x1b') {
			t.Errorf("in the journal: %q", e.MESSAGE)
		}
		for part, priority := range priorities {
			if strings.Contains(e.MESSAGE, part) {
				if e.PRIORITY != priority {
					t.Errorf("priority %s, not %s: %s", e.PRIORITY, priority, e.MESSAGE)
				}
				delete(priorities, part)
			}
		}
	}
	if len(priorities) > 0 {
		t.Errorf("the journal lacks %v", priorities)
	}
}

// A card without a cable, and one without a server, hold up no other and the boot no
// longer than their own patience; a timer will try them again.
func testNobodyThere(t *testing.T, g guest) {
	others := g.await(t, 0, "the lease", says("netonce", "dhcp4: bound interface="+leased))
	ready := g.await(t, 0, "netonce.service", started("netonce.service"))
	for name, text := range map[string]string{uncabled: "no carrier in 5s", unserved: "no DHCP offer in 6 s"} {
		e := g.await(t, 0, "that it was in vain", says("netonce", text))
		if e.At < others.At {
			t.Errorf("%s was given up at %s, before the others were there at %s", name, e.At, others.At)
		}
		g.await(t, 0, "the timer", started("netonce-renew@"+name+".timer"))
		g.wantAddresses(t, name)
	}
	// The card without a server was waited for the longest.
	last := g.await(t, 0, "that it was in vain", says("netonce", "no DHCP offer"))
	const emulation = 10 * time.Second
	if ready.At-last.At > emulation {
		t.Errorf("the last card was given up at %s, and netonce.service was ready at %s", last.At, ready.At)
	}
	t.Logf("others ready at %s, all given up at %s, netonce.service ready at %s", others.At, last.At, ready.At)

	// From now on there is somebody, for testSomebodyThere.
	if err := g.cable(cards[uncabled].id(), true); err != nil {
		t.Fatal(err)
	}
	g.run(t, "systemctl", "start", "boot-dhcp@late.service")
}

// testSomebodyThere: what the boot could not get, a timer does.
func testSomebodyThere(t *testing.T, g guest) {
	for name, want := range map[string]string{uncabled: "192.0.2.118/24", unserved: "198.51.100.119/24"} {
		bound := g.await(t, 0, "the lease of "+name, says("netonce", "dhcp4: bound interface="+name))
		if !strings.HasPrefix(bound.From, "netonce-renew@") { // one takes all that is due
			t.Errorf("%s: the lease is of %s", name, bound.From)
		}
		g.await(t, 0, "the end of its service", func(e Entry) bool {
			return e.MessageID == unitEnded && e.About == bound.From && e.At > bound.At
		})
		g.wantAddresses(t, name, want)
		_, line := g.timer(t, name)
		t.Log(line)
	}
	g.wantNoProcess(t)
}
