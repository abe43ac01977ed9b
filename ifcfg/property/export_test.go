package property

import "maps"

// Fresh is the connection as one that has no file: writing it says everything.
func (c *Connection) Fresh() *Connection {
	return &Connection{Profiles: c.Profiles, values: maps.Clone(c.values), before: map[string][]string{}}
}
