package nmcli

import (
	"fmt"
)

// oneDevice reads the name of a device that the command is about.
func (c *call) oneDevice() (*scene, *device, error) {
	if len(c.args) > 0 && c.args[0] == "ifname" {
		c.args = c.args[1:]
	}
	name, ok := c.next()
	if !ok {
		return nil, nil, misuse("No interface specified.")
	}
	s, err := c.look()
	if err != nil {
		return nil, nil, err
	}
	d := s.find(name)
	if d == nil {
		return nil, nil, noDevice(name)
	}
	return s, d, nil
}

// connectDevice brings up the best profile for a device.
func connectDevice(c *call) error {
	s, d, err := c.oneDevice()
	if err != nil {
		return err
	}
	if err := c.noMore(); err != nil {
		return err
	}
	p := first(s.available(d))
	if p == nil {
		return fail(exitActivate, "Failed to add/activate new connection: no profile is for device '%s'.", d.Link.Name)
	}
	if err := c.bringUp(p); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Device '%s' successfully activated with '%s'.\n", d.Link.Name, p.uuid)
	return nil
}

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
	if err := c.setProperties(d.profile.connection); err != nil {
		return err
	}
	files := drafts{}
	if err := d.profile.connection.Save(files); err != nil {
		return fail(exitFailed, "Failed to modify device '%s': %w", d.Link.Name, err)
	}
	return c.reapply(d, files)
}

// disconnectDevices takes down what is up on devices.
func disconnectDevices(c *call) error {
	if len(c.args) == 0 {
		return misuse("No interface specified.")
	}
	s, err := c.look()
	if err != nil {
		return err
	}
	var devices []*device
	missing := false
	for _, name := range c.args {
		d := s.find(name)
		if d == nil {
			c.complain(noDevice(name))
			missing = true
			continue
		}
		devices = append(devices, d)
	}
	for _, d := range devices {
		err := fmt.Errorf("nothing is up on it")
		if d.state == connected {
			err = c.takeDown(d)
		}
		if err != nil {
			return fail(exitDisconnect, "Device '%s' disconnecting failed: %w", d.Link.Name, err)
		}
		fmt.Fprintf(c.out, "Device '%s' successfully disconnected.\n", d.Link.Name)
	}
	if missing {
		return fail(exitNotFound, "not all devices found.")
	}
	return nil
}

func refuseDeleteDevice(c *call) error {
	_, d, err := c.oneDevice()
	if err != nil {
		return err
	}
	return fail(exitFailed, "Device '%s' is not deleted: take its connection down.", d.Link.Name)
}

// setDevice: a device is always managed, and a profile says itself whether it
// comes up by itself.
func setDevice(c *call) error {
	_, d, err := c.oneDevice()
	if err != nil {
		return err
	}
	if len(c.args) == 0 {
		return misuse("Argument missing: autoconnect or managed.")
	}
	for len(c.args) > 0 {
		word, _ := c.next()
		if !begins(word, "autoconnect") && !begins(word, "managed") {
			return misuse("property '%s' is not known.", word)
		}
		value, err := c.value(word)
		if err != nil {
			return err
		}
		on, err := truth(value)
		if err != nil {
			return misuse("'%s': %w", word, err)
		}
		if !on {
			return fail(exitFailed, "'%s no' is not kept for device '%s': write ONBOOT=no or NM_CONTROLLED=no into its profile.", word, d.Link.Name)
		}
	}
	return nil
}

// truth reads a word for yes or no as nmcli does.
func truth(word string) (bool, error) {
	for _, yes := range []string{"yes", "true", "on"} {
		if begins(word, yes) {
			return true, nil
		}
	}
	for _, no := range []string{"no", "false", "off"} {
		if begins(word, no) {
			return false, nil
		}
	}
	return false, fmt.Errorf("'%s' is not valid; use [true, yes, on] or [false, no, off]", word)
}

// showWifi: nobody scans, and so there is nothing to connect to.
func showWifi(c *call) error {
	if len(c.args) > 0 && !begins(c.args[0], "list") && !begins(c.args[0], "rescan") {
		return fail(exitNotFound, "No Wi-Fi device found.")
	}
	return nil
}

// showNothing is for a list that is always empty: nobody listens.
func showNothing(*call) error { return nil }
