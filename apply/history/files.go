package history

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"netonce/apply/atomicfile"
	"netonce/ifcfg"
)

// File is a file with its bytes.
type File struct {
	Text []byte      `json:"text"`
	Mode fs.FileMode `json:"mode"`
}

// Files are the files that a host is configured by, secrets included, by their path
// below its root.
type Files map[string]File

// Read reads them below root. One that is no file, or too large to be a profile, is none.
func Read(root string) (Files, error) {
	names := ifcfg.HostFiles()
	entries, err := os.ReadDir(filepath.Join(root, ifcfg.ScriptsDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("profiles: %w", err)
	}
	for _, e := range entries {
		if name := e.Name(); ifcfg.IsProfileName(name) || ifcfg.IsCompanionName(name) {
			names = append(names, path.Join(ifcfg.ScriptsDir, name))
		}
	}
	all := Files{}
	for _, name := range names {
		f, ok, err := readFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		if ok {
			all[name] = f
		}
	}
	return all, nil
}

func readFile(name string) (file File, ok bool, err error) {
	text, mode, err := atomicfile.Read(name, ifcfg.MaxSize, 0)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, atomicfile.ErrNotRegular) {
		return File{}, false, nil
	}
	return File{text, mode}, err == nil, err
}

// Difference is a file that is not the same in two states.
type Difference struct {
	Path string `json:"path"`
	What string `json:"what"` // "changed", "added" or "removed", from the first to the second
}

// Compare lists the files whose bytes differ, in the order of their paths.
func Compare(before, after Files) []Difference {
	list := []Difference{}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		switch now, is := after[name]; {
		case !is:
			list = append(list, Difference{name, "removed"})
		case !bytes.Equal(now.Text, before[name].Text):
			list = append(list, Difference{name, "changed"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if _, was := before[name]; !was {
			list = append(list, Difference{name, "added"})
		}
	}
	return list
}

// rejected is the end of the name that a file is kept under that is not to be used: no
// reader of profiles takes such a one for a profile.
const rejected = ".rej"

// Restore makes the files below root what they were, and returns what differed. What
// stood there is kept beside, with .rej behind its name. It may be stopped at any moment
// and done again.
func (f Files) Restore(root string) ([]Difference, error) {
	now, err := Read(root)
	if err != nil {
		return nil, err
	}
	all := Compare(f, now)
	for _, d := range all {
		if err := f.restore(root, d.Path, now); err != nil {
			return all, err
		}
	}
	return all, nil
}

func (f Files) restore(root, name string, now Files) error {
	to := filepath.Join(root, name)
	if have, is := now[name]; is {
		if err := replace(to+rejected, have); err != nil {
			return err
		}
	}
	if was, is := f[name]; is {
		return replace(to, was)
	}
	return atomicfile.Remove(to)
}

// replace writes a file with all that belongs to it or, where that is not permitted, as in
// a sandbox, without: its text is what the host needs.
func replace(to string, f File) error {
	err := atomicfile.Replace(to, f.Text, f.Mode)
	if errors.Is(err, fs.ErrPermission) {
		err = atomicfile.Write(to, f.Text, f.Mode)
	}
	return err
}

// Check refuses what no host is configured by: the paths are those that Read returns.
func (f Files) Check() error {
	hostFiles := ifcfg.HostFiles()
	for name := range f {
		dir, base := path.Split(name)
		ours := dir == ifcfg.ScriptsDir+"/" && (ifcfg.IsProfileName(base) || ifcfg.IsCompanionName(base))
		if !ours && !slices.Contains(hostFiles, name) {
			return fmt.Errorf("%q is no profile", name)
		}
	}
	return nil
}
