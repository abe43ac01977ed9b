package property

import (
	"slices"
	"sort"
	"strings"

	"netonce/ifcfg"
)

const bondTable = `
= bond | type bond
options | BONDING_OPTS |  | options | Options of the bond, NAME=VALUE.
= bond-port | port bond
queue-id | BOND_PORT_QUEUE_ID | 0 | integer 0..65535 | Transmit queue of the port.
prio | BOND_PORT_PRIO | 0 | integer -2147483648..2147483647 | Priority of the port in the choice of the active one.
`

const vlanTable = `
= vlan | type vlan
parent | PHYSDEV |  | text | Interface that carries the VLAN.
id | VLAN_ID |  | integer 0..4095 | Identifier of the VLAN.
flags | REORDER_HDR, GVRP, MVRP, VLAN_FLAGS | 1 | vlan-flags | Flags of the VLAN: 1 REORDER_HEADERS, 2 GVRP, 4 LOOSE_BINDING, 8 MVRP. | always
protocol | VLAN_PROTOCOL |  | choice 802.1Q 802.1ad | Protocol of the tag.
ingress-priority-map | VLAN_INGRESS_PRIORITY_MAP |  | priority-map | Priority of the tag to that of the packet.
egress-priority-map | VLAN_EGRESS_PRIORITY_MAP |  | priority-map | Priority of the packet to that of the tag.
`

const infinibandTable = `
= infiniband | type infiniband
mac-address | HWADDR |  | text | Apply only to the interface with this hardware address.
mtu | MTU | auto | mtu | Largest packet that the link takes.
transport-mode | CONNECTED_MODE | datagram | transport | How IP is carried.
p-key | PKEY_ID | -1 | text | Partition key.
parent | PHYSDEV |  | text | Interface that carries the partition.
`

const teamTable = `
= team | type team
config | TEAM_CONFIG |  | text | Configuration for teamd, in JSON.
= team-port | port team
config | TEAM_PORT_CONFIG |  | text | Configuration of the port for teamd, in JSON.
`

// readBondOptions gives the mode first and the others by their names, as nmcli
// does. A list in a value has blanks for its commas. What is no option, or no value
// of one, is none here.
func readBondOptions(s *source) []string {
	var words []string
	for _, w := range strings.Fields(s.text("BONDING_OPTS")) {
		name, value, ok := strings.Cut(w, "=")
		if ok && s.checker.Check("BONDING_OPTS", w) == nil {
			words = append(words, name+"="+bondValue(name, value))
		}
	}
	if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "mode=") }) {
		words = append(words, "mode=balance-rr")
	}
	sort.SliceStable(words, func(i, j int) bool {
		if x, y := strings.HasPrefix(words[i], "mode="), strings.HasPrefix(words[j], "mode="); x != y {
			return x
		}
		return words[i] < words[j]
	})
	return words
}

// bondValue is the value of an option as nmcli shows it: a mode by its name, the
// members of a list with blanks between.
func bondValue(name, value string) string {
	modes := []string{"balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"}
	if n, ok := index(value); ok && name == "mode" && n < len(modes) {
		return modes[n]
	}
	return strings.ReplaceAll(strings.Trim(value, "+"), ",", " ")
}

// writeBondOptions writes the options, and behind them what the key has that is none:
// it is told by checks, and not the editor's to lose.
func writeBondOptions(c *Connection, sh *sheet) error {
	var values []string
	for _, w := range c.values["bond.options"] {
		values = append(values, strings.ReplaceAll(w, " ", ","))
	}
	old, _ := sh.file.Lookup("BONDING_OPTS")
	for _, w := range strings.Fields(old.Value) {
		if c.checker.Check("BONDING_OPTS", w) != nil {
			values = append(values, w)
		}
	}
	if len(values) == 0 {
		sh.drop("BONDING_OPTS")
		return nil
	}
	sh.put("BONDING_OPTS", strings.Join(values, " "))
	return nil
}

