package apply_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/network"
	"netonce/ifcfg"
)

// From any set of profiles to any other, and back: what the kernel holds depends
// on the profiles alone, not on the way to them.
func TestTheWayDoesNotMatter(t *testing.T) {
	t.Parallel()
	for seed := range uint64(400) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			a, b := randomFiles(r), randomFiles(r)
			theWayDoesNotMatter(t, seed, a, b, func() *host {
				h := newHost(t, cards()...)
				h.kernel.SetSysctl(network.Sysctl{Family: "ipv6", Interface: "eth0", Key: "accept_ra", Value: "2"})
				return h
			})
		})
		if t.Failed() {
			return
		}
	}
}

// From the profiles of any edit in testdata/edits to those of any other, and back.
func TestTheWayBetweenEditsDoesNotMatter(t *testing.T) {
	t.Parallel()
	var all []files
	texts := editFiles(t)
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		_, edits := parseEdits(t, texts[path])
		for _, e := range edits {
			if all = append(all, e.before); !e.differs {
				all = append(all, e.after)
			}
		}
	}
	for seed := range uint64(300) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 4))
			theWayDoesNotMatter(t, seed, all[r.IntN(len(all))], all[r.IntN(len(all))], func() *host { return editHost(t) })
		})
		if t.Failed() {
			return
		}
	}
}

// theWayDoesNotMatter goes from one set of profiles to another and back, on hosts as
// they are at first.
func theWayDoesNotMatter(t *testing.T, seed uint64, a, b files, fresh func() *host) {
	t.Helper()
	h := fresh()
	h.run(apply.Boot, a)
	first := h.outline()
	h.unchanged(a)
	h.reloadWithDefault(b)
	h.unchanged(b)
	direct := fresh()
	direct.run(apply.Boot, b)
	if diff := cmp.Diff(direct.outline(), h.outline()); diff != "" {
		t.Errorf("seed %d: reloaded (-fresh +reloaded):\n%s\nfrom\n%s\nto\n%s", seed, diff, a, b)
	}
	h.reloadWithDefault(a)
	if diff := cmp.Diff(first, h.outline()); diff != "" {
		t.Errorf("seed %d: there and back (-first +back):\n%s\nfrom\n%s\nover\n%s", seed, diff, a, b)
	}
}

// outline is the state and what was handed over, without what a change of profiles leaves
// as it is, labels, who is said to have made a rule and what a bond's mode does not heed,
// how long a lease has left, and the metrics that go by who came first.
func (h *host) outline() []string {
	state := slices.DeleteFunc(h.state(), inert(h.state()))
	for i, line := range state {
		w := strings.Fields(line)
		for _, word := range []string{"label", "protocol", "valid_lft", "preferred_lft"} {
			if at := slices.Index(w, word); at > 0 {
				w = slices.Delete(w, at, at+2)
			}
		}
		if at := slices.Index(w, "metric") + 1; at > 0 && slices.Contains([]string{"100", "101", "102", "400", "401"}, w[at]) {
			w[at] = "given"
		}
		state[i] = strings.Join(w, " ")
	}
	return append(state, namesOf(h.sources)...)
}

// inert tells which lines of a state are options of bonds that mean nothing in their mode.
func inert(state []string) func(line string) bool {
	modes := map[string]string{}
	for _, o := range ifcfg.BondOptions() {
		modes[o.Name] = o.Modes
	}
	return func(line string) bool {
		w := strings.Fields(line)
		if w[1] != "bond" || modes[w[2]] == "" {
			return false
		}
		mode := "balance-rr"
		for _, other := range state {
			if m, is := strings.CutPrefix(other, w[0]+" bond mode "); is {
				mode = m
			}
		}
		return !slices.Contains(strings.Fields(modes[w[2]]), mode)
	}
}

