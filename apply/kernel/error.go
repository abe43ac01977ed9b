package kernel

import (
	"errors"
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

// Refusal is the kernel's answer to a request that it did not carry out. Message
// is its own explanation (extended acknowledgement), empty where it gave none.
type Refusal struct {
	Errno   syscall.Errno
	Message string
}

func (r *Refusal) Error() string {
	if r.Message == "" {
		return r.Errno.Error()
	}
	return r.Errno.Error() + ": " + r.Message
}

// Unwrap makes errors.Is find the errno.
func (r *Refusal) Unwrap() error { return r.Errno }

// ErrPermission is returned where the process lacks CAP_NET_ADMIN.
var ErrPermission = errors.New("changing the network needs CAP_NET_ADMIN (run as root)")

// CheckPermission tells whether this process may change its network.
func CheckPermission() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return fmt.Errorf("capabilities: %w", err)
	}
	if data[0].Effective&(1<<unix.CAP_NET_ADMIN) == 0 {
		return ErrPermission
	}
	return nil
}
