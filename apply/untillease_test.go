package apply_test

import (
	"context"
	"testing"
	"time"

	"netonce/apply"
	"netonce/apply/dhcp4"
)

// What is there of IPv4 stays until a lease is there in its place, or until there is none
// to be had; of IPv6 nothing waits for that.
func TestStaticStaysUntilTheLease(t *testing.T) {
	const six = "IPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=2001:db8::"
	before, after := files{"ifcfg-eth0": static + six + "2/64\n"}, files{"ifcfg-eth0": dhcp + six + "3/64\n"}
	for name, test := range map[string]struct {
		err  error
		then []string
	}{
		"a lease":  {nil, []string{"eth0 10.9.0.5/24", "eth0 2001:db8::3/64"}},
		"no lease": {dhcp4.ErrTimeout, []string{"eth0 2001:db8::3/64"}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, h *host) {
				h.clean(apply.Boot, before)
				h.acquire = func(context.Context, int, dhcp4.Config) (dhcp4.Lease, error) {
					time.Sleep(10 * time.Second)
					h.wantAddresses("eth0 192.0.2.2/24", "eth0 2001:db8::3/64")
					return lease("10.9.0.5/24", "10.9.0.1"), test.err
				}
				h.run(apply.Reload, after)
				h.wantAddresses(test.then...)
			})
		})
	}
}

// Who gets an address by DHCP leaves his controller before he asks for it.
func TestPortLeavesBeforeDHCP(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.clean(apply.Boot, files{"ifcfg-br0": "DEVICE=br0\nTYPE=Bridge\n", "ifcfg-eth0": "DEVICE=eth0\nBRIDGE=br0\n"})
		h.acquire = func(context.Context, int, dhcp4.Config) (dhcp4.Lease, error) {
			if l := link(t, h, "eth0"); l.Master != 0 {
				t.Error("it is still a port")
			}
			return lease("10.9.0.5/24"), nil
		}
		h.clean(apply.Reload, files{"ifcfg-br0": "DEVICE=br0\nTYPE=Bridge\n", "ifcfg-eth0": dhcp})
		h.wantAddresses("eth0 10.9.0.5/24")
	})
}
