package ifcfg

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ethtoolOptions are the words of ETHTOOL_OPTS.
const ethtoolOptions = `
speed | number 0..4294967295 |  | Speed in Mb/s.
duplex | word half full |  | Duplex mode.
autoneg | word on off |  | Negotiate speed and duplex.
wol | text 1..9 |  | What wakes the host: letters of p u m b a g s, d for nothing.
sopass | mac |  | Password of the magic packet.
-K | text |  | DEVICE, then offload features, each on or off; also --features, --offload.
-C | text |  | DEVICE, then settings of interrupt coalescing, each with a number; also --coalesce.
-G | text |  | DEVICE, then sizes of rings: rx, rx-jumbo, rx-mini, tx; also --set-ring.
-L | text |  | DEVICE, then numbers of channels: rx, tx, other, combined; also --set-channels. | scripts
-A | text |  | DEVICE, then flow control, on or off: autoneg, rx, tx; also --pause.
`

// ethtoolGroup is a kind of group in ETHTOOL_OPTS, with what can be set in it.
type ethtoolGroup struct {
	name   string   // the kernel's
	flags  []string // that begin the group
	names  string   // of what is set in it
	number bool     // what they take; else on or off
}

func ethtoolGroups() []ethtoolGroup {
	return []ethtoolGroup{
		{"features", []string{"-K", "--features", "--offload"}, ethtoolFeatures, false},
		{"coalesce", []string{"-C", "--coalesce"}, `adaptive-rx adaptive-tx pkt-rate-high pkt-rate-low rx-frames rx-frames-high rx-frames-irq rx-frames-low
			rx-usecs rx-usecs-high rx-usecs-irq rx-usecs-low sample-interval stats-block-usecs tx-frames tx-frames-high tx-frames-irq tx-frames-low
			tx-usecs tx-usecs-high tx-usecs-irq tx-usecs-low`, true},
		{"rings", []string{"-G", "--set-ring"}, "rx rx-jumbo rx-mini tx", true},
		{"channels", []string{"-L", "--set-channels"}, "rx tx other combined", true},
		{"pause", []string{"-A", "--pause"}, "autoneg rx tx pause-autoneg pause-rx pause-tx", false},
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
func checkEthtool(s string) error {
	_, _, err := parseEthtool(s)
	return err
}

// parseEthtool reads a group of ETHTOOL_OPTS: words with their values; where a flag
// begins it, the interface's name comes before them. The settings have the group's name
// before their own, those that need no flag only their own. The error is what is bad,
// which costs the others nothing.
func parseEthtool(s string) (device string, options []Setting, bad error) {
	words := strings.Fields(s)
	var group *ethtoolGroup
	prefix := ""
	if len(words) > 0 && words[0][0] == '-' {
		flag := words[0]
		if len(words) > 1 {
			device = words[1]
		}
		if words = words[min(2, len(words)):]; flag != "-s" && flag != "--change" {
			group, prefix = ethtoolGroupOf(flag), flag+": "
			switch {
			case group == nil:
				return "", nil, fmt.Errorf("%q is no option of ethtool that is known here", flag)
			case device == "" || len(words)%2 != 0:
				return "", nil, fmt.Errorf("%s takes the interface's name, then names with their values", flag)
			}
		}
	}
	for i := 0; i < len(words); i += 2 {
		o := Setting{Name: words[i]}
		if i+1 < len(words) {
			o.Value = words[i+1]
		}
		err := o.ethtool(group)
		switch {
		case err == nil:
			options = append(options, o)
		case bad == nil:
			bad = fmt.Errorf("%s%w", prefix, err)
		default:
			bad = fmt.Errorf("%w; %w", bad, err)
		}
	}
	return device, options, bad
}

func ethtoolGroupOf(flag string) *ethtoolGroup {
	groups := ethtoolGroups()
	for i := range groups {
		for _, f := range groups[i].flags {
			if f == flag {
				return &groups[i]
			}
		}
	}
	return nil
}

// ethtool checks a setting of a group, nil for the words that need no flag, and gives
// it the one form that ethtool(8) shows it in.
func (s *Setting) ethtool(group *ethtoolGroup) error {
	word := s.Name
	takes, err := ethtoolTakes(group, word)
	switch {
	case err != nil:
		return err
	case s.Value == "":
		return fmt.Errorf("%q has no value", word)
	}
	err = takes.Check(s.Value)
	switch mac, bad := ParseMAC(s.Value, 6); {
	case word == "wol" && strings.Trim(s.Value, "pumbagsd") != "":
		err = fmt.Errorf("%q has other letters than p u m b a g s d", s.Value)
	case word == "sopass":
		s.Value, err = mac.String(), bad
	}
	if err != nil {
		return fmt.Errorf("%s: %w", word, err)
	}
	if group != nil {
		s.Name = group.name + " " + strings.TrimPrefix(word, "pause-")
	}
	s.Value = strings.ToLower(s.Value)
	if n, err := ParseInt(s.Value, 10, 0, 1<<32-1); err == nil {
		s.Value = strconv.FormatInt(n, 10)
	}
	switch {
	case strings.HasPrefix(word, "adaptive-") && s.Value == "1":
		s.Value = "on"
	case strings.HasPrefix(word, "adaptive-") && s.Value == "0":
		s.Value = "off"
	}
	return nil
}

func ethtoolTakes(group *ethtoolGroup, word string) (Grammar, error) {
	switch {
	case group == nil:
		if o, ok := optionOf(ethtoolOptions, word); ok {
			return o.Takes, nil
		}
		return Grammar{}, fmt.Errorf("%q is no word of ethtool that is known here", word)
	case !slices.Contains(strings.Fields(group.names), word):
		return Grammar{}, fmt.Errorf("%q is not known", word)
	case strings.HasPrefix(word, "adaptive-"):
		return oneOf("on off 1 0"), nil
	case group.number:
		return number(0, 1<<32-1), nil
	}
	return oneOf("on off"), nil
}
