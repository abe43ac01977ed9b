package apply_test

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"netonce/apply"
	"netonce/apply/acd"
	"netonce/apply/network"
)

// prober finds those that have the host's addresses, at the end of its time.
type prober struct {
	h *host
	c acd.Config
}

func (p *prober) Probe(ctx context.Context) (map[netip.Addr]net.HardwareAddr, error) {
	select {
	case <-time.After(p.c.Timeout):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	found := map[netip.Addr]net.HardwareAddr{}
	for _, a := range p.c.Addresses {
		if hw := p.h.taken[a]; hw != nil {
			found[a] = hw
		} else if p.h.everybody != nil {
			found[a] = p.h.everybody
		}
	}
	return found, nil
}

func (p *prober) Announce(addresses []netip.Addr) error {
	p.h.told = append(p.h.told, addresses...)
	return nil
}

func (p *prober) Close() error { return nil }

const (
	static2 = "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\nGATEWAY=192.0.2.1\nIPADDR2=198.51.100.2\nPREFIX2=24\nACD_TIMEOUT=200\n"
	mtu     = "eth0: link mtu 1500 address 02:00:00:00:00:01 up true"
)

// take lets another host have an address.
func (h *host) take(address string) {
	if h.taken == nil {
		h.taken = map[netip.Addr]net.HardwareAddr{}
	}
	h.taken[netip.MustParseAddr(address)] = net.HardwareAddr{2, 0, 0, 0, 0, 9}
}

// Nobody has the addresses: all are looked for at once, set, and told of; and not
// looked for again.
func TestConflictNone(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{"ifcfg-eth0": static2}
		r := h.clean(apply.Boot, f)
		h.took(r, 200*time.Millisecond)
		h.wantState(
			"eth0: address 192.0.2.2/24 brd 192.0.2.255 scope global noprefixroute",
			"eth0: address 198.51.100.2/24 brd 198.51.100.255 scope global noprefixroute",
			mtu,
			"eth0: route 192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 100",
			"eth0: route 198.51.100.0/24 proto kernel scope link src 198.51.100.2 metric 100",
			"eth0: route default via 192.0.2.1 proto static metric 100",
		)
		both := []netip.Addr{netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("198.51.100.2")}
		if len(h.probed) != 1 || !slices.Equal(h.probed[0].Addresses, both) || !slices.Equal(h.told, both) {
			t.Errorf("looked for %+v, told of %v", h.probed, h.told)
		}
		h.unchanged(f)
		if len(h.probed) != 1 {
			t.Error("looked for again")
		}
	})
}

// An address that another host has is left out, with what leads nowhere without it.
func TestConflict(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.take("192.0.2.2")
		r := h.run(apply.Boot, files{"ifcfg-eth0": static2})
		wantErrors(t, r, "ifcfg-eth0:2:8: IPADDR: eth0: the host 02:00:00:00:00:09 on the link has the address 192.0.2.2")
		h.wantState(
			"eth0: address 198.51.100.2/24 brd 198.51.100.255 scope global noprefixroute",
			mtu,
			"eth0: route 198.51.100.0/24 proto kernel scope link src 198.51.100.2 metric 100",
		)
	})
}

// As long as the new address is looked for, the old one stays; and for good if another
// host has the new one? No: the profile does not ask for it any more.
func TestConflictReload(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.clean(apply.Boot, files{"ifcfg-eth0": static2})
		h.kernel.Forget()
		edited := files{"ifcfg-eth0": strings.Replace(static2, "192.0.2.2", "192.0.2.3", 1)}
		h.clean(apply.Reload, edited)
		commands := h.kernel.Commands()
		added := slices.Index(commands, "ip address add 192.0.2.3/24 brd 192.0.2.255 scope global noprefixroute dev eth0")
		deleted := slices.IndexFunc(commands, func(c string) bool { return strings.HasPrefix(c, "ip address delete 192.0.2.2/24") })
		if added < 0 || deleted < added {
			t.Error(strings.Join(commands, "\n"))
		}
		if last := h.probed[len(h.probed)-1]; len(last.Addresses) != 1 || last.Addresses[0] != netip.MustParseAddr("192.0.2.3") {
			t.Errorf("looked for %v", last.Addresses)
		}
	})
}

// Without a carrier there is nobody to look for, and nothing is waited for.
func TestConflictNoCarrier(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.SetCarrier("eth0", false)
		h.take("192.0.2.2")
		r := h.clean(apply.Boot, files{"ifcfg-eth0": static2})
		h.took(r, 0)
		if len(h.probed) != 0 || !slices.ContainsFunc(h.state(), func(s string) bool { return strings.Contains(s, "address 192.0.2.2/24") }) {
			t.Errorf("looked for %v; %v", h.probed, h.state())
		}
	})
}

