package ifcfg_test

import (
	"testing"

	"netonce/ifcfg"
)

func TestIsProfileName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"ifcfg-eth0", "ifcfg-lo", "ifcfg-eth0:1", "ifcfg-eth0-range0", "ifcfg-Auto_eth0", "ifcfg-Büro", "ifcfg-eth0.100", "ifcfg-old",
		"ifcfg-bak", "ifcfg-eth0-old", "ifcfg-eth0.20190301", "ifcfg-eth0;123", "ifcfg-eth0;1234567g", "ifcfg-eth0;123456789", "ifcfg--",
	} {
		if !ifcfg.IsProfileName(name) {
			t.Errorf("%s is no profile", name)
		}
	}
	for _, name := range []string{
		"", "ifcfg", "ifcfg-", "IFCFG-eth0", ".ifcfg-eth0.swp", "#ifcfg-eth0#", "route-eth0", "keys-eth0", "rule-eth0", "ifup-eth", "network",
		"ifcfg-eth0~", "ifcfg-eth0.bak", "ifcfg-eth0.BAK", "ifcfg-eth0.old", "ifcfg-eth0.Old", "ifcfg-eth0.orig", "ifcfg-eth0.rej",
		"ifcfg-eth0.swp", "ifcfg-eth0.rpmnew", "ifcfg-eth0.rpmorig", "ifcfg-eth0.rpmsave", "ifcfg-eth0.augnew", "ifcfg-eth0.augtmp",
		"ifcfg-eth0;5f3a1B2c", "ifcfg-~", "ifcfg-.bak", "xifcfg-eth0",
	} {
		if ifcfg.IsProfileName(name) {
			t.Errorf("%s is a profile", name)
		}
	}
}
