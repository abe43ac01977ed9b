package nmcli

import (
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
	return s.named(kind, name), name, nil
}

// named finds profiles by a name of some kind, empty for any.
func (s *scene) named(kind, name string) []*profile {
	if kind == "" {
		return s.matching(name)
	}
	return s.those(func(p *profile) bool { return s.is(p, kind, name) })
}

// matching finds profiles by a name of any kind; what id matches comes first.
func (s *scene) matching(name string) []*profile {
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
	}
	path := s.active(p).activePath()
	return path != "" && (path == name || path == dbus+"ActiveConnection/"+name)
}

func (s *scene) those(is func(*profile) bool) []*profile {
	return slices.DeleteFunc(slices.Clone(s.profiles), func(p *profile) bool { return !is(p) })
}