// reloadWithDefault demands that there is a default route at every moment, where there is
// one before and after and no link has to go down.
func (h *host) reloadWithDefault(f files) {
	h.t.Helper()
	lost := map[string]bool{}
	before := services(h.state())
	h.kernel.Forget()
	h.kernel.Witness(func(state []string) {
		for _, s := range before {
			if !slices.Contains(services(state), s) {
				lost[s] = true
			}
		}
	})
	h.run(apply.Reload, f)
	h.kernel.Witness(nil)
	commands := strings.Join(h.kernel.Commands(), "\n")
	for _, s := range services(h.state()) {
		if lost[s] && strings.HasSuffix(s, "default route") && !strings.Contains(commands, " down") && !strings.Contains(commands, "link delete") && !strings.Contains(commands, "master") {
			h.t.Errorf("for a moment without %s:\n%s", s, commands)
		}
	}
}

func (f files) String() string {
	var b strings.Builder
	for name, text := range f {
		fmt.Fprintf(&b, "--- %s\n%s", name, text)
	}
	return b.String()
}

func cards() []network.Link { return []network.Link{eth("eth0", 1), eth("eth1", 2), eth("eth2", 3)} }

// randomFiles makes a few profiles. Each has a metric of its own: the default one
// depends on who came first.
func randomFiles(r *rand.Rand) files {
	f := files{}
	for i := range 3 {
		if r.IntN(4) == 0 {
			continue
		}
		name := fmt.Sprint("eth", i)
		f["ifcfg-"+name] = randomProfile(r, name)
		if r.IntN(3) == 0 {
			f["route-"+name] = fmt.Sprintf("10.%d.0.0/16 via 192.0.%d.%d\n10.77.%d.0/24 dev %s metric %d\nblackhole 10.88.%d.0/24\n", r.IntN(3), i, 2+r.IntN(9), i, name, r.IntN(3), r.IntN(3))
		}
		if r.IntN(3) == 0 {
			f["rule-"+name] = fmt.Sprintf("from 10.%d.0.0/16 table %d priority %d\n", r.IntN(2), 100+i, 10+r.IntN(2))
		}
		if r.IntN(3) == 0 {
			f["rule6-"+name] = fmt.Sprintf("from 2001:db8::/32 table 100 priority %d\niif %s table 100 priority 5\n", 10+r.IntN(2), name)
		}
		if strings.Contains(f["ifcfg-"+name], "IPV6ADDR") && r.IntN(2) == 0 {
			f["route6-"+name] = fmt.Sprintf("2001:db8:ff::/48 via 2001:db8:%d::%d src 2001:db8:%d::2\n", i, 3+r.IntN(3), i)
		}
	}
	return f
}

func randomProfile(r *rand.Rand, name string) string {
	i := name[3:]
	lines := []string{"DEVICE=" + name, "IPV4_ROUTE_METRIC=" + fmt.Sprint(50+r.IntN(3)), "IPV6_ROUTE_METRIC=" + fmt.Sprint(60+r.IntN(3))}
	sometimes := func(line string) {
		if r.IntN(2) == 0 {
			lines = append(lines, line)
		}
	}
	sometimes(fmt.Sprintf("IPADDR=192.0.%s.2\nPREFIX=%d\nGATEWAY=192.0.%s.1", i, 24+r.IntN(2), i))
	sometimes(fmt.Sprintf("IPADDR1=192.0.%s.%d\nPREFIX1=24", i, 2+r.IntN(3)))
	sometimes(fmt.Sprintf("IPADDR2=192.0.%s.%d\nPREFIX2=24", i, 5+r.IntN(3)))
	sometimes("MTU=" + fmt.Sprint(1300+r.IntN(3)))
	sometimes("MACADDR=02:00:00:00:01:0" + fmt.Sprint(r.IntN(3)))
	sometimes(fmt.Sprintf("IPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=2001:db8:%s::2/%d\nIPV6_DEFAULTGW=2001:db8:%s::1", i, 48+16*r.IntN(2), i))
	sometimes("IPV6_DISABLED=no")
	return strings.Join(lines, "\n") + "\n"
}
