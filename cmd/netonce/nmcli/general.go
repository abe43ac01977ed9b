package nmcli

import (
	"fmt"
	"os"
	"slices"

	"netonce/cmd/netonce/nmcli/output"
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
	s, err := c.lookOnly()
	if err != nil {
		return err
	}
	g := s.overall()
	color := "31"
	if g.state == "connected" {
		color = "32"
	}
	pairs := []string{"RUNNING", "running", "VERSION", Version, "STATE", g.state, "STARTUP", "started",
		"CONNECTIVITY", g.connectivity, "NETWORKING", "enabled"}
	pairs = append(append(pairs, radios()...), "METERED", "no (guessed)")
	return c.printTable(oneRow("NetworkManager status", color, pairs...), output.Split("STATE,CONNECTIVITY,WIFI-HW,WIFI,WWAN-HW,WWAN,METERED"))
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
	t := output.Table{Title: "NetworkManager permissions", Columns: []string{"PERMISSION", "VALUE"}}
	value := output.Text(yes(os.Geteuid() == 0))
	for _, p := range []string{"enable-disable-network", "network-control", "settings.modify.system", "settings.modify.own", "reload"} {
		t.Rows = append(t.Rows, []output.Cell{output.Text("org.freedesktop.NetworkManager." + p), value})
	}
	return c.printTable(t, t.Columns)
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
