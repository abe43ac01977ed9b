package ifcfg

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// ethtoolOptions are the words of ETHTOOL_OPTS.
func ethtoolOptions() []Option {
	return []Option{
		{Name: "speed", Takes: number(0, 1<<32-1), Meaning: "Speed in Mb/s.", Only: "with duplex"},
		{Name: "duplex", Takes: oneOf("half full"), Meaning: "Duplex mode.", Only: "with speed"},
		{Name: "autoneg", Takes: oneOf("on off"), Meaning: "Negotiate speed and duplex."},
		{Name: "wol", Takes: length(1, 9), Meaning: "What wakes the host: letters of p u m b a g s, d for nothing."},
		{Name: "sopass", Takes: one(formMAC), Meaning: "Password of the magic packet.", Only: "with wol g"},
		{Name: "-K", Meaning: "DEVICE, then offload features, each on or off; also --features, --offload."},
		{Name: "-C", Meaning: "DEVICE, then settings of interrupt coalescing, each with a number; also --coalesce."},
		{Name: "-G", Meaning: "DEVICE, then sizes of rings: rx, rx-jumbo, rx-mini, tx; also --set-ring."},
		{Name: "-L", Meaning: "DEVICE, then numbers of channels: rx, tx, other, combined; also --set-channels.", Reader: ByScripts},
		{Name: "-A", Meaning: "DEVICE, then flow control, on or off: autoneg, rx, tx; also --pause."},
	}
}

// ethtoolGroup is a kind of group in ETHTOOL_OPTS, with what can be set in it.
type ethtoolGroup struct {
	name  string // the kernel's
	flags string // that begin the group; none: plain words, which ethtoolOptions has
	names string // of what is set in it
	takes Grammar
}

func ethtoolGroups() []ethtoolGroup {
	return []ethtoolGroup{
		{"linkmodes", "", "speed duplex autoneg", Grammar{}},
		{"wol", "", "wol sopass", Grammar{}},
		{"features", "-K --features --offload", ethtoolFeatures, oneOf("on off")},
		{"coalesce", "-C --coalesce", "adaptive-rx adaptive-tx", oneOf("on off 1 0")},
		{"coalesce", "-C --coalesce", `pkt-rate-high pkt-rate-low rx-frames rx-frames-high rx-frames-irq rx-frames-low
			rx-usecs rx-usecs-high rx-usecs-irq rx-usecs-low sample-interval stats-block-usecs tx-frames tx-frames-high tx-frames-irq tx-frames-low
			tx-usecs tx-usecs-high tx-usecs-irq tx-usecs-low`, number(0, 1<<32-1)},
		{"rings", "-G --set-ring", "rx rx-jumbo rx-mini tx", number(0, 1<<32-1)},
		{"channels", "-L --set-channels", "rx tx other combined", number(0, 1<<32-1)},
		{"pause", "-A --pause", "autoneg rx tx", oneOf("on off")},
	}
}

// ethtoolFeatures are the names of offload features, ethtool's own and the
// kernel's that NetworkManager takes for them.
const ethtoolFeatures = `esp-hw-offload esp-tx-csum-hw-offload fcoe-mtu gro gso highdma hw-tc-offload l2-fwd-offload loopback lro
	macsec-hw-offload ntuple rx rxhash rxvlan rx-all rx-fcs rx-gro-hw rx-gro-list rx-udp-gro-forwarding rx-udp_tunnel-port-offload rx-vlan-filter
	rx-vlan-stag-filter rx-vlan-stag-hw-parse sg tls-hw-record tls-hw-rx-offload tls-hw-tx-offload tso tx txvlan tx-checksum-fcoe-crc
	tx-checksum-ipv4 tx-checksum-ipv6 tx-checksum-ip-generic tx-checksum-sctp tx-esp-segmentation tx-fcoe-segmentation
	tx-gre-csum-segmentation tx-gre-segmentation tx-gso-list tx-gso-partial tx-gso-robust tx-ipxip4-segmentation tx-ipxip6-segmentation
	tx-nocache-copy tx-scatter-gather tx-scatter-gather-fraglist tx-sctp-segmentation tx-tcp6-segmentation tx-tcp-ecn-segmentation
	tx-tcp-mangleid-segmentation tx-tcp-segmentation tx-tunnel-remcsum-segmentation tx-udp-segmentation tx-udp_tnl-csum-segmentation
	tx-udp_tnl-segmentation tx-vlan-stag-hw-insert
	rx-checksum rx-gro rx-lro rx-hashing rx-ntuple-filter rx-vlan-hw-parse tx-vlan-hw-insert tx-generic-segmentation`

