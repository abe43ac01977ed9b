package main

import (
	"errors"
	"fmt"
)

// confirm keeps a change that would be taken back.
func confirm(v *invocation) int {
	log := v.logger()
	release, locked := v.lock(log)
	if release == nil {
		return locked
	}
	defer release()
	c := v.change(log)
	_, pending, err := c.store.Checkpoint()
	number, unread := c.history.Pending()
	if err := errors.Join(err, unread); err != nil {
		log.Warn(err.Error())
	}
	if !pending && number == 0 {
		log.Error("nothing waits to be confirmed")
		return exitNothing
	}
	return max(c.keep(), locked)
}

// keep confirms the change.
func (c *change) keep() int {
	number, err := c.addState()
	// Unrecorded it is kept all the same: that is what was asked for.
	if ended := c.end(); ended != nil {
		c.log.Error(errors.Join(ended, err).Error())
		return exitNothing
	}
	if err != nil {
		c.log.Error("kept, but not recorded for a rollback", "err", err)
		return exitFailed
	}
	fmt.Fprintf(c.v.stdout, "confirmed: state %d\n", number)
	return exitDone
}
