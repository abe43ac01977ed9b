package plan

import (
	"strconv"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/ifcfg/lists"
)

// sysctls sets what belongs before the link comes up or, behind it, the rest.
func (d *differ) sysctls(behind bool) {
	for _, w := range d.want.Sysctls {
		if followsLink(w.Object) != behind {
			continue
		}
		have, known := d.have.Sysctls[w.Object.Of()]
		if known && sameSysctl(w.Object, have) && !(behind && d.relinked) {
			d.plan.Unchanged++
			continue
		}
		d.sysctl(w.Because, w.Object)
	}
}

// sysctl makes a setting. How many virtual functions a card has changes by way of none
// only (sriov_numvfs_store).
func (d *differ) sysctl(because string, s network.Sysctl) {
	if s.Key == network.NumVFs {
		none := s
		none.Value = "0"
		if have := d.have.Sysctls[s.Of()]; have != "" && have != none.Value && s.Value != none.Value {
			d.step(network.OpSet, "VFs of "+s.Interface+" are taken away for "+because, network.Change{Sysctl: &none})
		}
		d.newFunctions = true
	}
	d.step(network.OpSet, because, network.Change{Sysctl: &s})
}

// followsLink tells the setting that the kernel makes the link's anew when that
// comes up or gets another MTU (addrconf_notify), and that is bounded by it.
func followsLink(s network.Sysctl) bool { return s.Family == "ipv6" && s.Key == "mtu" }

// bounded is a setting that follows the link as the kernel takes it: up to the MTU.
func bounded(s network.Sysctl, mtu int) network.Sysctl {
	if n, err := strconv.Atoi(s.Value); followsLink(s) && err == nil && n > mtu {
		s.Value = strconv.Itoa(mtu)
	}
	return s
}

// mtu is the link's when the steps so far have been taken.
func (d *differ) mtu() int {
	mtu := d.have.Link.MTU
	for i := range d.plan.Steps {
		if l := d.plan.Steps[i].Link; l != nil && l.MTU != 0 {
			mtu = l.MTU
		}
	}
	return mtu
}

// sameSysctl takes accept_ra=2 (accept although forwarding) for 1.
func sameSysctl(want network.Sysctl, have string) bool {
	return have == want.Value || want.Key == "accept_ra" && want.Value == "1" && have == "2"
}

// restoreSysctls gives settings that are no longer wanted their old values.
func (d *differ) restoreSysctls(behind bool) {
	for _, s := range d.owned.Sysctls {
		if followsLink(s) != behind {
			continue
		}
		wanted := lists.Any(d.want.Sysctls, func(w *desired.Wanted[network.Sysctl]) bool { return w.Object.Of() == s.Of() })
		have, known := d.have.Sysctls[s.Of()]
		if behind {
			s = bounded(s, d.mtu())
			if d.relinked {
				have = strconv.Itoa(d.mtu())
			}
		}
		if !wanted && known && have != s.Value {
			d.sysctl(d.gone(), s)
		}
	}
}
