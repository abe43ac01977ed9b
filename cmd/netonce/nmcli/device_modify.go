package nmcli

import "fmt"

// reapplyDevice makes a device again as its profile says.
func reapplyDevice(c *call) error {
	_, d, err := c.oneDevice()
	if err != nil {
		return err
	}
	if err := c.noMore(); err != nil {
		return err
	}
	return c.reapply(d, nil)
}

func (c *call) reapply(d *device, instead map[string][]byte) error {
	if err := d.mustBeOurs(); err != nil {
		return err
	}
	if err := c.bringUpAs(d.profile, instead); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Connection successfully reapplied to device '%s'.\n", d.Link.Name)
	return nil
}

func (d *device) mustBeOurs() error {
	if d.state != connected || d.external {
		return fail(exitFailed, "Reapplying connection to device '%s' failed: nothing of netonce is up on it.", d.Link.Name)
	}
	return nil
}

// drafts are files that are not written.
type drafts map[string][]byte

func (d drafts) Replace(name string, data []byte, _ bool) error {
	d[name] = append([]byte{}, data...) // never nil
	return nil
}

func (d drafts) Remove(name string) error {
	d[name] = nil
	return nil
}

// modifyDevice changes what is up on a device until its profile is applied again;
// the profile stays as it is.
func modifyDevice(c *call) error {
	_, d, err := c.oneDevice()
	if err != nil {
		return err
	}
	if err := d.mustBeOurs(); err != nil {
		return err
	}
	if err := c.setProperties(d.profile.connection()); err != nil {
		return err
	}
	files := drafts{}
	if err := d.profile.connection().Save(files); err != nil {
		return fail(exitFailed, "Failed to modify device '%s': %w", d.Link.Name, err)
	}
	return c.reapply(d, files)
}
