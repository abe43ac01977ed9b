package nmcli

import (
	"path"
	"slices"
	"strings"
)

// A connection is named by a word that may be any of these, or behind one of them
// by just that.
const (
	byID     = "id"
	byUUID   = "uuid"
	byPath   = "path"
	byActive = "apath"
	byFile   = "filename"
	byDevice = "device" // this and the next are words of netonce's, not of the grammar
	byBase   = "basename"
)

// selector takes the next connection from the arguments.
func (c *call) selector() (kind, name string, err error) {
	word, _ := c.next()
	switch word {
	case byID, byUUID, byPath, byActive, byFile:
		name, err = c.value(word)
		return word, name, err
	}
	return "", word, nil
}

// selected finds the profiles that the next arguments name: several can have the
// same id.
func (c *call) selected(s *scene) (found []*profile, name string, err error) {
	kind, name, err := c.selector()
	if err != nil {
		return nil, name, err
	}
	if kind == "" {
		return c.matching(s, name), name, nil
	}
	return s.named(kind, name), name, nil
}

// named finds profiles by a name of some kind.
func (s *scene) named(kind, name string) []*profile {
	return s.those(func(p *profile) bool { return s.is(p, kind, name) })
}

// matching finds profiles by a name of any kind; what id matches comes first. To
// netonce the interface or the file names a profile as well, before what nobody
// stored: "System eth0" is too long a name for the file ifcfg-eth0.
func (c *call) matching(s *scene, name string) []*profile {
	if !c.exact {
		for _, kind := range []string{byID, byUUID, byPath, byFile, byDevice, byBase} {
			found := slices.DeleteFunc(s.named(kind, name), func(p *profile) bool { return !p.stored() })
			if len(found) == 1 || len(found) > 0 && kind == byID {
				return found
			}
		}
	}
	for _, kind := range []string{byID, byUUID, byPath, byFile, byActive} {
		if found := s.named(kind, name); len(found) > 0 {
			return found
		}
	}
	return nil
}

func (s *scene) is(p *profile, kind, name string) bool {
	switch kind {
	case byID:
		return p.id == name
	case byUUID:
		return strings.EqualFold(p.uuid, name)
	case byPath:
		return p.path == name || p.path == dbus+"Settings/"+name
	case byFile:
		return p.file == name
	case byDevice:
		return p.device == name
	case byBase:
		return path.Base(p.file) == name || path.Base(p.file) == "ifcfg-"+name
	}
	active := s.active(p).activePath()
	return active != "" && (active == name || active == dbus+"ActiveConnection/"+name)
}

func (s *scene) those(is func(*profile) bool) []*profile {
	return slices.DeleteFunc(slices.Clone(s.profiles), func(p *profile) bool { return !is(p) })
}
