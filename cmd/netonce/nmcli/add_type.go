package nmcli

import "strings"

// addable is a row of the table of types for connection add.
type addable struct {
	_           [0]func() // not comparable, which would take code for the table as a whole
	long, short string
	port        string // kind of the controller, of the types for ports
	stem        string // of the interface's name where none is given
}

func addables() []addable {
	return []addable{
		{long: "802-3-ethernet", short: "ethernet"},
		{long: "bond", short: "bond", stem: "nm-bond"},
		{long: "bridge", short: "bridge", stem: "nm-bridge"},
		{long: "team", short: "team", stem: "nm-team"},
		{long: "vlan", short: "vlan"},
		{long: "infiniband", short: "infiniband"},
		{long: "802-3-ethernet", short: "bond-slave", port: "bond"},
		{long: "802-3-ethernet", short: "bridge-slave", port: "bridge"},
		{long: "802-3-ethernet", short: "team-slave", port: "team"},
	}
}

// Types are the words for what connection add can make.
func Types() []string {
	var words []string
	for _, row := range addables() {
		words = append(words, row.short)
	}
	return words
}

// otherTypes are those that ifcfg files do not describe.
const otherTypes = "6lowpan 802-11-olpc-mesh olpc-mesh 802-11-wireless wifi adsl bluetooth cdma dummy generic geneve gsm hsr ip-tunnel " +
	"ipvlan loopback macsec macvlan ovs-bridge ovs-interface ovs-port pppoe tun veth vpn vrf vxlan wifi-p2p wimax wireguard wpan"

// takeType takes "type TYPE" and "save yes" out of the arguments, wherever among
// the pairs they stand.
func (c *call) takeType() (addable, error) {
	var rest []string
	word, found := "", false
	for len(c.args) > 0 {
		name, _ := c.next()
		if name == "--" {
			continue
		}
		value, given := c.next()
		switch {
		case !given && (name == "type" || name == "save"):
			return addable{}, misuse("value for '%s' is missing.", name)
		case name == "type" || name == "connection.type":
			word, found = value, true
		case name == "save":
			if on, err := truth(value); err != nil || !on {
				return addable{}, fail(exitFailed, "save %s: netonce keeps profiles in their files only.", value)
			}
		case given:
			rest = append(rest, name, value)
		default:
			rest = append(rest, name)
		}
	}
	c.args = rest
	if !found {
		return addable{}, misuse("'type' argument is required.")
	}
	return findType(word)
}

func findType(word string) (addable, error) {
	var names []string
	var rows []addable
	for _, row := range addables() {
		names, rows = append(names, row.short), append(rows, row)
		if row.port == "" && row.long != row.short {
			names, rows = append(names, row.long), append(rows, row)
		}
	}
	names = append(names, strings.Fields(otherTypes)...)
	i, err := pick(word, names)
	switch {
	case err != nil:
		return addable{}, misuse("bad connection type: %w", err)
	case i >= len(rows):
		return addable{}, fail(exitFailed, "Failed to add connection: ifcfg files do not describe connections of type '%s'.", names[i])
	}
	return rows[i], nil
}
