package desired_test

import (
	"fmt"
	"net"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/ifcfg"
)

// profiles reads profiles from the texts of files.
func profiles(t *testing.T, files map[string]string) []*ifcfg.Profile {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[ifcfg.ScriptsDir+"/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	h, err := ifcfg.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	return h.Profiles
}

func card(index int, name string) network.Link {
	mac := net.HardwareAddr{2, 0, 0, 0, 0, byte(index)}
	return network.Link{Index: index, Name: name, Ethernet: true, MAC: mac, Permanent: mac}
}

func TestAssign(t *testing.T) {
	t.Parallel()
	const address = "IPADDR=192.0.2.2\nPREFIX=24\n"
	bridge := network.Link{Index: 9, Name: "br0", Ethernet: true, Kind: "bridge"}
	port := card(8, "port")
	port.Master = 9
	two := []network.Link{card(2, "eth2"), card(10, "eth10")}
	for name, test := range map[string]struct {
		files map[string]string
		links []network.Link
		want  []string // LINK PROFILE, then PROFILE: REASON
	}{
		"natural order": {map[string]string{"ifcfg-any": "TYPE=Ethernet\n" + address}, []network.Link{two[1], two[0]}, []string{"eth2 ifcfg-any"}},
		"the one that names it": {map[string]string{"ifcfg-a": "TYPE=Ethernet\n" + address, "ifcfg-b": "DEVICE=eth2\n" + address}, two[:1],
			[]string{"eth2 ifcfg-b", "ifcfg-a: eth2 is configured by ifcfg-b"}},
		"name and address over name": {map[string]string{"ifcfg-a": "DEVICE=eth2\n" + address, "ifcfg-b": "DEVICE=eth2\nHWADDR=02:00:00:00:00:02\n" + address}, two[:1],
			[]string{"eth2 ifcfg-b", "ifcfg-a: eth2 is configured by ifcfg-b"}},
		"name over address": {map[string]string{"ifcfg-a": "HWADDR=02:00:00:00:00:02\nTYPE=Ethernet\n" + address, "ifcfg-b": "DEVICE=eth2\n" + address}, two[:1],
			[]string{"eth2 ifcfg-b", "ifcfg-a: eth2 is configured by ifcfg-b"}},
		"priority over all": {map[string]string{"ifcfg-a": "TYPE=Ethernet\nAUTOCONNECT_PRIORITY=1\n" + address, "ifcfg-eth2": "DEVICE=eth2\n" + address}, two[:1],
			[]string{"eth2 ifcfg-a", "ifcfg-eth2: eth2 is configured by ifcfg-a"}},
		"its own file": {map[string]string{"ifcfg-a": "DEVICE=eth2\n" + address, "ifcfg-eth2": "DEVICE=eth2\n" + address, "ifcfg-z": "DEVICE=eth2\n" + address}, two[:1],
			[]string{"eth2 ifcfg-eth2", "ifcfg-a: eth2 is configured by ifcfg-eth2", "ifcfg-z: eth2 is configured by ifcfg-eth2"}},
		"the first by name": {map[string]string{"ifcfg-b": "DEVICE=eth2\n" + address, "ifcfg-a": "DEVICE=eth2\n" + address}, two[:1],
			[]string{"eth2 ifcfg-a", "ifcfg-b: eth2 is configured by ifcfg-a"}},
		"a link whose own file is broken": {map[string]string{"ifcfg-eth2": "DEVICE=eth2\nBOOTPROTO=nonsense\n", "ifcfg-any": "TYPE=Ethernet\n" + address}, two,
			[]string{"eth10 ifcfg-any"}},
		"not that address": {map[string]string{"ifcfg-any": "TYPE=Ethernet\nHWADDR_BLACKLIST=02:00:00:00:00:02\n" + address}, two, []string{"eth10 ifcfg-any"}},
		"only cards are any": {map[string]string{"ifcfg-any": "TYPE=Ethernet\n" + address}, []network.Link{bridge, port, {Index: 1, Name: "lo", Loopback: true}},
			[]string{"ifcfg-any: no interface is left for it"}},
		"a bridge by name": {map[string]string{"ifcfg-br0": "DEVICE=br0\n" + address}, []network.Link{bridge}, []string{"br0 ifcfg-br0"}},
		"an address that netonce set": {map[string]string{"ifcfg-a": "HWADDR=02:00:00:00:00:77\nMACADDR=02:00:00:00:00:09\nTYPE=Ethernet\n" + address},
			[]network.Link{{Index: 3, Name: "v", Ethernet: true, Kind: "veth", MAC: net.HardwareAddr{2, 0, 0, 0, 0, 9}}}, []string{"v ifcfg-a"}},
		"missing": {map[string]string{"ifcfg-a": "DEVICE=eth7\n" + address, "ifcfg-b": "HWADDR=02:00:00:00:00:77\nTYPE=Ethernet\n" + address,
			"ifcfg-c": "DEVICE=eth2\nHWADDR=02:00:00:00:00:77\n" + address}, two,
			[]string{"ifcfg-a: there is no interface eth7", "ifcfg-b: no interface has the hardware address 02:00:00:00:00:77",
				"ifcfg-c: eth2 has the hardware address 02:00:00:00:00:02, not 02:00:00:00:00:77"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assigned, left := desired.Assign(profiles(t, test.files), test.links)
			var got []string
			for _, a := range assigned {
				got = append(got, a.Link.Name+" "+a.Profile.File)
			}
			for _, u := range left {
				got = append(got, u.Profile.File+": "+u.Reason)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestCompareNames(t *testing.T) {
	t.Parallel()
	ordered := []string{"", "a", "ens1f0", "ens1f1", "ens2", "eth", "eth2", "eth10", "eth10.5", "eth010a", "p1p1"}
	for i, a := range ordered {
		for j, b := range ordered {
			if got := desired.CompareNames(a, b); (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("%q, %q: %d", a, b, got)
			}
		}
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	list := profiles(t, map[string]string{
		"ifcfg-eth0": "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\nDEFROUTE=no\n",
		"ifcfg-eth1": "DEVICE=eth1\nBOOTPROTO=dhcp\n",
		"ifcfg-eth2": "DEVICE=eth2\nIPADDR=192.0.2.2\nPREFIX=24\nIPV4_ROUTE_METRIC=5\n",
		"ifcfg-eth3": "DEVICE=eth3\nBOOTPROTO=none\n",
		"ifcfg-eth4": "DEVICE=eth4\nIPADDR=192.0.2.2\nPREFIX=24\nNM_CONTROLLED=no\n",
		"ifcfg-eth5": "DEVICE=eth5\nIPADDR=192.0.2.2\nPREFIX=24\n",
	})
	var links []network.Link
	for i := range 6 {
		links = append(links, card(i+2, fmt.Sprint("eth", i)))
	}
	assigned, _ := desired.Assign(list, links)
	for name, test := range map[string]struct {
		held map[string]uint32
		want map[string]uint32
	}{
		"fresh":             {nil, map[string]uint32{"eth1": 100, "eth5": 101, "eth0": 102, "eth4": 103}},
		"held":              {map[string]uint32{"eth5": 100, "eth0": 107}, map[string]uint32{"eth5": 100, "eth1": 101, "eth0": 107, "eth4": 102}},
		"held twice":        {map[string]uint32{"eth1": 100, "eth5": 100}, map[string]uint32{"eth1": 100, "eth5": 101, "eth0": 102, "eth4": 103}},
		"held by none here": {map[string]uint32{"eth9": 100, "eth1": 7}, map[string]uint32{"eth1": 100, "eth5": 101, "eth0": 102, "eth4": 103}},
	} {
		if diff := cmp.Diff(test.want, desired.Metrics(assigned, test.held)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}
