package nmcli

import (
	"fmt"
	"slices"
	"strings"
)

// deleteConnections takes profiles down and removes them with their files.
func deleteConnections(c *call) error {
	if len(c.args) == 0 {
		return misuse("No connection specified.")
	}
	s, err := c.look()
	if err != nil {
		return err
	}
	var doomed []*profile
	var unknown []string
	for len(c.args) > 0 {
		found, name, err := c.selected(s)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			c.complain(fail(exitNotFound, "unknown connection '%s'.", name))
			unknown = append(unknown, "'"+name+"'")
		}
		for _, p := range found {
			if !slices.Contains(doomed, p) {
				doomed = append(doomed, p)
			}
		}
	}
	for _, p := range doomed {
		if err := c.delete(s, p); err != nil {
			return fail(exitDelete, "Connection '%s' deletion failed: %w", p.id, err)
		}
		fmt.Fprintf(c.out, "Connection '%s' (%s) successfully deleted.\n", p.id, p.uuid)
	}
	if len(unknown) > 0 {
		return fail(exitNotFound, "cannot delete unknown connection(s): %s.", strings.Join(unknown, ", "))
	}
	return nil
}

// delete takes the profile down while it still can be read.
func (c *call) delete(s *scene, p *profile) error {
	if !p.stored() {
		return fmt.Errorf("it was configured by others and has no file")
	}
	if d := s.active(p); d != nil {
		if err := c.takeDown(d); err != nil {
			return err
		}
	}
	return p.connection().Delete(c.system.Dir())
}

// cloneConnection copies a profile under another name.
func cloneConnection(c *call) error {
	_, p, err := c.toEdit()
	if err != nil {
		return err
	}
	name, given := c.next()
	if !given || name == "" {
		return misuse("New connection name: a name is needed.")
	}
	if err := c.noMore(); err != nil {
		return err
	}
	n := p.connection().Clone(name)
	if err := n.Save(c.system.Dir()); err != nil {
		return fail(exitFailed, "Failed to add '%s' connection: %w", name, err)
	}
	fmt.Fprintf(c.out, "%s (%s) cloned as %s (%s).\n", p.id, p.uuid, n.ID(), n.UUID())
	return nil
}
