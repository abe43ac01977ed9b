package ifcfg_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

func TestLoadKeeping(t *testing.T) {
	t.Parallel()
	root := fstest.MapFS{}
	text := map[string]string{
		"network": "NETWORKING=yes\n", "ifcfg-lan": "DEVICE=eth0\r\nBOOTPROTO=dhcp", "keys-lan": "KEY_PASSPHRASE1=x\n",
		"route-lan": "10.0.0.0/8 # all\n", "route6-lan": "\n", "rule-lan": "from 10.0.0.1 table 7\n", "rule6-lan": "",
		"ifcfg-bad": "TYPE=x\n", "route-bad": "junk\n", "ifcfg-lan:1": "DEVICE=eth0:1\n", "ifcfg-lan-range0": "IPADDR_START=10.0.0.1\n", "rule-nobody": "x\n",
	}
	for name, s := range text {
		dir := ifcfg.ScriptsDir
		if name == "network" {
			dir = filepath.Dir(dir)
		}
		root[dir+"/"+name] = &fstest.MapFile{Data: []byte(s)}
	}
	for _, name := range []string{"ifcfg-lan.bak", "keys-lan~", "ifcfg-", "keys-", "readme", "ifcfg-\xff"} {
		root[ifcfg.ScriptsDir+"/"+name] = &fstest.MapFile{Data: []byte("A=1\n")}
	}
	h, err := ifcfg.LoadKeeping(root)
	must(t, err)
	got := map[string]string{}
	for _, name := range h.Files() {
		got[name] = string(h.File(name).Bytes())
	}
	if diff := cmp.Diff(text, got); diff != "" {
		t.Error(diff)
	}
	if h.File("readme") != nil {
		t.Error("a file of another kind is there")
	}
}

// What is kept changes nothing of what is read.
func TestLoadKeepingReadsAlike(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("testdata/hosts")
	must(t, err)
	for _, e := range entries {
		root := os.DirFS(filepath.Join("testdata/hosts", e.Name()))
		plain, err := ifcfg.Load(root)
		must(t, err)
		kept, err := ifcfg.LoadKeeping(root)
		must(t, err)
		if diff := cmp.Diff(hostText(t, plain), hostText(t, kept)); diff != "" {
			t.Errorf("%s:\n%s", e.Name(), diff)
		}
		for _, d := range kept.All() {
			if d.Pos.IsSet() && kept.File(d.Pos.File) == nil {
				t.Errorf("%s: no file for %s", e.Name(), d)
			}
		}
	}
}
