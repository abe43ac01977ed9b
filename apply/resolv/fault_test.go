package resolv

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// childDir hands a directory to the test binary's second self.
const childDir = "RESOLV_TEST_DIR"

// Mounts are real ones, made in a child that has user and mount namespaces of
// its own.
func TestMounts(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"bind", "readonly", "plain"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0], "-test.run=^TestMountChild$/^"+name+"$", "-test.v")
			cmd.Env = append(os.Environ(), childDir+"="+t.TempDir())
			cmd.SysProcAttr = &syscall.SysProcAttr{
				Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNS,
				UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
				GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
			}
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "--- PASS: TestMountChild/"+name) {
				t.Fatalf("child: %v\n%s", err, out)
			}
		})
	}
}

// TestMountChild does the work of TestMounts; by itself it has nothing to do.
func TestMountChild(t *testing.T) {
	root := os.Getenv(childDir)
	if root == "" {
		return
	}
	etc := filepath.Join(root, "etc")
	file := filepath.Join(etc, "resolv.conf")
	const old = "nameserver 203.0.113.1\n"
	if err := errors.Join(os.Mkdir(etc, 0o755), os.WriteFile(file, []byte(old), 0o644)); err != nil {
		t.Fatal(err)
	}
	h := handover{root: root, dial: noBus(t)}
	t.Run("bind", func(t *testing.T) {
		mount(t, file, file, unix.MS_BIND)
		r, err := h.run(t.Context(), oneSource, true)
		if err != nil || r.Why != "mode=respected reason=mount-point rc=regular servers=1 changed=false" {
			t.Errorf("%+v %v", r, err)
		}
		// What kernels before 5.8 say must be the same.
		table, err := os.ReadFile("/proc/self/mountinfo")
		if err != nil || !mountedOn(table, file) {
			t.Errorf("mountinfo does not have it (%v)", err)
		}
		wantOld(t, etc, old)
	})
	t.Run("readonly", func(t *testing.T) {
		mount(t, etc, etc, unix.MS_BIND)
		mount(t, "", etc, unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY)
		r, err := h.run(t.Context(), oneSource, true)
		want := file + ": create temporary file: read-only file system"
		if !errors.Is(err, unix.EROFS) || err.Error() != want || r.Changed {
			t.Errorf("%+v %v, want %s", r, err, want)
		}
		wantOld(t, etc, old)
	})
	t.Run("plain", func(t *testing.T) {
		mount(t, etc, etc, unix.MS_BIND) // the directory is a mount, the file is not
		if r, err := h.run(t.Context(), oneSource, true); err != nil || !r.Changed {
			t.Errorf("%+v %v", r, err)
		}
	})
}

// immutable is FS_IMMUTABLE_FL of linux/fs.h.
const immutable = 0x10

// An immutable file needs a capability in the first user namespace and a file
// system that has the flag, so this one needs root; it touches only its own file.
func TestApplyImmutable(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Fatal("run as root: only root can make a file immutable")
	}
	const old = "nameserver 203.0.113.1\n"
	root, file := newRoot(t, old)
	setImmutable(t, file, immutable)
	defer setImmutable(t, file, 0)
	_, err := handover{root: root, dial: noBus(t)}.run(t.Context(), oneSource, true)
	if want := file + ": rename: operation not permitted"; !errors.Is(err, unix.EPERM) || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	wantOld(t, filepath.Dir(file), old)
}

func setImmutable(t *testing.T, file string, flags int) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := unix.IoctlSetPointerInt(int(f.Fd()), unix.FS_IOC_SETFLAGS, flags); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// wantOld wants the old file, and no other beside it.
func wantOld(t *testing.T, etc, old string) {
	t.Helper()
	if got, err := os.ReadFile(filepath.Join(etc, "resolv.conf")); string(got) != old {
		t.Errorf("file %q (%v)", got, err)
	}
	if entries, err := os.ReadDir(etc); len(entries) != 1 {
		t.Errorf("%v (%v)", entries, err)
	}
}

func mount(t *testing.T, source, target string, flags uintptr) {
	t.Helper()
	if err := unix.Mount(source, target, "", flags, ""); err != nil {
		t.Fatalf("mount %s: %v", target, err)
	}
}
