package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
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
	news, err := deviceNews()
	if err != nil {
		return err
	}
	notes := loadModules(j.Modules)
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

// loadModules loads them all; what does not load is told, and the tests go on.
func loadModules(list []module) (failed []error) {
	for _, m := range list {
		if err := loadModule(m); err != nil && !errors.Is(err, unix.EEXIST) {
			failed = append(failed, fmt.Errorf("module %s: %w", m.Path, err))
		}
	}
	return failed
}

func loadModule(m module) error {
	f, err := os.Open(m.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	return unix.FinitModule(int(f.Fd()), m.Parameters, 0)
}

// deviceNews is a socket on which the kernel tells of devices, as it does to udev. It
// gives up after some seconds without any.
func deviceNews() (fd int, err error) {
	fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_KOBJECT_UEVENT)
	if err != nil {
		return -1, err
	}
	const kernelsOwn = 1 // the multicast group
	err = errors.Join(unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 10}),
		unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: kernelsOwn}))
	return fd, err
}

// openPort waits for the port to appear: the host tells its name after the driver
// has come, and the kernel that it has one.
func openPort(news int) (*os.File, error) {
	defer unix.Close(news)
	buf := make([]byte, 4096)
	for {
		names, err := filepath.Glob("/sys/class/virtio-ports/*/name")
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			if b, err := os.ReadFile(n); err == nil && strings.TrimSpace(string(b)) == portName {
				return os.OpenFile("/dev/"+filepath.Base(filepath.Dir(n)), os.O_WRONLY, 0)
			}
		}
		_, _, err = unix.Recvfrom(news, buf, 0)
		if err != nil && !errors.Is(err, unix.EINTR) && !errors.Is(err, unix.ENOBUFS) { // of too many some are lost
			return nil, fmt.Errorf("there is no port for the results: %w", err)
		}
	}
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
