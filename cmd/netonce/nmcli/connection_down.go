package nmcli

import (
	"fmt"

	"netonce/apply"
)

// downConnections takes profiles down. One that is not up is told, the others
// go on.
func downConnections(c *call) error {
	if len(c.args) == 0 {
		return misuse("No connection specified.")
	}
	s, err := c.look()
	if err != nil {
		return err
	}
	var up []*device
	var missing error
	for len(c.args) > 0 {
		found, name, err := c.selected(s)
		if err != nil {
			return err
		}
		d := s.firstActive(append(found, s.forInterface(name)...))
		if d == nil {
			missing = fail(exitNotFound, "'%s' is not an active connection.", name)
			c.complain(missing)
			continue
		}
		up = append(up, d)
	}
	if len(up) == 0 {
		return fail(exitNotFound, "no active connection provided.")
	}
	for _, d := range up {
		if err := c.takeDown(d); err != nil {
			return fail(exitDeactivate, "Connection '%s' deactivation failed: %w", d.profile.id, err)
		}
		fmt.Fprintf(c.out, "Connection '%s' successfully deactivated (D-Bus active path: %s)\n", d.profile.id, d.activePath())
	}
	return quietly(missing)
}

func (s *scene) firstActive(list []*profile) *device {
	for _, p := range list {
		if d := s.active(p); d != nil {
			return d
		}
	}
	return nil
}

func (c *call) takeDown(d *device) error {
	if d.external {
		return fmt.Errorf("%s was configured by others", d.Link.Name)
	}
	report, err := c.system.Configure(Request{Mode: apply.Down, Limit: c.limit(downLimit), Profiles: []string{d.profile.source.File}})
	if err != nil {
		return err
	}
	return reported(report)
}
