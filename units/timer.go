package units

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"netonce/apply/dbus"
)

// What systemd's manager is called, and where it listens before there is a bus and
// without one (org.freedesktop.systemd1(5)).
const (
	managerName   = "org.freedesktop.systemd1"
	managerPath   = "/org/freedesktop/systemd1"
	managerObject = "org.freedesktop.systemd1.Manager"
	managerSocket = "run/systemd/private"
)

// Manager is systemd, as far as it starts things later.
type Manager struct{ conn *dbus.Conn }

// Booted reports whether systemd runs the host with that root (sd_booted(3)), as far
// as it can be talked to.
func Booted(root string) bool {
	_, err := os.Stat(filepath.Join(root, managerSocket))
	return err == nil
}

// DialManager connects to the systemd that runs the host with that root.
func DialManager(ctx context.Context, root string) (*Manager, error) {
	conn, err := dbus.DialPeer(ctx, filepath.Join(root, managerSocket))
	if err != nil {
		return nil, err
	}
	return &Manager{conn}, nil
}

// Close ends the connection.
func (m *Manager) Close() error { return m.conn.Close() }

// Renewal is when something is to be done for an interface, such as to renew its lease.
type Renewal struct {
	// Service is the template of what is started: RenewService or RollbackService.
	Service   string
	Interface string
	In        time.Duration // from now on
	At        time.Time     // the same by the clock, which goes on in a suspended host
	Task      string        // what, in words that the interface's name follows
}

// The templates of services that timers start.
const (
	RenewService    = "netonce-renew"
	RollbackService = "netonce-rollback"
)

// sameTime is how many timers of an interface may be about at once: the one that has
// just gone off, and those that systemd has not cleared away yet.
const sameTime = 4

// Schedule starts a transient timer that starts the service for the
// interface, and stops the one before. A name can be used again only when systemd has
// forgotten the timer that had it, and the timer that started this run is one of them;
// so there are several, and each starts the service of its own name: a transient timer
// can be told no other. A host that is going down takes no timer, and needs none.
func (m *Manager) Schedule(ctx context.Context, r Renewal) error {
	var others []string
	started := false
	for n := range sameTime {
		name := timerName(r.Service, r.Interface, n)
		if started {
			others = append(others, name)
			continue
		}
		err := m.start(ctx, name, r)
		switch {
		case err == nil:
			started = true
		case isRefusal(err, "UnitExists"):
			others = append(others, name)
		case isRefusal(err, "TransactionIsDestructive"): // for shutdown.target, which it conflicts with
			return nil
		default:
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if !started {
		return fmt.Errorf("%s: all its names are taken", timerName(r.Service, r.Interface, 0))
	}
	return m.stop(ctx, others)
}

// Cancel stops the timers of an interface that start a service.
func (m *Manager) Cancel(ctx context.Context, service, name string) error {
	var all []string
	for n := range sameTime {
		all = append(all, timerName(service, name, n))
	}
	return m.stop(ctx, all)
}

func timerName(service, iface string, n int) string {
	name := service + "@" + Escape(iface)
	if n > 0 {
		name += fmt.Sprintf(":%d", n+1) // no interface has a colon (dev_valid_name)
	}
	return name + ".timer"
}

// InterfaceOf is the interface of an instance of netonce-renew@.service.
func InterfaceOf(instance string) string {
	name, _, _ := strings.Cut(instance, ":")
	return name
}

// Escape makes a part of a unit's name of an interface's (systemd.unit(5), "String
// Escaping for Inclusion in Unit Names").
func Escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		plain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ':' || c == '_' || c == '.' && i > 0
		if plain {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, `\x%02x`, c)
		}
	}
	return b.String()
}

// start asks for a timer with two times, of which the first counts: the one goes by a
// clock that nobody sets, the other by one that goes on while the host is suspended.
func (m *Manager) start(ctx context.Context, name string, r Renewal) error {
	return m.startTransient(ctx, name, func(w *dbus.Writer) {
		property(w, "Description", "s", func() { w.String(r.Task + " " + r.Interface) })
		property(w, "RemainAfterElapse", "b", func() { w.Bool(false) })
		// Neither sysinit.target nor a clock that is set is waited for (systemd.timer(5)),
		// and another target to be in does not end it.
		property(w, "DefaultDependencies", "b", func() { w.Bool(false) })
		property(w, "IgnoreOnIsolate", "b", func() { w.Bool(true) })
		for _, dependency := range []string{"Conflicts", "Before"} {
			property(w, dependency, "as", func() { w.Array("s", func() { w.String("shutdown.target") }) })
		}
		property(w, "AccuracyUSec", "t", func() { w.Uint64(microseconds(time.Second)) })
		property(w, "TimersMonotonic", "a(st)", func() {
			w.Array("(st)", func() {
				w.Struct()
				w.String("OnActiveSec")
				w.Uint64(microseconds(r.In))
			})
		})
		property(w, "TimersCalendar", "a(ss)", func() {
			w.Array("(ss)", func() {
				w.Struct()
				w.String("OnCalendar")
				w.String(r.At.UTC().Add(time.Second).Format("2006-01-02 15:04:05 UTC"))
			})
		})
	})
}

// startTransient starts a unit that there is no file of, with the properties that a
// function writes.
func (m *Manager) startTransient(ctx context.Context, name string, properties func(*dbus.Writer)) error {
	call := m.call("StartTransientUnit", "ssa(sv)a(sa(sv))")
	w := &call.Args
	w.String(name)
	w.String("replace")
	w.Array("(sv)", func() { properties(w) })
	w.Array("(sa(sv))", func() {})
	_, err := m.conn.Call(ctx, call)
	return err
}

func property(w *dbus.Writer, name, signature string, value func()) {
	w.Struct()
	w.String(name)
	w.Signature(signature)
	value()
}

// stop stops units; that there is none is as good.
func (m *Manager) stop(ctx context.Context, names []string) error {
	var errs []error
	for _, name := range names {
		call := m.call("StopUnit", "ss")
		call.Args.String(name)
		call.Args.String("replace")
		_, err := m.conn.Call(ctx, call)
		if err != nil && !isRefusal(err, "NoSuchUnit") {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	return errors.Join(errs...)
}

func (m *Manager) call(method, signature string) dbus.Call {
	return dbus.Call{Destination: managerName, Path: managerPath, Interface: managerObject, Method: method, Signature: signature, Reply: "o"}
}

func microseconds(d time.Duration) uint64 { return uint64(max(d, 0) / time.Microsecond) }
