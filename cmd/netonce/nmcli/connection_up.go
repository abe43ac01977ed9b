package nmcli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"netonce/apply"
	"netonce/apply/state"
	"netonce/ifcfg"
)

// How long nmcli waits where --wait says nothing. With --wait 0 the profile's own
// patience counts alone: there is nobody to leave the work to.
const (
	upLimit   = 90 * time.Second
	downLimit = 10 * time.Second
)

func (c *call) limit(usual time.Duration) time.Duration {
	if c.waited {
		return c.wait
	}
	return usual
}

// upConnection brings up the profile that is named, or the best one for an
// interface.
func upConnection(c *call) error {
	s, err := c.look()
	if err != nil {
		return err
	}
	var p *profile
	if len(c.args) > 0 && c.args[0] != "ifname" {
		found, name, err := c.selected(s)
		if err != nil {
			return err
		}
		if p = first(found, s.forInterface(name)); p == nil {
			return fail(exitNotFound, "unknown connection '%s'.", name)
		}
	}
	d, err := c.upDevice(s)
	switch {
	case err != nil:
		return err
	case p == nil && d == nil:
		return misuse("No connection specified.")
	case p == nil:
		if p = s.best(d); p == nil {
			return fail(exitActivate, "no suitable connection for device '%s'.", d.Link.Name)
		}
	case d != nil && !slices.Contains(s.available(d), p):
		return fail(exitActivate, "device '%s' not compatible with connection '%s'.", d.Link.Name, p.id)
	}
	if err := c.bringUp(p); err != nil {
		return err
	}
	if s, err = c.look(); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Connection successfully activated (D-Bus active path: %s)\n", s.activeFile(p).activePath())
	return nil
}

// upDevice reads what may follow the name of a connection; nil without ifname.
func (c *call) upDevice(s *scene) (d *device, err error) {
	for len(c.args) > 0 {
		word, _ := c.next()
		value, err := c.value(word)
		switch {
		case err != nil:
			return nil, err
		case word == "ifname":
			if d = s.find(value); d == nil {
				return nil, fail(exitNotFound, "unknown device '%s'.", value)
			}
		case word != "passwd-file": // there are no passwords
			return nil, misuse("invalid extra argument '%s'.", word)
		}
	}
	return d, nil
}

// first returns the first profile of the lists, nil without any.
func first(lists ...[]*profile) *profile {
	for _, list := range lists {
		if len(list) > 0 {
			return list[0]
		}
	}
	return nil
}

// forInterface lists the profiles that name an interface.
func (s *scene) forInterface(name string) []*profile {
	return s.those(func(p *profile) bool { return p.device == name && name != "" && p.stored() })
}

// activeFile is the device that a profile of an earlier look is up on.
func (s *scene) activeFile(p *profile) *device {
	if !p.stored() {
		return nil
	}
	return s.active(s.byFile(p.source.File))
}

// bringUp applies a profile. What of it was not understood is told, and the rest
// is up.
func (c *call) bringUp(p *profile) error { return c.bringUpAs(p, nil) }

// bringUpAs applies a profile with other text in its files.
func (c *call) bringUpAs(p *profile, instead map[string][]byte) error {
	if !p.stored() {
		return fail(exitActivate, "Connection activation failed: '%s' was configured by others.", p.id)
	}
	for _, d := range p.source.Diagnostics {
		if d.Severity == ifcfg.Error {
			fmt.Fprintf(c.errOut, "Warning: %v\n", d)
		}
	}
	limit := c.limit(upLimit)
	report, err := c.system.Configure(Request{apply.Up, limit, []string{p.source.File}, instead})
	if err == nil {
		err = reported(report)
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, state.ErrLocked) || report != nil && report.Interrupted:
		return fail(exitTimeout, "Timeout expired (%d seconds): %w", int(limit.Seconds()), err)
	}
	return fail(exitActivate, "Connection activation failed: %w", err)
}

// reported is all that went wrong in a run, nil for nothing.
func reported(r *apply.Report) error {
	all := r.All()
	switch {
	case len(all) == 0 && r.Interrupted:
		return errors.New("it was told to stop")
	case len(all) == 0:
		return nil
	}
	texts := make([]string, len(all))
	for i, err := range all {
		texts[i] = err.Error()
	}
	return errors.New(strings.Join(texts, "; "))
}
