package desired

import (
	"slices"
	"sort"
	"strings"

	"netonce/ifcfg"
)

// vlan makes a VLAN of its keys (8021q). Number and protocol are for ever; flags
// and priority maps change in place.
func (b *builder) vlan() {
	b.chosen("id", "VLAN_ID", "", TakesRemaking)
	protocol := b.p.Setting("VLAN_PROTOCOL")
	if strings.EqualFold(protocol.Value, "802.1ad") {
		b.option("protocol", "802.1ad", protocol.Because(), TakesRemaking)
	} else {
		b.implied("protocol", "802.1q", TakesRemaking)
	}
	flags := b.p.Setting("VLAN_FLAGS")
	has := func(word string) bool { return slices.Contains(strings.Split(flags.Value, ","), word) }
	b.vlanFlag("reorder_hdr", has("NO_REORDER_HDR"), flags, false)
	b.vlanFlag("gvrp", has("GVRP"), flags, true)
	b.vlanFlag("mvrp", false, flags, true)
	b.vlanFlag("loose_binding", has("LOOSE_BINDING"), flags, true)
	b.priorities("ingress-qos-map", "VLAN_INGRESS_PRIORITY_MAP")
	b.priorities("egress-qos-map", "VLAN_EGRESS_PRIORITY_MAP")
}

// vlanFlag sets a flag that VLAN_FLAGS names to a value; a key of the flag's own
// goes before it.
func (b *builder) vlanFlag(name string, named bool, flags ifcfg.Field[string], value bool) {
	word := func(v bool) string { return map[bool]string{true: "on", false: "off"}[v] }
	if f := b.p.Setting(strings.ToUpper(name)); f.IsSet() && name != "reorder_hdr" {
		v, _ := ifcfg.ParseBool(f.Value)
		b.option(name, word(v), f.Because(), TakesNothing)
	} else if named {
		b.option(name, word(value), flags.Because(), TakesNothing)
	} else {
		b.implied(name, word(!value), TakesNothing)
	}
}

// priorities is a priority map, its pairs in order.
func (b *builder) priorities(name, key string) {
	f := b.p.Setting(key)
	if !f.IsSet() {
		b.implied(name, "", TakesNothing)
		return
	}
	pairs := strings.Split(f.Value, ",")
	sort.Slice(pairs, func(i, j int) bool {
		x, _, _ := strings.Cut(pairs[i], ":")
		y, _, _ := strings.Cut(pairs[j], ":")
		return number(x) < number(y)
	})
	b.option(name, strings.Join(pairs, " "), f.Because(), TakesNothing)
}
