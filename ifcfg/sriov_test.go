package ifcfg_test

import "testing"

// What is said of functions that there will not be is passed over.
func TestFunctions(t *testing.T) {
	t.Parallel()
	readProfiles(t, []row{
		{"SRIOV_TOTAL_VFS=2\nSRIOV_VF0='mac=02:00:00:00:00:10 trust=true bad=1'\nSRIOV_VF1='vlans=10.2.ad;20'\nSRIOV_AUTOPROBE_DRIVERS=0",
			[]string{"setting SRIOV_TOTAL_VFS 2 @2:17 SRIOV_TOTAL_VFS", "setting SRIOV_VF0 mac=02:00:00:00:00:10,trust=true @3:11 SRIOV_VF0",
				"setting SRIOV_VF1 vlans=10.2.ad;20 @4:11 SRIOV_VF1", "setting SRIOV_AUTOPROBE_DRIVERS 0 @5:25 SRIOV_AUTOPROBE_DRIVERS"},
			[]string{`3:45: warning: SRIOV_VF0: "bad" is none of mac, spoof-check, trust, min-tx-rate, max-tx-rate, vlans; it is passed over [value] (write ATTRIBUTE=VALUE of a virtual function)`}},
		{"SRIOV_TOTAL_VFS=1\nSRIOV_VF1=trust=true\nSRIOV_VF=trust=true",
			[]string{"setting SRIOV_TOTAL_VFS 1 @2:17 SRIOV_TOTAL_VFS"},
			[]string{"3:11: warning: SRIOV_VF1: there is no such function: SRIOV_TOTAL_VFS is 1, and they are counted from 0 [not-applied]",
				"4:10: warning: SRIOV_VF: without a number it is no function's [not-applied] (write SRIOV_VF0 for the first)"}},
		{"SRIOV_VF0=trust=true\nSRIOV_VF0=trust=false",
			[]string{"setting SRIOV_VF0 trust=false @3:11 SRIOV_VF0"},
			[]string{"2:1: warning: SRIOV_VF0: assigned again: line 3 wins [duplicate] (remove this line)"}},
	})
}
