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
	p := s.best(d)
	if p == nil {
		return fail(exitActivate, "Failed to add/activate new connection: no profile is for device '%s'.", d.Link.Name)
	}
	if err := c.bringUp(p); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Device '%s' successfully activated with '%s'.\n", d.Link.Name, p.uuid)
	return nil
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
