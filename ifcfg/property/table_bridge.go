package property

import (
	"slices"
	"strings"

	"github.com/netonce/netonce/ifcfg"
)

func bridgeSetting() Setting {
	number := func(high int64) *form { return integer(0, high, nil) }
	return Setting{Name: "bridge", has: isType("bridge"), Properties: []*Property{
		row("mac-address", "BRIDGE_MACADDR", "", hardwareAddress(), "Hardware address of the bridge."),
		stp(),
		withSTP(option("priority", "priority", "32768", number(65535), "Priority of the bridge.")),
		withSTP(row("forward-delay", "DELAY", "15", number(30), "Seconds before a port forwards.")),
		withSTP(option("hello-time", "hello_time", "2", number(10), "Seconds between hello packets.")),
		withSTP(option("max-age", "max_age", "20", number(40), "Seconds that a hello packet is good for.")),
		option("ageing-time", "ageing_time", "300", number(1000000), "Seconds that an address is remembered."),
		option("group-forward-mask", "group_fwd_mask", "0", number(65535), "Link-local groups that are forwarded."),
		option("multicast-snooping", "multicast_snooping", "yes", zeroOne(), "Learn who wants which group."),
		option("vlan-filtering", "vlan_filtering", "no", zeroOne(), "Tell VLANs apart."),
		option("vlan-default-pvid", "default_pvid", "1", number(4094), "VLAN of untagged packets."),
		row("vlans", "BRIDGE_VLANS", "", vlans(), "VLANs of the bridge itself."),
	}}.always("stp").stated("stp")
}

func bridgePortSetting() Setting {
	return Setting{Name: "bridge-port", has: isPortOf("bridge"), Properties: []*Property{
		option("priority", "priority", "32", integer(0, 63, nil), "Priority of the port."),
		option("path-cost", "path_cost", "100", integer(0, 65535, nil), "Cost of the port to the spanning tree."),
		option("hairpin-mode", "hairpin_mode", "no", zeroOne(), "Send packets back where they came from."),
		row("vlans", "BRIDGE_PORT_VLANS", "", vlans(), "VLANs of the port."),
	}}
}

// stp is off for a bridge that does not say, which is not what nmcli's new ones
// have.
func stp() *Property {
	f := boolean(false)
	return derived("stp", "STP", "yes", f, "Spanning tree protocol.", func(s *source) []string { return flag(s.yes("STP")) },
		func(c *Connection, sh *sheet) error { sh.set("STP", c.text("bridge.stp"), f); return nil })
}

// withSTP reads a property only where the spanning tree protocol is on, as
// NetworkManager does.
//
//go:noinline
func withSTP(p *Property) *Property {
	read := p.read
	p.read = func(s *source) []string {
		if !s.yes("STP") {
			return nil
		}
		return read(s)
	}
	return p
}

// option is a property that is a word of BRIDGING_OPTS.
//
//go:noinline
func option(name, word, fallback string, f *form, meaning string) *Property {
	p := &Property{Name: name, Keys: "BRIDGING_OPTS " + word, Default: fallback, Meaning: meaning, form: f}
	p.read = func(s *source) []string {
		for _, w := range strings.Fields(s.text("BRIDGING_OPTS")) {
			if v, ok := strings.CutPrefix(w, word+"="); ok {
				return f.fromKey(v)
			}
		}
		return nil
	}
	p.store = func(sh *sheet, value []string, _ bool) {
		words := sh.bridging()
		words = slices.DeleteFunc(words, func(w string) bool { return strings.HasPrefix(w, word+"=") })
		if len(value) > 0 {
			words = append(words, word+"="+f.toKey(value))
		}
		sh.edits = slices.DeleteFunc(sh.edits, func(e ifcfg.Edit) bool { return e.Key == "BRIDGING_OPTS" })
		sh.words("BRIDGING_OPTS", words)
	}
	return p
}

// bridging are the words of BRIDGING_OPTS as edited so far.
func (s *sheet) bridging() []string {
	for _, e := range s.edits {
		if e.Key == "BRIDGING_OPTS" {
			return strings.Fields(e.Value)
		}
	}
	a, _ := s.file.Lookup("BRIDGING_OPTS")
	return strings.Fields(a.Value)
}

// zeroOne is a boolean whose key holds 0 or 1.
//
//go:noinline
func zeroOne() *form {
	f := boolean(false)
	f.toKey = func(w []string) string { return map[string]string{"yes": "1", "no": "0"}[w[0]] }
	return f
}

// vlans is a list of "ID pvid untagged" with commas between.
//
//go:noinline
func vlans() *form {
	f := phrases()
	f.fromKey = func(s string) []string {
		var words []string
		for w := range strings.SplitSeq(s, ",") {
			if w = strings.Join(strings.Fields(w), " "); w != "" {
				words = append(words, w)
			}
		}
		return words
	}
	f.toKey = func(w []string) string { return strings.Join(w, ",") }
	f.parse = func(s string) (string, error) { return strings.Join(strings.Fields(s), " "), nil }
	return f
}
