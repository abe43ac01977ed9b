package property

import (
	"fmt"
	"slices"

	"netonce/ifcfg"
)

// rehearse reads the files as they would be and reports what would not be as it was
// asked for: another line, another key or another file may have its say.
func (c *Connection) rehearse(name string, files map[string][]byte) error {
	h, p := c.host.Rehearse(name, files)
	if p == nil || p.Rejected && !p.Unsupported {
		return fmt.Errorf("%s would be no profile that can be used%s", name, reason(p))
	}
	got := Open(h).Of(p)
	for row := range c.rows() {
		full := row.FullName()
		if row.aliasOf != "" || row.read == nil || !c.changed(full) {
			continue
		}
		want, is := c.values[full], got.values[full]
		if row.form.list { // some have an order of their own, and other files add to some
			want, is = slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(is))
		}
		if !slices.Equal(want, is) {
			return &ValueError{full, fmt.Sprintf("the files cannot say so: they would be read as '%s'", row.Terse(is))}
		}
	}
	return nil
}

// reason is why a profile is rejected.
func reason(p *ifcfg.Profile) string {
	if p != nil {
		for _, d := range p.Diagnostics {
			if d.Severity == ifcfg.Error {
				return ": " + d.Text()
			}
		}
	}
	return ""
}
