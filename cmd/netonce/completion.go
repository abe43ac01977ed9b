package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"netonce/cmd/netonce/completion"
	"netonce/ifcfg"
)

// printCompletion prints what a shell has to read to complete command lines.
func printCompletion(v *invocation) int {
	script := completion.Script(v.args[0])
	if script == "" {
		fmt.Fprintf(v.stderr, "netonce: %q is none of %s\n", v.args[0], strings.Join(completion.Shells(), ", "))
		return exitUsage
	}
	fmt.Fprint(v.stdout, script)
	return exitDone
}

// complete answers a shell: the words are those of a command line up to the
// cursor. Nothing that goes wrong may be seen while somebody types.
func complete(words []string, stdout io.Writer) int {
	v := &invocation{stdout: stdout, stderr: io.Discard}
	v.globalFlags()
	p := v.program()
	s := completion.Source{OfProfiles: []string{"up", "down"}, Profiles: profileNames, Interfaces: interfaceNames}
	for _, c := range p.Commands {
		s.Commands = append(s.Commands, c.Name)
	}
	for _, f := range p.Flags {
		s.Flags = append(s.Flags, f.Name)
	}
	for _, word := range s.Complete(words) {
		fmt.Fprintln(stdout, word)
	}
	return exitDone
}

func profileNames() []string {
	h, err := ifcfg.Load(os.DirFS("/"))
	if err != nil {
		return nil
	}
	var names []string
	for _, p := range h.Profiles {
		if !p.Rejected || p.Unsupported {
			names = append(names, p.ID.Value)
		}
	}
	return names
}

func interfaceNames() []string {
	entries, err := os.ReadDir("/sys/class/net")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
