package kernel

import (
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// VLANAnswer is what a kernel says of a port with VLANs 1, 5 to 9 and 4094.
func VLANAnswer(index int) []byte {
	m := nl.NewIfInfomsg(unix.AF_BRIDGE)
	m.Index = int32(index)
	spec := nl.NewRtAttr(unix.IFLA_AF_SPEC|unix.NLA_F_NESTED, nil)
	for _, info := range [][2]uint16{{vlanIsPVID | vlanIsUntagged, 1}, {vlanRangeBegin, 5}, {vlanRangeEnd, 9}, {vlanIsUntagged, 4094}} {
		spec.AddRtAttr(bridgeAttrVLANRange, append(nl.Uint16Attr(info[0]), nl.Uint16Attr(info[1])...))
	}
	b := append(m.Serialize(), nl.NewRtAttr(unix.IFLA_MASTER, nl.Uint32Attr(3)).Serialize()...)
	return append(b, spec.Serialize()...)
}

func TestParseVLANs(t *testing.T) {
	t.Parallel()
	index, got, err := parseVLANs(VLANAnswer(7))
	want := []network.VLAN{{First: 1, Last: 1, PVID: true, Untagged: true}, {First: 5, Last: 9}, {First: 4094, Last: 4094, Untagged: true}}
	if diff := cmp.Diff(want, got); diff != "" || index != 7 || err != nil {
		t.Errorf("%d, %v (-want +got):\n%s", index, err, diff)
	}
	if _, _, err := parseVLANs([]byte{unix.AF_BRIDGE}); err == nil {
		t.Error("a message that is too short is read")
	}
}

// The bytes are those that bridge(8) sends for the same.
func TestVLANMessage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		vlan network.VLAN
		want string // behind struct ifinfomsg
	}{
		{network.VLAN{First: 7, Last: 7, PVID: true, Untagged: true}, "0c001a00" + "08000200" + "06000700"},
		{network.VLAN{First: 10, Last: 20, Untagged: true, Self: true}, "1c001a00" + "0600000002000000" + "080002000c000a00" + "0800020014001400"},
	} {
		got := hex.EncodeToString(vlanMessage(7, test.vlan, unix.RTM_SETLINK).Serialize()[unix.SizeofNlMsghdr+unix.SizeofIfInfomsg:])
		if got != test.want {
			t.Errorf("%v: %s, want %s", test.vlan, got, test.want)
		}
	}
}
