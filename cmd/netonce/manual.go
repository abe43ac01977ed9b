package main

import (
	"fmt"
	"strings"

	"netonce/cmd/netonce/manual"
)

// printManual prints a manual page in man(7)'s macros, for man -l.
func printManual(v *invocation) int {
	name := "netonce"
	if len(v.args) > 0 {
		name = v.args[0]
	}
	text := manual.Page(v.program(), name)
	if text == "" {
		fmt.Fprintf(v.stderr, "netonce: there is no page %q; there are %s\n", name, strings.Join(manual.Pages(), ", "))
		return exitUsage
	}
	if _, err := fmt.Fprint(v.stdout, text); err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitNothing
	}
	return exitDone
}

// program is what manuals and completions say of the program.
func (v *invocation) program() manual.Program {
	p := manual.Program{Exits: exits()}
	for _, c := range commands() {
		p.Commands = append(p.Commands, manual.Entry{Name: c.name, Args: c.args, Summary: c.summary})
	}
	for _, f := range v.flags {
		kind, text := f.Words()
		p.Flags = append(p.Flags, manual.Entry{Name: dashes(f.Name) + f.Name, Args: kind, Summary: text})
	}
	return p
}

// exits are the exit codes in words.
func exits() []manual.Entry {
	return []manual.Entry{
		{Name: "0", Summary: "done"},
		{Name: "1", Summary: "a profile failed, the rest is configured"},
		{Name: "2", Summary: "usage"},
		{Name: "3", Summary: "nothing could be done"},
		{Name: "4", Summary: "what failed was waited for in vain"},
	}
}
