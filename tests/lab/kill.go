package lab

import (
	"encoding/binary"
	"errors"
	"os"
	"strconv"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// KilledAt runs netonce and kills it, as kill -9 does, when it is about to change
// something for the nth time, counted from 0; false says that it has ended before that.
// To change something is to send a netlink request that does not just read, to open a
// file for writing (a sysctl is one), and to let a written file take effect (fsync(2)
// comes before the renaming).
func (h *Host) KilledAt(n int, args ...string) (killed bool) {
	h.t.Helper()
	listener := -1
	p := h.StartWith([]Confinement{func() (err error) { listener, err = listenForChanges(); return err }}, args...)
	defer unix.Close(listener) // after its end: what it asks for would fail then
	gone, end, err := os.Pipe()
	if err != nil {
		h.t.Fatalf("%v", err)
	}
	defer gone.Close()
	go func() { <-p.ended; end.Close() }()
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); {
		fds := []unix.PollFd{{Fd: int32(listener), Events: unix.POLLIN}, {Fd: int32(gone.Fd())}}
		_, err := unix.Poll(fds, int(limit.Milliseconds()))
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil || fds[0].Revents&unix.POLLIN == 0 { // nobody is left who could ask
			p.Wait()
			return false
		}
		q, err := nextQuestion(listener)
		if errors.Is(err, unix.ENOENT) { // who asked is gone
			continue
		}
		if err != nil {
			h.t.Fatalf("seccomp: %v", err)
		}
		if q.changes() {
			if n == 0 {
				p.Kill()
				return true
			}
			n--
		}
		if err := allow(listener, q); err != nil && !errors.Is(err, unix.ENOENT) {
			h.t.Fatalf("seccomp: %v", err)
		}
	}
	h.t.Fatalf("netonce has not ended after %s; so far it says:\n%s", limit, p.log.String())
	return false
}

// question is struct seccomp_notif: a system call that waits for leave.
type question struct {
	id           uint64
	thread       uint32
	_            uint32
	call         int32
	architecture uint32
	instruction  uint64
	arguments    [6]uint64
}

// listenForChanges has the calls of this thread, and of the programs it starts, wait
// for leave where they may change something, and returns what they are heard on
// (seccomp_unotify(2)). A signal does not make a call ask twice.
func listenForChanges() (listener int, err error) {
	const (
		number = 0       // offset of the system call's number in struct seccomp_data
		third  = 16 + 16 // of its third argument, for openat(2) the flags
	)
	load, equal, bits, leave := uint16(unix.BPF_LD|unix.BPF_W|unix.BPF_ABS), uint16(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K),
		uint16(unix.BPF_JMP|unix.BPF_JSET|unix.BPF_K), uint16(unix.BPF_RET|unix.BPF_K)
	filter := []unix.SockFilter{
		{Code: load, K: number},
		{Code: equal, K: unix.SYS_SENDTO, Jt: 4},
		{Code: equal, K: unix.SYS_FSYNC, Jt: 3},
		{Code: equal, K: unix.SYS_OPENAT, Jf: 3},
		{Code: load, K: third + lowWord()},
		{Code: bits, K: unix.O_ACCMODE, Jf: 1},
		{Code: leave, K: unix.SECCOMP_RET_USER_NOTIF},
		{Code: leave, K: unix.SECCOMP_RET_ALLOW},
	}
	return filterCalls(filter, unix.SECCOMP_FILTER_FLAG_NEW_LISTENER|unix.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV)
}

func nextQuestion(listener int) (q question, err error) {
	return q, control(listener, unix.SECCOMP_IOCTL_NOTIF_RECV, unsafe.Pointer(&q))
}

// permission is struct seccomp_notif_resp.
type permission struct {
	id    uint64
	value int64
	errno int32
	flags uint32
}

// allow lets a call go on.
func allow(listener int, q question) error {
	const goOn = 1 // SECCOMP_USER_NOTIF_FLAG_CONTINUE
	a := permission{id: q.id, flags: goOn}
	return control(listener, unix.SECCOMP_IOCTL_NOTIF_SEND, unsafe.Pointer(&a))
}

func control(fd int, request uintptr, p unsafe.Pointer) error {
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), request, uintptr(p))
	if errno != 0 {
		return errno
	}
	return nil
}

// changes reports whether a call is more than a netlink request for a list.
func (q question) changes() bool {
	const kindAt, get = 4, 2 // offset in struct nlmsghdr; RTM_GET... of each group of four kinds
	if q.call != unix.SYS_SENDTO {
		return true
	}
	memory, err := os.Open("/proc/" + strconv.Itoa(int(q.thread)) + "/mem")
	if err != nil {
		return true
	}
	defer memory.Close()
	kind := make([]byte, 2)
	_, err = memory.ReadAt(kind, int64(q.arguments[1])+kindAt)
	return err != nil || binary.NativeEndian.Uint16(kind)%4 != get
}
