package ifcfg

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"unicode/utf8"
)

// Host is all that a host's files say.
type Host struct {
	Defaults    Defaults
	Profiles    []*Profile // rejected ones too, in the order of their file names
	Diagnostics []Diagnostic
	NoDirectory bool // there is no directory of profiles: not the same as an empty one

	root  fs.FS
	files map[string]*File // by the names that positions have
}

// Load reads the profiles and their companions below the root of a host. What
// cannot be read is a diagnostic; the error is for the directory alone. A host
// without the directory has no profiles.
func Load(root fs.FS) (*Host, error) { return load(root, false) }

func load(root fs.FS, keep bool) (*Host, error) {
	h := &Host{root: root, files: map[string]*File{}}
	l := loader{root: root, table: newKeyTable(), files: h.files, keep: keep}
	if f := l.parse(NetworkFile, "network", &h.Diagnostics); f != nil {
		h.Defaults = l.table.readDefaults(f)
		h.Diagnostics = append(h.Diagnostics, h.Defaults.Diagnostics...)
	}
	entries, err := fs.ReadDir(root, ScriptsDir)
	if errors.Is(err, fs.ErrNotExist) {
		h.NoDirectory = true
		return h, nil
	}
	if err != nil {
		return nil, fmt.Errorf("profiles: %w", err)
	}
	l.names = make(map[string]bool, len(entries))
	for _, e := range entries {
		l.names[e.Name()] = true
	}
	l.findAdditions(entries)
	l.profiles(entries, h)
	l.staticRoutes(h)
	l.orphans(h)
	h.Diagnostics = append(h.Diagnostics, l.showing(cross(h))...)
	if keep {
		l.keepAll()
	}
	return h, nil
}

// All returns every diagnostic: those of the host, then those of its profiles.
func (h *Host) All() []Diagnostic {
	all := slices.Clone(h.Diagnostics)
	for _, p := range h.Profiles {
		all = append(all, p.Diagnostics...)
	}
	return all
}

// loader reads the files of a host.
type loader struct {
	root  fs.FS
	table keyTable
	files map[string]*File
	names map[string]bool     // of the files beside the profiles
	added map[string][]string // names of alias and range files by the profile they add to
	keep  bool                // every file, not only those with a line to show
}

func (l *loader) profile(name string, defaults Defaults, found *[]Diagnostic) *Profile {
	switch {
	case !IsProfileName(name):
		return nil
	case !utf8.ValidString(name):
		*found = append(*found, Diagnostic{Pos: Pos{File: fmt.Sprintf("%q", name)}, Severity: Error, Code: "file", Message: "the file's name is not UTF-8; it is not used"})
		return nil
	}
	if parent, _, ranged, ok := splitAddition(name); ok && l.belongs(name, parent, ranged, found) {
		return nil
	}
	unread := &Profile{File: name, Rejected: true}
	unread.OnBoot.Value = true
	unread.ID.Value = "System " + unread.Suffix()
	f := l.parse(path.Join(ScriptsDir, name), name, &unread.Diagnostics)
	if f == nil {
		return unread
	}
	p := l.table.read(f, name, defaults, l.addedTo(name, unread)...)
	l.routes(p)
	l.rules(p)
	if len(p.Diagnostics) == 0 && !l.keep { // no line of theirs will be shown
		for _, prefix := range []string{profilePrefix, keysPrefix, "route-", "route6-", "rule-", "rule6-"} {
			delete(l.files, prefix+p.Suffix())
		}
		for _, name := range l.added[p.File] {
			delete(l.files, name)
		}
	}
	return p
}

// parse reads an assignment file, nil where it is not there or cannot be read.
func (l *loader) parse(file, name string, found *[]Diagnostic) *File {
	b, mode := l.read(file, name, found)
	if b == nil {
		return nil
	}
	f, err := Parse(bytes.NewReader(b), name)
	if err != nil {
		*found = append(*found, Diagnostic{Pos: Pos{File: name}, Severity: Error, Code: "file", Message: err.Error()})
		return nil
	}
	f.mode = mode
	l.files[name] = f
	return f
}

// read returns the bytes of a regular file, nil where there is none. It does not
// open what is not a regular file: a FIFO would hold up the boot.
func (l *loader) read(file, name string, found *[]Diagnostic) ([]byte, fs.FileMode) {
	b, mode, err := readRegular(l.root, file)
	if err == nil {
		return b, mode
	}
	if !errors.Is(err, fs.ErrNotExist) || path.Dir(file) != path.Dir(NetworkFile) { // these need not be there
		var pathError *fs.PathError
		if errors.As(err, &pathError) {
			err = pathError.Err
		}
		*found = append(*found, Diagnostic{Pos: Pos{File: name}, Severity: Error, Code: "file", Message: "cannot be read: " + err.Error()})
	}
	return nil, 0
}

func readRegular(root fs.FS, file string) ([]byte, fs.FileMode, error) {
	info, err := fs.Stat(root, file)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, errors.New("it is not a regular file")
	}
	if info.Size() > MaxSize {
		return nil, 0, fmt.Errorf("it is larger than %d bytes", MaxSize)
	}
	f, err := root.Open(file)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	b := make([]byte, 0, info.Size()+1)
	for {
		n, err := f.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if errors.Is(err, io.EOF) {
			return b, info.Mode(), nil
		}
		if err != nil {
			return nil, 0, err
		}
		if len(b) == cap(b) { // grew while it was read
			b = append(b, 0)[:len(b)]
		}
		if len(b) > MaxSize {
			return nil, 0, fmt.Errorf("it is larger than %d bytes", MaxSize)
		}
	}
}
