package e2e_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
	"golang.org/x/sys/unix"

	"netonce/tests/lab"
)

// oneLease is a server that gives the first cable's host 192.0.2.100.
func oneLease() lab.DHCP {
	return lab.DHCP{
		Address: netip.MustParseAddr("192.0.2.1"),
		Leases:  map[string]netip.Prefix{"02:00:00:00:00:00": netip.MustParsePrefix("192.0.2.100/24")},
		Options: []dhcpv4.Option{dhcpv4.OptRouter([]byte{192, 0, 2, 1}), dhcpv4.OptDNS([]byte{192, 0, 2, 53})},
	}
}

// otherLease is what the same host gets of a server that has thought again.
func otherLease() map[string]netip.Prefix {
	return map[string]netip.Prefix{"02:00:00:00:00:00": netip.MustParsePrefix("192.0.2.111/24")}
}

const leased = "addr eth0 192.0.2.100/24 brd 192.0.2.255 scope global label eth0 noprefixroute finite"

// leaseHost is a host with one card by DHCP and a static one, and a server that
// behaves as given.
func leaseHost(t *testing.T, config lab.DHCP, more ...string) (*lab.Host, *lab.Server) {
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Peer("eth0", "192.0.2.1/24")
	h.Profile("ifcfg-eth0", dhcp("eth0", more...)...)
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24")...)
	return h, h.Serve("eth0", config)
}

func TestNoServerCostsOnlyItsOwnTime(t *testing.T) {
	t.Parallel()
	silent := oneLease()
	silent.Silent = true
	h, _ := leaseHost(t, silent, "IPV4_DHCP_TIMEOUT=1")
	p := h.Start("boot")
	h.Await("addr eth1 198.51.100.10/24", "link eth0 up") // long before the lease is given up
	r := p.Wait()
	code(t, r, 4)
	says(t, r, "ifcfg-eth0:3:11: BOOTPROTO", "eth0: no DHCP offer in 1")
	facts(t, h, "!addr eth0 192.0.2.100/24")
	if r.Took < time.Second || r.Took > atMost {
		t.Errorf("took %s, want hardly more than the 1 s of the profile", r.Took)
	}
}

func TestStaticAddressStaysWithoutServer(t *testing.T) {
	t.Parallel()
	silent := oneLease()
	silent.Silent = true
	h, _ := leaseHost(t, silent, "IPV4_DHCP_TIMEOUT=1", "IPADDR=192.0.2.7", "PREFIX=24")
	code(t, h.Netonce("boot"), 4)
	facts(t, h, "addr eth0 192.0.2.7/24", "addr eth1 198.51.100.10/24")
}

func TestLostDiscoverIsSentAgain(t *testing.T) {
	t.Parallel()
	deaf := oneLease()
	deaf.Drop = 1
	h, server := leaseHost(t, deaf)
	code(t, h.Netonce("boot"), 0)
	facts(t, h, leased)
	server.Hears(dhcpv4.MessageTypeDiscover, 2)
}

func TestLostRequestIsSentAgain(t *testing.T) {
	t.Parallel()
	config, lost := oneLease(), false
	config.Heard = func(kind dhcpv4.MessageType) bool {
		first := kind == dhcpv4.MessageTypeRequest && !lost
		lost = lost || first
		return !first
	}
	h, server := leaseHost(t, config)
	code(t, h.Netonce("boot"), 0)
	facts(t, h, leased)
	server.Hears(dhcpv4.MessageTypeRequest, 2)
}

func TestSlowServerIsWaitedFor(t *testing.T) {
	t.Parallel()
	slow := oneLease()
	slow.Delay = 700 * time.Millisecond
	h, server := leaseHost(t, slow)
	code(t, h.Netonce("boot"), 0)
	facts(t, h, leased)
	if seen := server.Seen(); len(seen) != 2 {
		t.Errorf("the server heard %v, want a DISCOVER and a REQUEST", seen)
	}
}

