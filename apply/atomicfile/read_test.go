package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// What is no regular file, or too large, is refused at once and by name.
func TestRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("12345"), 0o640); err != nil {
		t.Fatal(err)
	}
	fifo, link := filepath.Join(dir, "fifo"), filepath.Join(dir, "link")
	if err := errors.Join(unix.Mkfifo(fifo, 0o600), os.Symlink("file", link)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path  string
		limit int64
		flags int
		want  error
	}{
		{file, 5, unix.O_NOFOLLOW, nil},
		{link, 5, 0, nil},
		{link, 5, unix.O_NOFOLLOW, unix.ELOOP},
		{file, 4, 0, ErrNotRegular},
		{fifo, 5, 0, ErrNotRegular},
		{dir, 5, 0, ErrNotRegular},
		{filepath.Join(dir, "none"), 5, 0, fs.ErrNotExist},
	} {
		text, mode, err := Read(test.path, test.limit, test.flags)
		if !errors.Is(err, test.want) {
			t.Errorf("%s, at most %d: %v, want %v", test.path, test.limit, err, test.want)
		}
		if want := fs.FileMode(0o640); err == nil && (string(text) != "12345" || mode != want) {
			t.Errorf("%s: %q with %v, want %v", test.path, text, mode, want)
		}
	}
}
