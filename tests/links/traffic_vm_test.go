//go:build vm

package links_test

import (
	"strings"
	"testing"

	"netonce/tests/lab"
)

// traffic is what tc(8) shows of a port.
func traffic(t *testing.T, h *lab.Host, args ...string) string {
	t.Helper()
	r := h.Other("tc", args...)
	if r.Code != 0 {
		t.Fatalf("tc %s: %s%s", args, r.Out, r.Log)
	}
	return r.Out
}

// shows runs a command, looks for words and for what must not be there, and runs the
// command again, which has nothing to do.
func shows(t *testing.T, h *lab.Host, command string, words ...string) {
	t.Helper()
	log := boot(t, h, command)
	out := traffic(t, h, "qdisc", "show", "dev", "eth1")
	for _, parent := range []string{"ffff:", "10:", "ffff:fff2", "ffff:fff3"} {
		out += h.Other("tc", "filter", "show", "dev", "eth1", "parent", parent).Out
	}
	for _, w := range words {
		text, not := strings.CutPrefix(w, "!")
		if strings.Contains(out, text) == not {
			t.Errorf("not so: %s\n%s\n%s", w, out, log)
		}
	}
	quiet(t, h, command)
}

func TestTraffic(t *testing.T) {
	profile := []string{"DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24"}
	with := func(lines ...string) []string { return append(profile[:3:3], lines...) }
	steps := []struct {
		name  string
		lines []string
		shown []string
	}{
		{"fq_codel", with("QDISC1='root fq_codel limit 500 flows 512 target 5ms interval 90ms quantum 300 ce_threshold 2ms memory_limit 4m ecn'"),
			[]string{"qdisc fq_codel", "limit 500p", "flows 512", "quantum 300", "interval 90ms", "ce_threshold 2ms", "memory_limit 4Mb", "ecn"}},
		{"in place", with("QDISC1='root fq_codel limit 600 flows 512 target 5ms interval 90ms quantum 300 ce_threshold 2ms memory_limit 4m ecn'"), []string{"limit 600p", "flows 512"}},
		{"what is fixed", with("QDISC1='root fq_codel limit 600 flows 256'"), []string{"flows 256", "!flows 512", "!interval 90ms", "!ce_threshold"}},
		{"what is not named any more", with("QDISC1='root fq_codel flows 256'"), []string{"limit 10240p", "flows 256"}},
		{"handle", with("QDISC1='root handle 7: fq_codel flows 256'"), []string{"qdisc fq_codel 7: root", "flows 256"}},
		{"sfq", with("QDISC1='root handle 7: sfq perturb 10 limit 100 divisor 2048 quantum 3000 depth 60 flows 90'"), []string{"qdisc sfq 7: root", "limit 100p", "quantum 3000", "depth 60", "perturb 10sec", "divisor 2048"}},
		{"sfq again", with("QDISC1='root handle 7: sfq perturb 10 limit 99999'"), []string{"qdisc sfq 7: root", "limit 16256p", "perturb 10sec"}},
		{"tbf", with("QDISC1='root tbf rate 1mbit burst 10kb latency 70ms'"), []string{"qdisc tbf", "rate 1Mbit burst 10Kb lat 70ms"}},
		{"tbf in place", with("QDISC1='root tbf rate 40gbit burst 1m limit 3m'"), []string{"qdisc tbf", "rate 40Gbit"}},
		{"mirror", with("QDISC1='root prio handle 10:'", "QDISC2='ingress handle ffff:'", "FILTER1='parent ffff: matchall action mirred egress mirror dev eth2'", "FILTER2='parent 10: matchall action mirred egress redirect dev eth2'"),
			[]string{"qdisc prio 10: root", "qdisc ingress ffff:", "Egress Mirror to device eth2) pipe", "Egress Redirect to device eth2) stolen"}},
		{"another filter", with("QDISC1='root prio handle 10:'", "QDISC2='ingress'", "FILTER1='parent ffff: matchall action mirred ingress redirect dev eth2'", "FILTER2='root matchall action simple sdata Hello'"),
			[]string{"Ingress Redirect to device eth2", "Simple <Hello>", "!Egress"}},
		{"clsact", with("QDISC1='clsact'", "QDISC2='root pfifo'", "FILTER1='parent ffff:fff3 basic action simple sdata out'", "FILTER2='parent ffff:fff2 flower action simple sdata in'"),
			[]string{"qdisc clsact", "!qdisc ingress", "qdisc pfifo", "!prio", "basic", "flower", "Simple <out>", "Simple <in>"}},
		{"a child", with("QDISC1='root handle 10: prio'", "QDISC2='parent 10:2 handle 20: fq_codel limit 77'"), []string{"qdisc prio 10: root", "qdisc fq_codel 20: parent 10:2 limit 77p", "!clsact"}},
		{"none", with("TC_COMMIT=yes"), []string{"!prio", "!fq_codel 20:"}},
		{"fq", with("QDISC1='root fq'"), []string{"qdisc fq "}},
		{"not named", profile, []string{"!qdisc fq "}},
	}
	h := lab.New(t)
	h.Cables("eth1", "eth2")
	h.Up("eth1")
	before := traffic(t, h, "qdisc", "show", "dev", "eth1")
	h.Profile("ifcfg-eth2", "DEVICE=eth2")
	for _, s := range steps {
		t.Run(s.name, func(t *testing.T) {
			h.Profile("ifcfg-eth1", s.lines...)
			command := "reload"
			if s.name == "fq_codel" {
				command = "boot"
			}
			shows(t, h, command, s.shown...)
		})
	}
	if after := traffic(t, h, "qdisc", "show", "dev", "eth1"); after != before {
		t.Errorf("left:\n%sbefore:\n%s", after, before)
	}
}

