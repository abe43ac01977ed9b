package nmcli

import (
	"slices"

	"netonce/cmd/netonce/nmcli/output"
	"netonce/ifcfg/property"
)

// takeOwn takes netonce's own options for programs out of the arguments of a
// command that shows something, wherever they stand.
func (c *call) takeOwn() (all bool) {
	has := func(word string) bool {
		n := len(c.args)
		c.args = slices.DeleteFunc(c.args, func(w string) bool { return w == word })
		return len(c.args) < n
	}
	c.json = has("--json") || c.json
	if c.json {
		c.style.Mode = output.Terse // its texts are for programs
	}
	return c.json && has("--all")
}

// documents are the profiles that have a file.
func documents(list []*profile, all bool) []property.Document {
	documents := []property.Document{}
	for _, p := range list {
		if p.stored() {
			documents = append(documents, p.connection().Document(all))
		}
	}
	return documents
}
