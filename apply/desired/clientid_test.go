package desired_test

import (
	"encoding/hex"
	"net"
	"strings"
	"testing"

	"netonce/apply/desired"
	"netonce/apply/network"
)

func TestClientID(t *testing.T) {
	t.Parallel()
	link := network.Link{Name: "eth0", MAC: net.HardwareAddr{2, 0, 0, 0, 0, 1}, Permanent: net.HardwareAddr{2, 0, 0, 0, 0xaa, 2}}
	six := hex.EncodeToString(desired.Identity6(profiles(t, map[string]string{"ifcfg-eth0": "DEVICE=eth0"})[0], link, "m").DUID)
	for _, c := range []struct {
		text, want string // a beginning
		none       bool
	}{
		{"", "", false},
		{"DHCP_CLIENT_ID=mac", "", false},
		{"DHCP_CLIENT_ID=perm-mac", "0102000000aa02", false},
		{"DHCP_CLIENT_ID=office", "006f6666696365", false},
		{"DHCP_CLIENT_ID=stable", "00", false},
		{"DHCP_CLIENT_ID=duid\nDHCP_IAID=7", "ff00000007" + six, false},
		{"DHCP_CLIENT_ID=ipv6-duid\nDHCP_IAID=mac\nDHCPV6_DUID=ll", "ff000000010003000102000000aa02", false},
		{"DHCP_CLIENT_ID=none", "", true},
	} {
		p := profiles(t, map[string]string{"ifcfg-eth0": "DEVICE=eth0\n" + c.text})[0]
		id, none := desired.ClientID(p, link, func() string { return "m" })
		if got := hex.EncodeToString(id); !strings.HasPrefix(got, c.want) || c.want == "" && got != "" || none != c.none || c.want == "00" && len(got) != 34 {
			t.Errorf("%q: %s %v", c.text, got, none)
		}
	}
}
