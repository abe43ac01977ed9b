package ifcfg

import (
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

// The groups that the plain words are of.
const (
	groupLinkModes = "linkmodes"
	groupWake      = "wol"
)

// ethtoolGroup is a kind of group in ETHTOOL_OPTS, with what can be set in it.
type ethtoolGroup struct {
	name  string // the kernel's
	flags string // that begin the group
	names string // of what is set in it
	takes Grammar
}

func ethtoolGroups() []ethtoolGroup {
	return []ethtoolGroup{
		{"features", "-K --features --offload", ethtoolFeatures, oneOf("on off")},
		{"coalesce", "-C --coalesce", "adaptive-rx adaptive-tx", oneOf("on off 1 0")},
		{"coalesce", "-C --coalesce", `pkt-rate-high pkt-rate-low rx-frames rx-frames-high rx-frames-irq rx-frames-low
			rx-usecs rx-usecs-high rx-usecs-irq rx-usecs-low sample-interval stats-block-usecs tx-frames tx-frames-high tx-frames-irq tx-frames-low
			tx-usecs tx-usecs-high tx-usecs-irq tx-usecs-low`, number(0, 1<<32-1)},
		{"rings", "-G --set-ring", "rx rx-jumbo rx-mini tx", number(0, 1<<32-1)},
		{"channels", "-L --set-channels", "rx tx other combined", number(0, 1<<32-1)},
		{"pause", "-A --pause", "autoneg rx tx pause-autoneg pause-rx pause-tx", oneOf("on off")},
	}
}

// ethtoolGroupOf is the group that a name belongs to: of the plain words some are the
// link's modes, others what wakes the host.
func ethtoolGroupOf(group, name string) string {
	switch {
	case group != "":
		return group
	case name == "wol" || name == "sopass":
		return groupWake
	}
	return groupLinkModes
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
func checkEthtool(s string) error {
	_, _, err := parseEthtool(s)
	return err
}

// parseEthtool reads a group of ETHTOOL_OPTS, words with their values, and the
// interface's name that those with a flag begin with. Of what is bad it returns the
// first, and the rest all the same. Plain words have no Group.
func parseEthtool(s string) (e Ethtool, device string, err error) {
	words := strings.Fields(s)
	if len(words) == 0 || words[0][0] != '-' {
		e.Options, err = ethtoolWords(words, "", plainWord)
		return e, "", err
	}
	flag := words[0]
	if len(words) > 1 {
		device = words[1]
	}
	words = words[min(2, len(words)):]
	if flag == "-s" || flag == "--change" {
		e.Options, err = ethtoolWords(words, "", plainWord)
		return e, device, err
	}
	at := slices.IndexFunc(ethtoolGroups(), func(g ethtoolGroup) bool { return slices.Contains(strings.Fields(g.flags), flag) })
	switch {
	case at < 0:
		return e, "", fmt.Errorf("%q is no option of ethtool that is known here", flag)
	case device == "" || len(words)%2 != 0:
		return e, "", fmt.Errorf("%s takes the interface's name, then names with their values", flag)
	}
	e.Group = ethtoolGroups()[at].name
	e.Options, err = ethtoolWords(words, flag+": ", func(name string) (Grammar, error) {
		for _, g := range ethtoolGroups() {
			if g.name == e.Group && slices.Contains(strings.Fields(g.names), name) {
				return g.takes, nil
			}
		}
		return Grammar{}, fmt.Errorf("%q is not known", name)
	})
	return e, device, err
}

// plainWord is what a word takes that needs no flag.
func plainWord(name string) (Grammar, error) {
	for _, o := range ethtoolOptions() {
		if o.Name == name && name[0] != '-' {
			return o.Takes, nil
		}
	}
	return Grammar{}, fmt.Errorf("%q is no word of ethtool that is known here", name)
}

func ethtoolWords(words []string, prefix string, takes func(name string) (Grammar, error)) (options []Setting, first error) {
	bad := func(err error) {
		if first == nil {
			first = fmt.Errorf("%s%w", prefix, err)
		}
	}
	for pair := range slices.Chunk(words, 2) {
		g, err := takes(pair[0])
		switch {
		case err != nil:
			bad(err)
			continue
		case len(pair) == 1:
			bad(fmt.Errorf("%q has no value", pair[0]))
			continue
		}
		err = g.Check(pair[1])
		if pair[0] == "wol" && strings.Trim(pair[1], "pumbagsd") != "" {
			err = fmt.Errorf("%q has other letters than p u m b a g s d", pair[1])
		}
		if err != nil {
			bad(fmt.Errorf("%s: %w", pair[0], err))
			continue
		}
		options = append(options, Setting{strings.TrimPrefix(pair[0], "pause-"), ethtoolValue(pair[0], pair[1])})
	}
	return options, first
}

// ethtoolValue is a value in the one way that ethtool(8) shows it.
func ethtoolValue(name, s string) string {
	switch {
	case strings.HasPrefix(name, "adaptive-") && s == "1":
		return "on"
	case strings.HasPrefix(name, "adaptive-") && s == "0":
		return "off"
	case name == "sopass":
		mac, err := ParseMAC(s, 6)
		if err == nil {
			return mac.String()
		}
	case strings.Trim(s, "0123456789") == "":
		if s = strings.TrimLeft(s, "0"); s == "" {
			return "0"
		}
	}
	return strings.ToLower(s)
}
