package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"netonce/apply"
	"netonce/apply/atomicfile"
	"netonce/apply/history"
	"netonce/apply/journal"
	"netonce/apply/state"
)

// rollback takes a change back that is not confirmed, or goes back to an earlier state.
func rollback(v *invocation) int {
	log := v.logger()
	if v.stay {
		return v.awaitRollback(log)
	}
	return v.try(v.rollbackLocked(log))
}

func (v *invocation) rollbackLocked(log *journal.Logger) int {
	release, locked := v.enter(log)
	if release == nil {
		return locked
	}
	defer release()
	c := v.change(log)
	point, pending, err := c.store.Checkpoint()
	if err != nil {
		log.Warn("the checkpoint is not used", "err", err)
	}
	switch {
	case v.due && (!pending || point.Deadline > state.Uptime()):
		return exitDone
	case pending && len(v.args) == 0:
		return max(v.takeBack(c, &point), locked)
	case pending:
		log.Error(errPending.Error())
		return exitNothing
	}
	return max(v.goBack(c), locked)
}

// awaitRollback waits until the deadline of a change, or until nothing is pending.
func (v *invocation) awaitRollback(log *journal.Logger) int {
	alarm, err := state.NewAlarm(v.root)
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	defer alarm.Close()
	v.stay, v.due = false, true
	for {
		point, pending, err := v.change(log).store.Checkpoint()
		if err != nil || !pending {
			return exitDone
		}
		if point.Deadline <= state.Uptime() {
			if code := v.rollbackLocked(log); code != exitTimeout {
				return code
			}
			point.Deadline = state.Uptime() + lockedPause // another run does not end
		}
		if err := alarm.Wait(context.Background(), point.Deadline); err != nil {
			log.Error(err.Error())
			return exitNothing
		}
	}
}

// againAfter is when a rollback is to be done again that was killed.
const againAfter = 30 * time.Second

// takeBack makes everything what it was before a change. Stopped at any moment it can be
// done again: that it is done is noted at the end.
func (v *invocation) takeBack(c *change, point *state.Checkpoint) int {
	c.log.Warn("the change was not confirmed: it is taken back")
	if err := c.arm(againAfter); err != nil {
		c.log.Warn("should this be killed, the next run goes on", "err", err)
	}
	code := v.restoreFiles(c, point.Files)
	fail := func(err error) {
		if err != nil {
			c.log.Error(err.Error())
			code = max(code, exitFailed)
		}
	}
	fail(c.store.RestoreLeases(point.Leases))
	s, err := v.open(c.log)
	if err != nil {
		c.log.Error(err.Error())
		return exitNothing
	}
	defer s.close()
	fail(s.host.Recall(point.Owned))
	reloaded, _ := v.configureScene(s, apply.Reload, c.log)
	done, err := s.host.Restore(point.Kernel)
	for _, command := range done {
		c.log.Info("put back", "command", command)
	}
	fail(err)
	if now := readResolv(v.root); point.Resolv != nil && now != nil && !bytes.Equal(now.Text, point.Resolv.Text) {
		fail(atomicfile.Write(filepath.Join(v.root, resolvConf), point.Resolv.Text, point.Resolv.Mode))
	}
	// A confirmation that was killed may have recorded the change as what is in effect.
	_, err = c.history.Add(point.Files, time.Now())
	fail(err)
	fail(c.end())
	return max(code, reloaded)
}

// takeBackFirst takes a change back whose time is over and that nobody has taken back:
// whoever was to has been killed, or the host has been started anew meanwhile, with
// nothing in the kernel and the files of a change that may be why.
func (v *invocation) takeBackFirst(c *change, mode apply.Mode) int {
	point, pending, err := c.store.Checkpoint()
	switch {
	case err != nil:
		c.log.Warn("the checkpoint is not used", "err", err)
	case pending && point.Deadline <= state.Uptime():
		return v.takeBack(c, &point)
	case pending || mode != apply.Boot:
		return exitDone
	}
	number, err := c.history.Pending()
	if number == 0 && err == nil {
		return exitDone
	}
	c.log.Warn("a change was not confirmed before the host was started anew: it is taken back")
	to, there, damaged := c.history.Before(number + 1)
	code := exitFailed
	if there {
		code = v.restoreFiles(c, to.Files)
	}
	if err = errors.Join(err, damaged, c.history.SetPending(0)); err != nil {
		c.log.Error(err.Error())
		code = exitFailed
	}
	return code
}

// restoreFiles writes the files of a state and tells which were others.
func (v *invocation) restoreFiles(c *change, files history.Files) int {
	differ, err := files.Restore(v.root)
	for _, d := range differ {
		c.log.Info("file restored", "file", d.Path, "was", d.What)
	}
	if err != nil {
		c.log.Error(err.Error())
		return exitFailed
	}
	return exitDone
}

// goBack goes to an earlier state: the one that is named, else to the last one where the
// files are others, else to the one before.
func (v *invocation) goBack(c *change) int {
	to, err := v.earlier(c)
	if err != nil {
		c.log.Error(err.Error())
		return exitNothing
	}
	if v.confirm > 0 {
		s, err := v.open(c.log)
		if err == nil {
			err = c.begin(s, v.confirm)
			s.close()
		}
		if err != nil {
			c.log.Error(err.Error())
			return exitNothing
		}
	}
	if code := v.restoreFiles(c, to.Files); code != exitDone {
		return code
	}
	code, report := v.configureOnce(apply.Reload, c.log)
	if report != nil {
		fmt.Fprintf(v.stdout, "state %d of %s again\n", to.Number, to.Time.Local().Format(time.DateTime))
	}
	return max(v.concludeChange(c, report), code)
}

func (v *invocation) earlier(c *change) (history.State, error) {
	if len(v.args) > 0 {
		n, err := strconv.Atoi(v.args[0])
		if err != nil {
			return history.State{}, fmt.Errorf("%q is no number of a state: netonce history lists them", v.args[0])
		}
		return c.history.Load(n)
	}
	now, err := history.Read(v.root)
	if err != nil {
		return history.State{}, err
	}
	last, there, err := c.history.Last()
	if there && len(history.Compare(last.Files, now)) == 0 {
		last, there, err = c.history.Before(last.Number)
	}
	if !there {
		return history.State{}, cmp.Or(err, errors.New("there is no earlier state to go back to"))
	}
	return last, nil
}
