package nmcli

import (
	"fmt"
	"strings"

	"netonce/ifcfg/property"
)

// settingsOf lists the settings that a connection may have, in nmcli's order: its
// type's own first after "connection".
func settingsOf(c *property.Connection) []property.Setting {
	order := []string{"connection", c.Type()}
	switch c.Type() {
	case "802-3-ethernet", "infiniband":
	case "802-11-wireless":
		order = append(order, "802-11-wireless-security")
	case "bridge", "bond", "vlan", "team":
		order = append(order, "802-3-ethernet")
	default:
		order = order[:1]
	}
	order = append(order, "match", "hostname", "sriov")
	if kind := get(c, "connection.port-type"); kind != "" && kind != "vrf" {
		order = append(order, kind+"-port")
	} else {
		order = append(order, "ipv4", "ipv6", "proxy")
	}
	table := property.Table()
	var list []property.Setting
	for _, name := range order {
		for i := range table {
			if table[i].Name == name {
				list = append(list, table[i])
			}
		}
	}
	return list
}

// pick finds the one of the names that a word means: exactly it, or the only one
// that it begins, in any case of letters.
func pick(word string, names []string) (int, error) {
	found := -1
	for i, name := range names {
		switch {
		case strings.EqualFold(word, name):
			return i, nil
		case word == "" || len(word) > len(name) || !strings.EqualFold(word, name[:len(word)]):
		case found >= 0:
			return -1, fmt.Errorf("'%s' is ambiguous: %s, %s", word, names[found], name)
		default:
			found = i
		}
	}
	if found < 0 {
		return -1, fmt.Errorf("'%s' not among [%s]", word, strings.Join(names, ", "))
	}
	return found, nil
}

// findSetting finds a setting by its name, its short name or an abbreviation.
func findSetting(list []property.Setting, word string) (*property.Setting, error) {
	var names []string
	var of []*property.Setting
	for i := range list {
		s := &list[i]
		names, of = append(names, s.Name), append(of, s)
		if s.Alias != "" {
			names, of = append(names, s.Alias), append(of, s)
		}
	}
	i, err := pick(word, names)
	if err != nil {
		return nil, misuse("invalid or not allowed setting '%s': %w.", word, err)
	}
	return of[i], nil
}

// findProperty finds what SETTING.PROPERTY means.
func findProperty(list []property.Setting, setting, name string) (*property.Property, error) {
	s, err := findSetting(list, setting)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(s.Properties))
	for i, p := range s.Properties {
		names[i] = p.Name
	}
	i, err := pick(name, names)
	if err != nil {
		return nil, misuse("invalid property '%s': %w.", name, err)
	}
	return s.Properties[i], nil
}