// checkEthtool checks a group of ETHTOOL_OPTS.
func checkEthtool(s string) error { return parseEthtool(s).bad }

// ethtoolWords are what a group of ETHTOOL_OPTS says: its settings, named by group and
// word, the interface that it names, and the first thing that is bad in it, which
// costs the others nothing.
type ethtoolWords struct {
	device  string
	options []Setting
	bad     error
}

// parseEthtool reads a group of ETHTOOL_OPTS: words with their values; where a flag
// begins it, the interface's name comes before them.
func parseEthtool(s string) (e ethtoolWords) {
	words, flag, flags := strings.Fields(s), "", ""
	if len(words) > 0 && words[0][0] == '-' {
		flag = words[0]
		if len(words) > 1 {
			e.device = words[1]
		}
		words = words[min(2, len(words)):]
	}
	if flag != "" && flag != "-s" && flag != "--change" {
		for _, g := range ethtoolGroups() {
			if slices.Contains(strings.Fields(g.flags), flag) {
				flags = g.flags
			}
		}
		switch {
		case flags == "":
			e.bad = fmt.Errorf("%q is no option of ethtool that is known here", flag)
			return e
		case e.device == "" || len(words)%2 != 0:
			e.bad = fmt.Errorf("%s takes the interface's name, then names with their values", flag)
			return e
		}
	}
	for i := 0; i < len(words); i += 2 {
		value := ""
		if i+1 < len(words) {
			value = words[i+1]
		}
		o, err := ethtoolSetting(flags, words[i], value)
		switch {
		case err == nil:
			e.options = append(e.options, o)
		case e.bad == nil && flags != "":
			e.bad = fmt.Errorf("%s: %w", flag, err)
		case e.bad == nil:
			e.bad = err
		}
	}
	return e
}

// ethtoolSetting checks a word with its value, and gives it the one way that ethtool(8)
// shows it in.
func ethtoolSetting(flags, word, value string) (Setting, error) {
	var takes Grammar
	group, name := "", word
	if flags != "" {
		name = strings.TrimPrefix(word, "pause-")
	}
	for _, g := range ethtoolGroups() {
		if g.flags == flags && slices.Contains(strings.Fields(g.names), name) {
			group, takes = g.name, g.takes
		}
	}
	if flags == "" {
		for _, o := range ethtoolOptions() {
			if o.Name == name {
				takes = o.Takes
			}
		}
	}
	switch {
	case group == "" && flags == "":
		return Setting{}, fmt.Errorf("%q is no word of ethtool that is known here", word)
	case group == "" || name != word && group != "pause":
		return Setting{}, fmt.Errorf("%q is not known", word)
	case value == "":
		return Setting{}, fmt.Errorf("%q has no value", word)
	}
	err := takes.Check(value)
	if name == "wol" && strings.Trim(value, "pumbagsd") != "" {
		err = fmt.Errorf("%q has other letters than p u m b a g s d", value)
	}
	if err != nil {
		return Setting{}, fmt.Errorf("%s: %w", word, err)
	}
	switch mac, err := ParseMAC(value, 6); {
	case name == "sopass" && err == nil:
		value = mac.String()
	case takes.words == "on off 1 0" && strings.Contains("01", value):
		value = map[string]string{"0": "off", "1": "on"}[value]
	case len(value) > 1 && takes.form == formNumber:
		value = cmp.Or(strings.TrimLeft(value, "0"), "0")
	}
	return Setting{group + " " + name, strings.ToLower(value)}, nil
}
