package nmcli

import (
	"fmt"
	"strings"

	"netonce/cmd/netonce/nmcli/output"
	"netonce/ifcfg/property"
)

// activeSections are those of a connection that is up.
const activeSections = "GENERAL,IP4,DHCP4,IP6,DHCP6,VPN"

// showNamed shows all of the profiles that are named, up to the first that there
// is not.
func (c *call) showNamed(all bool) error {
	c.detailed()
	look := c.look
	if c.json {
		look = c.lookAtFiles
	}
	s, err := look()
	if err != nil {
		return err
	}
	var named []*profile
	for len(c.args) > 0 {
		found, name, err := c.selected(s)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fail(exitNotFound, "%s - no such connection profile.", name)
		}
		for _, p := range found {
			if !c.json {
				if err := c.showOne(s, p, len(named) > 0); err != nil {
					return err
				}
			}
			named = append(named, p)
		}
	}
	if c.json {
		return c.showDocuments(named, all)
	}
	return nil
}

// showDocuments prints profiles as one list for programs.
func (c *call) showDocuments(list []*profile, all bool) error {
	for _, p := range list {
		if !p.stored() {
			return fail(exitFailed, "%s was configured by others and has no file.", p.id)
		}
	}
	return output.JSON(c.out, documents(list, all))
}

// showOne shows a profile; behind another one apart from it.
func (c *call) showOne(s *scene, p *profile, another bool) error {
	if another {
		fmt.Fprintln(c.out)
	}
	if err := c.showProfile(s, p); err != nil {
		return misuse("'connection show': %w", err)
	}
	return nil
}

// showProfile prints the settings of a profile and, while it is up, what came of
// them.
func (c *call) showProfile(s *scene, p *profile) error {
	settings, active := c.settingSections(s, p), s.activeDetails(p)
	asked := output.Split(c.fields)
	switch strings.ToLower(c.fields) {
	case "", "all", "common":
		asked = sectionNames(append(settings, active...))
	case "profile":
		asked = sectionNames(settings)
	case "active":
		asked = sectionNames(active)
	}
	known := append(settingNames(), output.Split(activeSections)...)
	chosen, err := chooseSections(asked, append(settings, active...), known)
	if err != nil {
		return err
	}
	ofProfile, ofActive := split(chosen, active)
	if len(ofProfile) > 0 {
		c.printTitle("Connection profile details (" + p.id + ")")
		c.printSections(ofProfile)
	}
	if len(ofActive) > 0 {
		c.printTitle("Active connection details (" + p.uuid + ")")
		c.printSections(ofActive)
	}
	return nil
}

func sectionNames(sections []section) []string {
	var names []string
	for _, s := range sections {
		names = append(names, s.name)
	}
	return names
}

func settingNames() []string {
	var names []string
	for _, s := range property.Table() {
		names = append(names, s.Name)
	}
	return names
}

// split parts what was chosen: those of the active connection come last.
func split(chosen []wanted, active []section) (profile, running []wanted) {
	for _, w := range chosen {
		if containsFold(sectionNames(active), w.name) {
			running = append(running, w)
		} else {
			profile = append(profile, w)
		}
	}
	return profile, running
}

// settingSections are the settings of a profile. With --overview only what
// differs from the defaults is in them.
func (c *call) settingSections(s *scene, p *profile) []section {
	if !p.stored() {
		return []section{{"connection", "name", texts(
			"id", p.id, "uuid", p.uuid, "type", p.kind, "interface-name", p.device,
		)}}
	}
	var list []section
	for _, setting := range p.connection().Settings() {
		sec := section{name: setting.Name, title: "name"}
		for _, row := range setting.Properties {
			words := s.words(p, row)
			if c.overview && row.IsDefault(words) {
				continue
			}
			shown := row.Pretty(words)
			if c.style.Mode == output.Terse {
				shown = row.Terse(words)
			}
			sec.fields = append(sec.fields, text(row.Name, shown))
		}
		list = append(list, sec)
	}
	return list
}

// words are the values of a property; one of them is known of what is up only.
func (s *scene) words(p *profile, row *property.Property) []string {
	if t := s.timestamp(p); t != 0 && row.FullName() == "connection.timestamp" {
		return []string{fmt.Sprint(t)}
	}
	return p.connection().Get(row)
}

// activeDetails are the sections of a profile that is up, none for another.
func (s *scene) activeDetails(p *profile) []section {
	d := s.active(p)
	if d == nil {
		return nil
	}
	var controllerPath string
	if controller := d.controller(); controller != nil {
		controllerPath = (&device{Interface: controller}).path()
	}
	list := []section{{"GENERAL", "NAME", texts(
		"NAME", p.id, "UUID", p.uuid, "DEVICES", d.Link.Name, "IP-IFACE", d.Link.Name, "STATE", "activated",
		"DEFAULT", yes(d.default4), "DEFAULT6", yes(d.default6),
		"SPEC-OBJECT", "", "VPN", "no", "DBUS-PATH", d.activePath(), "CON-PATH", p.path, "ZONE", "",
		"CONTROLLER-PATH", controllerPath, "MASTER-PATH", controllerPath,
	)}}
	return append(list, d.ipSections()...)
}
