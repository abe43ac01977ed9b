package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/netonce/netonce/apply"
	"github.com/netonce/netonce/apply/kernel"
	"github.com/netonce/netonce/ifcfg"
	"github.com/netonce/netonce/units"
)

func boot(v *invocation) int   { return v.configure(apply.Boot) }
func reload(v *invocation) int { return v.configure(apply.Reload) }
func up(v *invocation) int     { return v.configure(apply.Up) }
func down(v *invocation) int   { return v.configure(apply.Down) }

// configure is the way of every command that changes the network.
func (v *invocation) configure(mode apply.Mode) int {
	log := v.logger()
	if err := kernel.CheckPermission(); err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	release, locked := v.lock(log)
	if release == nil {
		return locked
	}
	defer release()
	files, err := v.load(log)
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	host, done, err := v.host(log)
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	defer done()
	var notify units.Notifier
	p := v.progress(notify)
	host.Waiting = p.waiting
	report, err := host.Run(context.Background(), apply.Request{Mode: mode, Names: v.args, Profiles: files.Profiles})
	p.end()
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	code := max(exitCode(mode, files, report), locked)
	summary(log, report, code)
	notify.Status(outcome(report))
	if mode == apply.Boot {
		notify.Ready()
	}
	return code
}

// exitCode tells what became of the profiles: 1 where something of them was not
// taken or not done, 4 where all that is missing was waited for in vain.
func exitCode(mode apply.Mode, files *ifcfg.Host, r *apply.Report) int {
	broken := anyBroken(mode, files, r)
	switch {
	case len(r.All()) == 0 && !broken:
		return exitDone
	case r.TimedOut() && !broken:
		return exitTimeout
	}
	return exitFailed
}

// anyBroken reports whether something of the profiles that the run was about was
// not taken: for a boot or a reload all ONBOOT, else those that were named.
func anyBroken(mode apply.Mode, files *ifcfg.Host, r *apply.Report) bool {
	if mode == apply.Boot || mode == apply.Reload {
		return slices.ContainsFunc(files.Diagnostics, func(d ifcfg.Diagnostic) bool { return d.Severity == ifcfg.Error }) ||
			slices.ContainsFunc(files.Profiles, func(p *ifcfg.Profile) bool { return p.HasErrors() && p.OnBoot.Value })
	}
	named := map[string]bool{}
	for _, i := range r.Interfaces {
		named[i.Profile] = true
	}
	return slices.ContainsFunc(files.Profiles, func(p *ifcfg.Profile) bool { return p.HasErrors() && named[p.File] })
}

func summary(log *slog.Logger, r *apply.Report, code int) {
	log.Info("done", "interfaces", len(r.Interfaces), "changes", r.Changes, "unchanged", r.Unchanged,
		"failed", len(r.All()), "took", r.Took.Round(100*time.Microsecond), "exit", code)
}

func outcome(r *apply.Report) string {
	if failed := r.Failed(); failed != "" {
		return "Configured, but not: " + failed
	}
	return fmt.Sprintf("Configured %d interfaces", len(r.Interfaces))
}
