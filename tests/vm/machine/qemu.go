package machine

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// QEMU is the program.
const QEMU = "qemu-system-x86_64"

// commandLine is the kernel's: say little while booting, skip what only real
// hardware needs, and end at the first oops.
const commandLine = "console=ttyS0 quiet panic=-1 oops=panic mitigations=off nokaslr no_timer_check " +
	"tsc=reliable random.trust_cpu=on 8250.nr_uarts=1 cryptomgr.notests "

// Start is what a machine starts from.
type Start struct {
	Kernel    Kernel
	Initramfs string
	Words     string // more of the kernel's command line
	Log       string // the file that the kernel's console goes to
	Socket    string // on which the host listens for what the guest says,
	Port      string // by the virtio port of this name
}

// Arguments are QEMU's, beside those for cards and disks.
func (s Start) Arguments(accel string) []string {
	args := []string{"-nodefaults", "-no-user-config", "-nographic", "-no-reboot", "-machine", "pc,usb=off,vmport=off",
		"-smp", "2", "-m", "1G", "-kernel", s.Kernel.Image, "-initrd", s.Initramfs, "-append", commandLine + s.Words,
		"-serial", "file:" + s.Log,
		"-device", "virtio-serial-pci", "-chardev", "socket,id=port,path=" + s.Socket,
		"-device", "virtserialport,chardev=port,name=" + s.Port,
		"-device", "virtio-rng-pci"}
	if accel == "kvm" {
		return append(args, "-accel", "kvm", "-cpu", "host")
	}
	return append(args, "-accel", "tcg,thread=multi", "-cpu", "max")
}

// Command is QEMU, which ends with the thread that starts it.
func Command(args []string) *exec.Cmd {
	cmd := exec.Command(QEMU, args...)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: unix.SIGKILL}
	return cmd
}

// ErrBoot is that the guest was not heard in time.
var ErrBoot = errors.New("the guest does not boot")

// Boot tries to boot a machine, again where that does not work, then without KVM.
// showLog is called before a second try.
func Boot(cache string, try func(accel string) error, showLog func()) error {
	accel, certain := chooseAccel(cache)
	err := try(accel)
	switch {
	case errors.Is(err, ErrBoot) && accel == "kvm" && !certain:
		fmt.Fprintln(os.Stderr, "vm: KVM does not boot this kernel here: on without it")
		rememberNoKVM(cache)
		err = try("tcg")
	case errors.Is(err, ErrBoot) && !errors.Is(err, os.ErrDeadlineExceeded):
		// The emulation of several processors at once trips now and then over a kernel
		// that patches its own code (an int3 that nobody placed).
		showLog()
		fmt.Fprintf(os.Stderr, "vm: once more: %v\n", err)
		err = try(accel)
	}
	return err
}
