package nmcli

import "fmt"

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
