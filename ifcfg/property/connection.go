package property

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// Profiles shows the profiles of a host as connections, which share one table.
type Profiles struct {
	host     *ifcfg.Host
	settings []Setting
	byName   map[string]*Property // by full name
	checker  ifcfg.Checker
}

// Open makes connections of a host's profiles. The host must have been loaded with
// its files kept.
func Open(h *ifcfg.Host) *Profiles {
	all := &Profiles{host: h, settings: Table(), byName: map[string]*Property{}, checker: ifcfg.NewChecker()}
	for i := range all.settings {
		for _, p := range all.settings[i].Properties {
			all.byName[p.FullName()] = p
		}
	}
	return all
}

// Connection is a profile as nmcli sees it: words by property. It can be changed
// and written back.
type Connection struct {
	Profile *ifcfg.Profile // nil for one that has no file yet

	*Profiles
	copied *ifcfg.Profile      // whose files a clone begins with
	values map[string][]string // by the properties' full names; none that means the default
	before map[string][]string // as they were read
}

// ValueError says why a property cannot have a value.
type ValueError struct {
	Property string // full name
	Reason   string
}

func (e *ValueError) Error() string { return e.Property + ": " + e.Reason }

// source is what the properties of a connection are read from.
type source struct {
	profile *ifcfg.Profile
	file    *ifcfg.File
	checker ifcfg.Checker
}

// text is the value of a key of the profile's file, empty for none.
func (s *source) text(key string) string {
	if s.file == nil {
		return ""
	}
	a, _ := s.file.Lookup(key)
	return a.Value
}

// yes reports whether a key says so.
func (s *source) yes(key string) bool {
	b, ok := ifcfg.ParseBool(s.text(key))
	return ok && b
}

// Of shows a profile's properties.
func (all *Profiles) Of(p *ifcfg.Profile) *Connection {
	c := &Connection{Profile: p, Profiles: all, values: map[string][]string{}}
	s := &source{p, all.host.File(p.File), all.checker}
	c.values["connection.type"] = []string{TypeOf(p.Kind.Value)}
	for row := range c.rows() {
		if row.read == nil {
			continue
		}
		if words := row.read(s); !row.IsDefault(words) {
			c.values[row.FullName()] = words
		}
	}
	c.trim()
	c.before = maps.Clone(c.values)
	return c
}

// trim drops the values of settings that the connection does not have: what such
// keys say is nobody's.
func (c *Connection) trim() {
	for i := range c.settings {
		s := &c.settings[i]
		if s.Has(c) {
			continue
		}
		for _, p := range s.Properties {
			delete(c.values, p.FullName())
		}
	}
}

// New makes a connection without a file. Its name, interface and addresses are to
// be set.
func (all *Profiles) New(connectionType string) (*Connection, error) {
	c := &Connection{Profiles: all, values: map[string][]string{}, before: map[string][]string{}}
	kind, ok := kindNamed(connectionType)
	if !ok {
		return nil, &ValueError{"connection.type", fmt.Sprintf("'%s': the ifcfg format describes no connection of this type", connectionType)}
	}
	c.put("connection.type", TypeOf(kind))
	c.put("connection.uuid", newUUID())
	return c, nil
}

// Clone is a copy with another name and UUID, which has no file of its own yet. Its
// files will be copies too, with every comment; what alias files add to the profile
// goes into its own.
func (c *Connection) Clone(id string) *Connection {
	n := &Connection{Profiles: c.Profiles, copied: c.Profile, values: maps.Clone(c.values), before: maps.Clone(c.before)}
	n.put("connection.id", id)
	n.put("connection.uuid", newUUID())
	if c.Profile != nil {
		n.before["ipv4.addresses"] = prefixes(from(c.File(), c.Profile.IPv4.Addresses))
		n.before["ipv6.addresses"] = prefixes(from(c.File(), c.Profile.IPv6.Addresses))
	}
	return n
}

// from picks the fields that one file gave.
func from[T any](file string, fields []ifcfg.Field[T]) []ifcfg.Field[T] {
	return lists.Without(fields, func(f *ifcfg.Field[T]) bool { return f.Pos.File != file })
}

// newUUID makes a random UUID (RFC 9562 section 5.4). It names a profile and is no
// secret: a generator that the kernel seeds does, and crypto/rand would be a tenth
// of the program.
func newUUID() string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], rand.Uint64())
	binary.BigEndian.PutUint64(b[8:], rand.Uint64())
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// ID is the name of the connection.
func (c *Connection) ID() string { return c.text("connection.id") }

// UUID is its UUID.
func (c *Connection) UUID() string { return c.text("connection.uuid") }

// Type is nmcli's long name of its type: "802-3-ethernet".
func (c *Connection) Type() string { return c.text("connection.type") }

// Interface is the name of its interface, empty for any.
func (c *Connection) Interface() string { return c.text("connection.interface-name") }

// Autoconnect reports whether it comes up at boot.
func (c *Connection) Autoconnect() bool { return c.text("connection.autoconnect") == "yes" }

// File is the name of its file, empty where it has none yet.
func (c *Connection) File() string {
	if c.Profile == nil {
		return ""
	}
	return c.Profile.File
}

// IsPort reports whether it gives its interface to a controller, and has no
// addresses of its own.
func (c *Connection) IsPort() bool { return len(c.values["connection.controller"]) > 0 }

// Settings are the settings that the connection has, in the order in which they
// are shown.
func (c *Connection) Settings() []*Setting {
	var settings []*Setting
	for i := range c.settings {
		if s := &c.settings[i]; s.Has(c) {
			settings = append(settings, s)
		}
	}
	return settings
}

// Get returns the words of a property, nil where it has its default.
func (c *Connection) Get(p *Property) []string { return slices.Clone(c.values[c.target(p).FullName()]) }

// target is the property that an older name stands for.
func (c *Connection) target(p *Property) *Property {
	if p.aliasOf == "" {
		return p
	}
	return c.row(p.Setting + "." + p.aliasOf)
}

// text is the first word of a property, or its default.
func (c *Connection) text(fullName string) string {
	if w := c.values[fullName]; len(w) > 0 {
		return w[0]
	}
	if row := c.row(fullName); row != nil {
		return row.Default
	}
	return ""
}

// rows yields every property of the table.
func (c *Connection) rows() func(func(*Property) bool) {
	return func(yield func(*Property) bool) {
		for i := range c.settings {
			for _, p := range c.settings[i].Properties {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// row finds a property by its full name, whether the connection has it or not.
func (c *Connection) row(fullName string) *Property { return c.byName[fullName] }

// put sets the words of a property.
func (c *Connection) put(fullName string, words ...string) {
	if p := c.row(fullName); len(words) == 0 || p != nil && p.IsDefault(words) {
		delete(c.values, fullName)
		return
	}
	c.values[fullName] = words
}