// What somebody else has there stays where the profile says nothing of it, and goes
// where it does.
func TestTrafficOfOthers(t *testing.T) {
	h := lab.New(t)
	h.Cables("eth1")
	traffic(t, h, "qdisc", "add", "dev", "eth1", "root", "handle", "5:", "fq_codel", "limit", "500")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24")
	shows(t, h, "boot", "fq_codel 5: root", "limit 500p")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24", "QDISC1='root fq_codel limit 500'")
	shows(t, h, "reload", "fq_codel 5: root", "limit 500p")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24")
	shows(t, h, "reload", "fq_codel 5: root", "limit 500p") // it was there before
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24", "QDISC1=ingress", "FILTER1='parent 5: matchall action mirred egress mirror dev nobody'")
	r := h.Netonce("reload")
	if r.Code != 1 {
		t.Errorf("exit %d: %s", r.Code, r.Log)
	}
	says(t, r, "FILTER1: tc filter add dev eth1 parent 5: matchall action mirred egress mirror dev nobody:", "device does not exist")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24", "TC_COMMIT=yes")
	shows(t, h, "reload", "!fq_codel 5:", "!ingress")
}

// With the profile go its disciplines.
func TestTrafficOfProfileThatGoes(t *testing.T) {
	h := lab.New(t)
	h.Cables("eth1")
	h.Up("eth1")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24", "QDISC1='root tbf rate 1mbit burst 10kb limit 20kb'", "QDISC2=ingress")
	plan := h.Netonce("plan")
	says(t, plan, "")
	if !strings.Contains(plan.Out, "tc qdisc replace dev eth1 root tbf rate 125000bps burst 10240 limit 20480") {
		t.Errorf("plan: %s", plan.Out)
	}
	shows(t, h, "boot", "qdisc tbf", "qdisc ingress")
	h.Remove(lab.Profiles + "/ifcfg-eth1")
	shows(t, h, "reload", "!qdisc tbf", "!qdisc ingress")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "QDISC1='root tbf rate 1mbit burst 10kb limit 20kb'")
	shows(t, h, "reload", "qdisc tbf")
	if r := h.Netonce("down", "eth1"); r.Code != 0 {
		t.Error(r.Log)
	}
	if out := traffic(t, h, "qdisc", "show", "dev", "eth1"); strings.Contains(out, "tbf") {
		t.Error(out)
	}
}
