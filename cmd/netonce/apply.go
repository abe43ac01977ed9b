package main

import (
	"errors"
	"fmt"

	"netonce/apply"
)

// applyChange is a reload that does no more than a saved plan says, and that is taken
// back unless it is confirmed.
func applyChange(v *invocation) int { return v.try(v.applyLocked()) }

func (v *invocation) applyLocked() int {
	log := v.logger()
	release, locked := v.enter(log)
	if release == nil {
		return locked
	}
	defer release()
	s, err := v.open(log)
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	defer s.close()
	c := v.change(log)
	if err := v.prepareChange(c, s); err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	code, report := v.configureScene(s, apply.Reload, log)
	return max(v.concludeChange(c, report), code, locked)
}

// prepareChange looks whether the change may be made, and arranges for it to be taken
// back.
func (v *invocation) prepareChange(c *change, s *scene) error {
	_, pending, err := c.store.Checkpoint()
	if pending && v.confirm == 0 {
		return errPending
	}
	if err != nil {
		c.log.Warn("the checkpoint of before is not used", "err", err)
	}
	if len(v.args) > 0 {
		if err := v.checkPlan(s, v.args[0]); err != nil {
			return err
		}
	}
	if v.confirm == 0 {
		return nil
	}
	return c.begin(s, v.confirm)
}

var errPending = errors.New("a change is not confirmed yet: netonce confirm keeps it, netonce rollback takes it back")

// concludeChange records what has been done, or gives the change its time from now on.
// One that could not be made at all is taken back at once.
func (v *invocation) concludeChange(c *change, report *apply.Report) int {
	switch {
	case v.confirm == 0 && report != nil:
		c.record()
		return exitDone
	case v.confirm == 0:
		return exitNothing
	}
	point, _, err := c.store.Checkpoint()
	switch {
	case err == nil && report == nil:
		return max(v.takeBack(c, &point), exitNothing)
	case err == nil && c.begun && report.Changes == 0 && len(v.conditions)+len(v.trial) == 0 && c.unedited(&point):
		return c.nothing(point.Number)
	case err == nil:
		err = c.postpone(&point, v.confirm)
	}
	if err != nil {
		c.log.Error("the change is taken back sooner", "err", err)
		return exitFailed
	}
	if len(v.conditions)+len(v.trial) > 0 {
		v.deadline = point.Deadline
		return exitDone
	}
	fmt.Fprintf(v.stdout, "applied; in %v it is taken back unless you confirm it: netonce confirm\n", v.confirm)
	return exitDone
}
