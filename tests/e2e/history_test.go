package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/tests/lab"
)

// TestHistoryDoesNotMatter edits the profiles at random, step by step, and demands
// after each reload that the host is what a fresh host with the same profiles is,
// also where the reload comes after one that was killed.
func TestHistoryDoesNotMatter(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 1))
			old := historyHost(t)
			for step := range 8 {
				profiles := randomProfiles(random)
				fresh := historyHost(t)
				for _, h := range []*lab.Host{old, fresh} {
					for name, lines := range profiles {
						writeOrRemove(h, name, lines)
					}
				}
				if random.IntN(2) == 0 {
					killed := old.Start("reload")
					time.Sleep(time.Duration(random.Int64N(int64(8 * time.Millisecond))))
					killed.Kill()
				}
				code(t, old.Netonce("reload"), 0)
				code(t, fresh.Netonce("reload"), 0)
				if diff := cmp.Diff(historyFacts(fresh), historyFacts(old)); diff != "" {
					t.Fatalf("step %d of %v: a fresh host (-) and one with a past (+) differ:\n%s", step, profiles, diff)
				}
			}
		})
	}
}

func historyHost(t *testing.T) *lab.Host {
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Peer("eth0", "192.0.2.1/24")
	config := oneLease()
	config.Leases["02:aa:00:00:00:00"] = config.Leases["02:00:00:00:00:00"] // with MACADDR too
	h.Serve("eth0", config)
	return h
}

func writeOrRemove(h *lab.Host, name string, lines []string) {
	if lines != nil {
		h.Profile(name, lines...)
	} else if h.Read(lab.Profiles+"/"+name) != "" {
		h.Remove(lab.Profiles + "/" + name)
	}
}

// randomProfiles are the files of a host; nil for one that is not there. Metrics
// are given: without, a link keeps the one it had.
func randomProfiles(random *rand.Rand) map[string][]string {
	maybe := func(list []string, chance int, lines ...string) []string {
		if random.IntN(chance) == 0 {
			list = append(list, lines...)
		}
		return list
	}
	files := map[string][]string{}
	for i, device := range []string{"eth0", "eth1"} {
		metrics := []string{fmt.Sprintf("IPV4_ROUTE_METRIC=%d", 50+i), fmt.Sprintf("IPV6_ROUTE_METRIC=%d", 60+i)}
		var p, routes []string
		switch random.IntN(5) {
		case 0: // no profile
			files["ifcfg-"+device], files["route-"+device], files["rule-"+device] = nil, nil, nil
			continue
		case 1:
			p = dhcp(device)
			if device == "eth1" { // nobody answers there
				p = static(device, "198.51.100.5/24")
			}
		case 2:
			p = static6(device, fmt.Sprintf("2001:db8::%d/64", 1+random.IntN(3)))
		default:
			p = static(device, fmt.Sprintf("192.0.2.%d/24", 10+random.IntN(3)))
			p = maybe(p, 2, fmt.Sprintf("IPADDR1=192.0.2.%d", 10+random.IntN(3)), "PREFIX1=24")
			p = maybe(p, 2, "GATEWAY=192.0.2.1")
			p = maybe(p, 3, "IPV6INIT=no")
			routes = maybe(routes, 2, fmt.Sprintf("10.%d.0.0/16 via 192.0.2.1", random.IntN(3)), "blackhole 10.9.0.0/16")
		}
		p = maybe(p, 3, "MTU=1400")
		p = maybe(p, 4, fmt.Sprintf("MACADDR=02:aa:00:00:00:%02d", i))
		p = maybe(p, 2, fmt.Sprintf("DNS1=9.9.9.%d", 1+random.IntN(2)))
		rules := maybe(nil, 2, fmt.Sprintf("from 192.0.2.%d table %d priority 9", random.IntN(2), 100+i), "to 10.9.0.0/16 table 100 priority 8")
		files["ifcfg-"+device], files["route-"+device], files["rule-"+device] = append(p, metrics...), routes, rules
	}
	return files
}

// historyFacts leave out what is the kernel's own, and comes and goes by itself,
// and which of several addresses in a subnet is the first: the kernel decides that
// by the order in which they come, and one that is right already is not taken away
// for it.
func historyFacts(h *lab.Host) []string {
	h.SettleAddresses()
	list := append(h.Facts(), h.ResolvFacts()...)
	for _, link := range []string{"eth0", "eth1"} {
		for _, key := range []string{"ipv6/conf/" + link + "/accept_ra", "ipv6/conf/" + link + "/disable_ipv6"} {
			list = append(list, key+" "+h.SysctlValue(key))
		}
	}
	for i, f := range list {
		list[i] = strings.Replace(f, " secondary", "", 1)
	}
	return slices.DeleteFunc(list, func(f string) bool { return strings.Contains(f, "fe80:") })
}