// TestBadRepliesAreNoReplies: what is not an answer to the question, or no DHCP at
// all, is as good as silence, and the message tells what was ignored.
func TestBadRepliesAreNoReplies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*lab.DHCP)
	}{
		{"wrong transaction", func(d *lab.DHCP) { d.WrongXID = true }},
		{"truncated", func(d *lab.DHCP) {
			d.Mangle = func(reply *dhcpv4.DHCPv4) []byte { return reply.ToBytes()[:200] }
		}},
		{"cut within an option", func(d *lab.DHCP) {
			d.Mangle = func(reply *dhcpv4.DHCPv4) []byte { return reply.ToBytes()[:246] }
		}},
		{"empty", func(d *lab.DHCP) { d.Mangle = func(*dhcpv4.DHCPv4) []byte { return nil } }},
		{"noise", func(d *lab.DHCP) {
			d.Mangle = func(*dhcpv4.DHCPv4) []byte { return []byte(strings.Repeat("\xff\x00\x35", 300)) }
		}},
		{"address of nobody", func(d *lab.DHCP) {
			d.Leases = map[string]netip.Prefix{"02:00:00:00:00:00": netip.MustParsePrefix("0.0.0.0/0")}
		}},
		{"loopback address", func(d *lab.DHCP) {
			d.Leases = map[string]netip.Prefix{"02:00:00:00:00:00": netip.MustParsePrefix("127.0.0.1/8")}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			config := oneLease()
			tt.change(&config)
			h, _ := leaseHost(t, config, "IPV4_DHCP_TIMEOUT=1")
			r := h.Netonce("boot")
			code(t, r, 4)
			says(t, r, "ifcfg-eth0:3:11: BOOTPROTO", "eth0: no DHCP offer in 1")
			facts(t, h, "addr eth1 198.51.100.10/24", "link eth0 up")
			for _, f := range h.Facts() {
				if strings.HasPrefix(f, "addr eth0 ") && !strings.Contains(f, "fe80::") {
					t.Errorf("%s", f)
				}
			}
		})
	}
}

// TestHostileOptionsDoNoHarm: the good part of a lease is used, and nothing that
// came off the network reaches a file as it came.
func TestHostileOptionsDoNoHarm(t *testing.T) {
	t.Parallel()
	config := oneLease()
	config.Options = append(config.Options,
		dhcpv4.OptGeneric(dhcpv4.OptionDomainName, []byte("evil.example\nnameserver 6.6.6.6\n$(reboot)")),
		dhcpv4.OptGeneric(dhcpv4.OptionDNSDomainSearchList, []byte{0xc0, 0x00}),
		dhcpv4.OptGeneric(dhcpv4.OptionInterfaceMTU, []byte{0, 1}),
		dhcpv4.OptGeneric(dhcpv4.OptionClasslessStaticRoute, []byte{33, 10, 0, 0, 0, 192, 0, 2, 1}),
		dhcpv4.OptGeneric(dhcpv4.OptionHostName, []byte("x\x00;rm -rf /")),
		dhcpv4.OptGeneric(dhcpv4.OptionBroadcastAddress, []byte{1, 2, 3}),
	)
	h, _ := leaseHost(t, config)
	code(t, h.Netonce("boot"), 0)
	facts(t, h, leased, "link eth0 mtu 1500", "route4 main default via 192.0.2.1 dev eth0")
	if got := strings.Join(h.ResolvFacts(), ", "); got != "resolv nameserver 192.0.2.53" {
		t.Errorf("resolv.conf: %s", got)
	}
}

func TestRefusedRequestStartsOver(t *testing.T) {
	t.Parallel()
	config := oneLease()
	config.NAK = 1
	h, server := leaseHost(t, config)
	r := h.Netonce("boot")
	code(t, r, 0)
	facts(t, h, leased)
	server.Hears(dhcpv4.MessageTypeDiscover, 2)
	says(t, r, "eth0", "not here")
}

