package lab

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	// BinaryVariable names the netonce to run; where it is not set, Main builds one.
	BinaryVariable = "NETONCE"
	// insideVariable marks the process that Main started in a user namespace.
	insideVariable = "NETONCE_LAB_INSIDE"
)

// Main builds netonce, sees to the right to make namespaces, and runs f; it
// returns the exit code. Where the kernel gives that right to nobody it says so
// and returns 1: nothing was tried, so nothing has passed.
func Main(f func() int) int {
	code, err := prepared(f)
	if err != nil {
		fmt.Fprintln(os.Stderr, "lab:", err)
		return 1
	}
	return code
}

func prepared(f func() int) (int, error) {
	if os.Getenv(BinaryVariable) == "" {
		remove, err := build()
		if err != nil {
			return 0, err
		}
		defer remove()
	}
	err := probe()
	if err == nil {
		return f(), nil
	}
	if os.Getenv(insideVariable) != "" {
		return 0, fmt.Errorf("no network namespace, not even in a user namespace: %w: run as root, or allow "+
			"user namespaces (sysctls user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns)", err)
	}
	return inUserNamespace()
}

// build compiles netonce, with coverage where GOCOVERDIR says where it goes.
func build() (remove func(), err error) {
	dir, err := os.MkdirTemp("", "netonce-lab-")
	if err != nil {
		return nil, err
	}
	remove = func() { os.RemoveAll(dir) }
	binary := filepath.Join(dir, "netonce")
	args := []string{"build", "-o", binary}
	if os.Getenv("GOCOVERDIR") != "" {
		args = append(args, "-cover", "-coverpkg=netonce/...")
	}
	cmd := exec.Command("go", append(args, "netonce/cmd/netonce")...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		remove()
		return nil, fmt.Errorf("building netonce: %w\n%s", err, out)
	}
	return remove, os.Setenv(BinaryVariable, binary)
}

// probe tries whether this process may make what a host needs.
func probe() error {
	n, err := newNamespace()
	if err != nil {
		return err
	}
	n.close()
	return nil
}

// inUserNamespace runs this program again as root of a user namespace, and kills
// it when this process dies.
func inUserNamespace() (int, error) {
	runtime.LockOSThread() // the parent that Pdeathsig means is the thread
	defer runtime.UnlockOSThread()
	cmd := exec.Command("/proc/self/exe", os.Args[1:]...)
	cmd.Args[0] = os.Args[0]
	cmd.Env = append(os.Environ(), insideVariable+"=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNET | unix.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		Pdeathsig:   unix.SIGKILL,
	}
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 0, fmt.Errorf("no user namespace: %w: run as root, or allow user namespaces (sysctl user.max_user_namespaces)", err)
	}
	return cmd.ProcessState.ExitCode(), nil
}
