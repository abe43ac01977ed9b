package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"netonce/apply"
	"netonce/apply/atomicfile"
	"netonce/apply/history"
	"netonce/apply/journal"
	"netonce/apply/state"
	"netonce/units"
)

// change is a change of the network that is taken back unless it is confirmed in time.
type change struct {
	v       *invocation
	log     *journal.Logger
	store   *state.Store
	history history.History
	kept    bool // a process of its own waits for the deadline, wherever that moves
	begun   bool // by this run: no change was pending before
}

func (v *invocation) change(log *journal.Logger) *change {
	return &change{v: v, log: log, store: v.state(), history: history.Open(v.root)}
}

// begin notes, before anything is changed, what there is, and arranges for it to come
// back. With a change that is pending already it only puts that off.
func (c *change) begin(s *scene, window time.Duration) error {
	point, there, err := c.store.Checkpoint()
	if err != nil {
		c.log.Warn("the checkpoint of before is not used", "err", err)
	}
	if c.begun = !there; c.begun {
		if point, err = c.checkpoint(s); err != nil {
			return fmt.Errorf("checkpoint: %w", err)
		}
	}
	return c.postpone(&point, window)
}

func (c *change) checkpoint(s *scene) (point state.Checkpoint, err error) {
	last, there, err := c.history.Last()
	if err != nil {
		c.log.Warn("states that cannot be read do not count", "err", err)
	}
	if !there {
		if last.Files, err = history.Read(c.v.root); err != nil {
			return point, err
		}
		c.log.Warn("no state was recorded before: of the files, those that there are now are what the change is taken back to")
		if last.Number, err = c.history.Add(last.Files, time.Now()); err != nil {
			c.log.Warn("the files are not recorded", "err", err)
		}
	}
	point.Number, point.Files = last.Number, last.Files
	if point.Owned, point.Kernel, err = s.host.Checkpoint(s.request(apply.Reload)); err != nil {
		return point, err
	}
	point.Resolv = readResolv(c.v.root)
	point.Leases, err = c.store.LeaseFiles()
	return point, err
}

const resolvConf = "etc/resolv.conf"

// readResolv is resolv.conf where it is a file of its own, nil where not: else it is
// somebody's, and not ours to put back.
func readResolv(root string) *history.File {
	text, mode, err := atomicfile.Read(filepath.Join(root, resolvConf), 1<<20, unix.O_NOFOLLOW)
	if err != nil {
		return nil
	}
	return &history.File{Text: text, Mode: mode}
}

// postpone sets when the change is taken back, and has that done.
func (c *change) postpone(point *state.Checkpoint, window time.Duration) error {
	point.Deadline = state.Uptime() + window
	if point.Number > 0 {
		if err := c.history.SetPending(point.Number); err != nil {
			c.log.Warn("should the host be started anew meanwhile, the change stays", "err", err)
		}
	}
	if err := c.store.SetCheckpoint(*point); err != nil {
		return err
	}
	return c.arm(window)
}

// rollbackInstance is the instance of netonce-rollback@.service.
const rollbackInstance = "change"

// arm has a timer of systemd's, or a process that outlives this one and its terminal,
// take the change back.
func (c *change) arm(window time.Duration) error {
	err := errors.New("systemd does not run here")
	if units.Booted(c.v.root) {
		err = withManager(c.v.root, func(ctx context.Context, m *units.Manager) error {
			return m.Schedule(ctx, units.Renewal{Service: units.RollbackService, Interface: rollbackInstance, In: window,
				At: time.Now().Add(window), Task: "Rollback of the network, unless confirmed, of the last"})
		})
	}
	if err == nil || c.kept {
		return nil
	}
	c.log.Debug("a process of its own waits for the deadline", "reason", err)
	if err := c.detach(); err != nil {
		return fmt.Errorf("nobody would take the change back: %w", err)
	}
	c.kept = true
	return nil
}

// detach starts this program again, out of reach of the terminal's hang-up, to wait. What
// it has to say goes to a file, as nobody listens.
func (c *change) detach() error {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer null.Close()
	log, err := os.OpenFile(filepath.Join(c.v.root, state.Dir, "rollback.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	p, err := os.StartProcess("/proc/self/exe", []string{"netonce", "--root", c.v.root, "rollback", "--stay"},
		&os.ProcAttr{Dir: "/", Files: []*os.File{null, null, log}, Sys: &syscall.SysProcAttr{Setsid: true}})
	if err != nil {
		return err
	}
	return p.Release()
}

// end notes that nothing is pending any more.
func (c *change) end() error {
	err := errors.Join(c.history.SetPending(0), c.store.DropCheckpoint())
	if units.Booted(c.v.root) {
		if err := withManager(c.v.root, func(ctx context.Context, m *units.Manager) error {
			return m.Cancel(ctx, units.RollbackService, rollbackInstance)
		}); err != nil {
			c.log.Warn("the timer is left, and finds nothing to do", "err", err)
		}
	}
	return err
}

// unedited reports whether the files are those that a change would go back to.
func (c *change) unedited(point *state.Checkpoint) bool {
	files, err := history.Read(c.v.root)
	return err == nil && len(history.Compare(point.Files, files)) == 0
}

// nothing ends a change that was none: waiting for a word would say that something can
// still be taken back.
func (c *change) nothing(state int) int {
	if err := c.end(); err != nil {
		c.log.Error(err.Error())
		return exitFailed
	}
	fmt.Fprintf(c.v.stdout, "nothing has changed since state %d, so nothing waits to be confirmed; while netonce-reload.path runs, an edit is applied as soon as it is written (netonce history shows what there was before)\n", state)
	return exitDone
}

// record keeps the files as a state that was in effect, unless a change is pending.
func (c *change) record() {
	if _, pending, _ := c.store.Checkpoint(); pending {
		return
	}
	if _, err := c.addState(); err != nil {
		c.log.Warn("the profiles are not recorded for a rollback", "err", err)
	}
}

// addState adds the files, as they are, to the states, and returns the number of theirs.
func (c *change) addState() (number int, err error) {
	files, err := history.Read(c.v.root)
	if err != nil {
		return 0, err
	}
	return c.history.Add(files, time.Now())
}
