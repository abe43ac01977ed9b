package kernel

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/network"
)

// The message is that of ip(8) for "ip link set dev eth0 vf 2 ...": struct ifinfomsg, then
// IFLA_VFINFO_LIST with one IFLA_VF_INFO (linux/if_link.h), on a little-endian machine.
func TestFunctionSet(t *testing.T) {
	t.Parallel()
	littleEndian(t)
	asked := network.Options{{Name: "vf2 mac", Value: "02:00:00:00:00:10"}, {Name: "vf2 spoofchk", Value: "off"}, {Name: "vf2 trust", Value: "on"},
		{Name: "vf2 min_tx_rate", Value: "100"}, {Name: "vf2 max_tx_rate", Value: "1000"}, {Name: "vf2 vlan", Value: "10.3.ad"}}
	want := strings.Join([]string{
		"00000000 05000000 00000000 00000000", // index 5
		"7000 1600", "6c00 0100",              // IFLA_VFINFO_LIST, IFLA_VF_INFO
		"2800 0100 02000000 020000000010" + strings.Repeat("00", 26),  // IFLA_VF_MAC
		"0c00 0400 02000000 00000000",                                 // IFLA_VF_SPOOFCHK
		"0c00 0900 02000000 01000000",                                 // IFLA_VF_TRUST
		"1800 0c00", "1400 0100 02000000 0a000000 03000000 88a8 0000", // IFLA_VF_VLAN_LIST
		"1000 0600 02000000 64000000 e8030000", // IFLA_VF_RATE
	}, "")
	message := functionSet(5, 2, asked).Serialize()[16:]
	if got := hex.EncodeToString(message); got != strings.ReplaceAll(want, " ", "") {
		t.Errorf("%s\nwant %s", got, strings.ReplaceAll(want, " ", ""))
	}
	told := parseFunctions(message)
	if diff := cmp.Diff(asked, told, cmp.Transformer("sorted", func(o network.Options) map[string]string {
		m := map[string]string{}
		for _, x := range o {
			m[x.Name] = x.Value
		}
		return m
	})); diff != "" {
		t.Errorf("read back:\n%s", diff)
	}
	for n := range message { // cut short it is read as far as it goes
		parseFunctions(message[:n])
	}
	if several := functionSet(5, 0, network.Options{{Name: "vf0 vlan", Value: "1.0.q;2.1.ad"}}).Serialize()[16:]; parseFunctions(several)[0].Value != "1.0.q;2.1.ad" {
		t.Errorf("%v", parseFunctions(several))
	}
	// A driver that does not tell says -1 (rtnl_fill_vfinfo).
	silent := bytes.ReplaceAll(message, []byte{0x0c, 0, 9, 0, 2, 0, 0, 0, 1, 0, 0, 0}, []byte{0x0c, 0, 9, 0, 2, 0, 0, 0, 255, 255, 255, 255})
	if parseFunctions(silent).Find("vf2 trust") != nil || parseFunctions(silent).Find("vf2 mac") == nil {
		t.Errorf("%v", parseFunctions(silent))
	}
}

func littleEndian(t *testing.T) {
	t.Helper()
	if isOn("on") != 1 || functionSet(1, 1, nil).Serialize()[20] != 1 {
		t.Skip("the bytes are those of a little-endian machine")
	}
}

// How many functions there are is a file of the card's in sysfs.
func TestDeviceSetting(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	file := filepath.Join(root, "sys/class/net/eth0/device/sriov_numvfs")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("0\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c := &Conn{proc: filepath.Join(root, "proc")}
	s := network.Sysctl{Family: "device", Interface: "eth0", Key: network.NumVFs, Value: "4"}
	if got, err := c.Sysctl(s); err != nil || got != "0" {
		t.Errorf("%q, %v", got, err)
	}
	if err := c.setSysctl(s); err != nil {
		t.Error(err)
	}
	if b, _ := os.ReadFile(file); !strings.HasPrefix(string(b), "4") {
		t.Errorf("%q", b)
	}
	s.Interface = "eth1"
	if err := c.setSysctl(s); !os.IsNotExist(unwrap(err)) || err.Error() != "class/net/eth1/device/sriov_numvfs: no such file or directory" {
		t.Error(err)
	}
	s.Interface = "../x"
	if _, err := c.Sysctl(s); err == nil {
		t.Error("another directory is read")
	}
}

func unwrap(err error) error {
	for {
		u, is := err.(interface{ Unwrap() error })
		if !is {
			return err
		}
		err = u.Unwrap()
	}
}
