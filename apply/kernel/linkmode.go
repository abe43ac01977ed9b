package kernel

import (
	"strings"

	"golang.org/x/sys/unix"

	"github.com/netonce/netonce/apply/network"
)

func linkModeFields() []field {
	return []field{
		{name: "autoneg", kind: unix.ETHTOOL_A_LINKMODES_AUTONEG, form: word8, words: "off on"},
		{name: "speed", kind: unix.ETHTOOL_A_LINKMODES_SPEED, form: u32},
		{name: "duplex", kind: unix.ETHTOOL_A_LINKMODES_DUPLEX, form: word8, words: "half full"},
	}
}

// parseLinkModes reads speed and duplex as they have been set: where they are
// negotiated, those of the only mode that is offered to the other end, and nothing
// where more are.
func parseLinkModes(b []byte, asked network.Options) (network.Options, error) {
	options := parseFields(linkModeFields(), b)
	if auto, _ := options.Get("autoneg"); auto.Value != "on" {
		for i := range options {
			if o := &options[i]; o.Name == "speed" && (o.Value == "4294967295" || o.Value == "0") || o.Name == "duplex" && o.Value == "255" {
				o.Value = network.Unknown
			}
		}
		return options, nil
	}
	modes, err := ours(b)
	one, narrowed := mode{}, false
	for _, m := range modes {
		x, is := modeNamed(m.name)
		switch {
		case !is:
		case !m.on: // supported, and not offered
			narrowed = true
		case one == mode{} || one == x:
			one = x
		default:
			return options.Set(mode{}.options()), err
		}
	}
	if speed, _ := asked.Get("speed"); speed.Value == "" && !narrowed {
		one = mode{}
	}
	return options.Set(one.options()), err
}

// mode is what the name of a link mode tells: 1000baseT/Full.
type mode struct{ speed, duplex string }

func modeNamed(name string) (m mode, is bool) {
	speed, rest, is := strings.Cut(name, "base")
	if speed == "" || strings.Trim(speed, "0123456789") != "" {
		return mode{}, false // Autoneg, TP, Pause, Backplane and the like
	}
	m = mode{speed, "full"}
	if strings.HasSuffix(rest, "/Half") {
		m.duplex = "half"
	}
	return m, is
}

func (m mode) options() network.Options {
	return network.Options{{Name: "speed", Value: m.speed}, {Name: "duplex", Value: m.duplex}}
}

// ours are the modes that are supported, with those on that are offered.
func ours(b []byte) (modes []bit, err error) {
	err = attributes(b, func(a attribute) {
		if a.kind == unix.ETHTOOL_A_LINKMODES_OURS {
			modes = parseBits(a.value)
		}
	})
	return modes, err
}

// offersAll reports whether every mode is to be offered: nothing else takes back what
// was narrowed to one.
func offersAll(o network.Options) bool {
	auto, _ := o.Get("autoneg")
	speed, _ := o.Get("speed")
	return auto.Value == "on" && speed.Value == ""
}

// supportedModes are those of an answer, all of them on.
func supportedModes(b []byte) (modes []bit, err error) {
	err = messageAttributes(b, func(a attribute) {
		if a.kind != unix.ETHTOOL_A_LINKMODES_OURS {
			return
		}
		for _, m := range parseBits(a.value) {
			if _, is := modeNamed(m.name); is {
				modes = append(modes, bit{m.name, true})
			}
		}
	})
	return modes, err
}
