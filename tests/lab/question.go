package lab

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

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
		{Code: equal, K: unix.SYS_OPENAT, Jf: 4},
		{Code: load, K: third + lowWord()},
		{Code: bits, K: unix.O_ACCMODE, Jt: 1},
		{Code: leave, K: unix.SECCOMP_RET_ALLOW},
		{Code: leave, K: unix.SECCOMP_RET_USER_NOTIF},
	}
	for call := range words() {
		filter = append(filter, unix.SockFilter{Code: equal, K: uint32(call), Jf: 1}, unix.SockFilter{Code: leave, K: unix.SECCOMP_RET_USER_NOTIF})
	}
	filter = append(filter, unix.SockFilter{Code: leave, K: unix.SECCOMP_RET_ALLOW})
	return filterCalls(filter, unix.SECCOMP_FILTER_FLAG_NEW_LISTENER|unix.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV)
}

// again reports whether a question is another one asked again: the kernel has a call made
// anew where somebody else holds the lock that a sysctl takes (restart_syscall).
func (q question) again(before question) bool {
	before.id = q.id
	return q == before
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
