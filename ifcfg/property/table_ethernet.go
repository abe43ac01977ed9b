package property

import (
	"fmt"
	"slices"
	"strings"

	"netonce/ifcfg"
)

const ethernetTable = `
= 802-3-ethernet | ethernet | ethernet
port |  |  | text | Kind of socket of old cards.
speed | ETHTOOL_OPTS | 0 | integer 0..4294967295 | Forced speed in Mb/s.
duplex | ETHTOOL_OPTS |  | choice half full | Forced duplex.
auto-negotiate | ETHTOOL_OPTS | no | boolean | Negotiate speed and duplex. | always
mac-address | HWADDR |  | mac | Apply only to the interface with this permanent hardware address.
cloned-mac-address | MACADDR |  | cloned-mac | Hardware address to set.
generate-mac-address-mask | GENERATE_MAC_ADDRESS_MASK |  | text | Bits of a generated hardware address that are kept.
mac-address-denylist | HWADDR_BLACKLIST |  | macs | Interfaces that the profile does not apply to.
mtu | MTU | auto | mtu | Largest packet that the link takes.
s390-subchannels | SUBCHANNELS |  | commas | Devices of a mainframe's channel.
s390-nettype | NETTYPE |  | choice qeth lcs ctc | Kind of a mainframe's network device.
s390-options | OPTIONS |  | texts | Options of a mainframe's network device.
wake-on-lan | ETHTOOL_OPTS, ETHTOOL_WAKE_ON_LAN | default | choice default ignore phy unicast multicast broadcast arp magic | What wakes the host.
wake-on-lan-password | ETHTOOL_OPTS |  | text | Password of the waking packet.
accept-all-mac-addresses | ACCEPT_ALL_MAC_ADDRESSES | -1 | ternary | Take packets for any hardware address.
`

// hasEthernet reports whether a connection has the Ethernet setting. A bond has it
// only if it says something that is Ethernet's, as NetworkManager reads it.
func hasEthernet(c *Connection) bool {
	if c.Type() == "bond" || c.Type() == "team" {
		return hasAny("802-3-ethernet")(c)
	}
	return isType("802-3-ethernet", "bridge", "vlan")(c)
}

// ethtool is the value behind a word in the plain groups of ETHTOOL_OPTS. The
// interface that a group begins with is not one of its words.
func (s *source) ethtool(word string) string {
	for _, group := range strings.Split(s.text("ETHTOOL_OPTS"), ";") {
		words := strings.Fields(group)
		if i := slices.Index(words, word); i >= 0 && i+1 < len(words) && !strings.HasPrefix(words[0], "-") {
			return words[i+1]
		}
	}
	return ""
}

func readSpeed(s *source) []string    { return some(s.ethtool("speed")) }
func readDuplex(s *source) []string   { return some(s.ethtool("duplex")) }
func readPassword(s *source) []string { return some(s.ethtool("sopass")) }

func readNegotiation(s *source) []string {
	if s.ethtool("autoneg") == "on" {
		return []string{"yes"}
	}
	return nil
}

func readWake(s *source) []string {
	if strings.EqualFold(s.text("ETHTOOL_WAKE_ON_LAN"), "ignore") {
		return []string{"ignore"}
	}
	names := map[rune]string{'p': "phy", 'u': "unicast", 'm': "multicast", 'b': "broadcast", 'a': "arp", 'g': "magic"}
	var words []string
	for _, letter := range s.ethtool("wol") {
		if n := names[letter]; n != "" {
			words = append(words, n)
		}
	}
	return words
}

// writeLinkMode writes the plain group of ETHTOOL_OPTS anew, and keeps the others
// and the words that it does not know.
func writeLinkMode(c *Connection, sh *sheet) error {
	a, _ := sh.file.Lookup("ETHTOOL_OPTS")
	var groups []string
	mine := ""
	for _, group := range strings.Split(a.Value, ";") {
		switch words := strings.Fields(group); {
		case len(words) == 0:
		case strings.HasPrefix(words[0], "-"):
			groups = append(groups, strings.TrimSpace(group))
		default:
			mine += " " + withoutLinkMode(words)
		}
	}
	if v := c.text("802-3-ethernet.auto-negotiate"); v == "yes" || c.text("802-3-ethernet.speed") != "0" {
		mine += " autoneg " + map[string]string{"yes": "on", "no": "off"}[v]
	}
	for _, name := range []string{"speed", "duplex"} {
		if v := c.text("802-3-ethernet." + name); v != "" && v != "0" {
			mine += " " + name + " " + v
		}
	}
	if mine = strings.Join(strings.Fields(mine), " "); mine != "" {
		groups = slices.Insert(groups, 0, mine)
	}
	if len(groups) == 0 {
		sh.drop("ETHTOOL_OPTS")
		return nil
	}
	sh.put("ETHTOOL_OPTS", strings.Join(groups, "; "))
	return nil
}

func withoutLinkMode(words []string) string {
	var kept []string
	for i := 0; i < len(words); i++ {
		switch words[i] {
		case "autoneg", "speed", "duplex":
			i++
		default:
			kept = append(kept, words[i])
		}
	}
	return strings.Join(kept, " ")
}

// hardwareAddress is six octets, shown in capitals as NetworkManager has them.
func hardwareAddress() *form {
	f := text()
	f.parse = func(s string) (string, error) {
		mac, err := ifcfg.ParseMAC(s, 6)
		if err != nil {
			return "", fmt.Errorf("'%s' is not a valid hardware address", s)
		}
		return strings.ToUpper(mac.String()), nil
	}
	f.fromKey = func(s string) []string {
		w, err := f.parse(s)
		if err != nil {
			return nil
		}
		return []string{w}
	}
	return f
}

// clonedAddress is a hardware address, or a word for how to make one.
func clonedAddress() *form {
	f := hardwareAddress()
	f.values = []string{"preserve", "permanent", "random", "stable"}
	address := f.parse
	f.parse = func(s string) (string, error) {
		if slices.Contains(f.values, strings.ToLower(s)) {
			return strings.ToLower(s), nil
		}
		return address(s)
	}
	f.fromKey = func(s string) []string {
		if w, err := f.parse(s); err == nil {
			return []string{w}
		}
		return nil
	}
	return f
}

func hardwareAddresses() *form {
	one := hardwareAddress()
	f := texts()
	f.parse = one.parse
	f.fromKey = func(s string) []string {
		var words []string
		for _, w := range strings.Fields(s) {
			words = append(words, one.fromKey(w)...)
		}
		return words
	}
	return f
}

// commas is a list with commas in the key too.
func commas() *form {
	return &form{
		list:    true,
		items:   ",",
		fromKey: func(s string) []string { return strings.Split(s, ",") },
		toKey:   func(w []string) string { return strings.Join(w, ",") },
	}
}

// mtu is a number of bytes, or auto for what the link has.
func mtu() *form {
	f := integer(0, 1<<32-1, nil)
	number, key := f.parse, f.fromKey
	f.parse = func(s string) (string, error) {
		if strings.EqualFold(s, "auto") {
			return "auto", nil
		}
		w, err := number(s)
		if w == "0" {
			w = "auto"
		}
		return w, err
	}
	f.fromKey = func(s string) []string {
		w := key(s)
		if len(w) == 1 && w[0] == "0" {
			return nil
		}
		return w
	}
	return f
}
