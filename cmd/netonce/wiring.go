package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"netonce/apply"
	"netonce/apply/journal"
	"netonce/apply/kernel"
	"netonce/apply/resolv"
	"netonce/apply/state"
	"netonce/apply/udev"
	"netonce/ifcfg"
	"netonce/units"
)

const (
	// lockLimit is how long a run waits for another one to end.
	lockLimit = 2 * time.Minute
	// hotplugLimit is the same for hot-plugged devices: nobody waits for their run, and
	// the other one may be waiting for a device of its own (DEVTIMEOUT).
	hotplugLimit = time.Hour
)

// logger makes the log: for people on a terminal, for the journal under systemd.
func (v *invocation) logger() *journal.Logger {
	level := journal.Info
	if v.verbose {
		level = journal.Debug
	}
	return journal.New(v.progress, journal.Options{Level: level, Journal: units.StderrIsJournal(), Color: v.color(v.stderr)})
}

// color reports whether a stream is a terminal that wants colours.
func (v *invocation) color(w any) bool {
	return !v.noColor && os.Getenv("NO_COLOR") == "" && isTerminal(w)
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	_, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	return err == nil
}

// files is the tree below the root; with -v every file that is opened is told.
func (v *invocation) files(log *journal.Logger) fs.FS {
	tree := os.DirFS(v.root)
	if !v.verbose {
		return tree
	}
	return tellingFS{tree, v.root, log}
}

// host wires a run to this machine.
func (v *invocation) host(log *journal.Logger) (*apply.Host, func(), error) {
	conn, err := kernel.Open("/proc")
	if err != nil {
		return nil, nil, err
	}
	hostname, err := os.Hostname()
	if err != nil {
		log.Warn("no host name to send", "err", err)
	}
	h := &apply.Host{
		Kernel: v.kernel(conn, log),
		Store:  v.store(v.state(), log),
		Teams:  v.teams(),
		Watch:  kernel.Watch,
		Resolve: func(ctx context.Context, s []resolv.Source) (resolv.Result, error) {
			return resolv.Apply(ctx, v.root, s, log)
		},
		PlanResolve: func(ctx context.Context, s []resolv.Source) (resolv.Result, error) {
			return resolv.Plan(ctx, v.root, s)
		},
		Uptime:        state.Uptime,
		Interruptible: interruptible,
		Device:        v.device,
		CommandLine:   sync.OnceValue(commandLine),
		BootID:        state.BootID,
		MachineID:     sync.OnceValue(v.machineID),
		Hostname:      hostname,
		Log:           log,
		Waiting:       func(string) {},
	}
	speak(h, log)
	if d := udev.Open(v.root); d.Runs() {
		h.Udev = d
	}
	return h, func() { conn.Close() }, nil
}

// state is what netonce holds on this host, opened once.
func (v *invocation) state() *state.Store {
	if v.held == nil {
		v.held = state.Open(v.root, state.BootID())
	}
	return v.held
}

// scene is what a command works on: the host's files and the host.
type scene struct {
	files *ifcfg.Host
	host  *apply.Host
	close func()
}

// open reads the host's files and wires a run to this machine.
func (v *invocation) open(log *journal.Logger) (*scene, error) {
	files, err := ifcfg.Load(v.files(log))
	if err != nil {
		return nil, err
	}
	v.addImage(files, log)
	host, done, err := v.host(log)
	if err != nil {
		return nil, err
	}
	return &scene{files, host, done}, nil
}

// request is what to ask the host for.
func (s *scene) request(mode apply.Mode, names ...string) apply.Request {
	return apply.Request{Mode: mode, Names: names, Profiles: s.files.Profiles, Unknown: s.files.NoDirectory}
}

// tell logs what is wrong with the files.
func (s *scene) tell(log *journal.Logger) { tell(log, s.files.All()) }

func tell(log *journal.Logger, found []ifcfg.Diagnostic) {
	for _, d := range found {
		level := journal.Warn
		if d.Severity == ifcfg.Error {
			level = journal.Error
		}
		log.Log(level, d.Error(), "code", d.Code)
	}
}

// interruptible is a context that SIGTERM and SIGINT end.
func interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(ctx, unix.SIGTERM, unix.SIGINT)
}

// enter lets one run at a time change the network, if it may at all: release is nil where
// it may not, or another does not end.
func (v *invocation) enter(log *journal.Logger) (release func(), code int) {
	if err := kernel.CheckPermission(); err != nil {
		log.Error(err.Error())
		return nil, exitNothing
	}
	return v.lock(log)
}

// lock lets one run at a time through. Without a directory to lock in, the run
// goes on alone: the network matters more.
func (v *invocation) lock(log *journal.Logger) (release func(), code int) {
	release, err := v.locked(context.Background(), log)
	switch {
	case release == nil:
		log.Error(err.Error())
		return nil, exitTimeout
	case err != nil:
		log.Error("going on without a lock", "err", err)
		return release, exitFailed
	}
	return release, exitDone
}

// locked takes the lock; release is nil where another run keeps it.
func (v *invocation) locked(ctx context.Context, log *journal.Logger) (release func(), err error) {
	limit := lockLimit
	if v.command.name == "hotplug" {
		limit = hotplugLimit
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	release, err = state.Open(v.root, "").Lock(ctx, v.command.name, func(holder string) {
		log.Info("waiting for another run to end", "holder", holder, "limit", limit)
	})
	if err != nil && !errors.Is(err, state.ErrLocked) {
		return func() {}, err
	}
	return release, err
}
