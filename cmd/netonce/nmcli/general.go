package nmcli

import (
	"fmt"
	"os"
	"slices"
)

func generalCommands() []command {
	return []command{
		{"status", "", showGeneral},
		{"hostname", "", showHostname},
		{"permissions", "", showPermissions},
		{"logging", "", func(*call) error {
			return needsDaemon("general logging", "See what a run does with netonce -v reload.")
		}},
		{"reload", "", func(c *call) error { return nil }}, // every command reads the files anew
	}
}

// general is the state of the host as a whole.
type general struct{ state, connectivity string }

// overall is the state that follows from the devices; nothing is probed.
func (s *scene) overall() general {
	up := func(d *device) bool { return d.state == connected && !d.Link.Loopback }
	switch {
	case slices.ContainsFunc(s.devices, func(d *device) bool { return up(d) && d.hasDefault() }):
		return general{"connected", "full"}
	case slices.ContainsFunc(s.devices, up):
		return general{"connected (local only)", "limited"}
	}
	return general{"disconnected", "none"}
}

func showGeneral(c *call) error {
	c.takeOwn()
	if err := c.noMore(); err != nil {
		return err
	}
	s, err := c.look()
	if err != nil {
		return err
	}
	return generalListing().print(c, []general{s.overall()})
}

func generalListing() listing[general] {
	always := func(word string) func(general) string { return func(general) string { return word } }
	return listing[general]{
		title: "NetworkManager status",
		fields: []field[general]{
			{"RUNNING", always("running"), nil}, {"VERSION", always(Version), nil},
			{"STATE", func(g general) string { return g.state }, nil}, {"STARTUP", always("started"), nil},
			{"CONNECTIVITY", func(g general) string { return g.connectivity }, nil}, {"NETWORKING", always("enabled"), nil},
			{"WIFI-HW", always("missing"), nil}, {"WIFI", always("enabled"), nil},
			{"WWAN-HW", always("missing"), nil}, {"WWAN", always("enabled"), nil}, {"METERED", always("no (guessed)"), nil},
		},
		common: "STATE,CONNECTIVITY,WIFI-HW,WIFI,WWAN-HW,WWAN,METERED",
		color: func(g general) string {
			if g.state == "connected" {
				return "32"
			}
			return "31"
		},
	}
}

func showHostname(c *call) error {
	if name, given := c.next(); given {
		return fail(exitFailed, "the host name is not set to '%s': that is for hostnamectl(1).", name)
	}
	f, err := c.system.Facts()
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, f.Hostname)
	return nil
}

// showPermissions: who may do something is root here, and may do all.
func showPermissions(c *call) error {
	l := listing[string]{
		title: "NetworkManager permissions",
		fields: []field[string]{
			{"PERMISSION", func(p string) string { return "org.freedesktop.NetworkManager." + p }, nil},
			{"VALUE", func(string) string { return yes(os.Geteuid() == 0) }, nil},
		},
		common: "PERMISSION,VALUE",
		color:  func(string) string { return "" },
	}
	return l.print(c, []string{"enable-disable-network", "network-control", "settings.modify.system", "settings.modify.own", "reload"})
}

func networkingCommands() []command {
	return []command{
		{"on", "", func(c *call) error { return c.noMore() }}, // it always is
		{"off", "", func(*call) error {
			return needsDaemon("networking off", "Take connections down with nmcli connection down.")
		}},
		{"connectivity", "[check]", showConnectivity},
	}
}

func showNetworking(c *call) error {
	fmt.Fprintln(c.out, "enabled")
	return nil
}

func showConnectivity(c *call) error {
	s, err := c.look()
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, s.overall().connectivity)
	return nil
}
