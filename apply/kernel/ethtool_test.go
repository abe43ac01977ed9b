package kernel

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

func options(words string) (o network.Options) {
	list := strings.Fields(words)
	for i := 0; i+1 < len(list); i += 2 {
		o = o.With(list[i], strings.TrimPrefix(list[i+1], "-"))
	}
	return o
}

func group(t *testing.T, name string) *ethtoolGroup {
	t.Helper()
	for _, g := range ethtoolGroups() {
		if g.name == name {
			return &g
		}
	}
	t.Fatalf("no group %s", name)
	return nil
}

// The attributes of each message as ethtool-netlink.rst has them, for interface 7.
func TestEthtoolMessages(t *testing.T) {
	t.Parallel()
	const header = "14000180" + "0800010007000000" + "0800030002000000" // device, flags
	for name, test := range map[string]struct{ group, words, want string }{
		"rings":     {"rings", "rx 4096 tx 256", "0800060000100000" + "0800090000010000"},
		"channels":  {"channels", "combined 4", "0800090004000000"},
		"coalesce":  {"coalesce", "adaptive-rx on rx-usecs 10", "080002000a000000" + "05000b0001000000"},
		"pause":     {"pause", "autoneg off rx on", "0500020000000000" + "0500030001000000"},
		"linkmodes": {"linkmodes", "autoneg off speed 100 duplex full", "0500020000000000" + "0800050064000000" + "0500060001000000"},
		"wol": {"wol", "wol gs sopass 01:02:03:04:05:06", "38000280" + "04000100" + "30000380" +
			"14000180" + "0a0002006d61676963000000" + "04000300" +
			"18000180" + "100002006d61676963736563757265" + "00" + "04000300" + "0a000300010203040506" + "0000"},
	} {
		g := group(t, test.group)
		message := ethtoolMessage(7)
		addFields(message, g.fields(), options(test.words))
		got := hex.EncodeToString(message.Serialize()[unix.SizeofRtAttr:])
		if want := header + test.want; got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}

// bits is a set of bits, those with a '+' before them on.
func bits(to *nl.RtAttr, kind int, whole bool, names string) {
	var list []bit
	for _, n := range strings.Fields(names) {
		list = append(list, bit{strings.TrimPrefix(n, "+"), n[0] == '+'})
	}
	addBits(to, kind, whole, list)
}

func TestFeatures(t *testing.T) {
	t.Parallel()
	const hardware = "+tx-tcp-segmentation +tx-tcp6-segmentation tx-tcp-ecn-segmentation +rx-gro rx-lro rx-fcs +rx-vlan-hw-parse +never +tx-checksum-ip-generic"
	for name, test := range map[string]struct{ wanted, active, asked, want string }{
		"on":               {"rx-gro", "rx-gro", "gro on", "on"},
		"off":              {"", "", "gro off", "off"},
		"fixed off":        {"", "", "lro on", "off [fixed]"},
		"fixed on":         {"", "rx-lro", "lro off", "on [fixed]"},
		"never changes":    {"never", "never", "never off", "on [fixed]"},
		"held back":        {"rx-gro", "", "gro on", "off [requested on]"},
		"wanted elsewhere": {"rx-gro", "", "gro off", "off [requested on]"},
		"kept on":          {"", "rx-vlan-hw-parse", "rxvlan off", "on [requested off]"},
		"all of several":   {"tx-tcp-segmentation tx-tcp6-segmentation", "tx-tcp-segmentation tx-tcp6-segmentation", "tso on", "on"},
		"one of several":   {"tx-tcp-segmentation", "tx-tcp-segmentation", "tso on", "on [partly]"},
		"off, and one on":  {"tx-tcp-segmentation", "tx-tcp-segmentation", "tso off", "on"},
		"none of several":  {"", "tx-tcp-ecn-segmentation", "tso off", "off"},
		"kernel's name":    {"", "", "tx-checksum-ip-generic off", "off"},
		"pattern":          {"tx-checksum-ip-generic", "tx-checksum-ip-generic", "tx on", "on"},
		"unknown":          {"", "", "ufo off", ""},
	} {
		to := nl.NewRtAttr(0, nil)
		bits(to, unix.ETHTOOL_A_FEATURES_HW, false, hardware)
		bits(to, unix.ETHTOOL_A_FEATURES_WANTED, true, test.wanted)
		bits(to, unix.ETHTOOL_A_FEATURES_ACTIVE, true, test.active)
		bits(to, unix.ETHTOOL_A_FEATURES_NOCHANGE, true, "never")
		asked := options(test.asked)
		got := ""
		if x := group(t, "features").parse(to.Serialize()[unix.SizeofRtAttr:], asked).Find(asked[0].Name); x != nil {
			got = x.Value
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestLinkModes(t *testing.T) {
	t.Parallel()
	const more = " +Autoneg +TP "
	for name, test := range map[string]struct{ set, modes, asked, want string }{
		"forced":          {"autoneg off speed 100 duplex half", "10baseT/Half", "autoneg off speed 100", "autoneg off speed 100 duplex half"},
		"not told":        {"autoneg off speed 4294967295 duplex 255", "", "", "autoneg off speed unknown duplex unknown"},
		"all modes":       {"autoneg on speed 1000 duplex full", "+10baseT/Half +1000baseT/Full", "autoneg on", "autoneg on speed - duplex -"},
		"one mode":        {"autoneg on speed 1000 duplex full", "10baseT/Half +1000baseT/Full", "autoneg on speed 1000 duplex full", "autoneg on speed 1000 duplex full"},
		"one of a kind":   {"autoneg on speed 1000 duplex full", "10baseT/Half +1000baseT/Full +1000baseKX/Full", "", "autoneg on speed 1000 duplex full"},
		"the only one":    {"autoneg on speed 10000 duplex full", "+10000baseR_FEC", "autoneg on", "autoneg on speed - duplex -"},
		"the only, asked": {"autoneg on speed 10000 duplex full", "+10000baseR_FEC", "autoneg on speed 10000 duplex full", "autoneg on speed 10000 duplex full"},
		"none":            {"autoneg on speed 10 duplex half", "10baseT/Half", "autoneg on", "autoneg on speed - duplex -"},
	} {
		g, to := group(t, "linkmodes"), nl.NewRtAttr(0, nil)
		addFields(to, g.fields(), options(test.set))
		bits(to, unix.ETHTOOL_A_LINKMODES_OURS, false, test.modes+more)
		got := g.parse(to.Serialize()[unix.SizeofRtAttr:], options(test.asked))
		if diff := cmp.Diff(options(test.want), got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// Every setting that has a field is read as it was written.
func TestEthtoolReadBack(t *testing.T) {
	t.Parallel()
	for _, g := range ethtoolGroups() {
		for _, f := range g.fields() {
			want := network.Option{Name: f.name, Value: "7"}
			switch f.form {
			case word8:
				want.Value = strings.Fields(f.words)[1]
			case letters:
				want.Value = "pumbagsf"
			case mac:
				want.Value = "02:00:00:00:00:07"
			}
			to := nl.NewRtAttr(0, nil)
			addFields(to, g.fields(), network.Options{want})
			if x := parseFields(g.fields(), to.Serialize()[unix.SizeofRtAttr:]).Find(f.name); x == nil || *x != want {
				t.Errorf("%s %s: written %v, read %v", g.name, f.name, want, x)
			}
		}
	}
}

func TestFamilyID(t *testing.T) {
	t.Parallel()
	answer := []byte{1, 2, 0, 0, 6, 0, 1, 0, 0x15, 0, 0, 0}
	if id, err := familyID(answer); err != nil || id != 0x15 {
		t.Errorf("%d, %v", id, err)
	}
	for _, b := range [][]byte{nil, answer[:3], answer[:4], {1, 2, 0, 0, 9, 0, 1, 0, 1, 0}} {
		if id, err := familyID(b); err == nil {
			t.Errorf("%x: %d", b, id)
		}
	}
}
