package property

import (
	"errors"

	"netonce/ifcfg"
)

// companion is how a property is read from several keys, or other files, and written.
type companion struct {
	property string
	read     func(*source) []string
	write    func(*Connection, *sheet) error
}

func companions() []companion {
	return []companion{
		{"connection.id", readID, writeID},
		{"connection.uuid", readUUID, writeUUID},
		{"connection.type", nil, writeType},
		{"connection.interface-name", readInterface, writeInterface},
		{"connection.controller", readController, writeController},
		{"connection.port-type", readPortType, writeController},
		{"802-3-ethernet.speed", readSpeed, writeLinkMode},
		{"802-3-ethernet.duplex", readDuplex, writeLinkMode},
		{"802-3-ethernet.auto-negotiate", readNegotiation, writeLinkMode},
		{"802-3-ethernet.wake-on-lan", readWake, nil},
		{"802-3-ethernet.wake-on-lan-password", readPassword, nil},
		{"ipv4.method", readMethod4, writeIPv4},
		{"ipv4.dns", func(s *source) []string { return s.servers(&s.profile.IPv4) }, writeServers},
		{"ipv4.dns-search", func(s *source) []string { return wordsOf(s.profile.IPv4.Search) }, writeSearch("ipv4", "DOMAIN")},
		{"ipv4.dns-options", func(s *source) []string { return wordsOf(s.profile.IPv4.Options) }, writeOptions("ipv4", "RES_OPTIONS")},
		{"ipv4.addresses", func(s *source) []string { return prefixes(s.profile.IPv4.Addresses) }, writeIPv4},
		{"ipv4.gateway", func(s *source) []string { return gateway(&s.profile.IPv4) }, writeIPv4},
		{"ipv4.routes", func(s *source) []string { return routeWords(s.profile.IPv4.Routes) }, writeRoutes(false)},
		{"ipv4.routing-rules", func(s *source) []string { return s.rules(false) }, writeRules},
		{"ipv4.never-default", readNeverDefault(false), writeNeverDefault("ipv4", "DEFROUTE")},
		{"ipv4.dad-timeout", readProbes, writeProbes},
		{"ipv6.method", readMethod6, writeIPv6},
		{"ipv6.dns", func(s *source) []string { return s.servers(&s.profile.IPv6) }, writeServers},
		{"ipv6.dns-search", func(s *source) []string { return wordsOf(s.profile.IPv6.Search) }, writeSearch("ipv6", "IPV6_DOMAIN")},
		{"ipv6.dns-options", func(s *source) []string { return wordsOf(s.profile.IPv6.Options) }, writeOptions("ipv6", "IPV6_RES_OPTIONS")},
		{"ipv6.addresses", func(s *source) []string { return prefixes(s.profile.IPv6.Addresses) }, writeIPv6},
		{"ipv6.gateway", func(s *source) []string { return gateway(&s.profile.IPv6) }, writeIPv6},
		{"ipv6.routes", func(s *source) []string { return routeWords(s.profile.IPv6.Routes) }, writeRoutes(true)},
		{"ipv6.routing-rules", func(s *source) []string { return s.rules(true) }, writeRules},
		{"ipv6.never-default", readNeverDefault(true), writeNeverDefault("ipv6", "IPV6_DEFROUTE")},
		{"ipv6.ip6-privacy", readPrivacy, writePrivacy},
		{"ipv6.addr-gen-mode", readAddrGenMode, writeAddrGenMode},
		{"sriov.vfs", readFunctions, writeFunctions},
		{"bond.options", readBondOptions, writeBondOptions},
		{"vlan.parent", readVLANParent, writeVLANParent},
		{"vlan.id", readVLANID, writeVLANID},
		{"vlan.flags", readVLANFlags, writeVLANFlags},
		{"bridge.stp", func(s *source) []string { return flag(s.yes("STP")) }, writeSTP},
	}
}

func readID(s *source) []string { return []string{s.profile.ID.Value} }

func writeID(c *Connection, sh *sheet) error {
	if c.ID() == "" {
		return &ValueError{"connection.id", "a connection needs a name"}
	}
	sh.put("NAME", c.ID())
	return nil
}

func readUUID(s *source) []string { return []string{s.profile.Identity()} }

func writeUUID(c *Connection, sh *sheet) error {
	sh.put("UUID", c.UUID())
	return nil
}

// writeType writes what makes a file describe its kind of link; the rest of that is
// written by the kind's own setting.
func writeType(c *Connection, sh *sheet) error {
	for _, k := range kinds() {
		if k.long != c.Type() {
			continue
		}
		sh.put("TYPE", string(k.kind))
		switch k.kind {
		case ifcfg.KindVLAN:
			sh.put("VLAN", "yes")
		case ifcfg.KindBond:
			sh.put("BONDING_MASTER", "yes")
		}
	}
	return nil
}

func readInterface(s *source) []string { return text().read(s, "DEVICE") }

// writeInterface writes the interface. A file that names none has to say of what kind
// it is.
func writeInterface(c *Connection, sh *sheet) error {
	text().store(sh, "DEVICE", c.values["connection.interface-name"], false)
	if c.Interface() == "" && !sh.has("TYPE") {
		return writeType(c, sh)
	}
	if c.Type() != "vlan" || sh.fresh {
		return nil
	}
	// A VLAN may have taken these from the name.
	return errors.Join(c.write(c.row("vlan.parent"), sh), c.write(c.row("vlan.id"), sh))
}

func writeSTP(c *Connection, sh *sheet) error {
	sh.set("STP", c.text("bridge.stp"), boolean(false))
	return nil
}

func readVLANParent(s *source) []string {
	parent, _ := s.vlan()
	return some(parent)
}

func writeVLANParent(c *Connection, sh *sheet) error {
	sh.put("PHYSDEV", c.text("vlan.parent"))
	return nil
}

func readVLANID(s *source) []string {
	_, id := s.vlan()
	return some(id)
}

func writeVLANID(c *Connection, sh *sheet) error {
	sh.put("VLAN_ID", c.text("vlan.id"))
	return nil
}
