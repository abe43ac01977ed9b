package links_test

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/tests/lab"
)

// A switch with the spanning tree lets nothing through for a while when a card comes up,
// here for four seconds, and the card sees nothing of it. The first DISCOVER that it
// lets through brings the lease.
func TestDHCPBehindASwitchWithTheSpanningTree(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth1")
	h.Switch("lan0", "eth1")
	h.Elsewhere("ip link set lan0 type bridge stp_state 1 forward_delay 200")
	h.Peer("lan0", "192.0.2.1/24")
	s := h.Serve("lan0", lab.DHCP{Address: netip.MustParseAddr("192.0.2.1"),
		Leases: map[string]netip.Prefix{"02:00:00:00:00:00": netip.MustParsePrefix("192.0.2.100/24")}})
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "BOOTPROTO=dhcp")
	// A port whose carrier nobody has asked for yet counts as one in operation.
	h.AwaitPeers("eth1", false)
	h.AwaitPeers("lan0", false)
	started := time.Now()
	p := h.Start("-v", "boot")
	h.AwaitPeers("lan0", true)
	forwards := time.Now()
	r := p.Wait()
	t.Logf("the switch forwards after %s, and the lease is there %s later", forwards.Sub(started), time.Since(forwards))
	if r.Code != 0 {
		t.Fatalf("exit %d\n%s", r.Code, r.Log)
	}
	has(t, h, []string{"addr eth1 192.0.2.100/24"})
	if heard := []dhcpv4.MessageType{dhcpv4.MessageTypeDiscover, dhcpv4.MessageTypeRequest}; !slices.Equal(s.Seen(), heard) {
		t.Errorf("the server has heard %v", s.Seen())
	}
	if early := forwards.Sub(started); early < 4*time.Second {
		t.Errorf("the switch has forwarded after %s: this proves nothing", early)
	}
}
