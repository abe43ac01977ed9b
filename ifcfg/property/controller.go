package property

import "netonce/ifcfg"

// controllers are the keys that name a controller, the first that is there
// counts.
func controllers() []controllerKey {
	return []controllerKey{
		{key: "BRIDGE", kind: "bridge"},
		{key: "MASTER", kind: "bond"},
		{key: "TEAM_MASTER", kind: "team"},
		{key: "OVS_PORT", kind: "ovs-port"},
		{key: "VRF", kind: "vrf"},
	}
}

type controllerKey struct {
	_         [0]func() // not comparable, which would take code for the table as a whole
	key, kind string
}

// uuid is the key that has the controller's identity instead.
func (k *controllerKey) uuid() string { return k.key + "_UUID" }

// controller is what a file names as the controller, by UUID where it has one,
// and the controller's kind.
func (s *source) controller() (name, kind string) {
	for _, k := range controllers() {
		if v := s.text(k.uuid()); v != "" {
			return v, k.kind
		}
		if v := s.text(k.key); v != "" {
			return v, k.kind
		}
	}
	return "", ""
}

func readController(s *source) []string { name, _ := s.controller(); return some(name) }

func readPortType(s *source) []string { _, kind := s.controller(); return some(kind) }

func writeController(c *Connection, sh *sheet) error {
	name, kind := c.text("connection.controller"), c.text("connection.port-type")
	for _, k := range controllers() {
		switch {
		case name == "" || k.kind != kind:
			sh.drop(k.key, k.uuid())
		case ifcfg.IsUUID(name):
			sh.put(k.uuid(), name)
			sh.drop(k.key)
		default:
			sh.put(k.key, name)
			sh.drop(k.uuid())
		}
	}
	if name == "" || kind != "bond" {
		sh.drop("SLAVE")
	} else {
		sh.put("SLAVE", "yes") // what the old scripts want to see
	}
	return nil
}
