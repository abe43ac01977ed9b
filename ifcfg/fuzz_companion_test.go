package ifcfg_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"netonce/ifcfg"
)

// FuzzCompanions reads a file that belongs to a profile, by itself and beside it.
func FuzzCompanions(f *testing.F) {
	for i, text := range []string{
		"DEVICE=eth0:1\nIPADDR=192.0.2.11\nPREFIX=24\nONPARENT=no\nFOO=1\n", "IPADDR_START=192.0.2.20\nIPADDR_END=192.0.2.255\nCLONENUM_START=7\n",
		"KEY1=s:abcde\nWPA_PSK='x\n", "any net 10.0.0.0/8 gw 192.0.2.1\neth0 host 10.0.0.1 reject\nany default gw 192.0.2.1 metric 3 mss 1400\n",
		"eth0 2001:db8::/32 fe80::1\neth0 2001:db8:1::/48 ::\n", "GATEWAY=192.0.2.1\nVLAN=yes\nNETWORKDELAY=x\n",
	} {
		f.Add(uint8(i), []byte(text))
	}
	f.Fuzz(func(t *testing.T, kind uint8, text []byte) {
		names := []string{"ifcfg-eth0:1", "ifcfg-eth0-range0", "keys-eth0", "static-routes", "static-routes-ipv6", "network"}
		name := names[int(kind)%len(names)]
		alone := checked(t, text, name)
		checkDiagnostics(t, text, alone, alone.All())

		root := fstest.MapFS{
			ifcfg.PathOf("ifcfg-eth0"): &fstest.MapFile{Data: []byte(static24)},
			ifcfg.PathOf(name):         &fstest.MapFile{Data: text, Mode: 0o644},
		}
		h, err := ifcfg.Load(root)
		if err != nil {
			t.Fatal(err)
		}
		checkRendered(t, h, h.All())
		p := h.Profiles[0]
		if p.Rejected || len(p.IPv4.Addresses) == 0 {
			t.Errorf("%s costs the profile: %v", name, told(h.All()))
		}
		for a, label := range p.IPv4.Labels {
			if len(label) > 15 || !strings.HasPrefix(label, "eth0:") {
				t.Errorf("label %q of %s", label, a)
			}
		}
		for _, r := range append(p.IPv4.Routes, p.IPv6.Routes...) {
			if r.Destination != r.Destination.Masked() || r.Gateway.IsValid() && (r.Gateway.IsUnspecified() || r.Gateway.Is6() != r.Destination.Addr().Is6()) {
				t.Errorf("route %+v", r)
			}
		}
	})
}

// FuzzCheckValue: what is no secret's business is said in few words, and a key's
// own words are always taken.
func FuzzCheckValue(f *testing.F) {
	for _, k := range ifcfg.AllKeys() {
		f.Add(k.Name, "1")
	}
	f.Add("BONDING_OPTS", "mode=4 miimon=100")
	f.Add("ETHTOOL_OPTS", "-K eth0 gro off; wol g")
	f.Add("BRIDGE_VLANS", "1 pvid untagged,7-9")
	f.Add("SRIOV_VF0", "mac=52:54:00:00:00:01 vlans=1.2.ad")
	f.Add("WPA_PSK", "long enough")
	f.Add("QDISC1", "root handle 10: tbf rate 1.5mbit burst 10kb latency 50ms")
	f.Add("FILTER1", "parent ffff: matchall action mirred egress mirror dev eth1")
	f.Fuzz(func(t *testing.T, key, value string) {
		k, known := ifcfg.KeyNamed(key)
		err := ifcfg.CheckValue(key, value)
		switch {
		case !known && err == nil:
			t.Errorf("%q is not known, and takes %q", key, value)
		case known && value == "" && err != nil:
			t.Errorf("%s does not take nothing: %v", key, err)
		case known && k.Secret && err != nil && len(value) > 2 && strings.Contains(err.Error(), value) && !strings.Contains(k.Values+key, value):
			t.Errorf("%s: a secret is told: %v", key, err)
		}
	})
}
