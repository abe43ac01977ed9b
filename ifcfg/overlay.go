package ifcfg

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// Overlay is a tree in which some of the profiles' files have another text, for
// one run: nil for none at all. Directories are to be read with ReadDir.
type Overlay struct {
	fs.FS
	Instead map[string][]byte // by name in the directory of profiles
}

// replaced reports whether a path has another text here.
func (o Overlay) replaced(name string) (text []byte, is bool) {
	base, ok := strings.CutPrefix(name, ScriptsDir+"/")
	if !ok {
		return nil, false
	}
	text, is = o.Instead[base]
	return text, is
}

func (o Overlay) Open(name string) (fs.File, error) {
	text, is := o.replaced(name)
	switch {
	case !is:
		return o.FS.Open(name)
	case text == nil:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &draft{bytes.NewReader(text), path.Base(name), int64(len(text))}, nil
}

func (o Overlay) Stat(name string) (fs.FileInfo, error) {
	if _, is := o.replaced(name); !is {
		return fs.Stat(o.FS, name)
	}
	f, err := o.Open(name)
	if err != nil {
		return nil, err
	}
	return f.Stat()
}

func (o Overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	if errors.Is(err, fs.ErrNotExist) && len(o.Instead) > 0 {
		err = nil // what there is instead is in a directory all the same
	}
	if err != nil || name != ScriptsDir {
		return entries, err
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { _, is := o.Instead[e.Name()]; return is })
	for _, base := range slices.Sorted(maps.Keys(o.Instead)) {
		if text := o.Instead[base]; text != nil {
			entries = append(entries, fs.FileInfoToDirEntry(&draft{nil, base, int64(len(text))}))
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// draft is an open file of an Overlay, and what is to be known of it.
type draft struct {
	*bytes.Reader
	name string
	size int64
}

func (d *draft) Stat() (fs.FileInfo, error) { return d, nil }
func (d *draft) Close() error               { return nil }
func (d *draft) Name() string               { return d.name }
func (d *draft) Size() int64                { return d.size }
func (d *draft) Mode() fs.FileMode          { return 0o644 }
func (d *draft) ModTime() time.Time         { return time.Time{} }
func (d *draft) IsDir() bool                { return false }
func (d *draft) Sys() any                   { return nil }
