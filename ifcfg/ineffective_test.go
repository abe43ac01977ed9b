package ifcfg_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What changes nothing beside the rest of the profile is told of.
func TestIneffective(t *testing.T) {
	t.Parallel()
	const place = "warning: BONDING_OPTS: "
	bond := func(opts string) string { return "DEVICE=bond0\nTYPE=Bond\nBONDING_OPTS='" + opts + "'\n" }
	bridge := func(lines ...string) string {
		return "DEVICE=br0\nTYPE=Bridge\n" + strings.Join(lines, "\n") + "\n"
	}
	for name, test := range map[string]struct {
		text  string
		found []string
	}{
		"LACP in its mode":        {bond("mode=4 lacp_rate=fast ad_select=1"), nil},
		"LACP in another":         {bond("mode=1 lacp_rate=fast"), []string{"3:22: " + place + "lacp_rate changes nothing: it is for the mode 802.3ad, and this is active-backup [not-applied]"}},
		"the default in another":  {bond("mode=1 lacp_rate=slow"), nil},
		"a mode in other letters": {bond("mode=Active-Backup primary=eth1"), nil},
		"no mode":                 {bond("primary=eth1"), []string{"3:15: " + place + "primary changes nothing: it is for the mode active-backup or balance-tlb or balance-alb, and this is balance-rr [not-applied]"}},
		"ARP":                     {bond("mode=1 arp_interval=100 arp_ip_target=192.0.2.1"), nil},
		"ARP without hosts":       {bond("mode=1 arp_interval=100"), []string{"3:22: " + place + "arp_interval changes nothing: there is no arp_ip_target and no ns_ip6_target [not-applied]"}},
		"ARP beside miimon":       {bond("mode=1 miimon=50 arp_interval=100 arp_ip_target=192.0.2.1"), []string{"3:32: " + place + "arp_interval changes nothing: miimon is given too, and NetworkManager lets that one win [not-applied]", "3:49: " + place + "arp_ip_target changes nothing: miimon is given too, and NetworkManager lets that one win [not-applied]"}},
		"delays without miimon":   {bond("mode=1 miimon=0 updelay=100"), []string{"3:31: " + place + "updelay changes nothing: miimon is 0 [not-applied]"}},
		"no spanning tree":        {bridge("BRIDGING_OPTS='priority=7 hello_time=3'", "DELAY=0"), []string{"3:16: warning: BRIDGING_OPTS: priority changes nothing: the bridge has no spanning tree without STP=yes [not-applied]", "3:27: warning: BRIDGING_OPTS: hello_time changes nothing: the bridge has no spanning tree without STP=yes [not-applied]"}},
		"a spanning tree":         {bridge("STP=on", "BRIDGING_OPTS='priority=7 hello_time=3'", "DELAY=4"), nil},
		"too short a delay":       {bridge("STP=on", "DELAY=0"), []string{"4:7: warning: DELAY: 0 is not in 2..30, as the spanning tree has it; 15 is taken [value]"}},
		"VLANs for nothing":       {bridge("BRIDGE_VLANS=7"), []string{"3:14: warning: BRIDGE_VLANS: the bridge does not tell VLANs apart [not-applied] (write vlan_filtering=1 into BRIDGING_OPTS)"}},
		"VLANs":                   {bridge("BRIDGE_VLANS=7", "BRIDGING_OPTS=vlan_filtering=1"), nil},
	} {
		p := profileOf(t, test.text)
		if diff := cmp.Diff(test.found, nameless(p.File, p.Diagnostics)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
