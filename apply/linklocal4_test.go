package apply_test

import (
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"netonce/apply"
)

// linkLocals are the link-local IPv4 addresses of eth0.
func (h *host) linkLocals() (list []netip.Addr) {
	for _, line := range h.state() {
		if w := strings.Fields(line); len(w) > 2 && w[1] == "address" && strings.HasPrefix(w[2], "169.254.") {
			list = append(list, netip.MustParsePrefix(w[2]).Addr())
		}
	}
	return list
}

func TestLinkLocal(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=autoip\n"}
		h.took(h.clean(apply.Boot, f), 200*time.Millisecond)
		first := h.linkLocals()
		if len(first) != 1 || first[0].Less(netip.MustParseAddr("169.254.1.0")) || netip.MustParseAddr("169.254.254.255").Less(first[0]) {
			t.Fatalf("addresses %v", first)
		}
		if !strings.Contains(strings.Join(h.state(), "\n"), "route 169.254.0.0/16 proto kernel scope link") {
			t.Errorf("state: %q", h.state())
		}
		h.kernel.Forget()
		h.took(h.clean(apply.Reload, f), 0)
		if len(h.kernel.Commands()) > 0 {
			t.Errorf("a second run: %q", h.kernel.Commands())
		}
		h.clean(apply.Reload, files{})
		if left := h.linkLocals(); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	})
}

// Where other hosts have the address, another is tried, ten at most.
func TestLinkLocalTaken(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		f := files{"ifcfg-eth0": "DEVICE=eth0\nIPV4_LINK_LOCAL=enabled\nIPADDR=192.0.2.2\nPREFIX=24\n"}
		h.clean(apply.Boot, f)
		first := h.linkLocals()[0]
		h.clean(apply.Reload, files{})
		other := net.HardwareAddr{2, 9, 9, 9, 9, 9}
		h.taken = map[netip.Addr]net.HardwareAddr{first: other}
		h.clean(apply.Reload, f)
		if now := h.linkLocals(); len(now) != 1 || now[0] == first {
			t.Errorf("addresses %v, %s is taken", now, first)
		}
		h.clean(apply.Reload, files{})
		h.everybody = other
		h.probed = nil
		r := h.run(apply.Reload, f)
		wantErrors(t, r, "ifcfg-eth0:2:17: IPV4_LINK_LOCAL: eth0: other hosts have 10 link-local addresses in a row")
		if len(h.probed) != 10 || len(h.linkLocals()) > 0 {
			t.Errorf("%d tried, %v set", len(h.probed), h.linkLocals())
		}
	})
}

// As a fallback it is there while there is no lease.
func TestLinkLocalFallback(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.silence()
		f := files{"ifcfg-eth0": dhcp + "IPV4_LINK_LOCAL=fallback\n"}
		r := h.run(apply.Boot, f)
		if len(h.linkLocals()) != 1 {
			t.Fatalf("no address: %v", r.All())
		}
		time.Sleep(h.due(r))
		h.kernel.Forget()
		r = h.run(apply.Renew, f)
		if len(h.linkLocals()) != 1 || len(h.kernel.Commands()) > 0 {
			t.Errorf("in vain again: %v, %q", h.linkLocals(), h.kernel.Commands())
		}
		h.serve(lease("10.9.0.5/24"), 0)
		time.Sleep(h.due(r))
		h.clean(apply.Renew, f)
		h.wantAddresses("eth0 10.9.0.5/24")
	})
}
