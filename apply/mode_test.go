package apply_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/dhcp4"
)

// up lists the addresses that are set, by interface.
func (h *host) addresses() []string {
	var list []string
	for _, line := range h.state() {
		if name, rest, ok := strings.Cut(line, ": address "); ok {
			list = append(list, name+" "+strings.Fields(rest)[0])
		}
	}
	return list
}

func (h *host) wantAddresses(want ...string) {
	h.t.Helper()
	if diff := cmp.Diff(want, h.addresses()); diff != "" {
		h.t.Errorf("addresses (-want +got):\n%s", diff)
	}
}

// A profile that was taken down stays so over a reload, and comes up with a boot.
func TestDownStays(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	before := h.kernel.State()
	f := files{"ifcfg-eth0": static}
	h.clean(apply.Boot, f)
	h.clean(apply.Down, f, "eth0")
	h.wantState(before...)
	h.clean(apply.Reload, f)
	h.wantState(before...)
	h.clean(apply.Up, f, "ifcfg-eth0")
	h.wantAddresses("eth0 192.0.2.2/24")
	h.clean(apply.Down, f, "System eth0")
	h.clean(apply.Boot, f)
	h.wantAddresses("eth0 192.0.2.2/24")
}

// What is to be taken down is taken down whoever made it.
func TestDownOfWhatIsNotOurs(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.clean(apply.Boot, files{"ifcfg-eth0": static})
	h.store.owned = nil
	h.clean(apply.Down, files{"ifcfg-eth0": static}, "eth0")
	h.wantState("eth0: link mtu 1400 address 02:00:00:00:00:01 up false")
}

func TestDownDropsLease(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("10.9.0.5/24"), 0)
		f := files{"ifcfg-eth0": dhcp}
		h.clean(apply.Boot, f)
		h.clean(apply.Down, f, "eth0")
		h.wantAddresses()
		if len(h.store.leases) != 0 {
			t.Errorf("leases = %v", h.store.leases)
		}
	})
}

// A profile brought up by name takes the place of another, and stays there until
// the next boot.
func TestUpDisplaces(t *testing.T) {
	t.Parallel()
	f := files{"ifcfg-eth0": static, "ifcfg-lab": "DEVICE=eth0\nONBOOT=no\nNAME=lab\nIPADDR=203.0.113.9\nPREFIX=24\n"}
	h := newHost(t, eth("eth0", 1))
	h.clean(apply.Boot, f)
	h.wantAddresses("eth0 192.0.2.2/24")
	h.clean(apply.Up, f, "lab")
	h.wantAddresses("eth0 203.0.113.9/24")
	h.clean(apply.Reload, f)
	h.wantAddresses("eth0 203.0.113.9/24")
	h.clean(apply.Reload, f)
	h.wantAddresses("eth0 203.0.113.9/24")
	r := h.run(apply.Down, f, "ifcfg-eth0") // it is not up
	wantErrors(t, r, "ifcfg-eth0: it is not up: eth0 is configured by ifcfg-lab")
	h.wantAddresses("eth0 203.0.113.9/24")
	h.clean(apply.Boot, f)
	h.wantAddresses("eth0 192.0.2.2/24")
}

// A profile for any card takes none that is in use, and goes down where it is up.
func TestAnyCard(t *testing.T) {
	t.Parallel()
	f := files{"ifcfg-eth0": static, "ifcfg-any": "TYPE=Ethernet\nONBOOT=no\nIPADDR=203.0.113.9\nPREFIX=24\n"}
	h := newHost(t, eth("eth0", 1), eth("eth1", 2))
	h.clean(apply.Boot, f)
	h.clean(apply.Up, f, "any")
	h.wantAddresses("eth0 192.0.2.2/24", "eth1 203.0.113.9/24")
	h.clean(apply.Reload, f)
	h.wantAddresses("eth0 192.0.2.2/24", "eth1 203.0.113.9/24")
	h.clean(apply.Down, f, "any")
	h.wantAddresses("eth0 192.0.2.2/24")
	wantErrors(t, h.run(apply.Down, f, "any"), "ifcfg-any: it is not up")
	h.wantAddresses("eth0 192.0.2.2/24")
}

