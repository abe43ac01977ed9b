package ifcfg_test

import (
	"testing"
	"testing/fstest"

	"netonce/ifcfg"
)

func TestRehearse(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{}
	for name, text := range map[string]string{
		ifcfg.NetworkFile: "GATEWAY=192.0.2.254\n", ifcfg.ScriptsDir + "/ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\n",
		ifcfg.ScriptsDir + "/ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR=192.0.2.9\nPREFIX=24\n", ifcfg.ScriptsDir + "/route-eth0": "10.0.0.0/8 via 192.0.2.1\n",
	} {
		tree[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	h, err := ifcfg.LoadKeeping(tree)
	if err != nil {
		t.Fatal(err)
	}
	again, p := h.Rehearse("ifcfg-eth0", map[string][]byte{"ifcfg-eth0": []byte("DEVICE=eth0\nBOOTPROTO=none\nIPADDR=192.0.2.2\nPREFIX=24\n"), "route-eth0": nil})
	if p == nil || len(again.Profiles) != 1 {
		t.Fatalf("the profile is %v", p)
	}
	if n, gw := len(p.IPv4.Addresses), p.IPv4.Gateway.Value.String(); n != 2 || gw != "192.0.2.254" || len(p.IPv4.Routes) != 0 {
		t.Errorf("%d addresses, gateway %s, %d routes", n, gw, len(p.IPv4.Routes))
	}
	if h.Profiles[0].IPv4.Method.Value != ifcfg.MethodAuto {
		t.Error("the host itself has changed")
	}
	if _, p := h.Rehearse("ifcfg-new", map[string][]byte{"ifcfg-new": []byte("DEVICE=eth5\n")}); p == nil || p.Rejected {
		t.Errorf("a new profile is %v", p)
	}
}
