package atomicfile_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
	"netonce/apply/atomicfile"
)

// childDir hands the directory to the test binary's second self.
const childDir = "ATOMICFILE_TEST_DIR"

// Every fault is the kernel's own: each case runs in a child process that has
// user and mount namespaces (and limits) to itself, so nothing reaches the
// machine, and root's powers do not hide a permission.
func TestWriteFaults(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"ENOSPC", "EFBIG", "EROFS", "EACCES", "EBUSY"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0], "-test.run=^TestFaultChild$/^"+fault+"$", "-test.v")
			cmd.Env = append(os.Environ(), childDir+"="+t.TempDir())
			cmd.SysProcAttr = &syscall.SysProcAttr{
				Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNS,
				UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
				GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
			}
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("child: %v\n%s", err, out)
			}
			if !strings.Contains(string(out), "--- PASS: TestFaultChild/"+fault) {
				t.Fatalf("child did not run the case\n%s", out)
			}
		})
	}
}

// TestFaultChild does the work of TestWriteFaults inside the namespaces; run
// by itself it has nothing to do.
func TestFaultChild(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		return
	}
	big := make([]byte, 1<<20)
	t.Run("ENOSPC", func(t *testing.T) {
		mount(t, "tmpfs", dir, "tmpfs", 0, "size=64k")
		fails(t, dir, big, unix.ENOSPC, "write: no space left on device")
	})
	t.Run("EFBIG", func(t *testing.T) {
		limit := unix.Rlimit{Cur: 4096, Max: 4096}
		if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
			t.Fatal(err)
		}
		fails(t, dir, big, unix.EFBIG, "write: file too large")
	})
	t.Run("EROFS", func(t *testing.T) {
		writeOld(t, filepath.Join(dir, "f"), "old")
		mount(t, dir, dir, "", unix.MS_BIND, "")
		mount(t, "", dir, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, "")
		fails(t, dir, big, unix.EROFS, "create temporary file: read-only file system")
	})
	t.Run("EACCES", func(t *testing.T) {
		writeOld(t, filepath.Join(dir, "f"), "old")
		if err := os.Chmod(dir, 0o555); err != nil {
			t.Fatal(err)
		}
		dropOverride(t)
		fails(t, dir, big, unix.EACCES, "create temporary file: permission denied")
	})
	t.Run("EBUSY", func(t *testing.T) {
		path := filepath.Join(dir, "f")
		writeOld(t, path, "old")
		mount(t, path, path, "", unix.MS_BIND, "")
		fails(t, dir, big, unix.EBUSY, "rename: device or resource busy")
	})
}

// fails wants Write to fail with errno, say so, and leave the old file alone.
func fails(t *testing.T, dir string, data []byte, errno syscall.Errno, say string) {
	t.Helper()
	path := filepath.Join(dir, "f")
	if _, err := os.Stat(path); err != nil {
		writeOld(t, path, "old")
	}
	err := atomicfile.Write(path, data, 0o644)
	if !errors.Is(err, errno) {
		t.Fatalf("error %v, want %v", err, errno)
	}
	if want := path + ": " + say; err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
	wantFile(t, path, "old")
	wantOnly(t, dir, "f")
}

func mount(t *testing.T, source, target, fstype string, flags uintptr, data string) {
	t.Helper()
	if err := unix.Mount(source, target, fstype, flags, data); err != nil {
		t.Fatalf("mount %s: %v", target, err)
	}
}

// dropOverride takes away what lets root write where the mode forbids it, on
// the thread that runs the test.
func dropOverride(t *testing.T) {
	t.Helper()
	hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&hdr, &data[0]); err != nil {
		t.Fatal(err)
	}
	data[0].Effective &^= 1 << unix.CAP_DAC_OVERRIDE
	if err := unix.Capset(&hdr, &data[0]); err != nil {
		t.Fatal(err)
	}
}
