package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"netonce/apply"
	"netonce/apply/journal"
	"netonce/ifcfg"
	"netonce/ifcfg/lists"
	"netonce/units"
)

func boot(v *invocation) int    { return v.configure(apply.Boot) }
func reload(v *invocation) int  { return v.configure(apply.Reload) }
func hotplug(v *invocation) int { return v.configure(apply.Hotplug) }
func up(v *invocation) int      { return v.configure(apply.Up) }
func down(v *invocation) int    { return v.configure(apply.Down) }

// configure is the way of every command that changes the network.
func (v *invocation) configure(mode apply.Mode) int {
	log := v.logger()
	release, locked := v.enter(log)
	if release == nil {
		if mode == apply.Renew && locked == exitTimeout {
			v.renewLater(log)
		}
		return locked
	}
	defer release()
	c := v.change(log)
	unconfirmed := v.takeBackFirst(c, mode)
	for range rereads {
		start := time.Now()
		code, report := v.configureOnce(mode, log, v.args...)
		if report == nil || report.Interrupted || mode != apply.Boot && mode != apply.Reload ||
			time.Since(start) < rereadAfter || !v.editedSince(start) {
			if report != nil && (mode == apply.Boot || mode == apply.Reload || mode == apply.Hotplug) {
				c.record()
			}
			return max(code, locked, unconfirmed)
		}
		log.Info("the profiles were edited meanwhile: once more")
		mode = apply.Reload
	}
	log.Error("the profiles are edited all the time: the last edit is not taken up")
	return exitFailed
}

const (
	// rereads bounds how often a run is followed by another because of edits.
	rereads = 5
	// rereadAfter is how long a run takes that an edit may have fallen into:
	// systemd watches the profiles only between runs.
	rereadAfter = 50 * time.Millisecond
	// manyProfiles is how many make the garbage of a run worth collecting early:
	// fewer end before the first collection.
	manyProfiles  = 200
	manyGCPercent = 50
)

// editedSince reports whether a profile, or which there are, has changed. The time
// stamps of files may lag some milliseconds behind the clock: an edit so soon
// after the start was most likely read.
func (v *invocation) editedSince(start time.Time) bool {
	names := append(ifcfg.HostFiles(), ifcfg.ScriptsDir)
	entries, err := os.ReadDir(filepath.Join(v.root, ifcfg.ScriptsDir))
	if err != nil {
		return false // the next run will say why
	}
	for _, e := range entries {
		names = append(names, filepath.Join(ifcfg.ScriptsDir, e.Name()))
	}
	for _, name := range names {
		var st unix.Stat_t
		if unix.Stat(filepath.Join(v.root, name), &st) == nil && time.Unix(st.Ctim.Unix()).After(start) {
			return true
		}
	}
	return false
}

// configureOnce reads the profiles and applies them; without a report nothing
// could be done.
func (v *invocation) configureOnce(mode apply.Mode, log *journal.Logger, names ...string) (int, *apply.Report) {
	s, err := v.open(log)
	if err != nil {
		log.Error(err.Error())
		return exitNothing, nil
	}
	defer s.close()
	return v.configureScene(s, mode, log, names...)
}

// configureScene is configureOnce with profiles that have been read.
func (v *invocation) configureScene(s *scene, mode apply.Mode, log *journal.Logger, names ...string) (int, *apply.Report) {
	s.tell(log)
	if len(s.files.Profiles) > manyProfiles {
		debug.SetGCPercent(manyGCPercent)
	}
	var notify units.Notifier
	s.host.Waiting = v.progress.waiting
	s.host.Settled = notify.Ready
	if mode == apply.Reload {
		s.host.Resolvable = notify.Ready // who waits for names need not wait for leases
	}
	request := s.request(mode, names...)
	request.Force, request.First = v.force, v.first
	request.Root = v.command.name == "initramfs"
	request.Now = mode == apply.Renew && len(names) > 0 && !v.due
	report, err := v.runHost(context.Background(), s, request)
	v.progress.waiting("")
	if err != nil {
		log.Error(err.Error())
		return exitNothing, nil
	}
	code := exitCode(mode, s.files, report)
	if (v.due || v.stay) && len(report.Interfaces) == 0 && code == exitDone {
		return code, report // nothing to be told
	}
	summary(log, report, code)
	notify.Status(outcome(s.files, report))
	notify.Ready()
	return code, report
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
		return lists.Any(files.Diagnostics, func(d *ifcfg.Diagnostic) bool { return d.Severity == ifcfg.Error }) ||
			slices.ContainsFunc(files.Profiles, func(p *ifcfg.Profile) bool { return p.HasErrors() && p.OnBoot.Value })
	}
	named := map[string]bool{}
	for _, i := range r.Interfaces {
		named[i.Profile] = true
	}
	return slices.ContainsFunc(files.Profiles, func(p *ifcfg.Profile) bool { return p.HasErrors() && named[p.File] })
}

func summary(log *journal.Logger, r *apply.Report, code int) {
	log.Info("done", "interfaces", len(r.Interfaces), "changes", r.Changes, "unchanged", r.Unchanged,
		"failed", len(r.All()), "took", r.Took.Round(100*time.Microsecond), "exit", code)
}

// outcome is the line that systemctl status shows.
func outcome(files *ifcfg.Host, r *apply.Report) string {
	text := fmt.Sprintf("Configured %d interfaces", len(r.Interfaces))
	if failed := r.Failed(); failed != "" {
		text = "Configured, but not: " + failed
	}
	var mistaken []string
	for _, p := range files.Profiles {
		if p.HasErrors() && p.OnBoot.Value {
			mistaken = append(mistaken, p.File)
		}
	}
	if len(mistaken) > 0 {
		text += "; mistakes in " + strings.Join(mistaken, " ")
	}
	return text
}
