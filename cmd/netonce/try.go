package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"netonce/apply/journal"
	"netonce/apply/online"
	"netonce/apply/state"
)

// try tries, where that is asked for, whether a change that has been made works, and
// confirms it or takes it back. Nobody else is kept waiting meanwhile.
func (v *invocation) try(code int) int {
	if v.deadline == 0 {
		return code
	}
	log := v.logger()
	// The terminal may go with the connection that the change has cut.
	signal.Ignore(unix.SIGHUP, unix.SIGPIPE)
	ctx, stop := interruptible(context.Background())
	defer stop()
	ctx, stop = context.WithTimeout(ctx, v.deadline-state.Uptime()-ahead)
	defer stop()
	err := v.proves(ctx, log)
	if err != nil && errors.Is(ctx.Err(), context.Canceled) {
		left := (v.deadline - state.Uptime()).Round(time.Second)
		log.Error("interrupted", "err", err, "left", left, "then", "it is taken back, unless netonce confirm comes")
		return max(code, exitFailed)
	}
	release, locked := v.lock(log)
	if release == nil {
		return locked
	}
	defer release()
	c := v.change(log)
	point, pending, damaged := c.store.Checkpoint()
	ours := pending && damaged == nil && point.Deadline == v.deadline
	switch {
	case err == nil && ours:
		return max(c.keep(), code, locked)
	case err == nil:
		err = errors.New("confirmed or taken back by somebody else meanwhile")
	case ctx.Err() != nil:
		code = max(code, exitTimeout)
	}
	log.Error("the change is not confirmed", "err", err)
	if ours {
		code = max(code, v.takeBack(c, &point))
	}
	return max(code, locked, exitFailed)
}

// ahead is how long before the deadline the trial ends, for this process to be the one that
// takes the change back, and tells.
const ahead = 200 * time.Millisecond

// proves waits for the conditions and has the command judge then.
func (v *invocation) proves(ctx context.Context, log *journal.Logger) error {
	if len(v.conditions) > 0 {
		missing, err := v.await(ctx, log)
		if len(missing) > 0 {
			err = errors.New(online.Text(missing))
		}
		if err != nil {
			return err
		}
	}
	if len(v.trial) == 0 {
		return nil
	}
	program, err := find(v.trial[0])
	if err != nil {
		return err
	}
	p, err := os.StartProcess(program, v.trial, &os.ProcAttr{Files: []*os.File{os.Stdin, os.Stdout, os.Stderr}})
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { _ = p.Kill() })() // it may have ended
	var status unix.WaitStatus
	for _, err = unix.Wait4(p.Pid, &status, 0, nil); err == unix.EINTR; {
		_, err = unix.Wait4(p.Pid, &status, 0, nil)
	}
	if err == nil && status != 0 {
		err = fmt.Errorf("%s: exit code %d", v.trial[0], status.ExitStatus()) // -1: killed
	}
	return err
}

// find looks a program up as a shell does.
func find(name string) (string, error) {
	if strings.Contains(name, "/") {
		return name, nil
	}
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && filepath.IsAbs(dir) && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s: there is no such program on the path", name)
}
