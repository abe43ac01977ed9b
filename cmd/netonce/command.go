package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"netonce/apply/online"
	"netonce/apply/state"
	"netonce/cmd/netonce/flags"
	"netonce/cmd/netonce/nmcli"
)

// Exit codes, the same for every command.
const (
	exitDone    = 0
	exitFailed  = 1 // some profile failed, the rest is configured
	exitUsage   = 2
	exitNothing = 3 // nothing could be done
	exitTimeout = 4 // what failed was waited for in vain
)

// command is a row of the table of commands.
type command struct {
	name    string
	args    string // what may follow, for the help text
	summary string
	minArgs int
	maxArgs int // -1 for any number
	run     func(*invocation) int
}

func commands() []command {
	return []command{
		{"boot", "", "configure everything ONBOOT, wait until it is settled, and leave", 0, 0, boot},
		{"reload", "", "read the profiles again and apply what differs", 0, 0, reload},
		{"hotplug", "", "bring up interfaces that have come since the last run, and what stands on them", 0, 0, hotplug},
		{"up", "NAME...", "bring profiles up (NAME: profile, interface, file or UUID)", 1, -1, up},
		{"down", "NAME...", "take profiles down", 1, -1, down},
		{"renew", "[INTERFACE...]", "renew the leases that are due, or those of these interfaces now; get what is missing", 0, -1, renew},
		{"plan", "", "show what would be changed, why, and at what risk", 0, 0, showPlan},
		{"apply", "[PLAN] [-- COMMAND ARG...]", "reload; with --confirm it is taken back unless confirmed in time, by --probe or COMMAND's success too; of a saved plan just that", 0, 1, applyChange},
		{"confirm", "", "keep the change that waits for it", 0, 0, confirm},
		{"rollback", "[STATE] [-- COMMAND ARG...]", "take the change back that is not confirmed, or go back to an earlier state", 0, 1, rollback},
		{"history", "", "list the states that the profiles have been in", 0, 0, showHistory},
		{"check", "[FILE...]", "look for mistakes in the profiles", 0, -1, check},
		{"cmdline", "", "show the profiles that the kernel's command line asks for, or another one", 0, 0, showCommandLine},
		{"initramfs", "dracut|initramfs-tools|mkinitcpio", "in an initramfs: configure what the kernel's command line asks for, and leave what its other programs go on with", 1, 1, inInitramfs},
		{"status", "", "show what is up, what is missing and why, and what others have changed", 0, 0, status},
		{"report", "", "show what the last runs have waited for, and what would have made them faster; --json, --svg", 0, 0, showReport},
		{"wait", "[INTERFACE...]", "wait until the host, or each of these interfaces, is online, and name what is missing", 0, -1, wait},
		{"manual", "[PAGE]", "print a manual page for man -l: netonce, netonce-connection or ifcfg", 0, 1, printManual},
		{"completion", "bash|zsh|fish", "print what a shell has to read to complete command lines", 1, 1, printCompletion},
		{"version", "", "show the version", 0, 0, version},
		{"help", "[COMMAND]", "show this text", 0, 1, help},
	}
}

// invocation is one call of a command.
type invocation struct {
	command command
	args    []string
	flags   flags.Set
	held    *state.Store // see state
	stdout  io.Writer
	stderr  io.Writer

	progress *progress

	root    string
	format  string
	json    bool
	noColor bool
	verbose bool
	stay    bool
	due     bool
	force   bool
	first   bool // the first lease will do
	save    string
	confirm time.Duration
	explain string
	write   bool

	check      bool
	svg        bool
	metrics    string
	conditions []online.Condition
	timeout    time.Duration
	trial      []string      // the command that confirms a change
	deadline   time.Duration // of a change that is to be tried, counted from boot; 0 for none

	next time.Duration // when something is to be done again, counted from boot; 0 for never
}

// globalFlags may stand before and behind the command.
func (v *invocation) globalFlags() {
	v.root, v.timeout = "/", 90*time.Second
	v.flags.String(&v.root, "root", "`DIR` before every path that is read or written")
	v.flags.Bool(&v.json, "json", "print JSON")
	v.flags.String(&v.format, "format", "how check prints, `FORM` being text, json or github (workflow commands)")
	v.flags.Bool(&v.stay, "stay", "renew does not leave but waits for what is due next")
	v.flags.Bool(&v.due, "due", "renew does only what is due, and says nothing where that is nothing")
	v.flags.Bool(&v.force, "force", "take down, and take addresses from, an interface that came up in the initramfs, too: the root file system may be behind it")
	v.flags.String(&v.save, "o", "plan goes to `FILE` too, for netonce apply")
	v.flags.Duration(&v.confirm, "confirm", "apply and rollback are taken back after `TIME` (90s, 5m), unless netonce confirm comes")
	v.flags.String(&v.explain, "explain", "cmdline is about `LINE`, not the kernel's")
	v.flags.Bool(&v.write, "write", "cmdline writes the profiles among the host's, unless they are there")
	condition := func(list string) error {
		all, err := online.Parse(list)
		v.conditions = append(v.conditions, all...)
		return err
	}
	v.flags.Func("for", "wait for `COND[,COND...]`: "+online.Words+"; without it an address and, where no interface is named, a default route", condition)
	v.flags.Func("probe", "with --confirm the change is confirmed when `COND` of those holds; perhaps several times", condition)
	v.flags.Bool(&v.check, "check", "status says one line for a monitor and leaves with 0: all is up; 1: not all; 3: unknown; 4: nothing is up")
	v.flags.Bool(&v.svg, "svg", "report draws a picture for a browser")
	v.flags.String(&v.metrics, "metrics", "status writes `FILE` for Prometheus's text file collector, and prints nothing")
	v.flags.Duration(&v.timeout, "timeout", "wait leaves with 4 after `TIME`; 0 for never")
	v.flags.Bool(&v.noColor, "no-color", "print without colours")
	v.flags.Bool(&v.verbose, "v", "show every file read and every request to the kernel")
}

