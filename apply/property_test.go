package apply_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/network"
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

// theWayDoesNotMatter goes from one set of profiles to another and back, on hosts as
// they are at first.
func theWayDoesNotMatter(t *testing.T, seed uint64, a, b files, fresh func() *host) {
	t.Helper()
	h := fresh()
	h.run(apply.Boot, a)
	first := h.state()
	h.unchanged(a)
	h.run(apply.Reload, b)
	h.unchanged(b)
	direct := fresh()
	direct.run(apply.Boot, b)
	if diff := cmp.Diff(direct.state(), h.state()); diff != "" {
		t.Errorf("seed %d: reloaded (-fresh +reloaded):\n%s\nfrom\n%s\nto\n%s", seed, diff, a, b)
	}
	h.run(apply.Reload, a)
	if diff := cmp.Diff(first, h.state()); diff != "" {
		t.Errorf("seed %d: there and back (-first +back):\n%s\nfrom\n%s\nover\n%s", seed, diff, a, b)
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
