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
	names := map[string]string{
		"gro":    "rx-gro",
		"gso":    "tx-generic-segmentation",
		"lro":    "rx-lro",
		"ntuple": "rx-ntuple-filter",
		"rx":     "rx-checksum",
		"rxhash": "rx-hashing",
		"rxvlan": "rx-vlan-hw-parse",
		"txvlan": "tx-vlan-hw-insert",
		"sg":     "tx-scatter-gather tx-scatter-gather-fraglist",
		"tso":    "tx-tcp-segmentation tx-tcp-ecn-segmentation tx-tcp-mangleid-segmentation tx-tcp6-segmentation",
		"tx":     "tx-checksum-ipv4 tx-checksum-ip-generic tx-checksum-ipv6 tx-checksum-fcoe-crc tx-checksum-sctp",
	}[word]
	if names == "" {
		names = word
	}
	return strings.Fields(names)
}

// features are sets of features by the kernel's names. In hardware, every feature
// that the kernel knows has its place; those that can be changed are true in it.
type features struct{ hardware, wanted, active map[string]bool }

// parseFeatures tells of each word that is asked for how it is.
func parseFeatures(b []byte, asked network.Options) (options network.Options, err error) {
	f := features{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	never := map[string]bool{}
	err = attributes(b, func(a attribute) {
		set := map[uint16]map[string]bool{unix.ETHTOOL_A_FEATURES_HW: f.hardware, unix.ETHTOOL_A_FEATURES_WANTED: f.wanted,
			unix.ETHTOOL_A_FEATURES_ACTIVE: f.active, unix.ETHTOOL_A_FEATURES_NOCHANGE: never}[a.kind]
		if set == nil {
			return
		}
		for _, x := range parseBits(a.value) {
			set[x.name] = x.on
		}
	})
	for name, on := range never {
		f.hardware[name] = f.hardware[name] && !on
	}
	for _, o := range asked {
		if state := f.state(o); state != "" {
			options = append(options, network.Option{Name: o.Name, Value: state})
		}
	}
	return options, err
}

// state is how the features of a word are, in ethtool's words: on or off, with
// [fixed] for what cannot be changed, and [requested ...] for what somebody asked
// for and the kernel holds back. It is [partly] so where it is not all that is asked
// for. Empty: the kernel knows none of that name.
func (f features) state(o network.Option) string {
	known, can, wanted, on, fixed := 0, 0, 0, false, false
	for _, name := range featureNames(o.Name) {
		changes, there := f.hardware[name]
		switch {
		case !there:
			continue
		case changes:
			can++
			on = on || f.active[name]
			if f.wanted[name] {
				wanted++
			}
		default:
			fixed = fixed || f.active[name]
		}
		known++
	}
	words := map[bool]string{true: "on", false: "off"}
	switch {
	case known == 0:
		return ""
	case can == 0:
		return words[fixed] + " [fixed]"
	case wanted == can && !on, wanted > 0 && o.Value == "off" && !on:
		return "off [requested on]"
	case wanted == 0 && on:
		return "on [requested off]"
	case wanted < can && o.Value == "on" && on:
		return "on [partly]"
	}
	return words[on]
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
