package nmcli

func deviceCommands() []command {
	return []command{
		{"status", "", showDevices},
		{"show", "[IFNAME]", showDevice},
		{"connect", "IFNAME", connectDevice},
		{"reapply", "IFNAME", reapplyDevice},
		{"disconnect", "IFNAME...", disconnectDevices},
		{"delete", "IFNAME...", refuseDeleteDevice},
		{"set", "[ifname] IFNAME [autoconnect yes|no] [managed yes|no]", setDevice},
		{"monitor", "", refuseMonitor},
		{"wifi", "[list [ifname IFNAME]] | rescan", showWifi},
		{"lldp", "[list [ifname IFNAME]]", showNothing},
		{"modify", "IFNAME ([+|-]SETTING.PROPERTY VALUE)...", modifyDevice},
		{"up", "IFNAME", connectDevice},
		{"down", "IFNAME...", disconnectDevices},
	}
}

// showDevices lists the interfaces with their state.
func showDevices(c *call) error {
	s, err := c.lookOnly()
	if err != nil {
		return err
	}
	return deviceListing().print(c, s.devices)
}

func deviceListing() listing[*device] {
	of := func(f func(*profile) string) func(*device) string {
		return func(d *device) string {
			if d.profile == nil {
				return ""
			}
			return f(d.profile)
		}
	}
	connectivity := func(d *device) string { _, word := d.connectivity(); return word }
	return listing[*device]{
		title: "Status of devices",
		fields: []field[*device]{
			{"DEVICE", func(d *device) string { return d.Link.Name }, nil},
			{"TYPE", func(d *device) string { return deviceType(&d.Link) }, nil},
			{"STATE", (*device).word, nil},
			{"IP4-CONNECTIVITY", connectivity, nil},
			{"IP6-CONNECTIVITY", connectivity, nil},
			{"DBUS-PATH", (*device).path, nil},
			{"CONNECTION", of(func(p *profile) string { return p.id }), nil},
			{"CON-UUID", of(func(p *profile) string { return p.uuid }), nil},
			{"CON-PATH", (*device).activePath, nil},
		},
		common: "DEVICE,TYPE,STATE,CONNECTION",
		color:  (*device).color,
	}
}
