package apply_test

import (
	"net"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/network"
)

// An InfiniBand port is found by its GUID, whatever the rest of its address is, and a
// partition is made on it. (No kernel at hand has such a port: this is the fake one.)
func TestInfiniBand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		mac, _ := net.ParseMAC("80:00:00:48:fe:80:00:00:00:00:00:00:00:02:c9:03:00:00:0f:65")
		port := network.Link{Name: "ib0", Kind: "ipoib", MAC: mac, Carrier: true, Options: network.Options{{Name: "pkey", Value: "65535"}, {Name: "mode", Value: "datagram"}}}
		h := newHost(t, append(cards(), port)...)
		f := files{
			"ifcfg-port": "TYPE=InfiniBand\nHWADDR=80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:00:0f:65\nCONNECTED_MODE=yes\nMTU=65520\nIPADDR=192.0.2.1\nPREFIX=24\n",
			"ifcfg-part": "TYPE=InfiniBand\nPKEY=yes\nPKEY_ID=2\nPHYSDEV=ib0\nIPADDR=198.51.100.1\nPREFIX=24\n",
		}
		h.run(apply.Boot, f)
		commands := h.kernel.Commands()
		for _, want := range []string{
			"ip link set dev ib0 type ipoib mode connected", "ip link set dev ib0 mtu 65520", "ip link add link ib0 name ib0.8002 type ipoib pkey 32770",
			"ip route append 192.0.2.0/24 proto kernel scope link src 192.0.2.1 metric 150 dev ib0",
			"ip route append 198.51.100.0/24 proto kernel scope link src 198.51.100.1 metric 151 dev ib0.8002",
		} {
			if !slices.Contains(commands, want) {
				t.Errorf("it does not do: %s", want)
			}
		}
		h.kernel.Forget()
		h.run(apply.Boot, f)
		if diff := cmp.Diff([]string(nil), h.kernel.Commands()); diff != "" {
			t.Errorf("a second run:\n%s", diff)
		}
		if t.Failed() {
			t.Log(commands)
		}
	})
}
