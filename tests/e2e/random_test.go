package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"netonce/tests/lab"
)

// reloads is how many random edits are taken up one after the other.
const reloads = 1000

// TestRandomReloads: whatever is edited, what goes over the interfaces' own addresses goes
// on, over one that nothing is edited of and over one whose edits need no outage; and back
// at the first profiles everything is as it was.
func TestRandomReloads(t *testing.T) {
	t.Parallel()
	const seed = 1
	h := lab.New(t)
	h.Cables("eth0", "eth1", "eth2")
	h.Peer("eth0", "192.0.2.1/24")
	h.Peer("eth1", "198.51.100.1/24")
	r := rand.New(rand.NewPCG(seed, seed))
	write := func(n int) {
		for file, lines := range randomEdits(r, n) {
			writeOrRemove(h, file, lines)
		}
	}
	write(0)
	code(t, h.Netonce("boot"), 0)
	h.Settle()
	before := h.StableFacts()
	calm, edited := h.Traffic("192.0.2.10", "192.0.2.1"), h.Traffic("198.51.100.10", "198.51.100.1")
	for n := 1; n <= reloads && !t.Failed(); n++ {
		write(n)
		if result := h.Netonce("reload"); result.Code != 0 {
			t.Fatalf("reload %d of seed %d ends with %d:\n%s", n, seed, result.Code, result.Log)
		}
	}
	for name, stop := range map[string]func() lab.Traffic{"not edited": calm, "edited": edited} {
		w := stop()
		t.Logf("%s: %d packets, %d TCP rounds", name, w.Sent, w.Rounds)
		if w.Lost > 0 || w.StreamError != nil || w.Resent > 0 || w.Sent < 10 || w.Rounds < 10 {
			t.Errorf("%s: of %d packets %d were lost; TCP: %d rounds, %v, %d segments again", name, w.Sent, w.Lost, w.Rounds, w.StreamError, w.Resent)
		}
	}
	write(0)
	code(t, h.Netonce("reload"), 0)
	h.Settle()
	if differ := changed(before, h.StableFacts()); len(differ) > 0 {
		t.Errorf("not as at first: %q", differ)
	}
}

// randomEdits are profiles that differ at random, but for the first; nil for one that
// is not there.
func randomEdits(r *rand.Rand, n int) map[string][]string {
	maybe := func(lines []string, more ...string) []string {
		if n > 0 && r.IntN(2) == 0 {
			lines = append(lines, more...)
		}
		return lines
	}
	number := func(most int) int { return 1 + r.IntN(most) }
	eth1 := static("eth1", "198.51.100.10/24", "ACD_TIMEOUT=0")
	eth1 = maybe(eth1, fmt.Sprintf("IPADDR1=198.51.100.%d", 20+number(9)), "PREFIX1=24")
	eth1 = maybe(eth1, fmt.Sprintf("IPADDR2=10.%d.0.1", number(9)), "PREFIX2=16")
	eth1 = maybe(eth1, fmt.Sprintf("GATEWAY=198.51.100.%d", 200+number(9)))
	eth1 = maybe(eth1, fmt.Sprintf("DNS1=198.51.100.%d", 50+number(9)), "DOMAIN=lan.example")
	eth1 = maybe(eth1, fmt.Sprintf("MTU=%d", 1400+number(90)))
	eth1 = maybe(eth1, fmt.Sprintf("NAME=\"profile %d\"", n))
	eth1 = maybe(eth1, "IPV6INIT=yes", "IPV6_AUTOCONF=no", fmt.Sprintf("IPV6ADDR=2001:db8::%d/64", number(9)))
	eth1 = maybe(eth1, fmt.Sprintf("ROUTING_RULE_1=\"pref %d from 198.51.100.10 table main\"", 1000+number(9)))
	return map[string][]string{
		"ifcfg-eth0":  static("eth0", "192.0.2.10/24", "ACD_TIMEOUT=0"),
		"ifcfg-eth1":  eth1,
		"route-eth1":  maybe(nil, fmt.Sprintf("10.%d.0.0/16 via 198.51.100.%d", 100+number(9), number(9)), fmt.Sprintf("blackhole 10.%d.0.0/16", 200+number(9))),
		"ifcfg-eth2":  maybe(nil, static("eth2", fmt.Sprintf("203.0.113.%d/24", number(9)), "ACD_TIMEOUT=0", fmt.Sprintf("MACADDR=02:00:00:00:77:%02x", number(9)))...),
		"ifcfg-br0":   maybe(nil, "DEVICE=br0", "TYPE=Bridge", "ONBOOT=yes", fmt.Sprintf("IPADDR=10.99.%d.1", number(9)), "PREFIX=24", "ACD_TIMEOUT=0", fmt.Sprintf("BRIDGING_OPTS=ageing_time=%d", number(300))),
		"ifcfg-mv0":   maybe(nil, "DEVICE=mv0", "TYPE=Macvlan", "PHYSDEV=eth0", "ONBOOT=yes", "IPADDR=10.98.0.1", "PREFIX=24", "ACD_TIMEOUT=0"),
		"ifcfg-vxl0":  maybe(nil, "DEVICE=vxl0", "TYPE=Vxlan", fmt.Sprintf("VXLAN_ID=%d", number(9)), "VXLAN_LOCAL=192.0.2.10", "VXLAN_REMOTE=192.0.2.1", "ONBOOT=yes", "IPADDR=10.97.0.1", "PREFIX=24", "ACD_TIMEOUT=0"),
		"ifcfg-other": maybe(nil, "DEVICE=absent0", "ONBOOT=no", "IPADDR=10.96.0.1", "PREFIX=24"),
	}
}
