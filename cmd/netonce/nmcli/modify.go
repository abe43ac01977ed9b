package nmcli

import (
	"errors"
	"strings"

	"netonce/ifcfg/property"
)

// modifyConnection changes properties of a profile and writes it.
func modifyConnection(c *call) error {
	s, p, err := c.toEdit()
	if err != nil {
		return err
	}
	if err := c.setProperties(p.connection()); err != nil {
		return err
	}
	if err := settleController(p.connection(), s.profiles); err != nil {
		return err
	}
	if err := p.connection().Save(c.system.Dir()); err != nil {
		return fail(exitFailed, "Failed to modify connection '%s': %w", p.id, err)
	}
	return nil
}

// refuseTemporary: every run reads the files; there is no other place for a
// profile.
func (c *call) refuseTemporary() error {
	if len(c.args) > 0 && strings.HasPrefix(c.args[0], "--") && begins(c.args[0][2:], "temporary") {
		return fail(exitFailed, "%s: netonce keeps profiles in their files only.", c.args[0])
	}
	return nil
}

// toEdit takes from the arguments the profile that a command changes or copies.
func (c *call) toEdit() (*scene, *profile, error) {
	if err := c.refuseTemporary(); err != nil {
		return nil, nil, err
	}
	if len(c.args) == 0 {
		return nil, nil, misuse("No connection specified.")
	}
	s, err := c.lookAtFiles()
	if err != nil {
		return nil, nil, err
	}
	found, name, err := c.selected(s)
	if err != nil {
		return nil, nil, err
	}
	p := first(found)
	switch {
	case p == nil:
		return nil, nil, fail(exitNotFound, "unknown connection '%s'.", name)
	case p.unreadable():
		return nil, nil, fail(exitFailed, "'%s': %s cannot be read: see netonce check.", name, p.file)
	}
	return s, p, nil
}

// change is what is to become of a property.
type change struct {
	property *property.Property
	modifier byte // '+', '-' or 0
	value    string
}

// setProperties reads what is left of the arguments, pairs of a property and a
// value, and "remove SETTING", and carries it out.
func (c *call) setProperties(con *property.Connection) error {
	fresh := map[string]bool{} // aliases of lists that were given before
	for len(c.args) > 0 {
		word, _ := c.next()
		if word == "--" { // once stood between what is of the type and what is not
			continue
		}
		if word == "remove" {
			if err := c.removeSetting(con); err != nil {
				return err
			}
			continue
		}
		changes, err := c.change(con, word, fresh)
		if err != nil {
			return err
		}
		for _, ch := range changes {
			if err := ch.apply(con); err != nil {
				return err
			}
		}
	}
	return nil
}

// change reads one property with its value.
func (c *call) change(con *property.Connection, word string, given map[string]bool) ([]change, error) {
	var modifier byte
	name := word
	if name != "" && (name[0] == '+' || name[0] == '-') {
		modifier, name = name[0], name[1:]
	}
	list := settingsOf(con)
	setting, prop, dotted := strings.Cut(name, ".")
	if dotted {
		p, err := findProperty(list, setting, prop)
		if err != nil {
			return nil, err
		}
		value, err := c.valueOf(word)
		return []change{{p, modifier, value}}, err
	}
	alias, p, ok := findAlias(list, name)
	if !ok {
		return nil, misuse("invalid <setting>.<property> '%s'.", word)
	}
	value, err := c.valueOf(word)
	if err != nil {
		return nil, err
	}
	if alias.option != "" {
		return []change{{p, '+', alias.option + "=" + value}}, nil
	}
	if given[alias.word] && modifier == 0 && p.IsList() { // one that is repeated adds
		modifier = '+'
	}
	given[alias.word] = true
	changes := []change{{p, modifier, value}}
	if full, also, ok := strings.Cut(alias.also, " "); ok && modifier != '-' {
		setting, prop, _ := strings.Cut(full, ".")
		q, err := findProperty(list, setting, prop)
		if err != nil {
			return nil, err
		}
		changes = append(changes, change{q, 0, also})
	}
	return changes, nil
}

func (c *call) valueOf(word string) (string, error) {
	value, ok := c.next()
	if !ok {
		return "", misuse("value for '%s' is missing.", word)
	}
	return value, nil
}

func (ch change) apply(con *property.Connection) error {
	set := con.Set
	switch ch.modifier {
	case '+':
		set = con.Add
	case '-':
		set = con.Remove
	}
	err := set(ch.property, ch.value)
	var bad *property.ValueError
	switch {
	case errors.As(err, &bad):
		return misuse("failed to modify %s: %s.", bad.Property, strings.TrimSuffix(bad.Reason, "."))
	case err != nil:
		return misuse("failed to modify %s: %w.", ch.property.FullName(), err)
	}
	return nil
}

// removeSetting gives all properties of a setting their defaults.
func (c *call) removeSetting(con *property.Connection) error {
	word, err := c.value("remove")
	if err != nil {
		return err
	}
	s, err := findSetting(settingsOf(con), word)
	if err != nil {
		return err
	}
	if s.Name == "connection" || s.Name == con.Type() {
		return misuse("setting '%s' cannot be removed.", s.Name)
	}
	for _, p := range s.Properties {
		if p.ReadOnly || p.Runtime || con.Get(p) == nil {
			continue
		}
		if err := (change{p, 0, ""}).apply(con); err != nil {
			return err
		}
	}
	return nil
}
