package property

import (
	"slices"
	"strings"

	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

const bridgeTable = `
= bridge | type bridge
mac-address | BRIDGE_MACADDR |  | mac | Hardware address of the bridge.
stp | STP | yes | boolean | Spanning tree protocol. | always stated
priority | BRIDGING_OPTS priority | 32768 | integer 0..65535 | Priority of the bridge. | stp
forward-delay | DELAY | 15 | integer 0..30 | Seconds before a port forwards. | stp
hello-time | BRIDGING_OPTS hello_time | 2 | integer 0..10 | Seconds between hello packets. | stp
max-age | BRIDGING_OPTS max_age | 20 | integer 0..40 | Seconds that a hello packet is good for. | stp
ageing-time | BRIDGING_OPTS ageing_time | 300 | integer 0..1000000 | Seconds that an address is remembered.
group-forward-mask | BRIDGING_OPTS group_fwd_mask | 0 | integer 0..65535 | Link-local groups that are forwarded.
multicast-snooping | BRIDGING_OPTS multicast_snooping | yes | zero-one | Learn who wants which group.
vlan-filtering | BRIDGING_OPTS vlan_filtering | no | zero-one | Tell VLANs apart.
vlan-default-pvid | BRIDGING_OPTS default_pvid | 1 | integer 0..4094 | VLAN of untagged packets.
vlans | BRIDGE_VLANS |  | vlans | VLANs of the bridge itself.
= bridge-port | port bridge
priority | BRIDGING_OPTS priority | 32 | integer 0..63 | Priority of the port.
path-cost | BRIDGING_OPTS path_cost | 100 | integer 0..65535 | Cost of the port to the spanning tree.
hairpin-mode | BRIDGING_OPTS hairpin_mode | no | zero-one | Send packets back where they came from.
vlans | BRIDGE_PORT_VLANS |  | vlans | VLANs of the port.
`

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
func zeroOne() *form {
	f := boolean(false)
	f.toKey = func(w []string) string { return map[string]string{"yes": "1", "no": "0"}[w[0]] }
	return f
}

// vlans is a list of "ID pvid untagged" with commas between.
func vlans() *form {
	f := phrases()
	f.fromKey = func(s string) []string {
		var words []string
		for _, w := range strings.Split(s, ",") {
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

// option has a word of BRIDGING_OPTS hold the property.
func (p *Property) option(word string) {
	f := p.form
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
		sh.edits = lists.Delete(sh.edits, func(e *ifcfg.Edit) bool { return e.Key == "BRIDGING_OPTS" })
		sh.words("BRIDGING_OPTS", words)
	}
}

// withSTP reads a property only where the spanning tree protocol is on, as
// NetworkManager does.
func (p *Property) withSTP() {
	read := p.read
	p.read = func(s *source) []string {
		if !s.yes("STP") {
			return nil
		}
		return read(s)
	}
}
