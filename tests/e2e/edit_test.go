package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/tests/lab"
)

// TestFirstAddressGoesAndTheOthersStay: without care the kernel takes the others of
// the subnet along.
func TestFirstAddressGoesAndTheOthersStay(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "IPADDR1=192.0.2.11", "PREFIX1=24", "IPADDR2=192.0.2.12", "PREFIX2=24")...)
	code(t, h.Netonce("boot"), 0)
	h.Address("eth0", "192.0.2.99/24")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.12/24", "IPADDR1=192.0.2.13", "PREFIX1=24")...)
	code(t, h.Netonce("reload"), 0)
	facts(t, h, "!addr eth0 192.0.2.10/24", "!addr eth0 192.0.2.11/24", "addr eth0 192.0.2.12/24", "addr eth0 192.0.2.13/24", "addr eth0 192.0.2.99/24",
		"route4 main 192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.12 metric 100")
	code(t, quietly(t, h, "reload"), 0)
}

// TestAddressesChangePlaces between two links in one reload.
func TestAddressesChangePlaces(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	for _, a := range [][2]string{{"192.0.2.10/24", "198.51.100.10/24"}, {"198.51.100.10/24", "192.0.2.10/24"}} {
		h.Profile("ifcfg-eth0", static("eth0", a[0])...)
		h.Profile("ifcfg-eth1", static("eth1", a[1])...)
		code(t, h.Netonce("reload"), 0)
		facts(t, h, "addr eth0 "+a[0], "addr eth1 "+a[1], "!addr eth0 "+a[1], "!addr eth1 "+a[0])
		code(t, quietly(t, h, "reload"), 0)
	}
}

func TestRouteFileIsEdited(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "GATEWAY=192.0.2.1")...)
	h.Profile("route-eth0", "10.1.0.0/16 via 192.0.2.2", "10.2.0.0/16 via 192.0.2.2 mtu 1400", "blackhole 10.3.0.0/16")
	code(t, h.Netonce("boot"), 0)
	facts(t, h, "route4 main 10.2.0.0/16 via 192.0.2.2 dev eth0 proto static metric 100 mtu 1400", "route4 main blackhole 10.3.0.0/16")
	h.Settle()
	before := h.Facts()
	h.Profile("route-eth0", "10.1.0.0/16 via 192.0.2.2", "10.2.0.0/16 via 192.0.2.3")
	code(t, h.Netonce("reload"), 0)
	want := []string{
		"-route4 main 10.2.0.0/16 via 192.0.2.2 dev eth0 proto static metric 100 mtu 1400",
		"-route4 main blackhole 10.3.0.0/16 proto static metric 100",
		"+route4 main 10.2.0.0/16 via 192.0.2.3 dev eth0 proto static metric 100",
	}
	if got := changed(before, h.Facts()); !slices.Equal(got, want) {
		t.Errorf("changed: %q", got)
	}
	h.Remove(lab.Profiles + "/route-eth0")
	code(t, h.Netonce("reload"), 0)
	facts(t, h, "!route4 main 10.1.0.0/16", "!route4 main 10.2.0.0/16", "route4 main default via 192.0.2.1 dev eth0")
}

// TestFromDHCPToStaticAndBack: neither leaves anything of the other.
func TestFromDHCPToStaticAndBack(t *testing.T) {
	t.Parallel()
	h, _ := leaseHost(t, oneLease())
	code(t, h.Netonce("boot"), 0)
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.7/24", "DNS1=9.9.9.9")...)
	code(t, h.Netonce("reload"), 0)
	facts(t, h, "addr eth0 192.0.2.7/24", "!addr eth0 192.0.2.100/24", "!route4 main default")
	if got := strings.Join(h.ResolvFacts(), ", "); got != "resolv nameserver 9.9.9.9" {
		t.Errorf("resolv.conf: %s", got)
	}
	h.Profile("ifcfg-eth0", dhcp("eth0")...)
	code(t, h.Netonce("reload"), 0)
	facts(t, h, leased, "!addr eth0 192.0.2.7/24", "route4 main default via 192.0.2.1 dev eth0 proto dhcp")
	if got := strings.Join(h.ResolvFacts(), ", "); got != "resolv nameserver 192.0.2.53" {
		t.Errorf("resolv.conf: %s", got)
	}
}

