package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"netonce/tests/vm/machine"
)

const (
	logVariable     = "NETONCE_VM_LOG"
	verboseVariable = "NETONCE_VM_VERBOSE"
)

// guestMachine is a virtual machine for one run of a test binary.
type guestMachine struct {
	kernel     machine.Kernel
	initramfs  string
	dir, cache string
	back       map[string]string // where files of the guest's belong
	limit      time.Duration     // for the tests, once it has booted
	started    time.Time
}

// run boots the machine and returns the exit code of the tests.
func (m *guestMachine) run() (code int, err error) {
	err = machine.Boot(m.cache, func(accel string) (err error) {
		code, err = m.boot(accel)
		return err
	}, m.showLog)
	if err != nil || code != 0 {
		m.showLog()
	}
	return code, err
}

// boot starts QEMU and follows the guest to its end.
func (m *guestMachine) boot(accel string) (int, error) {
	runtime.LockOSThread() // the parent that Pdeathsig means is the thread
	defer runtime.UnlockOSThread()
	socket := filepath.Join(m.dir, "result")
	_ = os.Remove(socket) // of an earlier try
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	cmd := machine.Command(m.arguments(accel, socket))
	m.started = time.Now()
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("%w: tests/prepare installs it", err)
	}
	gone := make(chan struct{})
	go func() { _ = cmd.Wait(); close(gone) }() // the guest tells how it ended
	defer func() { _ = cmd.Process.Kill(); <-gone }()
	connected := make(chan net.Conn, 1)
	go func() {
		if c, err := listener.Accept(); err == nil {
			connected <- c
		}
	}()
	select {
	case c := <-connected:
		defer c.Close()
		return m.follow(c, accel)
	case <-gone:
		return 0, fmt.Errorf("%w: %s has ended at once", machine.ErrBoot, machine.QEMU)
	}
}

func (m *guestMachine) arguments(accel, socket string) []string {
	start := machine.Start{Kernel: m.kernel, Initramfs: m.initramfs, Words: "net.ifnames=0", Log: m.log(), Socket: socket, Port: portName}
	args := start.Arguments(accel)
	// A hub of its own gives each a carrier, and leads nowhere.
	for i, card := range []string{"virtio-net-pci", "virtio-net-pci", "e1000-82545em"} {
		args = append(args, "-netdev", fmt.Sprintf("hubport,id=net%d,hubid=%d", i, i),
			"-device", fmt.Sprintf("%s,netdev=net%d,mac=52:54:00:00:00:%02x,romfile=", card, i, i+1))
	}
	return args
}

// follow hears the guest to the end.
func (m *guestMachine) follow(c net.Conn, accel string) (int, error) {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, unix.SIGINT, unix.SIGTERM, unix.SIGQUIT, unix.SIGHUP)
	defer signal.Stop(interrupted)
	go func() {
		if _, more := <-interrupted; more {
			c.Close()
		}
	}()
	defer close(interrupted)
	patience := 2 * time.Minute
	if accel == "kvm" {
		patience = 15 * time.Second
	}
	r, hasBooted := bufio.NewReader(c), false
	if err := c.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return 0, err
	}
	for {
		k, b, err := receive(r)
		if err != nil {
			return 0, m.silence(err, hasBooted)
		}
		switch k {
		case booted:
			hasBooted = true
			m.say("booted in %s", time.Since(m.started).Round(time.Millisecond))
			err = c.SetReadDeadline(time.Now().Add(m.limit))
		case note:
			fmt.Fprintf(os.Stderr, "vm: %s\n", b)
		case output:
			_, err = os.Stdout.Write(b)
		case file:
			err = keep(b, m.back)
		case ended:
			m.say("ended after %s", time.Since(m.started).Round(time.Millisecond))
			return int(b[0]), nil
		}
		if err != nil {
			return 0, err
		}
	}
}

// silence says why nothing more is heard from the guest.
func (m *guestMachine) silence(err error, hasBooted bool) error {
	switch {
	case !hasBooted:
		return fmt.Errorf("%w: %w", machine.ErrBoot, err)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("the tests have not ended after %s", m.limit)
	case errors.Is(err, net.ErrClosed):
		return errors.New("interrupted")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, unix.ECONNRESET):
		return errors.New("the guest is gone before its tests ended: its kernel panicked")
	}
	return err
}

func (m *guestMachine) log() string {
	if name := os.Getenv(logVariable); name != "" {
		if abs, err := filepath.Abs(name); err == nil {
			return abs
		}
	}
	return filepath.Join(m.dir, "kernel.log")
}

// showLog prints the end of the kernel's log.
func (m *guestMachine) showLog() {
	const most = 8 << 10
	b, err := os.ReadFile(m.log())
	if err != nil {
		return
	}
	if len(b) > most {
		b = append([]byte("..."), b[len(b)-most:]...)
	}
	fmt.Fprintf(os.Stderr, "vm: the guest's kernel says:\n%s\n", b)
}

// say tells how far it is, where that is asked for.
func (m *guestMachine) say(format string, values ...any) {
	if os.Getenv(verboseVariable) != "" {
		fmt.Fprintf(os.Stderr, "vm: "+format+"\n", values...)
	}
}
