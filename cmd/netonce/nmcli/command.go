package nmcli

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// command is a row of a table of commands.
type command struct {
	name  string
	usage string // what may follow
	run   func(*call) error
}

// object is a table of commands; the first runs where none is named.
type object struct {
	name     string
	commands []command
	plain    func(*call) error // without a command
}

func objects() []object {
	return []object{
		{"general", generalCommands(), showGeneral},
		{"monitor", nil, refuseMonitor},
		{"networking", networkingCommands(), showNetworking},
		{"radio", radioCommands(), showRadio},
		{"connection", connectionCommands(), showConnections},
		{"device", deviceCommands(), showDevices},
		{"agent", agentCommands(), refuseAgent},
	}
}

// call is one command line on its way.
type call struct {
	options
	system System
	args   []string // not yet read
	exact  bool     // profiles have the names that they have in nmcli, and no others
	out    io.Writer
	errOut io.Writer
}

// next takes the next argument.
func (c *call) next() (string, bool) {
	if len(c.args) == 0 {
		return "", false
	}
	word := c.args[0]
	c.args = c.args[1:]
	return word, true
}

// value takes the argument of the word that was taken last.
func (c *call) value(of string) (string, error) {
	word, ok := c.next()
	if !ok {
		return "", misuse("%s argument is missing.", of)
	}
	return word, nil
}

// noMore demands that nothing is left to read.
func (c *call) noMore() error {
	if word, ok := c.next(); ok {
		return misuse("invalid extra argument '%s'.", word)
	}
	return nil
}

// complain writes an error without ending the command.
func (c *call) complain(err error) { fmt.Fprintf(c.errOut, "Error: %v\n", err) }

// Run carries out nmcli's command line, given to a program of that name, and returns
// its exit code.
func Run(program string, args []string, system func(Own) System, out, errOut io.Writer) int {
	o, rest, err := parseOptions(args)
	c := &call{options: o, args: rest, exact: program == "nmcli", out: out, errOut: errOut}
	if err == nil {
		err = c.dispatch(system)
	}
	if err != nil && !errors.As(err, new(told)) {
		c.complain(err)
	}
	return exitCode(err)
}

func (c *call) dispatch(system func(Own) System) error {
	switch {
	case c.version:
		fmt.Fprintln(c.out, "nmcli tool, version "+Version)
		return nil
	case c.help:
		c.printHelp()
		return nil
	}
	c.system = system(c.Own)
	c.style.Color = c.color == "yes" || c.color == "auto" && c.system.Terminal()
	word, ok := c.next()
	if !ok {
		return showOverview(c)
	}
	for _, o := range objects() {
		if begins(word, o.name) {
			return c.dispatchObject(o)
		}
	}
	if isHelp(word) {
		c.printHelp()
		return nil
	}
	return notUnderstood(word)
}

func (c *call) dispatchObject(o object) error {
	if len(c.args) == 0 || c.args[0] == "--json" {
		return o.plain(c)
	}
	word := c.args[0]
	for _, row := range o.commands {
		if !begins(word, row.name) {
			continue
		}
		c.args = c.args[1:]
		if len(c.args) > 0 && isHelp(c.args[0]) {
			fmt.Fprintln(c.out, strings.TrimSpace("Usage: nmcli "+o.name+" "+row.name+" "+row.usage))
			return nil
		}
		return row.run(c)
	}
	switch {
	case isHelp(word):
		c.printObjectHelp(o)
		return nil
	case len(o.commands) == 0:
		return o.plain(c)
	}
	return notUnderstood(word)
}

func notUnderstood(word string) error {
	return misuse("argument '%s' not understood. Try passing --help instead.", word)
}

// isHelp reports whether a word asks for help: help, or -h and longer.
func isHelp(word string) bool {
	option := strings.TrimPrefix(strings.TrimPrefix(word, "-"), "-")
	return begins(option, "help") && (option != word || word == "help")
}
