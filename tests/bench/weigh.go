package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

const weigh = "weigh"

// weigh returns the peak memory of a run of its own, in megabytes.
func (s scenario) weigh(c contestant) (float64, error) {
	return inThread(func() (float64, error) {
		r, err := s.build(c)
		if err != nil {
			return 0, err
		}
		defer r.close()
		if c.stop != nil {
			defer c.stop(r.dir)
		}
		return peak(c.command(r.dir))
	})
}

// peak is the most memory, in megabytes, that a command had at once.
func peak(argv []string) (float64, error) {
	out, err := exec.Command("/proc/self/exe", append([]string{weigh}, argv...)...).Output()
	if err != nil {
		return 0, err
	}
	var kilobytes float64
	_, err = fmt.Sscan(string(out), &kilobytes)
	return kilobytes / 1024, err
}

// weighChild runs a command and prints its peak memory in kilobytes. A process
// counts what its parent had when it was started (wait4(2) on ru_maxrss), so the
// parent must be small: not the benchmark itself.
func weighChild(argv []string) int {
	cmd := exec.Command(argv[0], argv[1:]...)
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	return 0
}

// peakSoFar is the most memory, in megabytes, that a process that runs has had at once; 0
// where it runs no more.
func peakSoFar(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, text, _ = bytes.Cut(text, []byte("VmHWM:"))
	var kilobytes float64
	_, _ = fmt.Sscan(string(text), &kilobytes)
	return kilobytes / 1024
}
