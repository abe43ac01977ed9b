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

	"github.com/netonce/netonce/ifcfg"
)

const profilePrefix = "ifcfg-"

// changed reports whether any of these properties differs from what was read.
func (c *Connection) changed(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return !slices.Equal(c.values[n], c.before[n]) })
}

// sheet gathers the changes that writing the connection makes. Nothing is written.
func (c *Connection) sheet() (*sheet, error) {
	var f *ifcfg.File
	if c.Profile != nil {
		f = c.host.File(c.Profile.File)
	}
	s := newSheet(f)
	for p := range c.rows() {
		if p.aliasOf != "" || !c.changed(p.FullName()) || p.ReadOnly && !s.fresh {
			continue
		}
		if p.write == nil {
			return nil, &ValueError{p.FullName(), "the property can't be changed"}
		}
		if err := p.write(p, c, s); err != nil {
			return nil, err
		}
	}
	s.edits = unrepeated(s.edits)
	return s, nil
}

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
	for _, prefix := range []string{"route-", "route6-"} {
		text, ok := s.companions[prefix]
		if !ok {
			continue
		}
		companion := prefix + strings.TrimPrefix(name, profilePrefix)
		if len(text) == 0 {
			err = ignoreMissing(dir.Remove(companion))
		} else {
			err = dir.Replace(companion, text, false)
		}
		if err != nil {
			return err
		}
	}
	if len(s.edits) > 0 || s.fresh {
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

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Delete removes the profile and what stands beside it, the profile first: the
// rest means nothing without it.
func (c *Connection) Delete(dir Dir) error {
	suffix := strings.TrimPrefix(c.File(), profilePrefix)
	if err := dir.Remove(c.File()); err != nil {
		return err
	}
	for _, prefix := range []string{"keys-", "route-", "route6-", "rule-", "rule6-"} {
		if err := ignoreMissing(dir.Remove(prefix + suffix)); err != nil {
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
