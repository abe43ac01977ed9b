package machine

import (
	"bytes"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// chooseAccel returns kvm or tcg (QEMU's emulation), and whether that is certain:
// a /dev/kvm that opens may still not run a distribution's kernel, on a machine that
// is a virtual one itself.
func chooseAccel(cache string) (accel string, certain bool) {
	if a := os.Getenv("NETONCE_VM_ACCEL"); a != "" {
		return a, true
	}
	if remembersNoKVM(cache) || !kvmAnswers() {
		return "tcg", true
	}
	return "kvm", false
}

// kvmAnswers asks /dev/kvm for the version of its interface, 12 ever since 2007.
func kvmAnswers() bool {
	const getAPIVersion, version = 0xae00, 12
	f, err := os.OpenFile("/dev/kvm", os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	got, err := unix.IoctlRetInt(int(f.Fd()), getAPIVersion)
	return err == nil && got == version
}

// noKVM is a file that holds the name of the boot during which KVM was tried in
// vain: after another it is tried again.
const noKVM = "no-kvm"

func bootID() []byte {
	b, _ := os.ReadFile("/proc/sys/kernel/random/boot_id") // where it is missing nothing is remembered
	return b
}

func remembersNoKVM(cache string) bool {
	b, err := os.ReadFile(filepath.Join(cache, noKVM))
	return err == nil && len(b) > 0 && bytes.Equal(b, bootID())
}

func rememberNoKVM(cache string) {
	_ = os.WriteFile(filepath.Join(cache, noKVM), bootID(), 0o644) // else KVM is tried each time
}
