package lab

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Files lists everything below the root with its size and times, but for the
// lock: a run writes its name into that, for whoever has to wait.
func (h *Host) Files() map[string]string {
	h.t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(h.Root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(h.Root, path)
		if name == "run/netonce/lock" {
			return nil
		}
		info, err := os.Lstat(path)
		if err == nil {
			files[name] = fmt.Sprintf("%s %d bytes of %s", info.Mode(), info.Size(), info.ModTime().Format("15:04:05.000000000"))
		}
		return err
	})
	if err != nil {
		h.t.Fatalf("%v", err)
	}
	return files
}
