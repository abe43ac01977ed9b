package kernel

import (
	"strings"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"
)

// bit is one of a set, by name.
type bit struct {
	name string
	on   bool
}

// find reports whether a bit is on.
func find(list []bit, name string) bool {
	for i := range list {
		if list[i].name == name {
			return list[i].on
		}
	}
	return false
}

// parseBits reads a set that lists its bits. In one without a mask all that are listed
// are on.
func parseBits(b []byte) (list []bit) {
	whole := false
	_ = attributes(b, func(a attribute) { // what cannot be read is not known
		whole = whole || a.kind == unix.ETHTOOL_A_BITSET_NOMASK
		if a.kind != unix.ETHTOOL_A_BITSET_BITS {
			return
		}
		_ = attributes(a.value, func(entry attribute) {
			x := bit{}
			_ = attributes(entry.value, func(a attribute) {
				switch a.kind {
				case unix.ETHTOOL_A_BITSET_BIT_NAME:
					x.name = unix.ByteSliceToString(a.value)
				case unix.ETHTOOL_A_BITSET_BIT_VALUE:
					x.on = true
				}
			})
			list = append(list, x)
		})
	})
	for i := range list {
		list[i].on = list[i].on || whole
	}
	return list
}

// addBits adds a set: as a whole, of which all else is off, or only what changes.
func addBits(to *nl.RtAttr, kind int, whole bool, list []bit) {
	set := nest(to, kind)
	if whole {
		leaf(set, unix.ETHTOOL_A_BITSET_NOMASK, nil)
	}
	bits := nest(set, unix.ETHTOOL_A_BITSET_BITS)
	for _, x := range list {
		entry := nest(bits, unix.ETHTOOL_A_BITSET_BITS_BIT)
		leaf(entry, unix.ETHTOOL_A_BITSET_BIT_NAME, nl.ZeroTerminated(x.name))
		if x.on {
			leaf(entry, unix.ETHTOOL_A_BITSET_BIT_VALUE, nil)
		}
	}
}

// leaf adds an attribute.
func leaf(to *nl.RtAttr, kind int, value []byte) *nl.RtAttr { return to.AddRtAttr(kind, value) }

// nest adds one that holds others. Generic netlink wants that flagged.
func nest(to *nl.RtAttr, kind int) *nl.RtAttr { return leaf(to, kind|unix.NLA_F_NESTED, nil) }

// lettersOf are the letters of the bits that are on, d for none. Each word is a
// letter with a bit's name behind it.
func lettersOf(words string, b []byte) (on string) {
	list := parseBits(b)
	for _, w := range strings.Fields(words) {
		if find(list, w[1:]) {
			on += w[:1]
		}
	}
	if on == "" {
		return "d"
	}
	return on
}

// addLetters adds the set of the bits that letters stand for.
func addLetters(to *nl.RtAttr, kind int, words, letters string) {
	var list []bit
	for _, w := range strings.Fields(words) {
		if strings.Contains(letters, w[:1]) {
			list = append(list, bit{w[1:], true})
		}
	}
	addBits(to, kind, true, list)
}
