package atomicfile

import (
	"fmt"
	"io"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// Read reads a whole file of at most limit bytes, without waiting for the other end of
// what is no file; anything else is ErrNotRegular. The flags are those of open(2) besides:
// with unix.O_NOFOLLOW a symbolic link is refused.
func Read(path string, limit int64, flags int) ([]byte, fs.FileMode, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK|flags, 0)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() || info.Size() > limit {
		return nil, 0, fmt.Errorf("%s: %w of at most %d bytes", path, ErrNotRegular, limit)
	}
	text := make([]byte, info.Size())
	_, err = io.ReadFull(f, text)
	return text, info.Mode().Perm(), err
}
