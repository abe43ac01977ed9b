// Package manual writes the manual pages, from the tables of commands, properties
// and keys that the program itself goes by.
package manual

import (
	"strings"

	"netonce/cmd/netonce/nmcli"
	"netonce/ifcfg/property"
)

// Entry is a command or an option with what it takes and does.
type Entry struct {
	_                   [0]func() // not comparable, which would take code for tables as a whole
	Name, Args, Summary string
}

// Program is what the pages need to know of the program.
type Program struct {
	Commands []Entry
	Flags    []Entry
	Exits    []Entry // exit codes and what they mean
}

// Pages are the names of the pages with their sections, as files are called.
func Pages() []string { return []string{"netonce.8", "netonce-connection.8", "ifcfg.5"} }

// Page returns a page in man(7)'s macros; its name may be without the section. It
// is empty for a page that does not exist.
func Page(p Program, name string) string {
	for _, full := range Pages() {
		base, _, _ := strings.Cut(full, ".")
		if name != full && name != base {
			continue
		}
		switch base {
		case "netonce":
			return mainPage(p)
		case "netonce-connection":
			return connectionPage()
		default:
			return filePage()
		}
	}
	return ""
}

func mainPage(p Program) string {
	m := newPage("netonce", 8, "configure the network once, from ifcfg profiles, and leave")
	m.synopsis("netonce", "[FLAGS] COMMAND [ARGUMENT...]")
	m.section("DESCRIPTION")
	m.text("netonce reads the profiles in /etc/sysconfig/network-scripts, makes the kernel match through netlink, gets leases, DHCPv6's too, where a profile or a router asks for them, hands the name servers over, tells systemd that the network is up, and exits. Nothing stays resident: an edited profile is taken up by a path unit, and a card that comes later by a udev rule: each starts another short run. netonce=off on the kernel's command line keeps udev from that.")
	m.text("What a profile means is what NetworkManager's ifcfg plugin made of it; see ifcfg(5). Under the name nmcli, and for the commands of its objects, the program takes nmcli(1)'s command line; see netonce-connection(8).")
	m.section("COMMANDS")
	for _, c := range p.Commands {
		m.entry(strings.TrimSpace(c.Name+" "+c.Args), sentence(c.Summary))
	}
	m.section("FLAGS")
	for _, f := range p.Flags {
		m.entry(strings.TrimSpace(f.Name+" "+f.Args), sentence(f.Summary))
	}
	m.section("EXIT STATUS")
	for _, e := range p.Exits {
		m.entry(e.Name, sentence(e.Summary))
	}
	m.section("FILES")
	m.entry("/etc/sysconfig/network-scripts/ifcfg-*", "The profiles, with route-, route6-, rule-, rule6- and keys- files beside them.")
	m.entry("/etc/sysconfig/network", "What holds for every profile.")
	m.entry("/run/netonce/", "What netonce owns, leases, locks.")
	m.section("SEE ALSO")
	m.text("netonce-connection(8), ifcfg(5), ip(8), systemd(1)")
	return m.String()
}

// sentence makes a sentence of a summary.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

func connectionPage() string {
	m := newPage("netonce-connection", 8, "show and edit ifcfg profiles with nmcli's command line")
	var ways []string
	for _, o := range nmcli.Objects() {
		ways = append(ways, "[OPTIONS] "+o.Name+" [COMMAND] [ARGUMENT...]")
	}
	m.synopsis("netonce", ways...)
	m.section("DESCRIPTION")
	m.text("The same grammar, output forms and exit codes as nmcli(1), over the files: scripts and configuration management that drive nmcli run unchanged, also where the program is called by that name. There is no daemon. A change of a profile touches only the lines it must, and comments, order, quotes, mode and owner stay; what has no meaning without a daemon says so.")
	m.section("OPTIONS")
	for _, o := range nmcli.Options() {
		m.entry(strings.TrimSpace("--"+o.Name+" "+o.Value), sentence(o.Help))
	}
	m.section("COMMANDS")
	for _, o := range nmcli.Objects() {
		m.subsection(o.Name)
		for _, c := range o.Commands {
			m.entry(o.Name+" "+c.Name, c.Usage)
		}
	}
	m.section("EXAMPLES")
	m.example("netonce connection show\nnetonce connection add type ethernet ifname eth0 con-name lan ip4 192.0.2.10/24 gw4 192.0.2.1\nnetonce connection modify lan +ipv4.dns 192.0.2.53\nnetonce connection up lan\nnetonce connection show --json lan\n")
	m.section("PROPERTIES")
	m.text("Words in parentheses are the ifcfg keys that hold a property; one without is shown but cannot be changed in an ifcfg file.")
	for _, s := range property.Table() {
		m.subsection(s.Name)
		for _, p := range s.Properties {
			describe(m, p)
		}
	}
	m.section("PROPERTY ALIASES")
	for _, a := range nmcli.Aliases() {
		m.entry(a.Word, a.Property)
	}
	m.section("SEE ALSO")
	m.text("netonce(8), ifcfg(5)")
	return m.String()
}

func describe(m *page, p *property.Property) {
	text := p.Meaning
	if v := p.Values(); len(v) > 0 {
		text += " One of: " + strings.Join(v, ", ") + "."
	}
	if p.Default != "" {
		text += " Default: " + p.Default + "."
	}
	if p.Keys != "" {
		text += " (" + p.Keys + ")"
	}
	m.entry(p.FullName(), text)
}
