package nmcli

import "fmt"

func radioCommands() []command {
	return []command{
		{"all", "[on | off]", showRadio},
		{"wifi", "[on | off]", showRadioSwitch},
		{"wwan", "[on | off]", showRadioSwitch},
	}
}

// showRadio: netonce knows no radios; what is missing can be called enabled.
func showRadio(c *call) error {
	if len(c.args) > 0 {
		return showRadioSwitch(c)
	}
	t := oneRow("Radio switches", "", radios()...)
	return c.printTable(t, t.Columns)
}

func radios() []string {
	return []string{"WIFI-HW", "missing", "WIFI", "enabled", "WWAN-HW", "missing", "WWAN", "enabled"}
}

func showRadioSwitch(c *call) error {
	word, given := c.next()
	switch {
	case !given:
		fmt.Fprintln(c.out, "enabled")
		return nil
	case word == "on":
		return nil
	case word == "off":
		return fail(exitFailed, "radios are not switched here: that is for rfkill(8).")
	}
	return misuse("invalid argument '%s': give on or off.", word)
}
