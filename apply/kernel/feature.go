package kernel

import (
	"strings"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// featurePatterns are the kernel's names (netdev_features_strings) of what ethtool(8)
// has a short word for, which may be several; other words are the kernel's own.
func featurePatterns() [][2]string {
	return [][2]string{{"gro", "rx-gro"}, {"gso", "tx-generic-segmentation"}, {"lro", "rx-lro"}, {"ntuple", "rx-ntuple-filter"},
		{"rx", "rx-checksum"}, {"rxhash", "rx-hashing"}, {"rxvlan", "rx-vlan-hw-parse"}, {"sg", "tx-scatter-gather*"},
		{"tso", "tx-tcp*-segmentation"}, {"tx", "tx-checksum-*"}, {"txvlan", "tx-vlan-hw-insert"}}
}

// featureNames are the names of a word among those that the kernel knows.
func featureNames(word string, known []bit) (names []string) {
	pattern := word
	for _, p := range featurePatterns() {
		if p[0] == word {
			pattern = p[1]
		}
	}
	before, after, several := strings.Cut(pattern, "*")
	for _, x := range known {
		if x.name == pattern || several && strings.HasPrefix(x.name, before) && strings.HasSuffix(x.name, after) {
			names = append(names, x.name)
		}
	}
	return names
}

// featureSets reads the sets of features by their attributes. In the hardware's the
// kernel lists all that it knows, on where they can be changed.
func featureSets(b []byte) (sets [unix.ETHTOOL_A_FEATURES_MAX + 1][]bit) {
	_ = attributes(b, func(a attribute) { // what cannot be read is not known
		if int(a.kind) < len(sets) {
			sets[a.kind] = parseBits(a.value)
		}
	})
	return sets
}

// parseFeatures tells of each word that is asked for how it is.
func parseFeatures(b []byte, asked network.Options) (options network.Options) {
	sets := featureSets(b)
	for i := range asked {
		if state := featureState(sets[:], &asked[i]); state != "" {
			options = options.With(asked[i].Name, state)
		}
	}
	return options
}

// featureState is how the features of a word are, as ethtool shows it: on or off, with
// [fixed] for what cannot be changed, and [requested ...] for what somebody asked for
// and the kernel holds back; [partly] for what is not all that is asked for. Empty: the
// kernel knows none of that name.
func featureState(sets [][]bit, o *network.Option) string {
	names := featureNames(o.Name, sets[unix.ETHTOOL_A_FEATURES_HW])
	can, wanted, on, fixed := 0, 0, "off", "off"
	for _, name := range names {
		active := find(sets[unix.ETHTOOL_A_FEATURES_ACTIVE], name)
		if !find(sets[unix.ETHTOOL_A_FEATURES_HW], name) || find(sets[unix.ETHTOOL_A_FEATURES_NOCHANGE], name) {
			if active {
				fixed = "on"
			}
			continue
		}
		can++
		if active {
			on = "on"
		}
		if find(sets[unix.ETHTOOL_A_FEATURES_WANTED], name) {
			wanted++
		}
	}
	switch {
	case len(names) == 0:
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

// addFeatures asks for features. What of them cannot be changed the kernel passes over
// (ethnl_set_features); a name that it does not know it refuses.
func addFeatures(to *nl.RtAttr, answer []byte, options network.Options) {
	known := featureSets(answer)[unix.ETHTOOL_A_FEATURES_HW]
	var list []bit
	for i := range options {
		names := featureNames(options[i].Name, known)
		if len(names) == 0 {
			names = []string{options[i].Name}
		}
		for _, name := range names {
			list = append(list, bit{name, options[i].Value == "on"})
		}
	}
	addBits(to, unix.ETHTOOL_A_FEATURES_WANTED, false, list)
}
