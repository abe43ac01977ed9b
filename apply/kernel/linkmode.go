package kernel

import (
	"strings"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// parseLinkModes makes of the speed and the duplex of a link those that it has been
// set to: where they are negotiated, those of the only mode that is offered to the
// other end, and nothing where more are.
func parseLinkModes(b []byte, options, asked network.Options) network.Options {
	auto, speed, duplex := false, "", ""
	for i := range options {
		o := &options[i]
		switch {
		case o.Name == "autoneg":
			auto = o.Value == "on"
		case o.Value == "4294967295" || o.Value == "255" || o.Value == "0":
			o.Value = network.Unknown
		}
	}
	if !auto {
		return options
	}
	narrowed, several := false, false
	for _, m := range ours(b) {
		s, d := modeNamed(m.name)
		switch {
		case s == "":
		case !m.on: // supported, and not offered
			narrowed = true
		default:
			several = several || speed != "" && (s != speed || d != duplex)
			speed, duplex = s, d
		}
	}
	if several || asked.Find("speed") == nil && !narrowed {
		speed, duplex = "", ""
	}
	return network.Options{}.With("autoneg", "on").With("speed", speed).With("duplex", duplex)
}

// modeNamed tells speed and duplex of a link mode by its name, 1000baseT/Full; no
// speed of what is none: Autoneg, TP, Pause, Backplane.
func modeNamed(name string) (speed, duplex string) {
	speed, rest, is := strings.Cut(name, "base")
	if !is || strings.Trim(speed, "0123456789") != "" {
		return "", ""
	}
	if strings.HasSuffix(rest, "/Half") {
		return speed, "half"
	}
	return speed, "full"
}

// ours are the modes that are supported, with those on that are offered.
func ours(b []byte) (modes []bit) {
	_ = attributes(b, func(a attribute) { // what cannot be read is not known
		if a.kind == unix.ETHTOOL_A_LINKMODES_OURS {
			modes = parseBits(a.value)
		}
	})
	return modes
}

// offersAll reports whether every mode is to be offered: nothing else takes back what
// was narrowed to one.
func offersAll(o network.Options) bool {
	auto := o.Find("autoneg")
	return auto != nil && auto.Value == "on" && o.Find("speed") == nil
}

// supportedModes are those of an answer, all of them on.
func supportedModes(b []byte) (modes []bit) {
	for _, m := range ours(b) {
		if speed, _ := modeNamed(m.name); speed != "" {
			modes = append(modes, bit{m.name, true})
		}
	}
	return modes
}
