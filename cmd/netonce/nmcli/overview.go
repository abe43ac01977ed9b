package nmcli

import (
	"fmt"
	"strings"

	"netonce/apply/network"
)

// showOverview is what nmcli says when it is asked for nothing: every device, and
// the name servers.
func showOverview(c *call) error {
	s, err := c.look()
	if err != nil {
		return err
	}
	for _, d := range s.devices {
		c.printOverview(s, d)
	}
	c.printNameServers(s)
	fmt.Fprint(c.out, `Use "nmcli device show" to get complete information about known devices and
"nmcli connection show" to get an overview on active connection profiles.

Consult nmcli(1) and nmcli-examples(7) manual pages for complete usage details.
`)
	return nil
}

func (c *call) printOverview(s *scene, d *device) {
	line := func(format string, args ...any) { fmt.Fprintf(c.out, "\t"+format+"\n", args...) }
	state := d.word()
	if d.profile != nil {
		state += " to " + d.profile.id
	}
	fmt.Fprintln(c.out, c.style.Colored(d.Link.Name+": "+state, d.color()))
	line("%q", d.Link.Name)
	if d.profile == nil {
		if n := len(s.available(d)); n > 0 {
			line("%d connection%s available", n, map[bool]string{true: "s"}[n > 1])
		}
	}
	line("%s", d.hardware())
	if d.state == connected && d.default4 {
		line("ip4 default")
	}
	if d.state == connected && d.default6 {
		line("ip6 default")
	}
	for _, six := range []bool{false, true} {
		if d.profile == nil {
			break
		}
		for _, a := range d.addresses(six) {
			line("inet%d %s", version(six), a)
		}
		for _, r := range d.Routes {
			if r.Is6() == six && isShown(r) {
				line("route%d %s", version(six), overviewRoute(r))
			}
		}
	}
	fmt.Fprintln(c.out)
}

func version(six bool) int {
	if six {
		return 6
	}
	return 4
}

func (d *device) hardware() string {
	driver := d.facts.Drivers[d.Link.Name].Name
	if driver == "" {
		driver = "unknown"
	}
	ware := "hw"
	if isSoftware(&d.Link) {
		ware = "sw"
	}
	list := []string{deviceType(&d.Link) + " (" + driver + ")"}
	if mac := d.hardwareAddress(); mac != "" {
		list = append(list, mac)
	}
	if controller := d.controller(); controller != nil {
		list = append(list, "port of "+controller.Link.Name)
	}
	return strings.Join(append(list, ware, fmt.Sprintf("mtu %d", d.Link.MTU)), ", ")
}

func overviewRoute(r network.Route) string {
	words := r.Destination.String()
	if r.Destination.Bits() == 0 {
		words = "default"
	}
	if r.Gateway.IsValid() {
		words += " via " + r.Gateway.String()
	}
	return fmt.Sprintf("%s metric %d", words, r.Metric)
}

// printNameServers lists what each device contributes.
func (c *call) printNameServers(s *scene) {
	title := "DNS configuration:\n"
	for _, d := range s.devices {
		for _, six := range []bool{false, true} {
			servers, domains, search := d.servers(six)
			if len(servers) == 0 {
				continue
			}
			fmt.Fprint(c.out, title, "\tservers: ", strings.Join(words(servers), " "), "\n")
			if len(search) == 0 {
				search = domains
			}
			if len(search) > 0 {
				fmt.Fprintln(c.out, "\tdomains: "+strings.Join(search, " "))
			}
			fmt.Fprint(c.out, "\tinterface: ", d.Link.Name, "\n\n")
			title = ""
		}
	}
}
