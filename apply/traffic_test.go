package apply_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"

	"golang.org/x/sys/unix"

	"netonce/apply"
	"netonce/apply/network"
)

func trafficProfile(lines ...string) files {
	return files{"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.1\nPREFIX=24\n" + strings.Join(lines, "\n") + "\n", "ifcfg-eth1": "DEVICE=eth1\n"}
}

// Each step asks for what differs and for no more, and then for nothing.
func TestTraffic(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.AddLink(eth("eth1", 2))
		h.clean(apply.Boot, trafficProfile())
		for _, step := range []struct {
			lines []string
			want  []string
		}{
			{[]string{"QDISC1='root fq_codel limit 500 flows 512'"}, []string{"tc qdisc replace dev eth0 root fq_codel limit 500 flows 512"}},
			{[]string{"QDISC1='root fq_codel limit 600 flows 512'"}, []string{"tc qdisc change dev eth0 root handle 8001: fq_codel limit 600"}},
			{[]string{"QDISC1='root fq_codel limit 600 flows 256'"}, []string{"tc qdisc delete dev eth0 root fq_codel", "tc qdisc replace dev eth0 root fq_codel limit 600 flows 256"}},
			{[]string{"QDISC1='root fq_codel flows 256'"}, []string{"tc qdisc delete dev eth0 root fq_codel", "tc qdisc replace dev eth0 root fq_codel flows 256"}},
			{[]string{"QDISC1='root handle 10: prio'", "FILTER1='parent 10: matchall action mirred egress mirror dev eth1'"},
				[]string{"tc qdisc replace dev eth0 root handle 10: prio", "tc filter add dev eth0 parent 10: matchall action mirred egress mirror dev eth1"}},
			{[]string{"QDISC1='root handle 10: prio'", "FILTER1='parent 10: matchall action mirred egress redirect dev eth1'"},
				[]string{"tc filter add dev eth0 parent 10: matchall action mirred egress redirect dev eth1", "tc filter delete dev eth0 parent 10: pref 49151 matchall"}},
			{[]string{"QDISC1=ingress", "QDISC2='root sfq'", "FILTER1='parent ffff:fff2 matchall action simple sdata x'"},
				[]string{"tc qdisc replace dev eth0 ingress", "tc qdisc replace dev eth0 root sfq", "tc filter add dev eth0 parent ffff: matchall action simple sdata x"}},
			{[]string{"QDISC1=clsact", "QDISC2='root sfq'"}, []string{"tc qdisc delete dev eth0 ingress", "tc qdisc replace dev eth0 clsact"}},
			{[]string{"TC_COMMIT=yes"}, []string{"tc qdisc delete dev eth0 root sfq", "tc qdisc delete dev eth0 clsact"}},
			{[]string{"QDISC1='root sfq'"}, []string{"tc qdisc replace dev eth0 root sfq"}},
			{nil, []string{"tc qdisc delete dev eth0 root sfq"}},
		} {
			h.kernel.Forget()
			h.clean(apply.Reload, trafficProfile(step.lines...))
			h.commands(step.want...)
			h.unchanged(trafficProfile(step.lines...))
		}
	})
}

// What somebody else has put there is his, until a profile says what is to be there.
func TestTrafficOfOthers(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.AddLink(eth("eth1", 2))
		h.kernel.PutTraffic("eth0", network.Traffic{Kind: "fq", Parent: network.TrafficRoot, Handle: 0x50000})
		h.clean(apply.Boot, trafficProfile("QDISC1='root fq'"))
		h.clean(apply.Reload, trafficProfile())
		h.unchanged(trafficProfile())
		if state := strings.Join(h.state(), "\n"); !strings.Contains(state, "eth0: qdisc root handle 5: fq") {
			t.Error(state)
		}
		h.kernel.Forget()
		h.clean(apply.Reload, trafficProfile("TC_COMMIT=yes"))
		h.commands("tc qdisc delete dev eth0 root fq")
	})
}

// What the kernel refuses is told with its line, and costs no other.
func TestTrafficRefused(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.AddLink(eth("eth1", 2))
		h.kernel.Refuse(func(_ int, c network.Change) error {
			if c.Traffic != nil && c.Traffic.Kind == "cake" {
				return unix.ENOENT
			}
			return nil
		})
		r := h.run(apply.Boot, trafficProfile("QDISC1='root cake'", "QDISC2=ingress", "FILTER1='parent 7: matchall'"))
		wantErrors(t, r, "ifcfg-eth0:4:8: QDISC1: tc qdisc replace dev eth0 root cake: no such file or directory",
			"ifcfg-eth0:6:9: FILTER1: tc filter add dev eth0 parent 7: matchall: invalid argument: Parent Qdisc doesn't exists")
		if state := strings.Join(h.state(), "\n"); !strings.Contains(state, "eth0: qdisc ingress") || !strings.Contains(state, "192.0.2.1") {
			t.Error(state)
		}
	})
}

// From any disciplines to any others: what the kernel holds depends on the profiles
// alone.
func TestTheWayOfTrafficDoesNotMatter(t *testing.T) {
	t.Parallel()
	random := func(r *rand.Rand) files {
		lines := []string{
			[]string{"", "QDISC1='root handle 10: prio'", "QDISC1='root fq_codel limit 5'", "QDISC1='root handle 10: fq_codel limit 5 flows 7'", "QDISC1='root sfq limit 9'", "TC_COMMIT=yes"}[r.IntN(6)],
			[]string{"", "QDISC2=ingress", "QDISC2=clsact", "QDISC2='parent 10:1 handle 20: fq'"}[r.IntN(4)],
			[]string{"", "FILTER1='parent 10: matchall action simple sdata a'", "FILTER1='root matchall action mirred egress mirror dev eth1'", "FILTER1='parent ffff:fff2 matchall'"}[r.IntN(4)],
		}
		return trafficProfile(lines...)
	}
	for seed := range uint64(300) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 7))
			a, b := random(r), random(r)
			direct, over := newHost(t, cards()...), newHost(t, cards()...)
			direct.run(apply.Boot, b)
			over.run(apply.Boot, a)
			over.run(apply.Reload, b)
			if got, want := fmt.Sprint(over.state()), fmt.Sprint(direct.state()); got != want {
				t.Errorf("seed %d: from\n%sto\n%s%s\nnot\n%s", seed, a["ifcfg-eth0"], b["ifcfg-eth0"], got, want)
			}
		})
		if t.Failed() {
			return
		}
	}
}
