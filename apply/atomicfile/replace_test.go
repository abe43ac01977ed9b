package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"netonce/apply/atomicfile"
)

func TestReplaceKeepsWhatBelongsToTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ifcfg-eth0")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, os.Getuid(), 12); err != nil && os.Getuid() == 0 {
		t.Fatal(err)
	}
	const attribute, label = "user.netonce", "system_u:object_r:net_conf_t:s0"
	labelled := unix.Setxattr(path, attribute, []byte(label), 0)
	if err := atomicfile.Replace(path, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o640 {
		t.Errorf("mode is %o", got)
	}
	if owner := info.Sys().(*syscall.Stat_t); os.Getuid() == 0 && owner.Gid != 12 {
		t.Errorf("group is %d", owner.Gid)
	}
	if labelled == nil { // a file system may have no such attributes, and then keeps none
		value := make([]byte, 100)
		if n, err := unix.Getxattr(path, attribute, value); err != nil || string(value[:n]) != label {
			t.Errorf("attribute is %q, %v", value[:max(n, 0)], err)
		}
	}
	if b, _ := os.ReadFile(path); string(b) != "new" {
		t.Errorf("contents are %q", b)
	}
}

func TestReplaceMakesNewFiles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ifcfg-eth0")
	if err := atomicfile.Replace(path, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestReplaceFollowsLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "ifcfg-eth0")
	if err := os.WriteFile(target, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("target", link); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Replace(link, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	if to, err := os.Readlink(link); err != nil || to != "target" {
		t.Errorf("the link is %q, %v", to, err)
	}
	if b, _ := os.ReadFile(target); string(b) != "new" {
		t.Errorf("the target holds %q", b)
	}

	dangling := filepath.Join(dir, "ifcfg-eth1")
	if err := os.Symlink("nothing", dangling); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Replace(dangling, []byte("new"), 0o644); !errors.Is(err, atomicfile.ErrNotRegular) {
		t.Errorf("a link to nothing: %v", err)
	}
}

func TestReplaceRefusesWhatIsNoFile(t *testing.T) {
	t.Parallel()
	if err := atomicfile.Replace(t.TempDir(), []byte("new"), 0o644); !errors.Is(err, atomicfile.ErrNotRegular) {
		t.Errorf("a directory: %v", err)
	}
}

func TestRemove(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ifcfg-eth0")
	if err := atomicfile.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing there: %v", err)
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Remove(path); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("still there: %v", err)
	}
}
