package apply_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"netonce/apply"
	"netonce/apply/dhcp6"
)

const inside = "IPV6INIT=yes\nIPV6_AUTOCONF=no\nIPADDR=192.0.2.2\nPREFIX=24\n"

// delegating is a host with a way out and two networks inside.
func delegating(h *host, prefix string) files {
	h.kernel.AddLink(eth("eth1", 2))
	h.kernel.AddLink(eth("eth2", 3))
	l := lease6("2001:db8::100")
	l.Prefixes = []dhcp6.Grant{{Prefix: netip.MustParsePrefix(prefix), Preferred: 40 * time.Minute, Valid: time.Hour}}
	h.serve6(l, time.Second)
	return files{"ifcfg-eth0": dhcp6Only + "DHCPV6_PD_INTERFACES='eth2 eth1'\nDHCPV6_PD_HINT=::/56\n",
		"ifcfg-eth1": "DEVICE=eth1\n" + inside, "ifcfg-eth2": "DEVICE=eth2\n" + inside}
}

// A delegated prefix is laid out on the interfaces that the profile names, renewed with
// the lease, and goes with it.
func TestDelegation(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := delegating(h, "2001:db8:aa00::/56")
		r := h.clean(apply.Boot, f)
		if c := h.asked6[0]; !c.Delegate || c.Hint != netip.MustParsePrefix("::/56") || !c.Address {
			t.Errorf("asked %+v", c)
		}
		h.wantAddresses("eth0 2001:db8::100/128", "eth1 192.0.2.2/24", "eth1 2001:db8:aa00:1::1/64", "eth2 192.0.2.2/24", "eth2 2001:db8:aa00::1/64")
		for _, want := range []string{"unreachable 2001:db8:aa00::/56", "eth1: address 2001:db8:aa00:1::1/64 scope global noprefixroute valid_lft 3599 preferred_lft 2399"} {
			if !strings.Contains(strings.Join(h.state(), "\n"), want) {
				t.Errorf("not there: %s\n%s", want, strings.Join(h.state(), "\n"))
			}
		}
		h.kernel.Forget()
		h.clean(apply.Reload, f)
		if len(h.kernel.Commands()) > 0 {
			t.Errorf("a second run: %q", h.kernel.Commands())
		}
		time.Sleep(r.Due[0].At - time.Since(h.started))
		h.clean(apply.Renew, f)
		if want := "ip address change 2001:db8:aa00::1/64 scope global noprefixroute valid_lft 3599 preferred_lft 2399 dev eth2"; !slices.Contains(h.kernel.Commands(), want) {
			t.Errorf("renewed: %q", h.kernel.Commands())
		}
		h.clean(apply.Down, f, "eth0")
		h.clean(apply.Reload, f)
		h.wantAddresses("eth1 192.0.2.2/24", "eth2 192.0.2.2/24")
	})
}

// A prefix that is too small for all says so for those that get none.
func TestDelegationTooSmall(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		r := h.run(apply.Boot, delegating(h, "2001:db8:aa00::/64"))
		wantErrors(t, r, "ifcfg-eth0:5:22: DHCPV6_PD_INTERFACES: eth0: no subnet of 2001:db8:aa00::/64 is left for eth1")
		h.wantAddresses("eth0 2001:db8::100/128", "eth1 192.0.2.2/24", "eth2 192.0.2.2/24", "eth2 2001:db8:aa00::1/64")
	})
}

// An address in a delegated prefix that another host has costs that address.
func TestDelegationDuplicate(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.DADTime = -1
		f := delegating(h, "2001:db8:aa00::/56")
		h.endDAD(2*time.Second, "eth0 fe80::ff:fe00:1/64", "!eth2 2001:db8:aa00::1/64", "eth1 2001:db8:aa00:1::1/64", "eth0 2001:db8::100/128")
		r := h.run(apply.Boot, f)
		wantErrors(t, r, "delegated by DHCPv6: eth2: another host on the link has the address 2001:db8:aa00::1")
		h.took(r, 8*time.Second)
		h.wantAddresses("eth0 2001:db8::100/128", "eth1 192.0.2.2/24", "eth1 2001:db8:aa00:1::1/64", "eth2 192.0.2.2/24")
		if len(h.declined6) > 0 {
			t.Errorf("declined %v", h.declined6)
		}
	})
}

// A lease that is over because another host has its address takes its prefix along.
func TestDelegationDeclined(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.DADTime = -1
		f := delegating(h, "2001:db8:aa00::/56")
		h.endDAD(2*time.Second, "eth0 fe80::ff:fe00:1/64", "eth2 2001:db8:aa00::1/64", "eth1 2001:db8:aa00:1::1/64", "!eth0 2001:db8::100/128")
		r := h.run(apply.Boot, f)
		wantErrors(t, r, "ifcfg-eth0:4:9: DHCPV6C, DHCPv6 lease: eth0: another host on the link has the address 2001:db8::100")
		h.wantAddresses("eth1 192.0.2.2/24", "eth2 192.0.2.2/24")
	})
}
