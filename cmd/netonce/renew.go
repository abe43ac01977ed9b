package main

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"netonce/apply"
	"netonce/apply/journal"
	"netonce/apply/state"
	"netonce/units"
)

// renew sees to the leases that are due, and with --stay goes on doing so.
func renew(v *invocation) int {
	for i, name := range v.args {
		v.args[i] = units.InterfaceOf(name)
	}
	if !v.stay {
		return v.configure(apply.Renew)
	}
	alarm, err := state.NewAlarm(v.root)
	if err != nil {
		v.logger().Error(err.Error())
		return exitNothing
	}
	defer alarm.Close()
	ctx, stop := interruptible(context.Background())
	defer stop()
	began := false
	for {
		code := v.configure(apply.Renew)
		switch {
		case code != exitNothing:
			began = true
		case !began:
			return code
		default: // it will not stay so
			v.next = state.Uptime() + lockedPause
		}
		debug.FreeOSMemory()
		switch err := alarm.Wait(ctx, v.next); {
		case ctx.Err() != nil:
			return exitDone
		case err != nil:
			v.logger().Error(err.Error())
			return exitNothing
		}
	}
}

// lockedPause is when to try again where another run did not let this one through.
const lockedPause = time.Minute

// renewLater has systemd start this run again, which was not let through.
func (v *invocation) renewLater(log *journal.Logger) {
	if v.stay || !units.Booted(v.root) {
		return
	}
	var again []apply.Due
	for _, name := range v.args {
		again = append(again, apply.Due{Interface: name, At: state.Uptime() + lockedPause, Task: apply.RenewLease})
	}
	arrange(log, v.root, state.Timers{}, again, nil)
}

// runHost runs once and arranges for what is to be done later.
func (v *invocation) runHost(ctx context.Context, s *scene, r apply.Request) (*apply.Report, error) {
	report, err := s.host.Run(ctx, r)
	if err != nil {
		return nil, err
	}
	v.next = 0
	for _, d := range report.Due {
		if v.next == 0 || d.At < v.next {
			v.next = d.At
		}
	}
	v.schedule(s.host.Log, r.Mode, report)
	v.keepTimes(s.host.Log, report)
	v.keepLacking(s.host.Log, r.Mode, report)
	return report, nil
}

// schedule tells systemd when the leases are to be seen to, where it has not been told
// the same before. Where it does not run, or does not answer, the run was none the
// worse for it.
func (v *invocation) schedule(log *journal.Logger, mode apply.Mode, r *apply.Report) {
	if v.stay || v.command.name == "initramfs" { // the host's first run arranges for what is due
		return
	}
	store := v.state()
	told, err := store.Timers()
	if err != nil {
		log.Warn("what systemd was told to renew is not known", "err", err)
	}
	if mode == apply.Boot || mode == apply.Reload { // what systemd was told may be gone with whoever stopped it
		for name := range told {
			told[name] = 0
		}
	}
	set, gone := changedTimers(told, r.Due, r.Ended, state.Uptime())
	if len(set)+len(gone) == 0 {
		return
	}
	if !units.Booted(v.root) {
		if mode == apply.Boot {
			log.Info("systemd does not run here: have netonce renew --stay renew the leases, or netonce renew --due be started now and then")
		}
		return
	}
	arrange(log, v.root, told, set, gone)
	if err := store.SetTimers(told); err != nil {
		log.Warn("what systemd was told to renew is not recorded", "err", err)
	}
}

// changedTimers lists the timers that are not as they should be, and those that nobody
// wants any more. One whose time has come has gone off.
func changedTimers(told state.Timers, due []apply.Due, ended []string, now time.Duration) (set []apply.Due, gone []string) {
	for _, d := range due {
		if d.At >= forever {
			ended = append(ended, d.Interface)
			continue
		}
		if before, is := told[d.Interface]; !is || before <= now || (before-d.At).Abs() > time.Second {
			set = append(set, d)
		}
	}
	for _, name := range ended {
		if _, is := told[name]; is {
			gone = append(gone, name)
		}
	}
	return set, gone
}

// forever is further off than anything that will ever be done.
const forever = 100 * 365 * 24 * time.Hour

// managerLimit is how long systemd may take to answer.
const managerLimit = 5 * time.Second

// arrange has systemd set and stop timers, and notes in told what has been done.
func arrange(log *journal.Logger, root string, told state.Timers, set []apply.Due, gone []string) {
	err := withManager(root, func(ctx context.Context, m *units.Manager) error { return setTimers(ctx, m, told, set, gone) })
	if err != nil {
		log.Error("nobody renews the leases in time: systemd does not take the timers", "err", err)
	}
}

// withManager does something with the systemd that runs the host with that root.
func withManager(root string, do func(context.Context, *units.Manager) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), managerLimit)
	defer cancel()
	m, err := units.DialManager(ctx, root)
	if err != nil {
		return err
	}
	defer m.Close()
	return do(ctx, m)
}

func setTimers(ctx context.Context, m *units.Manager, told state.Timers, set []apply.Due, gone []string) error {
	var errs []error
	for _, d := range set {
		in := d.At - state.Uptime()
		err := m.Schedule(ctx, units.Renewal{Service: units.RenewService, Interface: d.Interface, In: in, At: time.Now().Add(in), Task: string(d.Task)})
		if err == nil {
			told[d.Interface] = d.At
		}
		errs = append(errs, err)
	}
	for _, name := range gone {
		err := m.Cancel(ctx, units.RenewService, name)
		if err == nil {
			delete(told, name)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
