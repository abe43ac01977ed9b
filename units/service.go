package units

import (
	"context"
	"errors"
	"fmt"

	"netonce/apply/dbus"
)

// Teamd is teamd as a service of systemd's, by the name of a team: the one that its
// package has, which reads /run/teamd/TEAM.conf, or else a transient one.
type Teamd struct{ Root string }

func teamUnit(team string) string { return "teamd@" + team + ".service" }

// Start starts teamd and waits until it is ready.
func (t Teamd) Start(ctx context.Context, team string, argv []string) error {
	return t.with(ctx, team, func(m *Manager, name string) error {
		err := m.startUnit(ctx, name)
		if isRefusal(err, "NoSuchUnit") {
			err = m.startDaemon(ctx, name, argv)
		}
		if err != nil {
			return err
		}
		return m.await(ctx, name, "active")
	})
}

// Stop stops it and waits until it has ended.
func (t Teamd) Stop(ctx context.Context, team string) error {
	return t.with(ctx, team, func(m *Manager, name string) error {
		if err := m.stop(ctx, []string{name}); err != nil {
			return err
		}
		return m.await(ctx, name, "inactive")
	})
}

func (t Teamd) with(ctx context.Context, team string, do func(m *Manager, name string) error) error {
	m, err := DialManager(ctx, t.Root)
	if err != nil {
		return err
	}
	defer m.Close()
	name := teamUnit(team)
	if err := do(m, name); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// isRefusal reports whether systemd refuses something with that error of its own.
func isRefusal(err error, name string) bool {
	var refused dbus.Error
	return errors.As(err, &refused) && refused.Name == managerName+"."+name
}

func (m *Manager) startUnit(ctx context.Context, name string) error {
	call := m.call("StartUnit", "ss")
	call.Args.String(name)
	call.Args.String("replace")
	_, err := m.conn.Call(ctx, call)
	return err
}

// startDaemon starts a program that goes into the background when it is ready. As a
// child of a service it would end with that.
func (m *Manager) startDaemon(ctx context.Context, name string, argv []string) error {
	return m.startTransient(ctx, name, func(w *dbus.Writer) {
		property(w, "Description", "s", func() { w.String("Team Daemon") })
		property(w, "Type", "s", func() { w.String("forking") })
		// The network is there before sysinit.target is.
		property(w, "DefaultDependencies", "b", func() { w.Bool(false) })
		property(w, "IgnoreOnIsolate", "b", func() { w.Bool(true) })
		property(w, "ExecStart", "a(sasb)", func() {
			w.Array("(sasb)", func() {
				w.Struct()
				w.String(argv[0])
				w.Array("s", func() {
					for _, a := range argv {
						w.String(a)
					}
				})
				w.Bool(false)
			})
		})
	})
}

// await waits until a unit is in a state. A unit that has failed has ended. On its own
// socket systemd sends the signals of all units to everybody, without being asked to
// (method_subscribe in dbus-manager.c).
func (m *Manager) await(ctx context.Context, name, wanted string) error {
	call := m.call("LoadUnit", "s")
	call.Args.String(name)
	answer, err := m.conn.Call(ctx, call)
	if err != nil {
		return err
	}
	unit := answer.Path()
	m.conn.Listen(unit) // before the first look: what changes after it is heard
	for {
		state, err := m.activeState(ctx, unit)
		switch {
		case err != nil:
			return err
		case state == wanted, state == "failed" && wanted == "inactive":
			return nil
		case state == "failed":
			return errors.New("it has failed, and its journal tells why")
		}
		if err := m.conn.AwaitSignal(ctx); err != nil {
			return fmt.Errorf("it is %s, and does not become %s: %w", state, wanted, err)
		}
	}
}

// activeState is that of systemctl(1): "active", "inactive", "failed" or on the way.
func (m *Manager) activeState(ctx context.Context, unit string) (string, error) {
	call := dbus.Call{Destination: managerName, Path: unit, Interface: "org.freedesktop.DBus.Properties", Method: "Get", Signature: "ss", Reply: "v"}
	call.Args.String("org.freedesktop.systemd1.Unit")
	call.Args.String("ActiveState")
	answer, err := m.conn.Call(ctx, call)
	if err != nil {
		return "", err
	}
	if of := answer.Variant(); of != "s" {
		return "", fmt.Errorf("a state of type %q", of)
	}
	return answer.String(), answer.Err()
}
