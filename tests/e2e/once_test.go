package e2e_test

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/tests/lab"
)

// threeCards is a host with three cards in one subnet: one of them static, the
// others by DHCP.
func threeCards(t lab.T) *lab.Host {
	h := lab.New(t)
	h.Cables("eth0", "eth1", "eth2")
	h.Switch("lan0", "eth0", "eth1", "eth2")
	h.Peer("lan0", "192.168.11.1/24")
	h.Serve("lan0", lab.DHCP{
		Address: netip.MustParseAddr("192.168.11.1"),
		Leases: map[string]netip.Prefix{
			"02:00:00:00:00:01": netip.MustParsePrefix("192.168.11.101/24"),
			"02:00:00:00:00:02": netip.MustParsePrefix("192.168.11.102/24"),
		},
		Options: []dhcpv4.Option{
			dhcpv4.OptRouter([]byte{192, 168, 11, 1}),
			dhcpv4.OptDNS([]byte{192, 168, 11, 1}, []byte{192, 168, 11, 2}),
			dhcpv4.OptDomainName("example.net"),
		},
	})
	h.Profile("ifcfg-eth0", static("eth0", "192.168.11.11/24", "GATEWAY=192.168.11.1", "DNS1=192.168.11.1", "IPV6INIT=no")...)
	h.Profile("ifcfg-eth1", dhcp("eth1")...)
	h.Profile("ifcfg-eth2", dhcp("eth2")...)
	return h
}

func TestThreeCardsInOneSubnet(t *testing.T) {
	t.Parallel()
	h := threeCards(t)
	code(t, h.Netonce("boot"), 0)
	facts(t, h,
		"addr eth0 192.168.11.11/24 brd 192.168.11.255 scope global label eth0 noprefixroute forever",
		"addr eth1 192.168.11.101/24 brd 192.168.11.255 scope global label eth1 noprefixroute finite",
		"addr eth2 192.168.11.102/24 brd 192.168.11.255 scope global label eth2 noprefixroute finite",
		"route4 main default via 192.168.11.1 dev eth0 proto static metric 100",
		"route4 main default via 192.168.11.1 dev eth1 proto dhcp src 192.168.11.101 metric 101",
		"route4 main default via 192.168.11.1 dev eth2 proto dhcp src 192.168.11.102 metric 102",
		"route4 main 192.168.11.0/24 dev eth0 proto kernel scope link src 192.168.11.11 metric 100",
		"route4 main 192.168.11.0/24 dev eth1 proto kernel scope link src 192.168.11.101 metric 101",
		"route4 main 192.168.11.0/24 dev eth2 proto kernel scope link src 192.168.11.102 metric 102",
	)
	want := []string{"resolv search example.net", "resolv nameserver 192.168.11.1", "resolv nameserver 192.168.11.2"}
	if diff := cmp.Diff(want, h.ResolvFacts()); diff != "" {
		t.Errorf("resolv.conf (-want +got):\n%s", diff)
	}
	if left := h.Processes(); len(left) > 0 {
		t.Errorf("processes are left: %q", left)
	}
}

// quietly runs netonce and demands that it changes nothing: no event of the
// kernel, no fact, no file but the lock.
func quietly(t *testing.T, h *lab.Host, args ...string) lab.Result {
	t.Helper()
	h.Settle()
	files, network, events := h.Files(), h.Facts(), h.Watch()
	r := h.Netonce(args...)
	if list := events.Take(); len(list) > 0 {
		t.Errorf("netonce %s: the kernel tells of %q", strings.Join(args, " "), list)
	}
	if diff := cmp.Diff(network, h.Facts()); diff != "" {
		t.Errorf("netonce %s: the network changed:\n%s", strings.Join(args, " "), diff)
	}
	if diff := cmp.Diff(files, h.Files()); diff != "" {
		t.Errorf("netonce %s: files changed:\n%s", strings.Join(args, " "), diff)
	}
	return r
}

func TestSecondRunChangesNothing(t *testing.T) {
	t.Parallel()
	h := threeCards(t)
	h.Cable("eth3")
	h.Profile("ifcfg-eth3", static6("eth3", "2001:db8::10/64", "IPV6_DEFAULTGW=2001:db8::1", "MTU=1400", "IPADDR=192.0.2.10", "PREFIX=24")...)
	h.Profile("route-eth3", "198.51.100.0/24 via 192.0.2.1", "blackhole 203.0.113.0/24")
	h.Profile("route6-eth3", "2001:db8:1::/48 via 2001:db8::1 src 2001:db8::10")
	code(t, h.Netonce("boot"), 0)
	for _, again := range []string{"boot", "reload", "boot"} {
		code(t, quietly(t, h, again), 0)
	}
}

func TestPlanCheckAndStatusChangeNothing(t *testing.T) {
	t.Parallel()
	h := threeCards(t)
	for _, command := range []string{"plan", "check"} {
		code(t, quietly(t, h, command), 0)
	}
	code(t, quietly(t, h, "status"), 1) // nothing is up yet
	code(t, h.Netonce("boot"), 0)
	for _, command := range []string{"plan", "check", "status"} {
		code(t, quietly(t, h, command), 0)
	}
}

// TestManyLinks has as much to do at once as does not fit one datagram.
func TestManyLinks(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	want := map[string]bool{}
	for i := range 40 {
		name := fmt.Sprintf("eth%d", i)
		h.Cable(name)
		h.Profile("ifcfg-"+name, static(name, fmt.Sprintf("10.0.%d.1/24", i))...)
		want[fmt.Sprintf("addr %s 10.0.%d.1/24", name, i)] = true
		want[fmt.Sprintf("route4 main 10.0.%d.0/24 dev %s proto kernel scope link src 10.0.%d.1 metric %d", i, name, i, 100+i)] = true
	}
	code(t, h.Netonce("boot"), 0)
	facts(t, h, slices.Collect(maps.Keys(want))...)
	code(t, quietly(t, h, "boot"), 0)
}
