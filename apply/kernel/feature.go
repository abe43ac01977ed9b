package kernel

import (
	"strings"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"github.com/netonce/netonce/apply/network"
)

// featureNames are the kernel's names (netdev_features_strings) of what ethtool(8)
// and NetworkManager have a short word for; other words are the kernel's own.
func featureNames(word string) []string {
	switch word {
	case "gro":
		word = "rx-gro"
	case "gso":
		word = "tx-generic-segmentation"
	case "lro":
		word = "rx-lro"
	case "ntuple":
		word = "rx-ntuple-filter"
	case "rx":
		word = "rx-checksum"
	case "rxhash":
		word = "rx-hashing"
	case "rxvlan":
		word = "rx-vlan-hw-parse"
	case "txvlan":
		word = "tx-vlan-hw-insert"
	case "sg":
		word = "tx-scatter-gather tx-scatter-gather-fraglist"
	case "tso":
		word = "tx-tcp-segmentation tx-tcp-ecn-segmentation tx-tcp-mangleid-segmentation tx-tcp6-segmentation"
	case "tx":
		word = "tx-checksum-ipv4 tx-checksum-ip-generic tx-checksum-ipv6 tx-checksum-fcoe-crc tx-checksum-sctp"
	}
	return strings.Fields(word)
}

// parseFeatures tells of each word that is asked for how it is.
func parseFeatures(b []byte, asked network.Options) (options network.Options) {
	var sets [unix.ETHTOOL_A_FEATURES_MAX + 1][]bit
	_ = attributes(b, func(a attribute) { // what cannot be read is not known
		if int(a.kind) < len(sets) {
			sets[a.kind] = parseBits(a.value)
		}
	})
	for _, o := range asked {
		if o.Value = featureState(sets[:], o); o.Value != "" {
			options = append(options, o)
		}
	}
	return options
}

// featureState is how the features of a word are, as ethtool shows it: on or off, with
// [fixed] for what cannot be changed, and [requested ...] for what somebody asked for
// and the kernel holds back; [partly] for what is not all that is asked for. Empty: the
// kernel, which lists all that it knows as the hardware's, knows none of that name.
func featureState(sets [][]bit, o network.Option) string {
	known, can, wanted, on, fixed := 0, 0, 0, "off", "off"
	for _, name := range featureNames(o.Name) {
		changes, there := find(sets[unix.ETHTOOL_A_FEATURES_HW], name)
		if !there {
			continue
		}
		known++
		never, _ := find(sets[unix.ETHTOOL_A_FEATURES_NOCHANGE], name)
		active, _ := find(sets[unix.ETHTOOL_A_FEATURES_ACTIVE], name)
		asked, _ := find(sets[unix.ETHTOOL_A_FEATURES_WANTED], name)
		state := &on
		if !changes || never {
			state, asked = &fixed, false
		} else {
			can++
		}
		if active {
			*state = "on"
		}
		if asked {
			wanted++
		}
	}
	switch {
	case known == 0:
		return ""
	case can == 0:
		return fixed + " [fixed]"
	case on == "off" && (wanted == can || wanted > 0 && o.Value == "off"):
		return "off [requested on]"
	case on == "on" && wanted == 0:
		return "on [requested off]"
	case on == "on" && wanted < can && o.Value == "on":
		return "on [partly]"
	}
	return on
}

// addFeatures asks for features. What of them cannot be changed the kernel passes
// over (ethnl_set_features).
func addFeatures(to *nl.RtAttr, options network.Options) {
	var list []bit
	for _, o := range options {
		for _, name := range featureNames(o.Name) {
			list = append(list, bit{name, o.Value == "on"})
		}
	}
	addBits(to, unix.ETHTOOL_A_FEATURES_WANTED, false, list)
}
