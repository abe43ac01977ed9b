package teamd

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"netonce/apply/atomicfile"
)

const (
	dir = "run/teamd"
	// limit ends the wait for teamd, which systemd may start late in the boot only: its
	// own unit waits for the message bus.
	limit = 30 * time.Second
)

// Services starts daemons and ends them, by the name of a team.
type Services interface {
	// Start starts the service of the team that the package of teamd has, or one with
	// these arguments. It returns when teamd is ready.
	Start(ctx context.Context, team string, argv []string) error
	// Stop returns when the service has ended; that there is none is as good.
	Stop(ctx context.Context, team string) error
}

// Host is where teamd runs.
type Host struct {
	Root     string   // of the files that netonce writes for it
	Own      string   // directory of the files that it has itself: /run/teamd
	Programs []string // where the program may be
	Services Services // nil: it is started as it is
}

// Programs are where distributions have teamd.
func Programs() []string { return []string{"/usr/bin/teamd", "/usr/sbin/teamd"} }

// Start starts teamd for a team, with a configuration in JSON. Only the team's name, which
// has been checked, gets into its arguments.
func (h *Host) Start(team, config string) error {
	program, err := h.program()
	if err != nil {
		return err
	}
	if err := h.note(team, "", config); err != nil {
		return err
	}
	argv := []string{program, "-d", "-o", "-t", team, "-f", h.file(team, "")}
	if h.Services == nil {
		return run(argv)
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return h.Services.Start(ctx, team, argv) // which may come about after the time is over
}

// Stop ends the teamd of a team, whoever has started it.
func (h *Host) Stop(team string) error {
	defer h.forget(team)
	if h.Services != nil {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		if err := h.Services.Stop(ctx, team); err != nil {
			return err
		}
	}
	if _, err := os.Stat(filepath.Join(h.Own, team+".pid")); err != nil {
		return nil
	}
	program, err := h.program()
	if err != nil {
		return err
	}
	return run([]string{program, "-k", "-t", team})
}

// program finds teamd.
func (h *Host) program() (string, error) {
	for _, path := range h.Programs {
		if i, err := os.Stat(path); err == nil && i.Mode().IsRegular() {
			return path, nil
		}
	}
	return "", errors.New("a team needs teamd, which is not installed: it is in the package teamd, of Debian libteam-utils")
}

// file is where the configuration of a team, or of a port of it, is noted. The first is
// where the service of the package looks for it. No interface's name has a colon
// (dev_valid_name).
func (h *Host) file(team, port string) string {
	if port != "" {
		team += ":" + port
	}
	return filepath.Join(h.Root, dir, team+".conf")
}

func (h *Host) note(team, port, config string) error {
	file := h.file(team, port)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return atomicfile.Write(file, []byte(config), 0o644)
}

// Config is what teamd was last told of a team, or of a port of it.
func (h *Host) Config(team, port string) string {
	b, _ := os.ReadFile(h.file(team, port))
	return string(b)
}

// forget removes what is noted of a team and its ports.
func (h *Host) forget(team string) {
	files, _ := os.ReadDir(filepath.Join(h.Root, dir))
	for _, f := range files {
		if f.Name() == team+".conf" || strings.HasPrefix(f.Name(), team+":") {
			_ = os.Remove(filepath.Join(h.Root, dir, f.Name()))
		}
	}
}
