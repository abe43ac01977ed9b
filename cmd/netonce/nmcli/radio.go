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
	always := func(word string) func(struct{}) string { return func(struct{}) string { return word } }
	l := listing[struct{}]{
		title: "Radio switches",
		fields: []field[struct{}]{
			{"WIFI-HW", always("missing"), nil}, {"WIFI", always("enabled"), nil},
			{"WWAN-HW", always("missing"), nil}, {"WWAN", always("enabled"), nil},
		},
		common: "WIFI-HW,WIFI,WWAN-HW,WWAN",
		color:  func(struct{}) string { return "" },
	}
	return l.print(c, []struct{}{{}})
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