// TestDueLeaseStays while nobody renews it: it has not expired.
func TestDueLeaseStays(t *testing.T) {
	t.Parallel()
	config := oneLease()
	const due = time.Second
	config.Options = append(config.Options, dhcpv4.Option{Code: dhcpv4.OptionRenewTimeValue, Value: dhcpv4.Duration(due)})
	h, server := leaseHost(t, config, "IPV4_DHCP_TIMEOUT=1")
	code(t, h.Netonce("boot"), 0)
	server.Change(func(d *lab.DHCP) { d.Silent = true })
	time.Sleep(due + 100*time.Millisecond) // it is the time itself that matters
	h.Netonce("boot")
	facts(t, h, leased, "route4 main default via 192.0.2.1 dev eth0 proto dhcp src 192.0.2.100 metric 100")
	server.Change(func(d *lab.DHCP) { d.Silent = false })
	code(t, h.Netonce("boot"), 0)
	facts(t, h, leased)
}

// TestServerThatChangesItsMind: with the next lease the old address goes.
func TestServerThatChangesItsMind(t *testing.T) {
	t.Parallel()
	h, server := leaseHost(t, oneLease())
	code(t, h.Netonce("boot"), 0)
	server.Change(func(d *lab.DHCP) { d.Leases = otherLease() })
	code(t, h.Netonce("down", "eth0"), 0)
	facts(t, h, "!addr eth0 192.0.2.100/24", "link eth0 down")
	code(t, h.Netonce("up", "eth0"), 0)
	facts(t, h, "addr eth0 192.0.2.111/24", "!addr eth0 192.0.2.100/24", "route4 main default via 192.0.2.1 dev eth0 proto dhcp src 192.0.2.111")
}

// TestSystemdIsTold that the host is ready.
func TestSystemdIsTold(t *testing.T) {
	t.Parallel()
	h, _ := leaseHost(t, oneLease())
	ready := h.Notified()
	code(t, h.Netonce("boot"), 0)
	ready()
	facts(t, h, leased)
}

// TestEditorsAtOnce: of changes that are made at the same time none is lost.
func TestEditorsAtOnce(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "NAME=lan")...)
	const editors = 20
	var running []*lab.Process
	for i := range editors {
		running = append(running, h.Start("connection", "modify", "lan", "+ipv4.dns", fmt.Sprintf("198.51.100.%d", i+1)))
	}
	for _, p := range running {
		code(t, p.Wait(), 0)
	}
	text := h.Read(lab.Profiles + "/ifcfg-eth0")
	for i := range editors {
		if want := fmt.Sprintf("=198.51.100.%d\n", i+1); strings.Count(text, want) != 1 {
			t.Errorf("no server %s in\n%s", want, text)
		}
	}
}

// TestEditorKilledAtAnyMoment leaves the old profile or the new one.
func TestEditorKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	const before = "# by hand\nDEVICE=eth0\nNAME=lan\nBOOTPROTO=none\nIPADDR=192.0.2.10\nPREFIX=24\n"
	const after = before + "DNS1=198.51.100.1\n"
	for i := range 40 {
		h.Write(lab.Profiles+"/ifcfg-eth0", before)
		p := h.Start("connection", "modify", "lan", "ipv4.dns", "198.51.100.1")
		time.Sleep(time.Duration(i) * 250 * time.Microsecond) // the moment is what differs
		p.Kill()
		if text := h.Read(lab.Profiles + "/ifcfg-eth0"); text != before && text != after {
			t.Fatalf("a part of it:\n%s", text)
		}
	}
	code(t, h.Netonce("connection", "modify", "lan", "ipv4.dns", "198.51.100.1"), 0)
	if text := h.Read(lab.Profiles + "/ifcfg-eth0"); text != after {
		t.Errorf("after all that it is\n%s", text)
	}
}
