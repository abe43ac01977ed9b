package desired_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/desired"
	"netonce/apply/network"
)

// What BONDING_OPTS asks for by name, as the kernel has it.
func TestBond(t *testing.T) {
	t.Parallel()
	for opts, want := range map[string]string{
		"":                                      "miimon 100",
		"mode=1":                                "mode active-backup miimon 100",
		"mode=Active-Backup":                    "mode active-backup miimon 100",
		"mode=4 lacp_rate=1 xmit_hash_policy=1": "mode 802.3ad miimon 100 xmit_hash_policy layer3+4 lacp_rate fast",
		"mode=1 lacp_rate=fast":                 "mode active-backup miimon 100",
		"mode=1 arp_interval=500 arp_ip_target=192.0.2.1,192.0.2.2": "mode active-backup miimon 0 arp_interval 500 arp_ip_target 192.0.2.1,192.0.2.2",
		"mode=1 arp_interval=500 arp_ip_target=192.0.2.1 miimon=80": "mode active-backup miimon 80",
		"mode=1 active_slave=eth1 num_unsol_na=3":                   "mode active-backup miimon 100 primary eth1 num_grat_arp 3",
	} {
		text := "DEVICE=bond0\nTYPE=Bond\nBONDING_OPTS='" + opts + "'\n"
		p := profiles(t, map[string]string{"ifcfg-bond0": text})[0]
		var asked network.Options
		for _, s := range desired.Build(p, network.Link{Name: "bond0"}, 300, desired.Given{}, nil).Options {
			if !s.Implied {
				asked = append(asked, s.Option)
			}
		}
		if diff := cmp.Diff(want, asked.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", opts, diff)
		}
	}
}