// A leased address that another host has goes back to the server, and another is asked
// for later.
func TestConflictOfLease(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{"ifcfg-eth0": dhcp + "ACD_TIMEOUT=200\n"}
		h.serve(lease("10.9.0.5/24", "10.9.0.1"), 0)
		h.take("10.9.0.5")
		r := h.run(apply.Boot, f)
		wantErrors(t, r, "ifcfg-eth0:2:11: BOOTPROTO: eth0: the host 02:00:00:00:00:09 on the link has the address 10.9.0.5")
		h.wantState(mtu)
		if len(h.declined) != 1 || h.declined[0].Former.Lease.Address != netip.MustParsePrefix("10.9.0.5/24") {
			t.Errorf("declined %+v", h.declined)
		}
		time.Sleep(h.due(r))
		h.serve(lease("10.9.0.6/24"), 0)
		r = h.clean(apply.Renew, f)
		if diff := cmp.Diff(h.due(r), 30*time.Minute-200*time.Millisecond); diff != "" {
			t.Error(diff)
		}
		asked := len(h.probed)
		time.Sleep(h.due(r))
		h.clean(apply.Renew, f)
		if len(h.probed) != asked {
			t.Error("an address that is renewed is looked for")
		}
	})
}

// A run ends where the interface goes away meanwhile, and where it never comes up.
func TestConflictNeverKnown(t *testing.T) {
	t.Run("gone", func(t *testing.T) {
		bubble(t, func(t *testing.T, h *host) {
			time.AfterFunc(100*time.Millisecond, func() { h.kernel.RemoveLink("eth0") })
			h.run(apply.Boot, files{"ifcfg-eth0": static2})
		})
	})
	t.Run("not up", func(t *testing.T) {
		bubble(t, func(t *testing.T, h *host) {
			h.kernel.Refuse(func(_ int, c network.Change) error {
				if c.Link != nil && c.Link.Up {
					return unix.EIO
				}
				return nil
			})
			r := h.run(apply.Boot, files{"ifcfg-eth0": static2})
			h.took(r, 0)
			if len(h.probed) != 0 || !slices.ContainsFunc(h.state(), func(s string) bool { return strings.Contains(s, "address 192.0.2.2/24") }) {
				t.Errorf("looked for %v; %v", h.probed, h.state())
			}
		})
	})
}

// What is found of many interfaces is taken up together: what is owned is written a few
// times in all, not once for each of them.
func TestConflictNoneOfMany(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{}
		for n := range 100 {
			name := fmt.Sprintf("p%d", n)
			f["ifcfg-"+name] = fmt.Sprintf("DEVICE=%s\nIPADDR=10.0.%d.1\nPREFIX=24\nACD_TIMEOUT=200\n", name, n)
			h.kernel.AddLink(eth(name, byte(n)))
			h.kernel.SetCarrier(name, n%2 == 0)
		}
		h.kernel.Refuse(func(int, network.Change) error {
			time.Sleep(time.Microsecond) // for others to get a word in
			return nil
		})
		h.clean(apply.Boot, f)
		if len(h.probed) != 50 || len(h.told) != 50 {
			t.Errorf("looked for on %d links, told of %d addresses", len(h.probed), len(h.told))
		}
		if h.store.writes > 10 {
			t.Errorf("what is owned has been written %d times", h.store.writes)
		}
		h.unchanged(f)
	})
}

// A run that is told to stop sets what nobody could be asked about, but no address that
// another host is known to have.
func TestConflictThenInterrupted(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.AddLink(eth("eth1", 2))
		h.take("192.0.2.2")
		time.AfterFunc(time.Second, func() { h.stop(context.Canceled) })
		h.run(apply.Boot, files{
			"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\nACD_TIMEOUT=200\n",
			"ifcfg-eth1": "DEVICE=eth1\nIPADDR=203.0.113.2\nPREFIX=24\nACD_TIMEOUT=3000\n",
		})
		h.wantState(
			mtu,
			"eth1: address 203.0.113.2/24 brd 203.0.113.255 scope global noprefixroute",
			"eth1: link mtu 1500 address 02:00:00:00:00:02 up true",
			"eth1: route 203.0.113.0/24 proto kernel scope link src 203.0.113.2 metric 101",
		)
	})
}
