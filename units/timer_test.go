package units_test

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"

	"netonce/units"
)

// manager is a systemd that has these timers and is asked for others.
type manager struct {
	mu     sync.Mutex
	timers map[string]bool
	calls  []string
	error  string // answer to every start; empty for none

	installed bool     // teamd's service
	states    []string // of a unit, one after the other
	early     bool     // it tells of the next one before it has told the one it was asked for
}

// serve has the manager listen below a root, which it returns.
func (m *manager) serve(t *testing.T) (root string) {
	t.Helper()
	root, err := os.MkdirTemp("", "sd") // short enough for a socket's address
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	if err := os.MkdirAll(filepath.Join(root, "run/systemd"), 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(root, "run/systemd/private"))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { l.Close(); <-done })
	go func() {
		defer close(done)
		if conn, err := l.Accept(); err == nil {
			defer conn.Close()
			m.talk(conn)
		}
	}()
	return root
}

func (m *manager) talk(conn net.Conn) {
	in := bufio.NewReader(conn)
	if line, _ := in.ReadString('\n'); !strings.HasPrefix(line, "\x00AUTH EXTERNAL ") {
		return
	}
	if line, _ := in.ReadString('\n'); line != "BEGIN\r\n" {
		return
	}
	io.WriteString(conn, "OK 0123456789abcdef0123456789abcdef\r\n")
	for {
		call, err := dbus.DecodeMessage(in)
		if err != nil {
			return
		}
		answer := m.answer(call)
		answer.Headers[dbus.FieldReplySerial] = dbus.MakeVariant(call.Serial())
		messages := []*dbus.Message{answer}
		if call.Headers[dbus.FieldMember].Value() == "Get" && len(m.states) > 0 {
			messages = append(messages, changed("/unit/another"), changed(unitPath))
			if m.early {
				slices.Reverse(messages)
			}
		}
		for _, message := range messages {
			// The library gives serials to nobody but itself; any but 0 will do.
			var b strings.Builder
			if err := message.EncodeTo(&b, binary.LittleEndian); err != nil {
				return
			}
			frame := []byte(b.String())
			binary.LittleEndian.PutUint32(frame[8:], 1)
			conn.Write(frame)
		}
	}
}

const unitPath = dbus.ObjectPath("/unit/one")

// changed is the signal of a unit that something of it is another.
func changed(unit dbus.ObjectPath) *dbus.Message {
	return &dbus.Message{Type: dbus.TypeSignal, Headers: map[dbus.HeaderField]dbus.Variant{
		dbus.FieldPath: dbus.MakeVariant(unit), dbus.FieldInterface: dbus.MakeVariant("org.freedesktop.DBus.Properties"),
		dbus.FieldMember: dbus.MakeVariant("PropertiesChanged"),
	}}
}

func (m *manager) answer(call *dbus.Message) *dbus.Message {
	m.mu.Lock()
	defer m.mu.Unlock()
	method, name := call.Headers[dbus.FieldMember].Value().(string), call.Body[0].(string)
	m.calls = append(m.calls, method+" "+name)
	fail, body := "", any(dbus.ObjectPath("/job/1"))
	switch method {
	case "StartUnit":
		if !m.installed {
			fail = "org.freedesktop.systemd1.NoSuchUnit"
		}
	case "LoadUnit":
		body = unitPath
	case "Get":
		body = dbus.MakeVariant(m.states[0])
		m.states = m.states[1:]
	case "StartTransientUnit":
		m.calls = append(m.calls, properties(call.Body[2])...)
		switch {
		case m.error != "":
			fail = m.error
		case m.timers[name]:
			fail = "org.freedesktop.systemd1.UnitExists"
		default:
			m.timers[name] = true
		}
	case "StopUnit":
		if !m.timers[name] {
			fail = "org.freedesktop.systemd1.NoSuchUnit"
		}
		delete(m.timers, name)
	}
	answer := &dbus.Message{Type: dbus.TypeMethodReply, Headers: map[dbus.HeaderField]dbus.Variant{}, Body: []any{body}}
	answer.Headers[dbus.FieldSignature] = dbus.MakeVariant(dbus.SignatureOf(answer.Body...))
	if fail != "" {
		answer.Type, answer.Body = dbus.TypeError, []any{"Unit " + name + ": " + fail}
		answer.Headers[dbus.FieldErrorName] = dbus.MakeVariant(fail)
		answer.Headers[dbus.FieldSignature] = dbus.MakeVariant(dbus.SignatureOf(answer.Body...))
	}
	return answer
}

func properties(list any) (lines []string) {
	for _, p := range list.([][]any) {
		lines = append(lines, fmt.Sprintf("  %v=%v", p[0], p[1].(dbus.Variant).Value()))
	}
	return lines
}

