package lab

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Processes lists the commands of all processes that live in the host's network.
func (h *Host) Processes() []string {
	h.t.Helper()
	return slices.Sorted(maps.Values(h.processes()))
}

// processes are those commands by process.
func (h *Host) processes() map[int]string {
	h.t.Helper()
	var mine unix.Stat_t
	if err := unix.Fstat(int(h.here.net.Fd()), &mine); err != nil {
		h.t.Fatalf("%v", err)
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		h.t.Fatalf("%v", err)
	}
	all := map[int]string{}
	for _, e := range entries {
		var st unix.Stat_t // of /proc/PID/ns/net: the namespace's inode
		pid, err := strconv.Atoi(e.Name())
		if err != nil || unix.Stat("/proc/"+e.Name()+"/ns/net", &st) != nil || st.Ino != mine.Ino {
			continue
		}
		command, _ := os.ReadFile("/proc/" + e.Name() + "/cmdline")
		all[pid] = strings.ReplaceAll(strings.TrimRight(string(command), "\x00"), "\x00", " ")
	}
	return all
}

// AwaitNetonces waits until no netonce runs on the host any more, whoever has started it.
func (h *Host) AwaitNetonces() {
	h.t.Helper()
	h.netonces(func(fd int) error { return nil })
}

// KillNetonces kills all netonces on the host, as kill -9 does.
func (h *Host) KillNetonces() {
	h.t.Helper()
	h.netonces(func(fd int) error { return unix.PidfdSendSignal(fd, unix.SIGKILL, nil, 0) })
}

// netonces does something to each netonce on the host and waits for its end, until there
// is none.
func (h *Host) netonces(do func(fd int) error) {
	h.t.Helper()
	for {
		found := false
		for pid, command := range h.processes() {
			if !strings.Contains(command, "--root "+h.Root) {
				continue
			}
			fd, err := unix.PidfdOpen(pid, 0)
			if errors.Is(err, unix.ESRCH) {
				continue
			}
			if err == nil {
				err = do(fd)
			}
			if err != nil && !errors.Is(err, unix.ESRCH) {
				h.t.Fatalf("%s: %v", command, err)
			}
			found = true
			n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, int(limit.Milliseconds()))
			for errors.Is(err, unix.EINTR) {
				n, err = unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, int(limit.Milliseconds()))
			}
			unix.Close(fd)
			if err != nil || n == 0 {
				h.t.Fatalf("%s: has not ended after %s: %v", command, limit, err)
			}
		}
		if !found {
			return
		}
	}
}

// Reboot takes from the host what does not outlive it: its processes, what netonce has
// noted, links that were made, and all that was set on the others.
func (h *Host) Reboot() {
	h.t.Helper()
	h.KillNetonces()
	if err := os.RemoveAll(h.Path("run")); err != nil {
		h.t.Fatalf("%v", err)
	}
	for _, l := range h.Links() {
		switch {
		case l.Name == "lo":
		case l.Info.Kind == "veth":
			h.Other("ip", "link", "set", l.Name, "down")
			h.Other("ip", "address", "flush", "dev", l.Name)
		default:
			h.Other("ip", "link", "delete", l.Name)
		}
	}
}