func TestServerThatRefusesForEverIsQuoted(t *testing.T) {
	t.Parallel()
	config := oneLease()
	config.NAK = 1 << 20
	h, _ := leaseHost(t, config, "IPV4_DHCP_TIMEOUT=2")
	r := h.Netonce("boot")
	code(t, r, 1) // an answer, not a timeout
	says(t, r, "ifcfg-eth0:3:11: BOOTPROTO", "eth0", "192.0.2.1", "not here")
	facts(t, h, "addr eth1 198.51.100.10/24")
}

func TestNoCarrierIsNamed(t *testing.T) {
	t.Parallel()
	h, server := leaseHost(t, oneLease(), "IPV4_DHCP_TIMEOUT=1")
	h.Unplug("eth0")
	h.Unplug("eth1")
	r := h.Netonce("boot")
	code(t, r, 4)
	says(t, r, "ifcfg-eth0", "eth0: no carrier in 1s")
	facts(t, h, "addr eth1 198.51.100.10/24") // static: without a carrier too
	if seen := server.Seen(); len(seen) > 0 {
		t.Errorf("the server heard %v", seen)
	}
}

func TestCarrierThatComesIsUsed(t *testing.T) {
	t.Parallel()
	h, _ := leaseHost(t, oneLease())
	h.Unplug("eth0")
	p := h.Start("boot")
	h.Await("link eth0 up", "addr eth1 198.51.100.10/24")
	h.Plug("eth0")
	code(t, p.Wait(), 0)
	facts(t, h, leased)
}

// askingInVain is a host whose boot asks a server that does not answer.
func askingInVain(t *testing.T) (*lab.Host, *lab.Server, *lab.Process) {
	t.Helper()
	deaf := oneLease()
	deaf.Silent = true
	h, server := leaseHost(t, deaf)
	p := h.Start("boot")
	server.Hears(dhcpv4.MessageTypeDiscover, 1)
	return h, server, p
}

func TestLinkThatFlapsDuringDHCP(t *testing.T) {
	t.Parallel()
	h, server, p := askingInVain(t)
	h.Unplug("eth0")
	server.Change(func(d *lab.DHCP) { d.Silent = false })
	h.Plug("eth0")
	code(t, p.Wait(), 0)
	facts(t, h, leased)
}

func TestLinkThatVanishesDuringDHCP(t *testing.T) {
	t.Parallel()
	h, _, p := askingInVain(t)
	h.PullOut("eth0")
	r := p.Wait()
	code(t, r, 1)
	says(t, r, "ifcfg-eth0", "eth0", "went away")
	if r.Took > atMost {
		t.Errorf("took %s", r.Took)
	}
	facts(t, h, "addr eth1 198.51.100.10/24")
}

// TestLeaseIsKept: a lease that still holds is not asked for again.
func TestLeaseIsKept(t *testing.T) {
	t.Parallel()
	h, server := leaseHost(t, oneLease())
	code(t, h.Netonce("boot"), 0)
	for _, command := range []string{"boot", "reload"} {
		code(t, quietly(t, h, command), 0)
	}
	if seen := server.Seen(); len(seen) != 2 {
		t.Errorf("the server heard %v, want the first exchange alone", seen)
	}
}

// TestStoppedWhileItWaits: the run ends at once, what is static stays, and what
// was waited for is named.
func TestStoppedWhileItWaits(t *testing.T) {
	t.Parallel()
	h, _, p := askingInVain(t)
	h.Await("addr eth1 198.51.100.10/24")
	asked := time.Now()
	p.Signal(unix.SIGTERM)
	r := p.Wait()
	if took := time.Since(asked); took > atMost {
		t.Errorf("took %s to stop", took)
	}
	code(t, r, 4)
	says(t, r, "ifcfg-eth0", "eth0", "while waiting for DHCP")
	facts(t, h, "addr eth1 198.51.100.10/24", "link eth0 up")
}
