package nmcli

import (
	"encoding/json"
	"slices"

	"github.com/netonce/netonce/ifcfg/property"
)

// takeOwn takes netonce's own options for programs out of the arguments of
// connection show, wherever they stand.
func (c *call) takeOwn() (asJSON, all bool) {
	has := func(word string) bool {
		n := len(c.args)
		c.args = slices.DeleteFunc(c.args, func(w string) bool { return w == word })
		return len(c.args) < n
	}
	asJSON = has("--json") || c.json
	return asJSON, has("--all")
}

// printJSON prints the profiles that are named, a document for each, or a list of
// all.
func (c *call) printJSON(all bool) error {
	s, err := c.look()
	if err != nil {
		return err
	}
	e := json.NewEncoder(c.out)
	e.SetEscapeHTML(false)
	if len(c.args) == 0 {
		list := []property.Document{}
		for _, p := range s.those(func(p *profile) bool { return p.connection != nil }) {
			list = append(list, p.connection.Document(all))
		}
		return e.Encode(list)
	}
	for len(c.args) > 0 {
		found, name, err := c.selected(s)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fail(exitNotFound, "%s - no such connection profile.", name)
		}
		for _, p := range found {
			if p.connection == nil {
				return fail(exitFailed, "%s was configured by others and has no file.", name)
			}
			if err := e.Encode(p.connection.Document(all)); err != nil {
				return err
			}
		}
	}
	return nil
}
