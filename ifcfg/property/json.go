package property

import (
	"strings"

	"netonce/ifcfg"
)

// Document is a connection as programs read it.
type Document struct {
	File        string          `json:"file"`
	Accepted    bool            `json:"accepted"`
	Properties  map[string]any  `json:"properties"` // strings, and lists of these
	Diagnostics []ifcfg.Finding `json:"diagnostics"`
}

// Document shows the connection with the properties that differ from their
// defaults, or with all. A profile that was rejected has none.
func (c *Connection) Document(all bool) Document {
	d := Document{File: c.File(), Properties: map[string]any{}, Diagnostics: []ifcfg.Finding{}}
	d.Accepted = c.Profile == nil || !c.Profile.Rejected || c.Profile.Unsupported
	if c.Profile != nil {
		for _, x := range c.Profile.Diagnostics {
			d.Diagnostics = append(d.Diagnostics, x.Finding())
		}
	}
	if !d.Accepted {
		return d
	}
	for _, s := range c.Settings() {
		for _, p := range s.Properties {
			words := c.values[p.FullName()]
			switch {
			case p.aliasOf != "" || p.read == nil && !p.always:
			case len(words) == 0 && !all && !p.always:
			case p.form.oneText:
				d.Properties[p.FullName()] = strings.Join(words, " ")
			case p.form.list && !p.form.options:
				d.Properties[p.FullName()] = append([]string{}, words...)
			default:
				d.Properties[p.FullName()] = p.Terse(words)
			}
		}
	}
	return d
}
