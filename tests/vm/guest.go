package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"netonce/tests/vm/machine"
)

// portName is the name of the port that the results go through.
const portName = "netonce.result"

// guest is /init. Where it fails, the kernel panics over it, and the reason is the
// last of its log: standard error is the kernel's console.
func guest() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "vm: /init:", err)
		os.Exit(1)
	}
	_ = unix.Pause() // the host ends the machine when it has heard the exit code
}

func serve() error {
	var j job
	b, err := os.ReadFile(jobFile)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	if err := mounts(); err != nil {
		return err
	}
	if err := settings(); err != nil {
		return err
	}
	news, err := machine.WatchDevices()
	if err != nil {
		return err
	}
	notes := machine.LoadModules(j.Modules)
	port, err := openPort(news)
	if err != nil {
		return errors.Join(err, errors.Join(notes...))
	}
	to := &frames{w: port}
	if err := to.send(booted); err != nil {
		return err
	}
	for _, n := range notes {
		if err := to.send(note, []byte(n.Error())); err != nil {
			return err
		}
	}
	code, err := runTests(j, to)
	if err != nil {
		return err
	}
	if err := sendFiles(to); err != nil {
		return err
	}
	return to.send(ended, []byte{code})
}

// mounts mounts the file systems that every host has.
func mounts() error {
	for _, m := range []struct{ kind, dir string }{
		{"proc", "/proc"}, {"sysfs", "/sys"}, {"devtmpfs", "/dev"}, {"devpts", "/dev/pts"},
		{"tmpfs", "/run"}, {"tmpfs", "/tmp"}, {"tmpfs", outDir},
	} {
		if err := os.MkdirAll(m.dir, 0o755); err != nil {
			return err
		}
		if err := unix.Mount(m.kind, m.dir, m.kind, 0, ""); err != nil && !errors.Is(err, unix.EBUSY) {
			return fmt.Errorf("mount %s: %w", m.dir, err)
		}
	}
	for name, to := range map[string]string{"fd": "self/fd", "stdin": "self/fd/0", "stdout": "self/fd/1", "stderr": "self/fd/2"} {
		if err := os.Symlink("/proc/"+to, "/dev/"+name); err != nil {
			return err
		}
	}
	return os.Chmod("/tmp", os.ModeSticky|0o777)
}

// settings makes the kernel tell everything from now on, which it does not while it
// boots for the time that takes, and keeps the tunnel modules from putting a link of
// their own into every new namespace.
func settings() error {
	for name, value := range map[string]string{
		"/proc/sys/kernel/printk":                         "7",
		"/proc/sys/net/core/fb_tunnels_only_for_init_net": "1",
	} {
		if err := os.WriteFile(name, []byte(value), 0); err != nil {
			return err
		}
	}
	if err := unix.Sethostname([]byte("netonce-vm")); err != nil {
		return err
	}
	lo, err := netlink.LinkByName("lo")
	if err != nil {
		return err
	}
	return netlink.LinkSetUp(lo)
}

func openPort(news *machine.Devices) (*os.File, error) {
	defer news.Close()
	path, err := news.Port(portName)
	if err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_WRONLY, 0)
}

// runTests runs the test binary and sends what it prints. As the first process it
// also waits for those that nobody else waits for.
func runTests(j job, to *frames) (code byte, err error) {
	for _, dir := range append(j.Out, j.Dir) {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return 0, err
		}
	}
	r, w, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		return 0, err
	}
	p, err := os.StartProcess(j.Args[0], j.Args, &os.ProcAttr{Dir: j.Dir, Env: j.Env, Files: []*os.File{null, w, w}})
	if err != nil {
		return 0, err
	}
	w.Close()
	copied := make(chan error, 1)
	go func() { copied <- copyOutput(to, r) }()
	status, err := reap(p.Pid)
	if err != nil {
		return 0, err
	}
	// Something the tests left behind may keep the pipe open.
	select {
	case err = <-copied:
	case <-time.After(2 * time.Second):
		err = to.send(note, []byte("the tests left processes that hold their output open"))
	}
	if status.Signaled() {
		return 128 + byte(status.Signal()), err
	}
	return byte(status.ExitStatus()), err
}

func copyOutput(to *frames, r *os.File) error {
	buf := make([]byte, 32<<10)
	for {
		n, err := r.Read(buf)
		if n > 0 {
			if err := to.send(output, buf[:n]); err != nil {
				return err
			}
		}
		if err != nil {
			return nil // the end
		}
	}
}

// reap waits for every process until that one has ended.
func reap(pid int) (unix.WaitStatus, error) {
	for {
		var status unix.WaitStatus
		got, err := unix.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return 0, err
		case got == pid:
			return status, nil
		}
	}
}

// sendFiles sends what the tests wrote for the host.
func sendFiles(to *frames) error {
	return filepath.WalkDir(outDir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return to.send(file, []byte(path), []byte{0}, b)
	})
}
