package apply_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"netonce/apply"
	"netonce/apply/dhcp4"
)

const dhcpOnAny = "TYPE=Ethernet\nNAME=any\nBOOTPROTO=dhcp\nONBOOT=yes\nIPV6INIT=no\nMULTI_CONNECT=3\n"

// Who mounts the root file system waits for the end of the run: it does not linger.
func TestInitramfsDoesNotLinger(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.DADTime = time.Second
		h.router = advertise(rdnss(10*time.Minute, "2001:db8::53"))
		f := files{"ifcfg-eth0": auto6 + "IPADDR=192.0.2.2\nPREFIX=24\nDNS1=192.0.2.53\n"}
		h.took(h.ask(apply.Request{Mode: apply.Boot, Root: true, Profiles: f.profiles(t)}), 0)
		h.wantNames("static 192.0.2.53")
		h.took(h.clean(apply.Boot, f), time.Second+20*time.Millisecond) // the host's does: a detection, an answer
		h.wantNames("static 192.0.2.53", "ra 2001:db8::53")
	})
}

// A profile for many is for each card that has none of its own.
func TestForMany(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.AddLink(eth("eth1", 2))
		h.kernel.AddLink(eth("eth2", 3))
		h.acquire = func(_ context.Context, _ int, c dhcp4.Config) (dhcp4.Lease, error) {
			return lease(map[string]string{"eth0": "10.0.1.2/24", "eth1": "10.0.2.2/24"}[c.Interface]), nil
		}
		r := h.clean(apply.Boot, files{"ifcfg-any": dhcpOnAny, "ifcfg-eth2": "DEVICE=eth2\nONBOOT=yes\nIPADDR=10.0.3.2\nPREFIX=24\nIPV6INIT=no\n"})
		state := strings.Join(h.state(), "\n")
		for _, a := range []string{"10.0.1.2/24", "10.0.2.2/24", "10.0.3.2/24"} {
			if !strings.Contains(state, a) {
				t.Errorf("%s is not there:\n%s", a, state)
			}
		}
		if len(r.Interfaces) != 3 || len(h.asked) != 2 {
			t.Errorf("%d interfaces, %d asked", len(r.Interfaces), len(h.asked))
		}
	})
}

// Of several leases the first will do, and the other interfaces are let go.
func TestFirstLease(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.kernel.AddLink(eth("eth1", 2))
		h.acquire = func(ctx context.Context, _ int, c dhcp4.Config) (dhcp4.Lease, error) {
			if c.Interface == "eth0" {
				<-ctx.Done()
				return dhcp4.Lease{}, ctx.Err()
			}
			time.Sleep(time.Second)
			return lease("10.0.2.2/24"), nil
		}
		f := files{"ifcfg-any": dhcpOnAny}
		r := h.ask(apply.Request{Mode: apply.Boot, Root: true, First: true, Profiles: f.profiles(t)})
		wantErrors(t, r)
		h.took(r, time.Second)
		state := strings.Join(h.state(), "\n")
		if !strings.Contains(state, "10.0.2.2/24") || !h.store.owned["eth0"].Down || h.store.owned["eth1"].Down || !h.store.owned["eth1"].Root {
			t.Errorf("%+v\n%s", h.store.owned, state)
		}
	})
}
