package history

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// host is a root with files below network-scripts, by name.
func host(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		write(t, root, name, text)
	}
	return root
}

const scripts = "etc/sysconfig/network-scripts/"

func write(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, scripts, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, root string) Files {
	t.Helper()
	f, err := Read(root)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// What a host is configured by is read, byte for byte, and nothing else.
func TestRead(t *testing.T) {
	t.Parallel()
	root := host(t, map[string]string{"ifcfg-eth0": "DEVICE=eth0\xff\n", "route-eth0": "", "keys-eth0": "s", "rule6-eth0": "r",
		"ifcfg-eth0.rej": "x", "ifcfg-eth0~": "x", "ifup-eth": "x", "../network": "GATEWAYDEV=eth0\n", "ifcfg-dir/x": "x"})
	if err := unix.Mkfifo(filepath.Join(root, scripts, "ifcfg-fifo"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for name, f := range read(t, root) {
		got[name] = fmt.Sprintf("%v %q", f.Mode, f.Text)
	}
	want := map[string]string{scripts + "ifcfg-eth0": `-rw------- "DEVICE=eth0\xff\n"`, scripts + "route-eth0": `-rw------- ""`, scripts + "keys-eth0": `-rw------- "s"`,
		scripts + "rule6-eth0": `-rw------- "r"`, "etc/sysconfig/network": `-rw------- "GATEWAYDEV=eth0\n"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if none := read(t, t.TempDir()); len(none) != 0 {
		t.Errorf("of nothing: %v", none)
	}
}

func TestRestore(t *testing.T) {
	t.Parallel()
	root := host(t, map[string]string{"ifcfg-eth0": "A", "ifcfg-eth1": "B", "ifcfg-same": "S"})
	before := read(t, root)
	write(t, root, "ifcfg-eth0", "changed")
	write(t, root, "ifcfg-eth2", "added")
	if err := os.Remove(filepath.Join(root, scripts, "ifcfg-eth1")); err != nil {
		t.Fatal(err)
	}
	differ, err := before.Restore(root)
	want := []Difference{{scripts + "ifcfg-eth0", "changed"}, {scripts + "ifcfg-eth1", "removed"}, {scripts + "ifcfg-eth2", "added"}}
	if diff := cmp.Diff(want, differ); diff != "" || err != nil {
		t.Errorf("error %v, differences (-want +got):\n%s", err, diff)
	}
	if diff := cmp.Diff(before, read(t, root)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	for name, text := range map[string]string{"ifcfg-eth0.rej": "changed", "ifcfg-eth2.rej": "added"} {
		if b, err := os.ReadFile(filepath.Join(root, scripts, name)); string(b) != text {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
	if differ, err := before.Restore(root); len(differ) > 0 || err != nil {
		t.Errorf("once more: %v, %v", differ, err)
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	h := Open(root)
	if _, there, err := h.Last(); there || err != nil {
		t.Errorf("there is a last state of none: %v", err)
	}
	now := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	for n := 1; n <= 13; n++ {
		files := Files{scripts + "ifcfg-eth0": {Text: fmt.Append(nil, n), Mode: 0o600}}
		for range 2 { // the same once more is no other state
			if number, err := h.Add(files, now); number != n || err != nil {
				t.Fatalf("state %d is %d: %v", n, number, err)
			}
		}
	}
	all, err := h.List()
	if err != nil || len(all) != kept || all[0].Number != 4 || all[kept-1].Number != 13 || !all[0].Time.Equal(now.Truncate(time.Second)) {
		t.Errorf("%d states from %v, %v", len(all), all[0], err)
	}
	if s, there, err := h.Before(13); s.Number != 12 || !there || err != nil {
		t.Errorf("before 13: %d, %v", s.Number, err)
	}
	if _, err := h.Load(3); err == nil || !strings.Contains(err.Error(), "there is no state 3") {
		t.Errorf("a state that is forgotten: %v", err)
	}
	info, err := os.Stat(filepath.Join(root, Dir))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the directory: %v, %v", info.Mode(), err)
	}
}

// A file that a power cut has cut at any byte does not count, and the state before does.
func TestCut(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	h := Open(root)
	for n := 1; n <= 2; n++ {
		if _, err := h.Add(Files{scripts + "ifcfg-eth0": {Text: fmt.Append(nil, n)}}, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(h.path(2))
	if err != nil {
		t.Fatal(err)
	}
	for n := range whole {
		for _, b := range [][]byte{whole[:n], append(whole[:n:n], make([]byte, len(whole)-n)...)} {
			if err := os.WriteFile(h.path(2), b, 0o600); err != nil {
				t.Fatal(err)
			}
			if s, there, err := h.Last(); s.Number != 1 || !there || !errors.Is(err, ErrDamaged) {
				t.Fatalf("cut at %d: state %d, %v", n, s.Number, err)
			}
		}
	}
	if number, err := h.Add(Files{scripts + "ifcfg-eth0": {Text: []byte("1")}}, time.Now()); number != 3 || err != nil {
		t.Errorf("the next one is %d: %v", number, err)
	}
}

func TestPending(t *testing.T) {
	t.Parallel()
	h := Open(t.TempDir())
	wants := func(want int) {
		t.Helper()
		if n, err := h.Pending(); n != want || err != nil {
			t.Errorf("pending is %d, %v, want %d", n, err, want)
		}
	}
	wants(0)
	if err := h.SetPending(0); err != nil {
		t.Error(err)
	}
	if _, err := h.Add(Files{}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := h.SetPending(7); err != nil {
		t.Fatal(err)
	}
	wants(7)
	for _, text := range []string{"", "x", "-1\n", "0\n"} {
		if err := os.WriteFile(h.pending(), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		wants(1<<31 - 1)
	}
}

func FuzzLoad(f *testing.F) {
	root := f.TempDir()
	h := Open(root)
	if _, err := h.Add(Files{scripts + "ifcfg-eth0": {Text: []byte("A")}}, time.Now()); err != nil {
		f.Fatal(err)
	}
	for _, content := range []string{`{"number":1,"files":{"` + scripts + `ifcfg-eth0":{"text":"QQ==","mode":420}}}`, `{"number":1,"files":{"etc/passwd":{}}}`, `[]`} {
		f.Add([]byte(content))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(h.path(1), []byte(sum(content)+"\n"+string(content)), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := h.Load(1)
		if err != nil {
			return
		}
		for name := range s.Files {
			if strings.Contains(name, "..") || !strings.HasPrefix(name, "etc/sysconfig/") {
				t.Errorf("a file %q", name)
			}
		}
	})
}
