package e2e_test

import (
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/tests/lab"
)

// shortLease is due one second after it was got.
func shortLease() lab.DHCP {
	config := oneLease()
	config.Lifetime = 8 * time.Second
	config.Options = append(config.Options,
		dhcpv4.OptGeneric(dhcpv4.OptionRenewTimeValue, []byte{0, 0, 0, 1}), dhcpv4.OptGeneric(dhcpv4.OptionRebindingTimeValue, []byte{0, 0, 0, 6}))
	return config
}

// A lease is renewed by a message to the server alone, and nothing that is on the
// interface goes meanwhile.
func TestRenew(t *testing.T) {
	t.Parallel()
	h, server := leaseHost(t, oneLease())
	code(t, h.Netonce("boot"), 0)
	r := h.Netonce("-v", "renew", "eth0")
	code(t, r, 0)
	last := server.Last()
	if last.MessageType() != dhcpv4.MessageTypeRequest || !last.ClientIPAddr.Equal(net.IPv4(192, 0, 2, 100)) || last.Options.Has(dhcpv4.OptionServerIdentifier) {
		t.Errorf("the server got %s", last.Summary())
	}
	for line := range strings.Lines(r.Log) {
		if strings.Contains(line, "change command") && !strings.Contains(line, `"ip address change 192.0.2.100/24 `) {
			t.Error(line)
		}
	}
	facts(t, h, leased, "addr eth1 198.51.100.10/24")
}

// Before its time nothing is asked, and nothing said.
func TestRenewBeforeItsTime(t *testing.T) {
	t.Parallel()
	h, server := leaseHost(t, oneLease())
	code(t, h.Netonce("boot"), 0)
	r := h.Netonce("renew", "--due")
	code(t, r, 0)
	if r.Log != "" || r.Out != "" || len(server.Seen()) != 2 {
		t.Errorf("%s%s, the server got %v", r.Log, r.Out, server.Seen())
	}
}

// Somebody who has no systemd has netonce stay.
func TestRenewStays(t *testing.T) {
	t.Parallel()
	h, server := leaseHost(t, shortLease())
	p := h.Start("renew", "--stay") // before there is anything to renew
	code(t, h.Netonce("boot"), 0)
	server.Hears(dhcpv4.MessageTypeRequest, 3)
	facts(t, h, leased)
	p.Signal(syscall.SIGTERM)
	p.Wait()
}

// A server that has thought again refuses the address, and gives another.
func TestRenewRefused(t *testing.T) {
	t.Parallel()
	h, server := leaseHost(t, oneLease())
	code(t, h.Netonce("boot"), 0)
	server.Change(func(c *lab.DHCP) { c.NAK, c.Leases = 1, otherLease() })
	r := h.Netonce("renew", "eth0")
	code(t, r, 0)
	says(t, r, "server 192.0.2.1 refused 192.0.2.100: not here")
	facts(t, h, "addr eth0 192.0.2.111/24", "!addr eth0 192.0.2.100/24")
}

// What the boot could not get is got later.
func TestRenewGetsWhatIsMissing(t *testing.T) {
	t.Parallel()
	silent := oneLease()
	silent.Silent = true
	h, server := leaseHost(t, silent, "IPV4_DHCP_TIMEOUT=1")
	code(t, h.Netonce("boot"), 4)
	server.Change(func(c *lab.DHCP) { c.Silent = false })
	code(t, h.Netonce("renew", "--due", "eth0"), 0) // its time has not come
	facts(t, h, "!addr eth0 192.0.2.100/24")
	code(t, h.Netonce("renew", "eth0"), 0)
	facts(t, h, leased)
}

// Taken down, an interface gives its lease back where the profile says so.
func TestReleaseOnDown(t *testing.T) {
	t.Parallel()
	h, server := leaseHost(t, oneLease(), "DHCPRELEASE=yes")
	code(t, h.Netonce("boot"), 0)
	code(t, h.Netonce("down", "eth0"), 0)
	server.Hears(dhcpv4.MessageTypeRelease, 1)
	if last := server.Last(); !last.ClientIPAddr.Equal(net.IPv4(192, 0, 2, 100)) || !last.ServerIdentifier().Equal(net.IPv4(192, 0, 2, 1)) {
		t.Errorf("the server got %s", last.Summary())
	}
	facts(t, h, "!addr eth0")
}
