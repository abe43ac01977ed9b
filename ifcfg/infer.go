package ifcfg

import (
	"fmt"
	"strings"
)

// inferences tells of what is inferred where a key is missing and others make
// that a surprise. What NetworkManager infers stands.
func (c *crossed) inferences() {
	for _, p := range c.profiles {
		if word := typeOf(p.Device.Value); word != "" && !p.Kind.IsSet() && p.Kind.Value == KindEthernet {
			c.warn(p.Device.Pos, p.Device.Key, "inferred", fmt.Sprintf("without TYPE it is taken for an Ethernet card, not a %s", inWords(word)), "write TYPE="+word)
		}
		if p.IPv4.Method.IsSet() || p.IPv4.Method.Value != MethodDisabled {
			continue
		}
		d := p.DHCP
		for _, f := range []Field[string]{d.Hostname, d.FQDN, d.VendorClass, {Pos: d.ClientID.Pos, Key: d.ClientID.Key}, {Pos: d.Timeout.Pos, Key: d.Timeout.Key}} {
			if f.IsSet() {
				c.warn(f.Pos, f.Key, "inferred", "not used: without BOOTPROTO there is no DHCP", "write BOOTPROTO=dhcp")
				break
			}
		}
	}
}

// typeOf is the TYPE that goes with a name of an interface that no machine has
// by itself, empty for other names.
func typeOf(device string) string {
	if _, _, ok := splitVLAN(device); ok {
		return string(KindVLAN)
	}
	for prefix, kind := range map[string]Kind{"bond": KindBond, "team": KindTeam, "br": KindBridge, "vlan": KindVLAN} {
		if rest, ok := strings.CutPrefix(device, prefix); ok && rest != "" && strings.Trim(rest, "0123456789") == "" {
			return string(kind)
		}
	}
	return ""
}

// inWords is a TYPE as it stands in a sentence.
func inWords(kind string) string {
	if kind == string(KindVLAN) {
		return "VLAN"
	}
	return strings.ToLower(kind)
}
