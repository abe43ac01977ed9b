package nmcli

import "netonce/ifcfg/property"

// settleController makes the name of a controller one that a file can hold, an
// interface or a UUID, where it is that of a connection, and finds out of which
// kind it is where that is not said.
func settleController(con *property.Connection, others []*profile) error {
	name := get(con, "connection.controller")
	if name == "" {
		return nil
	}
	for _, match := range []func(*profile) bool{
		func(p *profile) bool { return p.device == name },
		func(p *profile) bool { return p.uuid == name },
		func(p *profile) bool { return p.id == name },
	} {
		for _, p := range others {
			if p.stored() && isController(p.kind) && match(p) {
				return follow(con, name, p)
			}
		}
	}
	return nil
}

func isController(kind string) bool {
	return kind == "bond" || kind == "bridge" || kind == "team" || kind == "vrf"
}

func follow(con *property.Connection, name string, p *profile) error {
	if name != p.device && name != p.uuid {
		to := p.device
		if to == "" {
			to = p.uuid
		}
		if err := set(con, "connection.controller", to); err != nil {
			return err
		}
	}
	if get(con, "connection.port-type") != "" {
		return nil
	}
	return set(con, "connection.port-type", p.kind)
}