// run carries out a command line and returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	v := &invocation{stdout: stdout, stderr: stderr}
	v.globalFlags()
	if err := v.parse(args); err != nil {
		if errors.Is(err, flags.ErrHelp) {
			v.usage(stdout)
			return exitDone
		}
		fmt.Fprintf(stderr, "netonce: %v\n", err)
		return exitUsage
	}
	v.progress = v.newProgress()
	return v.command.run(v)
}

func (v *invocation) parse(args []string) error {
	if at := slices.Index(args, "--"); at >= 0 {
		args, v.trial = args[:at], args[at+1:]
	}
	var words []string
	for len(args) > 0 {
		rest, err := v.flags.Parse(args)
		if err != nil {
			return err
		}
		args = rest
		if len(args) > 0 {
			words, args = append(words, args[0]), args[1:]
		}
	}
	if len(words) == 0 {
		return flags.ErrHelp
	}
	for _, c := range commands() {
		if c.name != words[0] {
			continue
		}
		v.command, v.args = c, words[1:]
		if err := v.checkFlags(); err != nil {
			return err
		}
		if len(v.args) < c.minArgs || c.maxArgs >= 0 && len(v.args) > c.maxArgs {
			return fmt.Errorf("usage: %s", strings.TrimSpace("netonce "+c.name+" "+c.args))
		}
		return nil
	}
	return fmt.Errorf("%q is not a command; netonce help lists them", words[0])
}

// checkFlags refuses flags that the command does not have, and values that say nothing.
func (v *invocation) checkFlags() (err error) {
	only := map[string]string{"format": "check", "force": "boot reload up down apply rollback", "stay": "renew rollback", "due": "renew rollback", "o": "plan", "confirm": "apply rollback", "explain": "cmdline", "write": "cmdline", "for": "wait", "timeout": "wait", "probe": "apply rollback", "check": "status", "metrics": "status", "svg": "report"}
	for _, f := range v.flags {
		if names, is := only[f.Name]; f.Given && is && !slices.Contains(strings.Fields(names), v.command.name) {
			err = fmt.Errorf("%s%s is for netonce %s", dashes(f.Name), f.Name, strings.ReplaceAll(names, " ", " and "))
		}
	}
	if v.confirm < 0 || v.confirm > maxConfirm {
		err = fmt.Errorf("--confirm: %v is not in 0s..%v", v.confirm, maxConfirm)
	}
	if tried := v.command.name != "wait" && len(v.conditions)+len(v.trial) > 0; err == nil && tried && v.confirm == 0 {
		err = errors.New("--probe and -- COMMAND are for a change with --confirm")
	}
	return err
}

// maxConfirm is the longest that a change may wait to be confirmed.
const maxConfirm = 24 * time.Hour

func (v *invocation) usage(w io.Writer) {
	fmt.Fprint(w, "netonce configures the network once, from ifcfg profiles, and leaves.\n\nusage: netonce [FLAGS] COMMAND\n\ncommands:\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-16s %s\n", strings.TrimSpace(c.name+" "+c.args), c.summary)
	}
	fmt.Fprint(w, "\nnmcli's commands, in nmcli's grammar and forms (under the name nmcli all are):\n")
	for _, o := range nmcli.Objects() {
		fmt.Fprintf(w, "  %-16s %s\n", o.Name, o.Names())
	}
	fmt.Fprint(w, "\nflags:\n")
	for _, f := range v.flags {
		kind, text := f.Words()
		fmt.Fprintf(w, "  %-16s %s\n", strings.TrimSpace(dashes(f.Name)+f.Name+" "+kind), text)
	}
	var codes []string
	for _, e := range exits() {
		codes = append(codes, e.Name+" "+e.Summary)
	}
	fmt.Fprintln(w, "\nexit codes: "+strings.Join(codes, "; "))
}

func help(v *invocation) int {
	v.usage(v.stdout)
	return exitDone
}

func dashes(name string) string {
	if len(name) == 1 {
		return "-"
	}
	return "--"
}
