package lab

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// Program starts a program among the peers, a server as a rule, which Says then tells
// to be ready. All that it prints is in its log. It is killed at the end of the test,
// and with the test should that die. One that is not installed fails the test.
func (h *Host) Program(env []string, name string, args ...string) *Process {
	h.t.Helper()
	return h.program(h.peer, env, name, args)
}

// Daemon is Program on the host itself.
func (h *Host) Daemon(name string, args ...string) *Process {
	h.t.Helper()
	return h.program(h.here, nil, name, args)
}

func (h *Host) program(where *namespace, env []string, name string, args []string) *Process {
	h.t.Helper()
	path, err := lookup(name)
	if err != nil {
		h.t.Fatalf("%s is not installed (tests/prepare does that): %v", name, err)
	}
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), env...)
	// The parent that the kernel means is the thread: one that lasts is asked for it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: unix.SIGKILL}
	p := h.process(cmd)
	cmd.Stdout, cmd.Stderr = &p.log, &p.log
	p.begin(func() error { return where.do(cmd.Start) })
	return p
}

// lookup finds a program, also among those of the administrator's that are on nobody
// else's path.
func lookup(name string) (string, error) {
	path, err := exec.LookPath(name)
	for _, dir := range []string{"/usr/sbin", "/sbin"} {
		if err != nil {
			path, err = exec.LookPath(filepath.Join(dir, name))
		}
	}
	return path, err
}

// PeerSysctl writes a value below /proc/sys/net among the peers.
func (h *Host) PeerSysctl(key, value string) {
	h.t.Helper()
	err := h.peer.do(func() error { return os.WriteFile("/proc/sys/net/"+key, []byte(value), 0) })
	if err != nil {
		h.t.Fatalf("%v", err)
	}
}
