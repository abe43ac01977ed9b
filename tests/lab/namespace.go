package lab

import (
	"fmt"
	"os"
	"runtime"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// namespace is a network and a mount namespace with a thread that lives in them.
// It is known by file descriptors alone and goes away with the last of them.
type namespace struct {
	net, mount *os.File
	handle     *netlink.Handle // speaks to it from any thread
	work       chan func()
}

// newNamespace makes both namespaces; nothing but a loopback link is in the one,
// and no mount of the other reaches the machine.
func newNamespace() (*namespace, error) {
	n := &namespace{work: make(chan func())}
	ready := make(chan error)
	go n.live(ready)
	if err := <-ready; err != nil {
		return nil, err
	}
	return n, nil
}

// live is the thread. It never gives its thread back to the runtime, so that the
// thread ends with it.
func (n *namespace) live(ready chan<- error) {
	runtime.LockOSThread()
	err := n.enter()
	ready <- err
	if err != nil {
		return
	}
	for f := range n.work {
		f()
	}
}

func (n *namespace) enter() (err error) {
	if err := unix.Unshare(unix.CLONE_NEWNET | unix.CLONE_NEWNS); err != nil {
		return fmt.Errorf("unshare: %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("private mounts: %w", err)
	}
	if n.net, err = os.Open("/proc/thread-self/ns/net"); err != nil {
		return err
	}
	if n.mount, err = os.Open("/proc/thread-self/ns/mnt"); err != nil {
		return err
	}
	// A list that changes while it is read is asked for again.
	n.handle, err = netlink.NewHandleWithOptions(netlink.HandleOptions{RetryInterrupted: true}, unix.NETLINK_ROUTE)
	return err
}

// do runs f in the namespace. What f starts keeps to it.
func (n *namespace) do(f func() error) error {
	result := make(chan error)
	n.work <- func() { result <- f() }
	return <-result
}

// visit runs f in the namespace on a thread of its own, which f may change for
// good.
func (n *namespace) visit(f func() error) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := n.join()
		if err == nil {
			err = f()
		}
		result <- err
	}()
	return <-result
}

func (n *namespace) join() error {
	if err := unix.Unshare(unix.CLONE_FS); err != nil { // setns asks for it
		return err
	}
	if err := unix.Setns(int(n.mount.Fd()), unix.CLONE_NEWNS); err != nil {
		return err
	}
	return unix.Setns(int(n.net.Fd()), unix.CLONE_NEWNET)
}

func (n *namespace) close() {
	close(n.work)
	n.handle.Close()
	n.net.Close()
	n.mount.Close()
}
