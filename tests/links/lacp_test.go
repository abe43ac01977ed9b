//go:build vm

package links_test

import (
	"net/netip"
	"testing"
	"time"

	"netonce/tests/lab"
)

// Two cables to a switch that bundles them by LACP, a bond of its own here: the lease
// comes through the bundle, which then has both of its ports.
func TestDHCPThroughLACP(t *testing.T) {
	h := lab.New(t)
	h.Cables("eth1", "eth2")
	h.Elsewhere("ip link add lacp0 type bond mode 802.3ad miimon 50 lacp_rate fast")
	for _, port := range []string{"eth1", "eth2"} {
		h.Elsewhere("ip link set " + port + " down")
		h.Elsewhere("ip link set " + port + " master lacp0")
	}
	h.Elsewhere("ip link set lacp0 up")
	h.Peer("lacp0", "192.0.2.1/24")
	s := h.Serve("lacp0", lab.DHCP{Address: netip.MustParseAddr("192.0.2.1"),
		Leases: map[string]netip.Prefix{"02:00:00:00:00:00": netip.MustParsePrefix("192.0.2.100/24")}})
	h.Profile("ifcfg-bond0", "DEVICE=bond0", "TYPE=Bond", "BONDING_OPTS='mode=802.3ad miimon=50 lacp_rate=fast'", "BOOTPROTO=dhcp")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "MASTER=bond0")
	h.Profile("ifcfg-eth2", "DEVICE=eth2", "MASTER=bond0")
	started := time.Now()
	boot(t, h, "boot")
	t.Logf("the lease after %s: the server has heard %v", time.Since(started), s.Seen())
	has(t, h, []string{"addr bond0 192.0.2.100/24"})
	h.AwaitLinks("link eth1 port state ACTIVE", "link eth2 port state ACTIVE")
	const collected = "port_state_str active,short_timeout,aggregating,in_sync,collecting,distributing"
	for _, port := range []string{"eth1", "eth2"} { // the two ends agree one after the other
		h.AwaitLinks("link "+port+" port ad_actor_oper_"+collected, "link "+port+" port ad_partner_oper_"+collected)
	}
	h.AwaitLinks("link bond0 data ad_info")
}
