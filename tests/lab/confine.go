package lab

import (
	"encoding/binary"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Confinement takes something from the thread it runs on, and from the programs
// that the thread starts.
type Confinement func() error

// WithoutCapability takes a capability (unix.CAP_*) from a process of root's.
func WithoutCapability(capability uintptr) Confinement {
	return func() error { return unix.Prctl(unix.PR_CAPBSET_DROP, capability, 0, 0, 0) }
}

// WithoutNetlink makes every netlink socket fail with EAFNOSUPPORT, as a kernel
// without it does, by a seccomp filter.
func WithoutNetlink() error {
	const (
		number = 0  // offset of the system call's number in struct seccomp_data
		first  = 16 // of its first argument
	)
	load, equal, leave := uint16(unix.BPF_LD|unix.BPF_W|unix.BPF_ABS), uint16(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K), uint16(unix.BPF_RET|unix.BPF_K)
	filter := []unix.SockFilter{
		{Code: load, K: number},
		{Code: equal, K: unix.SYS_SOCKET, Jf: 3},
		{Code: load, K: first + lowWord()},
		{Code: equal, K: unix.AF_NETLINK, Jf: 1},
		{Code: leave, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EAFNOSUPPORT)},
		{Code: leave, K: unix.SECCOMP_RET_ALLOW},
	}
	_, err := filterCalls(filter, 0)
	return err
}

// filterCalls puts a seccomp filter on this thread. It returns a file descriptor
// where the flags ask for one.
func filterCalls(filter []unix.SockFilter, flags uintptr) (fd int, err error) {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return -1, err
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	got, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, flags, uintptr(unsafe.Pointer(&program)))
	if errno != 0 {
		return -1, errno
	}
	return int(got), nil
}

// lowWord is the offset of the low half of a 64-bit argument.
func lowWord() uint32 {
	if binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		return 0
	}
	return 4
}
