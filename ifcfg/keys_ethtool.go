package ifcfg

import (
	"fmt"
	"slices"
	"strings"
)

// ethtoolOptions are the words of ETHTOOL_OPTS.
func ethtoolOptions() []Option {
	return []Option{
		{Name: "speed", Takes: number(0, 1<<32-1), Meaning: "Speed in Mb/s."},
		{Name: "duplex", Takes: oneOf("half full"), Meaning: "Duplex mode."},
		{Name: "autoneg", Takes: oneOf("on off"), Meaning: "Negotiate speed and duplex."},
		{Name: "wol", Takes: length(1, 9), Meaning: "What wakes the host: letters of p u m b a g s, d for nothing."},
		{Name: "sopass", Takes: one(formMAC), Meaning: "Password of the magic packet."},
		{Name: "-K", Meaning: "DEVICE, then offload features, each on or off; also --features, --offload."},
		{Name: "-C", Meaning: "DEVICE, then settings of interrupt coalescing, each with a number; also --coalesce."},
		{Name: "-G", Meaning: "DEVICE, then sizes of rings: rx, rx-jumbo, rx-mini, tx; also --set-ring."},
		{Name: "-A", Meaning: "DEVICE, then flow control, on or off: autoneg, rx, tx; also --pause."},
	}
}

// ethtoolGroup is a kind of group in ETHTOOL_OPTS, with what can be set in it.
type ethtoolGroup struct {
	flags string // that begin the group
	names string // of what is set in it
	takes Grammar
}

func ethtoolGroups() []ethtoolGroup {
	return []ethtoolGroup{
		{"-K --features --offload", ethtoolFeatures, oneOf("on off")},
		{"-C --coalesce", `adaptive-rx adaptive-tx pkt-rate-high pkt-rate-low rx-frames rx-frames-high rx-frames-irq rx-frames-low
			rx-usecs rx-usecs-high rx-usecs-irq rx-usecs-low sample-interval stats-block-usecs tx-frames tx-frames-high tx-frames-irq tx-frames-low
			tx-usecs tx-usecs-high tx-usecs-irq tx-usecs-low`, Grammar{form: formNumber, max: 1<<32 - 1, words: "on off"}},
		{"-G --set-ring", "rx rx-jumbo rx-mini tx", number(0, 1<<32-1)},
		{"-A --pause", "autoneg rx tx pause-autoneg pause-rx pause-tx", oneOf("on off")},
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

// checkEthtool checks a value of ETHTOOL_OPTS: groups with ';' between, each of
// them words with their values.
func checkEthtool(s string) error {
	for group := range strings.SplitSeq(s, ";") {
		words := strings.Fields(group)
		if len(words) == 0 {
			continue
		}
		if words[0][0] != '-' || words[0] == "-s" || words[0] == "--change" {
			if words[0][0] == '-' {
				words = words[min(2, len(words)):]
			}
			if err := checkEthtoolLink(words); err != nil {
				return err
			}
			continue
		}
		if err := checkEthtoolGroup(words); err != nil {
			return err
		}
	}
	return nil
}

func checkEthtoolLink(words []string) error {
	for i := 0; i < len(words); i += 2 {
		at := slices.IndexFunc(ethtoolOptions(), func(o Option) bool { return o.Name == words[i] })
		if at < 0 {
			return fmt.Errorf("%q is no word of ethtool that is known here", words[i])
		}
		if i+1 == len(words) {
			return fmt.Errorf("%q has no value", words[i])
		}
		o := ethtoolOptions()[at]
		err := o.Takes.Check(words[i+1])
		if o.Name == "wol" && strings.Trim(words[i+1], "pumbagsd") != "" {
			err = fmt.Errorf("%q has other letters than p u m b a g s d", words[i+1])
		}
		if err != nil {
			return fmt.Errorf("%s: %w", o.Name, err)
		}
	}
	return nil
}

func checkEthtoolGroup(words []string) error {
	for _, g := range ethtoolGroups() {
		if !slices.Contains(strings.Fields(g.flags), words[0]) {
			continue
		}
		if len(words) < 2 || len(words)%2 != 0 {
			return fmt.Errorf("%s takes the interface's name, then names with their values", words[0])
		}
		for i := 2; i < len(words); i += 2 {
			if !slices.Contains(strings.Fields(g.names), words[i]) {
				return fmt.Errorf("%s: %q is not known", words[0], words[i])
			}
			if err := g.takes.Check(words[i+1]); err != nil {
				return fmt.Errorf("%s: %s: %w", words[0], words[i], err)
			}
		}
		return nil
	}
	return fmt.Errorf("%q is no option of ethtool that is known here", words[0])
}
