package boot

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"netonce/tests/boot/wire"
	"netonce/tests/vm/machine"
)

// logVariable names a file to keep the kernel's console in, as for tests/vm, and the
// journal beside it.
const logVariable = "NETONCE_VM_LOG"

// Machine is what a host is to boot from, and with.
type Machine struct {
	Kernel    machine.Kernel
	Initramfs string
	Words     string   // more of the kernel's command line
	Arguments []string // QEMU's, for cards and disks
	Unplugged []string // cards by their id in there, whose cable is out at boot
}

// Host is a guest that runs.
type Host struct {
	Journal *Feed[Entry]
	Gone    chan struct{} // closed when QEMU has ended

	dir      string
	start    machine.Start
	machine  Machine
	qemu     *exec.Cmd
	monitor  *monitor
	conn     net.Conn
	encode   *json.Encoder
	hello    chan struct{}
	mu       sync.Mutex
	answers  map[int]chan wire.Message
	requests int
}

// Boot boots a host, and returns when the guest can be talked to.
func Boot(dir, cache string, m Machine) (*Host, error) {
	var h *Host
	err := machine.Boot(cache, func(accel string) (err error) {
		h = &Host{Journal: newFeed[Entry](), dir: dir, machine: m, Gone: make(chan struct{}), hello: make(chan struct{}), answers: map[int]chan wire.Message{},
			start: machine.Start{Kernel: m.Kernel, Initramfs: m.Initramfs, Words: "systemd.show_status=no " + m.Words, Log: consoleLog(dir), Socket: filepath.Join(dir, "port"), Port: wire.Port}}
		if err = h.boot(accel); err != nil {
			h.Kill()
			err = fmt.Errorf("%w\nthe console:\n%s\nthe journal:\n%s", err, h.Console(), End(h.Journal.Since(0)))
		}
		return err
	}, func() { fmt.Fprintln(os.Stderr, h.Console()) })
	return h, err
}

func consoleLog(dir string) string {
	if name := os.Getenv(logVariable); name != "" {
		if abs, err := filepath.Abs(name); err == nil {
			return abs
		}
	}
	return filepath.Join(dir, "console")
}

// boot starts QEMU with the processors halted, pulls the cables that are to be out, and
// lets it run.
func (h *Host) boot(accel string) error {
	for _, name := range []string{h.start.Socket, h.monitorSocket(), h.start.Log} { // of an earlier try
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	listener, err := net.Listen("unix", h.start.Socket)
	if err != nil {
		return err
	}
	defer listener.Close()
	if err := h.startQEMU(accel); err != nil {
		return err
	}
	patience := 4 * time.Minute
	if accel == "kvm" {
		patience = 30 * time.Second
	}
	if err := listener.(*net.UnixListener).SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	conn, err := listener.Accept()
	if err != nil {
		return fmt.Errorf("%w: %w", machine.ErrBoot, err)
	}
	h.conn, h.encode = conn, json.NewEncoder(conn)
	if h.monitor, err = dialMonitor(h.monitorSocket()); err != nil {
		return fmt.Errorf("%w: %w", machine.ErrBoot, err)
	}
	for _, id := range h.machine.Unplugged {
		if err := h.cable(id, false); err != nil {
			return err
		}
	}
	go h.receive()
	if err := h.monitor.do("cont", nil); err != nil {
		return err
	}
	select {
	case <-h.hello:
		return nil
	case <-h.Gone:
		return fmt.Errorf("%w: its kernel panicked", machine.ErrBoot)
	case <-time.After(patience):
		return fmt.Errorf("%w: %w", machine.ErrBoot, os.ErrDeadlineExceeded)
	}
}

func (h *Host) monitorSocket() string { return filepath.Join(h.dir, "monitor") }

// startQEMU starts it on a thread that stays: QEMU would end with it.
func (h *Host) startQEMU(accel string) error {
	// The monitor first: it is there when QEMU connects to the port.
	args := append([]string{"-S", "-qmp", "unix:" + h.monitorSocket() + ",server=on,wait=off"}, h.start.Arguments(accel)...)
	args = append(args, h.machine.Arguments...)
	h.qemu = machine.Command(args)
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := h.qemu.Start()
		started <- err
		if err == nil {
			_ = h.qemu.Wait() // the guest tells how it ended
		}
		close(h.Gone)
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("%w: tests/prepare installs it", err)
	}
	return nil
}

// Kill ends the machine, if it has not ended.
func (h *Host) Kill() {
	if h.qemu != nil && h.qemu.Process != nil {
		_ = h.qemu.Process.Kill() // it may have ended
		<-h.Gone
	}
	if h.conn != nil {
		_ = h.conn.Close()
	}
	if name := os.Getenv(logVariable); name != "" {
		_ = os.WriteFile(name+".journal", []byte(text(h.Journal.Since(0))), 0o644) // who asks for it looks
	}
}

// Console is what the kernel has written there.
func (h *Host) Console() string {
	b, err := os.ReadFile(h.start.Log)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// cable plugs a card's cable in, or pulls it out.
func (h *Host) cable(id string, in bool) error {
	return h.monitor.do("set_link", map[string]any{"name": id, "up": in})
}