// vlan is the parent and the identifier that a file tells: PHYSDEV and VLAN_ID,
// else what the name of the interface says, up to its first dot and behind it.
func (s *source) vlan() (parent, id string) {
	parent, id = s.text("PHYSDEV"), s.text("VLAN_ID")
	if s.checker.Check("PHYSDEV", parent) != nil {
		parent = ""
	}
	if id == "" {
		id = s.text("VID")
	}
	device := s.text("DEVICE")
	before, after, dotted := strings.Cut(device, ".")
	if parent == "" && dotted && !strings.HasPrefix(before, "vlan") {
		parent = before
	}
	if id == "" {
		id = after
		if !dotted {
			id = strings.TrimPrefix(device, "vlan")
		}
	}
	if n, err := ifcfg.ParseInt(id, 10, 0, 4095); err == nil {
		return parent, decimal(n)
	}
	return parent, ""
}

func vlanFlags() *form {
	f := bits([]string{"REORDER_HEADERS", "GVRP", "LOOSE_BINDING", "MVRP"})
	parse := f.parse
	f.parse = func(s string) (string, error) {
		w, err := parse(s)
		if err != nil {
			return "", err
		}
		return numberKey([]string{w}), nil
	}
	f.labels = map[string]string{"1": "REORDER_HEADERS", "3": "REORDER_HEADERS,GVRP", "5": "REORDER_HEADERS,LOOSE_BINDING", "0": "NONE"}
	return f
}

// readVLANFlags reads headers as reordered unless VLAN_FLAGS says no: REORDER_HDR,
// which the old scripts had, NetworkManager writes and does not read.
func readVLANFlags(s *source) []string {
	words := strings.FieldsFunc(s.text("VLAN_FLAGS"), func(r rune) bool { return r == ' ' || r == ',' })
	flags := int64(0)
	if !slices.Contains(words, "NO_REORDER_HDR") {
		flags |= 1
	}
	if gvrp, ok := ifcfg.ParseBool(s.text("GVRP")); gvrp || !ok && slices.Contains(words, "GVRP") {
		flags |= 2
	}
	if slices.Contains(words, "LOOSE_BINDING") {
		flags |= 4
	}
	if s.yes("MVRP") {
		flags |= 8
	}
	return []string{decimal(flags)}
}

func writeVLANFlags(c *Connection, sh *sheet) error {
	n, err := ifcfg.ParseInt(c.text("vlan.flags"), 0, 0, 15)
	if err != nil {
		n = 1
	}
	yes := func(bit int64) string { return flag(n&bit != 0)[0] }
	same := boolean(false)
	sh.set("REORDER_HDR", yes(1), same)
	sh.set("GVRP", yes(2), same)
	sh.set("MVRP", yes(8), same)
	var words []string
	if n&1 == 0 {
		words = append(words, "NO_REORDER_HDR")
	}
	if n&4 != 0 {
		words = append(words, "LOOSE_BINDING")
	}
	if len(words) == 0 {
		sh.drop("VLAN_FLAGS")
	} else {
		sh.put("VLAN_FLAGS", strings.Join(words, ","))
	}
	return nil
}

// priorityMap is a list of FROM:TO.
func priorityMap() *form {
	between := func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }
	return &form{
		list: true, oneText: true, items: ", \t",
		fromKey: func(s string) []string { return strings.FieldsFunc(s, between) },
		toKey:   func(w []string) string { return strings.Join(w, ",") },
	}
}

// transport is how InfiniBand carries IP; the key says whether connected.
func transport() *form {
	f := choice("datagram", "connected")
	f.fromKey = func(s string) []string {
		if b, ok := ifcfg.ParseBool(s); ok {
			return []string{map[bool]string{true: "connected", false: "datagram"}[b]}
		}
		return nil
	}
	f.toKey = func(w []string) string { return flag(w[0] == "connected")[0] }
	return f
}
