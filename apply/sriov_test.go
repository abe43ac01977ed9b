package apply_test

import (
	"testing"

	"netonce/apply"
	"netonce/apply/network"
)

// Virtual functions are made and set; another number takes those away that are there,
// and their settings are made again; with the profile they go.
func TestFunctions(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.kernel.SetFunctions("eth0", 7)
	f := files{"ifcfg-eth0": plain + "SRIOV_AUTOPROBE_DRIVERS=1\nSRIOV_TOTAL_VFS=2\nSRIOV_VF0='mac=02:00:00:00:00:10 spoof-check=false trust=true max-tx-rate=100'\nSRIOV_VF1='vlans=10.2.ad'\n"}
	const vf0, vf1 = "ip link set dev eth0 vf 0 mac 02:00:00:00:00:10 spoofchk off trust on max_tx_rate 100 min_tx_rate 0", "ip link set dev eth0 vf 1 vlan 10 qos 2 proto 802.1ad"
	h.clean(apply.Boot, f)
	h.wantCommands("echo 1 > /sys/class/net/eth0/device/sriov_drivers_autoprobe", "echo 2 > /sys/class/net/eth0/device/sriov_numvfs", vf0, vf1, "ip link set dev eth0 up")
	h.unchanged(f)
	if n := h.kernel.EthtoolRead(); n > 4 {
		t.Errorf("settings are read %d times", n)
	}

	f["ifcfg-eth0"] = plain + "SRIOV_TOTAL_VFS=2\nSRIOV_VF0='mac=02:00:00:00:00:10 spoof-check=true trust=true max-tx-rate=100'\nSRIOV_VF1='vlans=10.2.ad'\n"
	h.clean(apply.Reload, f)
	h.wantCommands("ip link set dev eth0 vf 0 mac 02:00:00:00:00:10 spoofchk on trust on max_tx_rate 100 min_tx_rate 0", "echo 0 > /sys/class/net/eth0/device/sriov_drivers_autoprobe")

	f["ifcfg-eth0"] = plain + "SRIOV_TOTAL_VFS=3\nSRIOV_VF1='vlans=10.2.ad'\n"
	preview, err := h.host().Preview(t.Context(), apply.Request{Mode: apply.Reload, Profiles: f.profiles(t)})
	if err != nil || len(preview.Steps) != 3 || preview.Steps[0].Because != "VFs of eth0 are taken away for ifcfg-eth0:3:17: SRIOV_TOTAL_VFS" {
		t.Errorf("%v: %+v", err, preview)
	}
	h.clean(apply.Reload, f)
	h.wantCommands("echo 0 > /sys/class/net/eth0/device/sriov_numvfs", "echo 3 > /sys/class/net/eth0/device/sriov_numvfs", vf1)
	h.unchanged(f)

	h.clean(apply.Reload, files{})
	h.wantCommands("echo 0 > /sys/class/net/eth0/device/sriov_numvfs", "ip link set dev eth0 down")
	if len(h.store.owned) != 0 {
		t.Errorf("still owned: %+v", h.store.owned)
	}
}

// A card without functions is told of where some are asked for, and costs nothing else;
// none are none anywhere.
func TestFunctionsRefused(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1), eth("eth1", 2), eth("eth2", 3))
	h.kernel.SetFunctions("eth2", 2)
	r := h.run(apply.Boot, files{
		"ifcfg-eth0": plain + "IPADDR=192.0.2.1\nPREFIX=24\nSRIOV_TOTAL_VFS=2\nSRIOV_VF0=trust=true\n",
		"ifcfg-eth1": "DEVICE=eth1\nSRIOV_TOTAL_VFS=0\n",
		"ifcfg-eth2": "DEVICE=eth2\nSRIOV_TOTAL_VFS=3\n",
	})
	wantErrors(t, r,
		"ifcfg-eth0:5:17: SRIOV_TOTAL_VFS: echo 2 > /sys/class/net/eth0/device/sriov_numvfs: open class/net/eth0/device/sriov_numvfs=2: file does not exist",
		"ifcfg-eth0:6:11: SRIOV_VF0: ip link set dev eth0 vf 0 trust on: operation not supported: requested parameter is not supported by the driver",
		"ifcfg-eth2:2:17: SRIOV_TOTAL_VFS: echo 3 > /sys/class/net/eth2/device/sriov_numvfs: write class/net/eth2/device/sriov_numvfs=3: numerical result out of range")
	if len(link(t, h, "eth0").Name) == 0 || len(h.state()) == 0 {
		t.Error("nothing is there")
	}
}

// Functions that somebody else has made get what they had before again.
func TestFunctionsOfOthers(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.kernel.SetFunctions("eth0", 2)
	h.kernel.SetSysctl(network.Sysctl{Family: "device", Interface: "eth0", Key: network.NumVFs, Value: "2"})
	f := files{"ifcfg-eth0": plain + "SRIOV_VF1='trust=true vlans=7'\n"}
	h.clean(apply.Boot, f)
	h.wantCommands("ip link set dev eth0 vf 1 trust on vlan 7 qos 0 proto 802.1Q", "ip link set dev eth0 up")
	h.unchanged(f)
	h.clean(apply.Reload, files{})
	h.wantCommands("ip link set dev eth0 vf 1 trust off vlan 0 qos 0 proto 802.1Q", "ip link set dev eth0 down")
}
