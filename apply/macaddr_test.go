package apply_test

import (
	"bytes"
	"strings"
	"testing"

	"netonce/apply"
	"netonce/apply/network"
)

// A made-up address stays through every run of a boot, and goes with the profile's
// line. HWADDR finds its link again by the address that it had before.
func TestGeneratedAddress(t *testing.T) {
	t.Parallel()
	virtual := eth("veth0", 7)
	virtual.Kind, virtual.Permanent = "veth", nil
	h := newHost(t, eth("eth0", 1), virtual)
	h.boot = "b1"
	f := files{
		"ifcfg-eth0":  "DEVICE=eth0\nMACADDR=random\nGENERATE_MAC_ADDRESS_MASK='FE:FF:FF:00:00:00'\nIPADDR=192.0.2.1\nPREFIX=24\n",
		"ifcfg-v":     "HWADDR=02:00:00:00:00:07\nTYPE=Ethernet\nMACADDR=stable\nSTABLE_ID='${MAC}'\n",
		"ifcfg-bond0": "DEVICE=bond0\nTYPE=Bond\nMACADDR=random\nGENERATE_MAC_ADDRESS_MASK='FF:FF:00:00:00:00'\n",
		"ifcfg-bond1": "DEVICE=bond1\nTYPE=Bond\nMACADDR=stable\nSTABLE_ID='${MAC}'\n",
	}
	address := func(name string) string { return link(t, h, name).MAC.String() }
	all := func() string {
		return strings.Join([]string{address("eth0"), address("veth0"), address("bond0"), address("bond1")}, " ")
	}
	h.clean(apply.Boot, f)
	first := all()
	if a := address("eth0"); !strings.HasPrefix(a, "02:00:00:") || a == "02:00:00:00:00:01" {
		t.Errorf("eth0 has %s", a)
	}
	h.unchanged(f)
	h.kernel.Forget()
	h.clean(apply.Boot, f)
	if got := all(); got != first || len(h.kernel.Commands()) > 0 {
		t.Errorf("%s, not %s; %q", got, first, h.kernel.Commands())
	}
	h.boot = "b2"
	h.clean(apply.Boot, f)
	if a := address("eth0"); strings.HasPrefix(first, a) || !strings.HasSuffix(first, address("bond1")) {
		t.Errorf("another boot: %s", a)
	}
	delete(f, "ifcfg-v")
	f["ifcfg-eth0"] = "DEVICE=eth0\nIPADDR=192.0.2.1\nPREFIX=24\n"
	h.clean(apply.Reload, f)
	if address("eth0") != "02:00:00:00:00:01" || address("veth0") != "02:00:00:00:00:07" {
		t.Errorf("not as before: %s", all())
	}
}

// Without an identity of the host a stable address is one of this boot, which is told.
func TestStableAddressWithoutIdentity(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	made := h.host()
	made.MachineID = func() string { return "" }
	f := files{"ifcfg-eth0": "DEVICE=eth0\nMACADDR=stable\n"}
	if _, err := made.Run(t.Context(), apply.Request{Profiles: f.profiles(t)}); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(link(t, h, "eth0").MAC, eth("eth0", 1).MAC) || !strings.Contains(h.log.String(), "machine-id(5)") {
		t.Errorf("%s", &h.log)
	}
}

func link(t *testing.T, h *host, name string) network.Link {
	t.Helper()
	s, err := h.kernel.Snapshot(nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.Interface(name).Link
}