func dial(t *testing.T, m *manager) *units.Manager {
	t.Helper()
	root := m.serve(t)
	if !units.Booted(root) {
		t.Error("systemd is not seen")
	}
	c, err := units.DialManager(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func renewal(name string) units.Renewal {
	return units.Renewal{Service: units.RenewService, Interface: name, In: 90 * time.Second, At: time.Unix(1e9, 0), Task: "Renewal of the DHCP lease of"}
}

func TestSchedule(t *testing.T) {
	t.Parallel()
	m := &manager{timers: map[string]bool{}}
	if err := dial(t, m).Schedule(t.Context(), renewal("eth0.7")); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"StartTransientUnit netonce-renew@eth0.7.timer",
		"  Description=Renewal of the DHCP lease of eth0.7",
		"  RemainAfterElapse=false",
		"  DefaultDependencies=false", "  IgnoreOnIsolate=true", "  Conflicts=[shutdown.target]", "  Before=[shutdown.target]",
		"  AccuracyUSec=1000000",
		"  TimersMonotonic=[[OnActiveSec 90000000]]",
		"  TimersCalendar=[[OnCalendar 2001-09-09 01:46:41 UTC]]",
		"StopUnit netonce-renew@eth0.7:2.timer", "StopUnit netonce-renew@eth0.7:3.timer", "StopUnit netonce-renew@eth0.7:4.timer",
	}
	if diff := cmp.Diff(want, m.calls); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The timer that started the run is there as long as the run: the next one has another
// name, and of all that there were one is left.
func TestScheduleBeside(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		there []string
		left  string
		err   string
	}{
		"the first":  {nil, "netonce-renew@eth0.timer", ""},
		"the second": {[]string{"netonce-renew@eth0.timer"}, "netonce-renew@eth0:2.timer", ""},
		"back":       {[]string{"netonce-renew@eth0:2.timer", "netonce-renew@eth0:3.timer"}, "netonce-renew@eth0.timer", ""},
		"all taken": {[]string{"netonce-renew@eth0.timer", "netonce-renew@eth0:2.timer", "netonce-renew@eth0:3.timer", "netonce-renew@eth0:4.timer"}, "",
			"netonce-renew@eth0.timer: all its names are taken"},
	} {
		m := &manager{timers: map[string]bool{}}
		for _, n := range c.there {
			m.timers[n] = true
		}
		err := dial(t, m).Schedule(t.Context(), renewal("eth0"))
		if c.err != "" {
			if err == nil || err.Error() != c.err {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || len(m.timers) != 1 || !m.timers[c.left] {
			t.Errorf("%s: %v, left %v", name, err, m.timers)
		}
	}
}

func TestScheduleRefused(t *testing.T) {
	t.Parallel()
	m := &manager{error: "org.freedesktop.DBus.Error.AccessDenied"}
	err := dial(t, m).Schedule(t.Context(), renewal("eth0"))
	if err == nil || err.Error() != "netonce-renew@eth0.timer: Unit netonce-renew@eth0.timer: org.freedesktop.DBus.Error.AccessDenied" {
		t.Error(err)
	}
}

// A run that is interrupted because the host goes down has nothing to complain of.
func TestScheduleGoingDown(t *testing.T) {
	t.Parallel()
	m := &manager{error: "org.freedesktop.systemd1.TransactionIsDestructive"}
	if err := dial(t, m).Schedule(t.Context(), renewal("eth0")); err != nil || len(m.timers) > 0 {
		t.Errorf("%v, timers %v", err, m.timers)
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	m := &manager{timers: map[string]bool{"netonce-renew@eth0:2.timer": true, "netonce-renew@eth1.timer": true}}
	if err := dial(t, m).Cancel(t.Context(), units.RenewService, "eth0"); err != nil || !slices.Equal([]string{"netonce-renew@eth1.timer"}, keys(m.timers)) {
		t.Errorf("%v, left %v", err, m.timers)
	}
}

func keys(m map[string]bool) (list []string) {
	for k := range m {
		list = append(list, k)
	}
	return list
}

func TestInterfaceOf(t *testing.T) {
	t.Parallel()
	for instance, want := range map[string]string{"eth0": "eth0", "eth0.7:2": "eth0.7", "": ""} {
		if got := units.InterfaceOf(instance); got != want {
			t.Errorf("%q: %s", instance, got)
		}
	}
}

// systemd-escape(1) writes the same.
func TestEscape(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"eth0": "eth0", "eth0.7": "eth0.7", "br-lan": `br\x2dlan`, ".x": `\x2ex`, "a/b": `a\x2fb`, "é": `\xc3\xa9`, "A_1:2": "A_1:2", "a+b@c": `a\x2bb\x40c`} {
		if got := units.Escape(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}
