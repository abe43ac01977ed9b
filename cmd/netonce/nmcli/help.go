package nmcli

import (
	"fmt"
	"strings"
)

// Version is the nmcli whose forms these are: scripts compare it.
const Version = "1.58.1"

func (c *call) printHelp() {
	fmt.Fprint(c.out, "Usage: nmcli [OPTIONS] OBJECT { COMMAND | help }\n\nOPTIONS\n")
	for _, o := range optionTable() {
		c.printOption(o, "-"+o.name[:1]+", ")
	}
	fmt.Fprint(c.out, "\nOPTIONS of netonce\n")
	for _, o := range ownOptions() {
		c.printOption(o, "")
	}
	fmt.Fprint(c.out, "\nOBJECT\n")
	for _, o := range Objects() {
		fmt.Fprintf(c.out, "  %-12s %s\n", o.Name[:1]+"["+o.Name[1:]+"]", o.Names())
	}
	fmt.Fprintln(c.out)
}

func (c *call) printOption(o option, short string) {
	fmt.Fprintf(c.out, "  %-38s %s\n", strings.TrimSpace(short+"--"+o.name+" "+o.value), o.help)
}

func (c *call) printObjectHelp(o object) {
	fmt.Fprintf(c.out, "Usage: nmcli %s { COMMAND | help }\n\n", o.name)
	for _, row := range o.commands {
		fmt.Fprintln(c.out, strings.TrimRight("  "+row.name+" "+row.usage, " "))
	}
	fmt.Fprintln(c.out)
}
