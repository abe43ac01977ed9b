package ifcfg_test

import (
	"testing"
	"testing/fstest"

	"netonce/ifcfg"
)

func TestOverlay(t *testing.T) {
	t.Parallel()
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text), Mode: 0o644} }
	tree := fstest.MapFS{
		ifcfg.NetworkFile:                 file("NETWORKING=yes\n"),
		ifcfg.ScriptsDir + "/ifcfg-eth0":  file("DEVICE=eth0\n"),
		ifcfg.ScriptsDir + "/ifcfg-eth1":  file("DEVICE=eth1\n"),
		ifcfg.ScriptsDir + "/route-eth1":  file("default via 192.0.2.1\n"),
		ifcfg.ScriptsDir + "/ifcfg-other": file("DEVICE=other\n"),
	}
	o := ifcfg.Overlay{FS: tree, Instead: map[string][]byte{"ifcfg-eth0": []byte("DEVICE=eth0\nMTU=1400\n"), "ifcfg-eth2": []byte("DEVICE=eth2\n"), "route-eth1": nil}}
	host, err := ifcfg.Load(o)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(host.Profiles); n != 4 {
		t.Fatalf("%d profiles", n)
	}
	if mtu := host.Profiles[0].MTU.Value; mtu != 1400 {
		t.Errorf("ifcfg-eth0 has MTU %d", mtu)
	}
	if n := len(host.Profiles[1].IPv4.Routes); n != 0 {
		t.Errorf("ifcfg-eth1 has %d routes", n)
	}
}