func TestNames(t *testing.T) {
	t.Parallel()
	f := files{
		"ifcfg-eth0":   static,
		"ifcfg-lan":    "DEVICE=eth1\nNAME=office\nUUID=0f6d6b0c-58e6-4f0f-93a5-ec4a3b6d2d11\nIPADDR=203.0.113.9\nPREFIX=24\nONBOOT=no\n",
		"ifcfg-broken": "DEVICE=eth2\nBOOTPROTO=nonsense\n",
	}
	for _, name := range []string{"ifcfg-lan", "lan", "office", "0f6d6b0c-58e6-4f0f-93a5-ec4a3b6d2d11", "eth1"} {
		h := newHost(t, eth("eth0", 1), eth("eth1", 2))
		h.clean(apply.Up, f, name)
		h.wantAddresses("eth1 203.0.113.9/24")
	}
	h := newHost(t, eth("eth0", 1))
	wantErrors(t, h.run(apply.Up, f, "nothing", "broken", "lan"),
		"nothing: no profile has this name, UUID, file or interface",
		"ifcfg-broken: the profile is not usable: see netonce check",
		"ifcfg-lan: there is no interface eth1")
	h.wantAddresses()
}

// A run for one interface hands over the name servers of all that are up.
func TestUpKeepsOthersNameServers(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.AddLink(eth("eth1", 2))
		h.acquire = func(context.Context, int, dhcp4.Config) (dhcp4.Lease, error) {
			return lease("10.9.0.5/24", "10.9.0.1"), nil
		}
		f := files{"ifcfg-eth0": dhcp + "DNS1=10.9.0.53\n", "ifcfg-eth1": "DEVICE=eth1\nONBOOT=no\nIPADDR=203.0.113.9\nPREFIX=24\nDNS1=203.0.113.53\n"}
		h.clean(apply.Boot, f)
		h.clean(apply.Up, f, "eth1")
		var got []string
		for _, s := range h.sources {
			for _, a := range s.Servers {
				got = append(got, s.Interface+" "+a.String())
			}
		}
		if diff := cmp.Diff([]string{"eth0 10.9.0.53", "eth1 203.0.113.53"}, got); diff != "" {
			t.Errorf("name servers (-want +got):\n%s", diff)
		}
		if len(h.asked) != 1 {
			t.Error("the other interface's lease was asked for again")
		}
	})
}

func TestPreview(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.AddLink(eth("eth1", 2))
		h.clean(apply.Boot, files{"ifcfg-eth0": static})
		h.kernel.Forget()
		writes := h.store.writes
		p, err := h.host().Preview(t.Context(), apply.Request{Mode: apply.Reload, Profiles: files{"ifcfg-eth1": "DEVICE=eth1\nBOOTPROTO=dhcp\n"}.profiles(t)})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range p.Steps {
			got = append(got, s.Command+" # "+s.Because)
		}
		want := []string{
			"ip link set dev eth1 up # ifcfg-eth1",
			"DHCPv4 on eth1 # ifcfg-eth1:2:11: BOOTPROTO",
			"ip link set dev eth0 mtu 1500 # ifcfg-eth0: no longer asked for",
			"ip route delete 192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 100 dev eth0 # ifcfg-eth0: no longer asked for",
			"ip route delete default via 192.0.2.1 proto static metric 100 dev eth0 # ifcfg-eth0: no longer asked for",
			"ip address delete 192.0.2.2/24 brd 192.0.2.255 scope global noprefixroute dev eth0 # ifcfg-eth0: no longer asked for",
			"ip link set dev eth0 down # ifcfg-eth0: no longer asked for",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("steps (-want +got):\n%s", diff)
		}
		if len(h.kernel.Asked()) != 0 || h.store.writes != writes {
			t.Error("a preview changes something")
		}
	})
}
