package teamd

import (
	"fmt"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// run runs a program and waits for it: teamd leaves when the daemon that it becomes is
// ready, in twenty seconds at most (teamd_start). What it says goes into memory, not
// into a pipe that the daemon might keep open.
func run(argv []string) error {
	fd, err := unix.MemfdCreate("teamd", unix.MFD_CLOEXEC)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	null, err := unix.Open(os.DevNull, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(null)
	pid, err := syscall.ForkExec(argv[0], argv, &syscall.ProcAttr{Dir: "/", Env: []string{"LC_ALL=C"}, Files: []uintptr{uintptr(null), uintptr(fd), uintptr(fd)}})
	if err != nil {
		return &os.PathError{Op: "exec", Path: argv[0], Err: err}
	}
	var status unix.WaitStatus
	for err = unix.EINTR; err == unix.EINTR; {
		_, err = unix.Wait4(pid, &status, 0, nil)
	}
	if err != nil || status.ExitStatus() == 0 {
		return err
	}
	words := make([]byte, 1000)
	n, _ := unix.Pread(fd, words, 0) // without words the status is left
	return fmt.Errorf("%s: exit status %d: %s", argv[0], status.ExitStatus(), strings.Join(strings.Fields(string(words[:max(n, 0)])), " "))
}
