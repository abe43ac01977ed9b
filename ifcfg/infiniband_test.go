package ifcfg_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInfiniBand(t *testing.T) {
	t.Parallel()
	const port = "DEVICE=ib0\nTYPE=InfiniBand\nIPADDR=192.0.2.1\nPREFIX=24\n"
	const part = "TYPE=InfiniBand\nPKEY=yes\nPHYSDEV=ib0\n"
	for name, test := range map[string]struct {
		text   string
		device string
		made   bool
		key    uint16
		found  []string
	}{
		"a port":                   {port + "CONNECTED_MODE=yes\nHWADDR=80:00:00:48:fe:80:00:00:00:00:00:00:00:02:c9:03:00:00:0f:65\n", "ib0", false, 0, nil},
		"a partition":              {part + "PKEY_ID=0x0002\n", "ib0.8002", true, 0x8002, nil},
		"a P_Key as it is":         {part + "PKEY_ID=5\nPKEY_ID_NM=0x7\nDEVICE=storage\n", "storage", true, 7, nil},
		"no P_Key":                 {part, "", true, 0, []string{"1:6: error: TYPE: a partition has a P_Key; the profile is not applied [rejected] (write PKEY_ID)"}},
		"a partition of nothing":   {"TYPE=InfiniBand\nPKEY=yes\nPKEY_ID=5\n", "", true, 0x8005, []string{"1:6: error: TYPE: what it is a partition of is not told; the profile is not applied [rejected] (write PHYSDEV)"}},
		"the word for a card":      {port + "PKEY=no\n", "ib0", false, 0, nil},
		"a partition without TYPE": {"DEVICE=ib0.8001\nPKEY=yes\nPHYSDEV=ib0\nPKEY_ID=1\n", "ib0.8001", true, 0x8001, nil},
	} {
		p := profileOf(t, test.text)
		if p.Device.Value != test.device || p.Made() != test.made || p.PKey().Value != test.key {
			t.Errorf("%s: device %q, made %v, P_Key %#x", name, p.Device.Value, p.Made(), p.PKey().Value)
		}
		if diff := cmp.Diff(test.found, nameless(p.File, p.Diagnostics)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
