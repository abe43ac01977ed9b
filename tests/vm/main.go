// Command vm runs a Go test binary in a virtual machine with a distribution's own
// kernel, for what the kernel of the machine at hand lacks: bonds, VLANs, tunnels.
// It is a program for go test to start the tests with:
//
//	go build -o /tmp/vm ./tests/vm
//	go test -tags vm -exec /tmp/vm ./tests/links/...
//
// Each test binary gets a machine of its own: the rig puts it, its package's
// directory, netonce, a few tools of the host's and the kernel's modules in an
// initramfs whose /init is the rig itself, and boots QEMU from that. What the tests
// print is printed, their exit code and their coverage files come back. There is no
// disk and no way out of the guest's network.
//
// In the guest netonce is /bin/netonce (NETONCE says so), the directory is the
// package's, below /src, the user is root. lo is up; eth0 and eth1 are virtio_net,
// eth2 is an e1000, down, with a carrier and nobody at the other end. Every module
// of the table in wanted.go is loaded already.
//
// The kernel is the one of the package linux-image-amd64 of the host's apt, or of
// kernel-core and kernel-modules of dnf (not tried), fetched once into the user's
// cache directory; remove netonce/vm there to fetch it anew. Variables:
//
//	NETONCE_VM_KERNEL=FILE    another kernel
//	NETONCE_VM_MODULES=DIR    its lib/modules/VERSION, where it is not beside the file
//	NETONCE_VM_ACCEL=kvm|tcg  do not find out whether KVM works
//	NETONCE_VM_LOG=FILE       keep the kernel's log there
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"netonce/tests/vm/machine"
)

// failed is the exit code where the tests did not come to an end of their own.
const failed = 125

func main() {
	if os.Getpid() == 1 {
		guest()
		return
	}
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -exec vm ...; or: vm TESTBINARY [ARGUMENT...]")
		os.Exit(2)
	}
	code, err := host(os.Args[1], os.Args[2:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "vm:", err)
		os.Exit(failed)
	}
	os.Exit(code)
}

// host runs a test binary in a machine and returns its exit code.
func host(binary string, args []string) (int, error) {
	cache, err := machine.CacheDir()
	if err != nil {
		return 0, err
	}
	unlock, err := machine.Lock(cache)
	if err != nil {
		return 0, err
	}
	defer unlock()
	dir, err := os.MkdirTemp("", "netonce-vm-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	kernel, err := machine.FindKernel(cache)
	if err != nil {
		return 0, err
	}
	j, back, err := newJob(binary, args)
	if err != nil {
		return 0, err
	}
	m := &guestMachine{kernel: kernel, initramfs: filepath.Join(dir, "initramfs"), dir: dir, cache: cache,
		back: back, limit: testLimit(args)}
	started := time.Now()
	if err := writeImage(m.initramfs, j, binary, kernel, cache); err != nil {
		return 0, err
	}
	m.say("image made in %s", time.Since(started).Round(time.Millisecond))
	return m.run()
}
