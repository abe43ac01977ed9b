package apply_test

import (
	"strings"
	"testing"

	"netonce/apply"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1), eth("eth1", 2))
	h.drivers = map[string]string{"eth0": "virtio_net", "eth1": "e1000"}
	f := files{
		"ifcfg-a": "TYPE=Ethernet\nMATCH_DRIVER='e1*'\nMATCH_KERNEL_COMMAND_LINE=quiet\nIPADDR=192.0.2.2\nPREFIX=24\n",
		"ifcfg-b": "TYPE=Ethernet\nMATCH_KERNEL_COMMAND_LINE='!quiet'\nIPADDR=192.0.2.3\nPREFIX=24\n",
	}
	h.clean(apply.Boot, f)
	h.wantState(
		"eth0: link mtu 1500 address 02:00:00:00:00:01 up false",
		"eth1: address 192.0.2.2/24 brd 192.0.2.255 scope global noprefixroute",
		"eth1: link mtu 1500 address 02:00:00:00:00:02 up true",
		"eth1: route 192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 100",
	)
	h.unchanged(f)
	if log := h.log.String(); !strings.Contains(log, "the kernel's command line does not match ifcfg-b:2:27: MATCH_KERNEL_COMMAND_LINE") {
		t.Errorf("nothing is said of ifcfg-b:\n%s", log)
	}
	wantErrors(t, h.run(apply.Up, f, "b"), "ifcfg-b: the kernel's command line does not match ifcfg-b:2:27: MATCH_KERNEL_COMMAND_LINE")
	h.clean(apply.Up, f, "a")
}
