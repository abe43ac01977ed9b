package property

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"netonce/ifcfg"
)

const profilePrefix = "ifcfg-"

// changed reports whether any of these properties differs from what was read.
func (c *Connection) changed(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return !slices.Equal(c.values[n], c.before[n]) })
}

// sheet gathers the changes that writing the connection makes. Nothing is written.
func (c *Connection) sheet() (*sheet, error) {
	var f *ifcfg.File
	base := c.Profile
	if base == nil {
		base = c.copied
	}
	if base != nil {
		f = c.host.File(base.File)
	}
	s := newSheet(f, c.checker)
	if c.Profile == nil && c.copied != nil {
		for _, prefix := range companionPrefixes() {
			if f := c.host.File(prefix + c.copied.Suffix()); f != nil {
				s.companions[prefix] = f.Bytes()
			}
		}
	}
	for i := range c.settings {
		for _, p := range c.settings[i].Properties {
			stated := p.stated && s.fresh && c.settings[i].Has(c)
			if p.aliasOf != "" || !stated && !c.changed(p.FullName()) {
				continue
			}
			if err := c.write(p, s); err != nil {
				return nil, err
			}
		}
	}
	s.edits = unrepeated(s.edits)
	return s, nil
}

// write writes one property. What comes out is read as the next boot will read it:
// a value that would not be taken as it is meant is not written.
func (c *Connection) write(p *Property, s *sheet) error {
	words, before := c.values[p.FullName()], len(s.edits)
	switch {
	case len(words) > 0 && !slices.ContainsFunc(c.Settings(), func(s *Setting) bool { return s.Name == p.Setting }):
		return &ValueError{p.FullName(), fmt.Sprintf("a connection of type '%s' has no setting '%s'", c.Type(), p.Setting)}
	case p.ReadOnly && c.Profile != nil:
		return &ValueError{p.FullName(), "the property can't be changed"}
	case p.store != nil:
		p.store(s, words, c.keepsSome(p.FullName()))
	case p.write != nil:
		if err := p.write(c, s); err != nil {
			return err
		}
	default:
		return &ValueError{p.FullName(), "the ifcfg format has no key that could hold it"}
	}
	for _, e := range s.edits[min(before, len(s.edits)):] {
		old, _ := s.file.Lookup(e.Key)
		if e.Remove || c.checker.Check(e.Key, old.Value) != nil { // what was wrong before may stay so
			continue
		}
		if err := c.checker.Check(e.Key, e.Value); err != nil {
			return &ValueError{p.FullName(), err.Error()}
		}
	}
	return nil
}

// companionPrefixes begin the names of what may stand beside a profile.
func companionPrefixes() []string { return []string{"keys-", "route-", "route6-", "rule-", "rule6-"} }

// unrepeated drops edits that another one says already: properties that share
// keys write these together.
func unrepeated(edits []ifcfg.Edit) []ifcfg.Edit {
	var out []ifcfg.Edit
	for _, e := range edits {
		if !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

// Save writes what has changed, the profile's file last: it refers to the others.
// Where nothing has, nothing is written.
func (c *Connection) Save(dir Dir) error {
	if err := c.Verify(); err != nil {
		return err
	}
	s, err := c.sheet()
	if err != nil {
		return err
	}
	data, err := s.file.Edited(s.edits)
	if err != nil {
		return err
	}
	name := c.File()
	if name == "" {
		if name, err = c.newName(); err != nil {
			return err
		}
	}
	files := map[string][]byte{name: data}
	for prefix, text := range s.companions {
		if len(text) == 0 {
			text = nil
		}
		files[companionOf(name, prefix)] = text
	}
	if err := c.rehearse(name, files); err != nil {
		return err
	}
	if err := s.writeCompanions(dir, name); err != nil {
		return err
	}
	if len(s.edits) > 0 || c.Profile == nil {
		if err := dir.Replace(name, data, false); err != nil {
			return err
		}
	}
	if c.Profile == nil {
		c.Profile = &ifcfg.Profile{File: name}
	}
	c.before = maps.Clone(c.values)
	return nil
}

// writeCompanions writes what changes beside a profile; what has nothing left to say
// goes.
func (s *sheet) writeCompanions(dir Dir, profile string) error {
	for _, prefix := range companionPrefixes() {
		text, ok := s.companions[prefix]
		if !ok {
			continue
		}
		name := companionOf(profile, prefix)
		if len(text) == 0 {
			if err := ignoreMissing(dir.Remove(name)); err != nil {
				return err
			}
			continue
		}
		if err := dir.Replace(name, text, prefix == "keys-"); err != nil {
			return err
		}
	}
	return nil
}

func companionOf(profile, prefix string) string {
	return prefix + strings.TrimPrefix(profile, profilePrefix)
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Delete removes the profile and what stands beside it, aliases and ranges too, the
// profile first: the rest means nothing without it.
func (c *Connection) Delete(dir Dir) error {
	suffix := strings.TrimPrefix(c.File(), profilePrefix)
	if err := dir.Remove(c.File()); err != nil {
		return err
	}
	var beside []string
	for _, prefix := range companionPrefixes() {
		beside = append(beside, prefix+suffix)
	}
	for _, ip := range []*ifcfg.IP{&c.Profile.IPv4, &c.Profile.IPv6} {
		for _, a := range ip.Addresses {
			if f := a.Pos.File; f != c.File() && f != "" && !slices.Contains(beside, f) {
				beside = append(beside, f)
			}
		}
	}
	for _, name := range beside {
		if err := ignoreMissing(dir.Remove(name)); err != nil {
			return err
		}
	}
	return nil
}

// newName finds a name for the file of a new connection: that of its name, with a
// number where it is taken.
func (c *Connection) newName() (string, error) {
	base := profilePrefix + fileSuffix(c.ID())
	for n := range 10000 {
		name := base
		if n > 0 {
			name += "-" + strconv.Itoa(n)
		}
		if ifcfg.IsProfileName(name) && !strings.Contains(name, "-range") && !c.taken(name) {
			return name, nil
		}
	}
	return "", fmt.Errorf("%s: every name of this form is taken", base)
}

// taken reports whether the host has a profile of that file name, be it one that
// cannot be read.
func (c *Connection) taken(name string) bool {
	return slices.ContainsFunc(c.host.Profiles, func(p *ifcfg.Profile) bool { return p.File == name }) || c.host.File(name) != nil
}

// fileSuffix makes part of a file name of a connection's name, as NetworkManager
// does: a blank becomes '_', what a shell or a path would not like '-'.
func fileSuffix(id string) string {
	return string(bytes.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '_'
		case strings.ContainsRune(`\][|/=()!:`, r):
			return '-'
		}
		return r
	}, []byte(id)))
}
