package atomicfile_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
	"netonce/apply/atomicfile"
)

func TestWrite(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("n", 255)
	tests := []struct {
		name string
		file string
		old  string // "" = the file does not exist
		data string
		perm os.FileMode
	}{
		{name: "new file", file: "f", data: "hello\n", perm: 0o644},
		{name: "replaces", file: "f", old: "a longer old text\n", data: "new\n", perm: 0o600},
		{name: "empty", file: "f", old: "something", data: "", perm: 0o644},
		{name: "mode beyond the umask", file: "f", data: "x", perm: 0o666},
		{name: "longest name", file: long, data: "x", perm: 0o644},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, tt.file)
			if tt.old != "" {
				writeOld(t, path, tt.old)
			}
			if err := atomicfile.Write(path, []byte(tt.data), tt.perm); err != nil {
				t.Fatal(err)
			}
			wantFile(t, path, tt.data)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if info.Mode().Perm() != tt.perm {
				t.Errorf("mode %v, want %v", info.Mode().Perm(), tt.perm)
			}
			wantOnly(t, dir, tt.file)
		})
	}
}

// A hard link shows whether the old file was replaced or written into.
func TestWriteLeavesOldInodeAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, other := filepath.Join(dir, "f"), filepath.Join(dir, "other")
	writeOld(t, path, "old")
	if err := os.Link(path, other); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Write(path, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "new")
	wantFile(t, other, "old")
}

func TestWriteRefusesOtherKinds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind string
		make func(path string) error
	}{
		{"symbolic link", func(p string) error {
			if err := os.WriteFile(p+".target", []byte("old"), 0o644); err != nil {
				return err
			}
			return os.Symlink(filepath.Base(p)+".target", p)
		}},
		{"symbolic link", func(p string) error { return os.Symlink("/nonexistent/target", p) }},
		{"directory", func(p string) error { return os.Mkdir(p, 0o755) }},
		{"named pipe", func(p string) error { return unix.Mkfifo(p, 0o644) }},
		{"socket", func(p string) error { return unix.Mknod(p, unix.S_IFSOCK|0o644, 0) }},
	}
	for _, tt := range tests {
		t.Run(tt.kind, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "f")
			if err := tt.make(path); err != nil {
				t.Fatal(err)
			}
			before, err := os.Lstat(path)
			if err != nil {
				t.Fatal(err)
			}
			err = atomicfile.Write(path, []byte("new"), 0o644)
			if !errors.Is(err, atomicfile.ErrNotRegular) {
				t.Fatalf("error %v, want ErrNotRegular", err)
			}
			if want := path + ": is a " + tt.kind + ": not a regular file"; err.Error() != want {
				t.Errorf("error %q, want %q", err, want)
			}
			after, err := os.Lstat(path)
			if err != nil || !os.SameFile(before, after) {
				t.Errorf("target was replaced (%v)", err)
			}
			wantNoTemp(t, dir)
		})
	}
}

func TestWriteDirectoryMissing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "missing", "f")
	err := atomicfile.Write(path, []byte("x"), 0o644)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("error %v, want ErrNotExist", err)
	}
	if want := path + ": create temporary file: no such file or directory"; err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
	wantOnly(t, dir)
}

func writeOld(t *testing.T, path, data string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

func wantFile(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, []byte(want)) {
		t.Errorf("%s contains %q, want %q", path, got, want)
	}
}

// wantOnly fails unless dir holds exactly the named files.
func wantOnly(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("directory holds %q, want %q", got, names)
	}
}

func wantNoTemp(t *testing.T, dir string) {
	t.Helper()
	temps, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(temps) > 0 {
		t.Errorf("temporary files left: %q (%v)", temps, err)
	}
}
