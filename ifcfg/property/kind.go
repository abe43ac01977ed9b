package property

import "netonce/ifcfg"

// kind is a row of the table of connection types.
type kind struct {
	_           [0]func() // as controllerKey
	long, short string    // nmcli's names of the type
	kind        ifcfg.Kind
}

func kinds() []kind {
	return []kind{
		{long: "802-3-ethernet", short: "ethernet", kind: ifcfg.KindEthernet},
		{long: "bond", short: "bond", kind: ifcfg.KindBond},
		{long: "bridge", short: "bridge", kind: ifcfg.KindBridge},
		{long: "vlan", short: "vlan", kind: ifcfg.KindVLAN},
		{long: "team", short: "team", kind: ifcfg.KindTeam},
		{long: "infiniband", short: "infiniband", kind: ifcfg.KindInfiniBand},
		{long: "802-11-wireless", short: "wifi", kind: ifcfg.KindWireless},
	}
}

// TypeOf is nmcli's long name of a kind of link.
func TypeOf(k ifcfg.Kind) string {
	for _, row := range kinds() {
		if row.kind == k {
			return row.long
		}
	}
	return "generic"
}

// kindNamed finds a kind by nmcli's long or short name. Wireless links need a
// supplicant and are never made anew.
func kindNamed(name string) (ifcfg.Kind, bool) {
	for _, row := range kinds() {
		if (row.long == name || row.short == name) && row.kind != ifcfg.KindWireless {
			return row.kind, true
		}
	}
	return "", false
}

// ShortType is the name of a connection type as people read it: "ethernet".
func ShortType(long string) string {
	for _, row := range kinds() {
		if row.long == long {
			return row.short
		}
	}
	return long
}

// isType makes the condition that a connection is of one of these types.
func isType(types ...string) func(*Connection) bool {
	return func(c *Connection) bool {
		for _, t := range types {
			if c.Type() == t {
				return true
			}
		}
		return false
	}
}

// hasAny makes the condition that a connection has a value for any property of a
// setting, which exists for nothing else.
func hasAny(setting string) func(*Connection) bool {
	return func(c *Connection) bool {
		for i := range c.settings {
			if c.settings[i].Name != setting {
				continue
			}
			for _, p := range c.settings[i].Properties {
				if len(c.values[p.FullName()]) > 0 {
					return true
				}
			}
		}
		return false
	}
}

func isPortOf(controller string) func(*Connection) bool {
	return func(c *Connection) bool { return c.IsPort() && c.text("connection.port-type") == controller }
}
